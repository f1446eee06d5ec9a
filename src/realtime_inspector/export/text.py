"""Plain text: a transcript for a mail, a terminal or a screen reader.

What people and servers said is indented; what we say about it is not. So session text
cannot pass for a speaker or a heading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.transcript import Speaker, transcript
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
from realtime_inspector.export.base import (
    Cleaner,
    header_rows,
    note_rows,
    pretty_json,
    settings_rows,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.transcript import Line, SessionTranscript, ToolUse
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.export.base import ExportSource

_INDENT: Final = "    "
_LABEL_WIDTH: Final = 12


class TextExporter:
    """The conversation as plain text."""

    name: Final = "txt"
    suffix: Final = ".txt"
    help: Final = "readable transcript in plain text"

    def export(self, state: CaptureState, source: ExportSource) -> Iterator[str]:
        """The document, block by block."""
        cleaner = Cleaner()
        spoken, source = cleaner.clean(transcript(state)), cleaner.clean(source)
        yield _heading("Realtime session", "=")
        yield _table(header_rows(spoken, source, cleaner.count))
        notes = note_rows(spoken, source)
        if notes:
            yield "\n" + "".join(f"Note: {visible(note)}\n" for note in notes)
        is_single = len(spoken.sessions) == 1
        for session in spoken.sessions:
            title = "Conversation" if is_single else f"Session {session.number}"
            yield "\n" + _heading(title, "-")
            yield from _session_blocks(session, is_single=is_single)
        for session in spoken.sessions:
            yield from _settings_blocks(session, is_single=is_single)


def _heading(title: str, line: str) -> str:
    return f"{title}\n{line * len(title)}\n"


def _table(rows: tuple[tuple[str, str], ...]) -> str:
    return "".join(f"{label:<{_LABEL_WIDTH}}{visible(value)}\n" for label, value in rows)


def indented(text: str, deeper: int = 0) -> str:
    """Text with every line of it indented; trailing space is cut."""
    indent = _INDENT * (1 + deeper)
    return "".join(f"{indent}{line}".rstrip() + "\n" for line in visible_lines(text))


def _session_blocks(session: SessionTranscript, *, is_single: bool) -> Iterator[str]:
    usage = usage_words(session.usage)
    if usage and not is_single:
        yield f"Tokens: {usage}\n"
    for line in session.readable_lines:
        yield from _line_blocks(line)
    if not session.lines:
        yield "\nNo conversation item is in this capture.\n"


def _line_blocks(line: Line) -> Iterator[str]:
    title = TITLES[line.speaker].upper()
    if line.tool is not None and line.tool.name:
        title += f" {visible(line.tool.name)}"
    facts = [*fact_words(line), *(visible(words) for words in detail_words(line))]
    yield f"\n{title}  ({', '.join(facts)})\n"
    if line.tool is not None:
        yield from _tool_blocks(line, line.tool)
    else:
        text = message_words(line)
        yield indented(text or f"({empty_words(line)})")
    if line.text and line.attachments:
        yield _aside(empty_words(line))
    for words in (*mark_words(line), trouble_words(line)):
        if words:
            yield _aside(words)


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


def _settings_blocks(session: SessionTranscript, *, is_single: bool) -> Iterator[str]:
    rows = settings_rows(session)
    if not rows:
        return
    title = "Settings" if is_single else f"Settings of session {session.number}"
    yield "\n" + _heading(title, "-")
    yield _table(rows)
    if session.instructions:
        yield "Instructions:\n" + indented(session.instructions)
