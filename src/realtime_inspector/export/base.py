"""What every exporter is told of a capture, and what all of them say in the same words."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, is_dataclass, replace
from enum import Enum
from typing import TYPE_CHECKING, Any, Final, TypeVar

from realtime_inspector.analysis.metrics import priced_words
from realtime_inspector.analysis.transcript.totals import duration_ms
from realtime_inspector.analysis.transcript.words import count_words, span_words, usage_words
from realtime_inspector.core.codec import CaptureHeader
from realtime_inspector.core.redact import Redactor
from realtime_inspector.core.times import format_time
from realtime_inspector.guide.measures import measure_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from realtime_inspector.analysis.metrics.of_state import Figures
    from realtime_inspector.analysis.transcript import SessionTranscript, Transcript
    from realtime_inspector.analysis.transcript.totals import Totals

PROGRAM: Final = "realtime-inspector"
SHORT_JSON: Final = 72
"""Up to this many characters JSON stays on one line."""
NO_TIMES: Final = "not known, this capture carries none"
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class ExportSource:
    """Where a state came from: what an export says beside the conversation."""

    name: str
    """What to call the capture: a file name without its folder, or `live session`."""
    notes: tuple[str, ...] = ()
    """What a reader must know, such as `3 lines could not be read, the first is line 7`."""
    redactions: int = 0
    """Secrets that were replaced before this export, when recording or reading."""
    app: str = ""
    """Version of the program that exports."""
    header: CaptureHeader = field(default_factory=CaptureHeader)
    """Provider, model, URL and creation time, as far as the capture tells."""


def encoded(pieces: Iterable[str]) -> Iterator[bytes]:
    """Text as an exporter gives it."""
    return (piece.encode() for piece in pieces)


class Cleaner:
    """Takes secrets out of all that an export says.

    It must do so before a format escapes anything: an escaped key is not recognised. A text
    that occurs again, as a tool's result does, counts once.
    """

    def __init__(self) -> None:
        self._redactor = Redactor()
        self._clean: dict[str, str] = {}

    @property
    def count(self) -> int:
        """How many secrets were replaced so far."""
        return self._redactor.count

    def clean(self, value: _Value) -> _Value:
        """The value with every string in it, at any depth, without secrets; keys stay."""
        result: Any = value
        if isinstance(value, str):
            result = value if isinstance(value, Enum) else self._text(value)
        elif isinstance(value, tuple | list):
            result = type(value)(self.clean(one) for one in value)
        elif isinstance(value, dict):
            result = {key: self.clean(one) for key, one in value.items()}
        elif is_dataclass(value) and not isinstance(value, type):
            old = {one.name: getattr(value, one.name) for one in fields(value)}
            result = replace(value, **{name: self.clean(one) for name, one in old.items()})
        return result  # type: ignore[no-any-return]

    def _text(self, text: str) -> str:
        clean = self._clean.get(text)
        if clean is None:
            clean = self._clean[text] = self._redactor.value(text)
        return clean


def header_rows(
    figures: Totals, source: ExportSource, replaced: int
) -> tuple[tuple[str, str], ...]:
    """What is said on top of every readable export: label and value; unknown rows are left out.

    Args:
        figures: What the parts of the capture add up to.
        source: Where it came from.
        replaced: Secrets that this export replaced itself.
    """
    span_ms = duration_ms(figures)
    rows = (
        ("Capture", source.name),
        ("Date", _date_words(figures, source)),
        ("Provider", source.header.provider),
        ("Model", source.header.model or figures.model),
        ("Address", source.header.url),
        ("Times", NO_TIMES) if span_ms is None else ("Duration", span_words(span_ms)),
        ("Content", _content_words(figures)),
        ("Tokens", usage_words(figures.usage)),
        ("Cost", priced_words(figures.measured.cost)),
        *_latency_rows(figures.measured),
        ("Secrets", secrets_words(source.redactions + replaced)),
        ("Written by", f"{PROGRAM} {source.app}".rstrip()),
    )
    return tuple((label, value) for label, value in rows if value)


def _latency_rows(measured: Figures) -> Iterator[tuple[str, str]]:
    """What a listener waits for; `guide.measures` says what it means."""
    for name in ("first_token", "first_audio", "speech_to_reply"):
        spread = measured.latency_ms[name].spread()
        if spread is not None:
            title = measure_words(name, "en")[0].capitalize()
            p50, p90 = span_words(spread.p50), span_words(spread.p90)
            yield title, p50 if spread.count == 1 else f"{p50} (p50), {p90} (p90)"


def _date_words(figures: Totals | Transcript, source: ExportSource) -> str:
    iso = format_time(source.header.created_ns if figures.first_ns is None else figures.first_ns)
    return f"{iso[:10]} {iso[11:19]} UTC" if iso else ""


def _content_words(figures: Totals | Transcript) -> str:
    parts = [
        count_words(figures.session_count, "session"),
        count_words(figures.records, "event"),
        count_words(figures.items, "item"),
        count_words(figures.responses, "response"),
        count_words(figures.problems, "error"),
    ]
    if figures.input_audio_ms:
        parts.append(f"{span_words(figures.input_audio_ms)} of audio sent")
    return ", ".join(parts)


def secrets_words(count: int) -> str:
    """Whether secrets were replaced. It cannot promise that there are no others."""
    if not count:
        return "no keys or tokens were recognised; nothing was replaced"
    return f"{count_words(count, 'secret')} (keys, tokens) replaced by «redacted»"


def note_rows(figures: Totals | Transcript, source: ExportSource) -> tuple[str, ...]:
    """What could not be read or is not known, in sentences."""
    notes = list(source.notes)
    if figures.faults:
        notes.append(f"{count_words(figures.faults, 'event')} could not be interpreted.")
    if figures.session_count > 1:
        notes.append("The settings of earlier sessions are not kept; those of the last one are.")
    if figures.has_estimated_cuts:
        notes.append(
            "Where an answer was interrupted, the server tells the time but not the word; "
            "the cut in the text is estimated from the share of the audio that was played."
        )
    if figures.items:
        times = (
            "" if figures.first_ns is None else "Times are minutes and seconds since the start. "
        )
        notes.append(f"{times}Event numbers tell where in the capture to look it up.")
    return tuple(notes)


def pretty_json(text: str) -> str | None:
    """A JSON object or array laid out for reading; `None` if it is none.

    Text that would lose something by it, such as a repeated key, is none either.
    """
    try:
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
        if not isinstance(value, dict | list):
            return None
        short = json.dumps(value, ensure_ascii=False)
        if len(short) <= SHORT_JSON:
            return short
        return json.dumps(value, ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return None


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a repeated key")
    return found


def _refuse(name: str) -> Any:
    raise ValueError(name)


def settings_rows(session: SessionTranscript) -> tuple[tuple[str, str], ...]:
    """The settings of a session in words, instructions aside: label and value."""
    if not session.is_known:
        return ()
    rows = (
        ("Id", session.id),
        ("Model", session.model),
        ("Output", session.modalities.replace("+", " and ")),
        ("Voice", session.voice),
        ("Audio in", session.input_format),
        ("Audio out", session.output_format),
        ("Tools", ", ".join(session.tools)),
    )
    return tuple((label, value) for label, value in rows if value)
