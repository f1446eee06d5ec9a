"""The formats that a capture can be exported in.

A format is a module here with a class that has `export(material)`, and a line in `EXPORTERS`.
The module is imported when somebody exports, so that the list costs nothing at the start.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.errors import UsageError
from realtime_inspector.export.listing import LazyExporter

if TYPE_CHECKING:
    from realtime_inspector.export.listing import Exporter

EXPORTERS: Final[tuple[Exporter, ...]] = (
    LazyExporter(
        "md",
        ".md",
        "readable transcript in Markdown, for issues and documents",
        "markdown:MarkdownExporter",
    ),
    LazyExporter("txt", ".txt", "readable transcript in plain text", "text:TextExporter"),
    LazyExporter(
        "json",
        ".json",
        "sessions, items, responses, lines and usage as one JSON object",
        "json_:JsonExporter",
    ),
    LazyExporter(
        "jsonl", ".jsonl", "capture to open again, frames byte for byte", "jsonl:JsonlExporter"
    ),
    LazyExporter("csv", ".csv", "one row a record, for spreadsheets", "csv_:CsvExporter"),
    LazyExporter("har", ".har", "for browsers' developer tools and proxies", "har:HarExporter"),
    LazyExporter(
        "html",
        ".html",
        "page for any browser: conversation with sound, events, diagram",
        "html:HtmlExporter",
    ),
    LazyExporter(
        "mermaid",
        ".mmd",
        "sequence diagram in Mermaid's language; a long one as Markdown with several",
        "mermaid:MermaidExporter",
    ),
    LazyExporter(
        "svg",
        ".svg",
        "sequence diagram as a picture; into DIR/ a long one as several",
        "svg:SvgExporter",
    ),
    LazyExporter(
        "wav",
        ".wav",
        "what was heard: the user on the left, the agent on the right; into DIR/ also each item",
        "wav:WavExporter",
        is_text=False,
    ),
    LazyExporter(
        "otlp",
        ".otlp.json",
        "OpenTelemetry spans of sessions, turns, responses and tools, for a collector",
        "otlp:OtlpExporter",
    ),
    LazyExporter(
        "parquet",
        ".parquet",
        "one row a record, for SQL over many captures (extra: parquet)",
        "parquet:ParquetExporter",
        is_text=False,
    ),
    LazyExporter(
        "srt", ".srt", "subtitles for any player, on the times of wav", "subtitles:SrtExporter"
    ),
    LazyExporter(
        "vtt", ".vtt", "subtitles for browsers, with the speaker's name", "subtitles:VttExporter"
    ),
)
"""All formats; the command line and the export screen offer them in this order."""


def exporter(name: str) -> Exporter:
    """The exporter of a format.

    Raises:
        UsageError: There is none of this name.
    """
    for one in EXPORTERS:
        if one.name == name:
            return one
    names = ", ".join(one.name for one in EXPORTERS)
    raise UsageError(f"There is no export format {name!r}.", f"Choose one of: {names}.")
