"""Plain text: a transcript for a mail, a terminal or a screen reader.

What people and servers said is indented; what we say about it is not. So session text
cannot pass for a speaker or a heading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.transcript import Speaker
from realtime_inspector.analysis.transcript.words import (
    TITLES,
    detail_words,
    empty_words,
    fact_words,
    mark_words,
    message_words,
    span_words,
    trouble_words,
    usage_words,
)
from realtime_inspector.core.safe import visible, visible_lines
from realtime_inspector.export.base import pretty_json, settings_rows
from realtime_inspector.export.document import document

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from realtime_inspector.analysis.transcript import Line, SessionTranscript, ToolUse
    from realtime_inspector.export.diagnosis import RuleWords
    from realtime_inspector.export.material import Material

_INDENT: Final = "    "
_LABEL_WIDTH: Final = 12


class TextExporter:
    """The conversation as plain text."""

    def export(self, material: Material) -> Iterator[bytes]:
        """The document, block by block."""
        return document(material, self)

    def head(self, rows: Iterable[tuple[str, str]], notes: Iterable[str]) -> Iterator[str]:
        """The title, a table of the figures, and notes."""
        yield _heading("Realtime session", "=")
        yield _table(rows)
        told = "".join(f"Note: {visible(note)}\n" for note in notes)
        if told:
            yield f"\n{told}"

    def heading(self, title: str) -> str:
        """An underlined title."""
        return _heading(title, "-")

    def findings(self, found: RuleWords) -> Iterator[str]:
        """What was found, indented, and what to do."""
        first = found.first
        yield f"\n{first.severity} {first.rule} {first.title}\n"
        for one in found.told:
            yield f"{_INDENT}{one.events}: {visible(one.told)}\n"
        if found.more > 0:
            yield f"{_INDENT}and {found.more:,} more\n"
        yield f"Fix: {first.fix}\n"

    def session(self, session: SessionTranscript, *, is_single: bool) -> Iterator[str]:
        """What was said in a session, indented."""
        usage = usage_words(session.usage)
        if usage and not is_single:
            yield f"Tokens: {usage}\n"
        for line in session.readable_lines:
            yield from _line_blocks(line)
        if not session.lines:
            yield "\nNo conversation item is in this capture.\n"

    def settings(self, session: SessionTranscript) -> Iterator[str]:
        """A table of the settings, and the instructions."""
        yield _table(settings_rows(session))
        if session.instructions:
            yield "Instructions:\n" + indented(session.instructions)


def _heading(title: str, line: str) -> str:
    return f"{title}\n{line * len(title)}\n"


def _table(rows: Iterable[tuple[str, str]]) -> str:
    return "".join(f"{label:<{_LABEL_WIDTH}}{visible(value)}\n" for label, value in rows)


def indented(text: str, deeper: int = 0) -> str:
    """Text with every line of it indented; trailing space is cut."""
    indent = _INDENT * (1 + deeper)
    return "".join(f"{indent}{line}".rstrip() + "\n" for line in visible_lines(text))


def _line_blocks(line: Line) -> Iterator[str]:
    title = TITLES[line.speaker].upper()
    if line.tool is not None and line.tool.name:
        title += f" {visible(line.tool.name)}"
    facts = [*fact_words(line), *(visible(words) for words in detail_words(line))]
    yield f"\n{title}  ({', '.join(facts)})\n"
    if line.tool is not None:
        yield from _tool_blocks(line, line.tool)
    else:
        yield indented(_told(line) or f"({empty_words(line)})")
    if line.text and line.attachments:
        yield _aside(empty_words(line))
    for words in (*mark_words(line), trouble_words(line)):
        if words:
            yield _aside(words)


def _told(line: Line) -> str:
    """What was said; plain text cannot strike what was cancelled or not heard, so it says it."""
    text, at = message_words(line), line.struck_from
    if at is None or not text[at:].strip():
        return text
    what = "cancelled" if line.heard_ms is None else "not heard"
    return f"{text[:at]}[{what}: {text[at:]}]"


def _aside(words: str) -> str:
    return f"{_INDENT}[{visible(words)}]\n"


def _tool_blocks(line: Line, tool: ToolUse) -> Iterator[str]:
    if line.speaker is Speaker.TOOL_CALL:
        yield indented(_laid_out(tool.arguments) or "(no arguments)")
        if tool.result is None:
            yield _aside("no result in this capture")
            return
        after = "" if tool.result_ms is None else f" after {span_words(tool.result_ms)}"
        place = "" if tool.result_seq is None else f" (event {tool.result_seq})"
        yield f"{_INDENT}Result{after}{place}:\n"
        yield indented(_laid_out(tool.result) or "(empty)", deeper=1)
        return
    yield indented(_laid_out(tool.result or "") or "(empty)")


def _laid_out(text: str) -> str:
    pretty = pretty_json(text)
    return text if pretty is None else pretty
