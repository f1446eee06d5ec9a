"""A transcript's facts in English words, for exports and screens alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.transcript.model import Ending, Speaker

if TYPE_CHECKING:
    from realtime_inspector.analysis.transcript.model import Line
    from realtime_inspector.core.usage import Usage

TITLES: Final = {
    Speaker.USER: "User",
    Speaker.ASSISTANT: "Assistant",
    Speaker.SYSTEM: "System",
    Speaker.TOOL_CALL: "Tool call",
    Speaker.TOOL_RESULT: "Tool result",
    Speaker.ERROR: "Error",
    Speaker.NOTICE: "Notice",
}
"""What a reader calls a speaker."""

_RESPONSE_WORDS: Final = {
    Ending.INTERRUPTED: "interrupted by the user",
    Ending.CANCELLED: "cancelled",
    Ending.INCOMPLETE: "cut off",
    Ending.FAILED: "failed",
    Ending.LOST: "lost: the connection ended first",
    Ending.OPEN: "not finished when the capture ends",
}
_REASON_WORDS: Final = {
    "turn_detected": "",
    "client_cancelled": "by the client",
    "max_output_tokens": "at the limit of output tokens",
    "content_filter": "by the content filter",
}
"""Reasons of `status_details` (events.md, table of response statuses); empty: said already."""


def clock_words(elapsed_ms: float) -> str:
    """A moment since the start, such as `0:12.3` or `1:02:03.4`."""
    tenths = round(abs(elapsed_ms) / 100)
    minutes, rest = divmod(tenths, 600)
    hours, minutes = divmod(minutes, 60)
    sign = "-" if elapsed_ms < 0 and tenths else ""
    seconds = f"{rest // 10:02d}.{rest % 10}"
    return f"{sign}{hours}:{minutes:02d}:{seconds}" if hours else f"{sign}{minutes}:{seconds}"


def span_words(span_ms: float) -> str:
    """A length of time, such as `430 ms`, `1.6 s` or `2 min 05 s`."""
    if abs(span_ms) < 999.5:
        return f"{span_ms:.0f} ms"
    if abs(span_ms) < 59_950:
        return f"{span_ms / 1000:.1f} s"
    minutes, seconds = divmod(round(span_ms / 1000), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min {seconds:02d} s"


def count_words(count: int, noun: str) -> str:
    """A number of things, such as `1 item` or `2,000 items`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def usage_words(usage: Usage) -> str:
    """Tokens, such as `303 in (256 cached), 22 out, 325 total`; empty if there are none."""
    if not usage.total:
        return ""
    cached = f" ({usage.cached:,} cached)" if usage.cached else ""
    return f"{usage.input:,} in{cached}, {usage.output:,} out, {usage.total:,} total"


def ending_words(line: Line) -> str:
    """How it ended, if not well, such as `interrupted after 1.2 s`; empty if it ended well."""
    if line.ending is Ending.WHOLE:
        return ""
    if line.heard_ms is not None:
        return _heard_words(line, line.heard_ms)
    words = _RESPONSE_WORDS[line.ending]
    why = _REASON_WORDS.get(line.reason, f"({line.reason})" if line.reason else "")
    return f"{words} {why}".rstrip()


def _heard_words(line: Line, heard_ms: int) -> str:
    if heard_ms <= 0:
        return "interrupted before any of it was heard"
    of = f" of {span_words(line.audio_ms)}" if line.audio_ms else ""
    words = f"interrupted after {span_words(heard_ms)}{of}"
    return f"{words}; the place in the text is an estimate" if line.is_cut_estimated else words


def mark_words(line: Line) -> tuple[str, ...]:
    """What a reader must know about an item beside its text."""
    marks = [
        _refusal_words(line) if line.is_refused else "",
        "no answer of the server seen" if line.status == "sent" else "",
        "out of band: not part of the conversation" if line.is_out_of_band else "",
        "repeated from an earlier session" if line.is_replayed else "",
        "commentary" if line.phase == "commentary" else "",
        ending_words(line) if line.item_type else "",
        "deleted from the conversation later" if line.is_deleted else "",
    ]
    return tuple(mark for mark in marks if mark)


def _refusal_words(line: Line) -> str:
    where = "" if line.problem_seq is None else f", see the error at event {line.problem_seq}"
    return f"not accepted by the server{where}"


def trouble_words(line: Line) -> str:
    """What went wrong with an item; empty if nothing did, or if an error line says it."""
    if not line.problem or line.problem_seq is not None:
        return ""
    if line.is_refused:
        return f"Refused: {line.problem}"
    if line.speaker is Speaker.USER:
        return f"Transcription failed: {line.problem}"
    return f"Failed: {line.problem}"


def event_words(line: Line) -> str:
    """Where in the capture to look it up, such as `event 4` or `events 4–18`."""
    if line.last_seq == line.seq:
        return f"event {line.seq}"
    return f"events {line.seq}–{line.last_seq}"


def fact_words(line: Line) -> tuple[str, ...]:
    """Time, sound and place of a line, in the order a reader wants them."""
    facts = [
        "" if line.elapsed_ms is None else clock_words(line.elapsed_ms),
        "" if line.first_token_ms is None else f"first token {span_words(line.first_token_ms)}",
        "" if line.audio_ms is None else f"audio {span_words(line.audio_ms)}",
        event_words(line),
    ]
    return tuple(fact for fact in facts if fact)


def message_words(line: Line) -> str:
    """The text of an error or notice; of a response, how it ended and why."""
    if line.item_type or line.ending is Ending.WHOLE:
        return line.text
    words = f"Response {ending_words(line)}"
    return f"{words}: {line.text}" if line.text else words


def detail_words(line: Line) -> tuple[str, ...]:
    """What else an error says: its code, the field, and the event it answers."""
    if line.item_type or line.speaker is not Speaker.ERROR:
        return ()
    details = [
        f"code {line.code}" if line.code else "",
        f"field {line.param}" if line.param else "",
        "" if line.cause_seq is None else f"answers event {line.cause_seq}",
    ]
    return tuple(detail for detail in details if detail)


def empty_words(line: Line) -> str:
    """What to say of an item that has no text."""
    if line.attachments:
        return ", ".join(kind.replace("_", " ") for kind in line.attachments)
    if line.audio_ms is not None:
        return "audio without a transcript"
    return "no text"
