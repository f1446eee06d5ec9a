"""Markdown: a transcript to paste into an issue, a wiki or a mail.

Session text stands in block quotes, escaped, or in fences longer than any run of backticks in
it; so it cannot open a heading, a list, a table, a link or a fence of its own (CommonMark 0.31
and GitHub's tables, strikethrough, autolinks and formulas).
"""

from __future__ import annotations

import re
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

_SPECIAL: Final = re.compile(
    r"[\\`*\[\]<>~|&$]|(?<![^\W_])_|_(?![^\W_])|(?<=[A-Za-z]):(?=//)|(?<=www)\.", re.IGNORECASE
)
"""What means something inside a line; `_` between two letters does not."""
_LINE_START: Final = re.compile(r"^(\d{1,9}(?=[.)](?:\s|$))|)([#+\-=:.)])")
_BACKTICKS: Final = re.compile("`+")
_NO_BREAK_SPACE: Final = "\u00a0"


class MarkdownExporter:
    """The conversation as Markdown."""

    def export(self, material: Material) -> Iterator[bytes]:
        """The document, block by block."""
        return document(material, self)

    def head(self, rows: Iterable[tuple[str, str]], notes: Iterable[str]) -> Iterator[str]:
        """The title, a table of the figures, a list of notes."""
        yield "# Realtime session\n"
        yield "\n| | |\n| --- | --- |\n"
        for label, value in rows:
            yield f"| {label} | {escaped(value)} |\n"
        listed = "".join(f"- {escaped(note)}\n" for note in notes)
        if listed:
            yield f"\n{listed}"

    def heading(self, title: str) -> str:
        """A heading of the second level."""
        return f"## {title}\n"

    def findings(self, found: RuleWords) -> Iterator[str]:
        """A list of what was found, and what to do."""
        first = found.first
        yield f"\n**{first.severity} {first.rule}** {inline(first.title)}\n\n"
        for one in found.told:
            yield f"- {one.events}: {inline(one.told)}\n"
        if found.more > 0:
            yield f"- and {found.more:,} more\n"
        yield f"\nFix: {inline(first.fix)}\n"

    def session(self, session: SessionTranscript, *, is_single: bool) -> Iterator[str]:
        """What was said in a session, in block quotes."""
        usage = usage_words(session.usage)
        if usage and not is_single:
            yield f"\nTokens: {usage}\n"
        for line in session.readable_lines:
            yield from _line_blocks(line)
        if not session.lines:
            yield "\nNo conversation item is in this capture.\n"

    def settings(self, session: SessionTranscript) -> Iterator[str]:
        """A list of the settings, and the instructions."""
        rows = settings_rows(session)
        yield "\n" + "".join(f"- {label}: {inline(value)}\n" for label, value in rows)
        if session.instructions:
            yield "\nInstructions:\n\n" + quoted(session.instructions)


def escaped(text: str) -> str:
    """Text as Markdown that shows exactly this text, in one line."""
    line = inline(text.rstrip())
    stripped = line.lstrip(" ")
    line = _NO_BREAK_SPACE * (len(line) - len(stripped)) + stripped
    return _LINE_START.sub(r"\1\\\2", line)


def inline(text: str) -> str:
    """Text as Markdown for the middle of a line."""
    return _SPECIAL.sub(r"\\\g<0>", visible(text))


def code(text: str) -> str:
    """Text as a code span; not for tables, where a `|` would end the cell."""
    shown = visible(text)
    if not shown.strip():
        return "(blank)"
    ticks = "`" * (_longest_run(shown) + 1)
    ends = shown[0] + shown[-1]
    # A space at both ends is taken away by the reader, so it takes another one to show it.
    pad = " " if "`" in ends or ends == "  " else ""
    return f"{ticks}{pad}{shown}{pad}{ticks}"


def fenced(text: str) -> str:
    """Text in a fence that nothing in the text can close, JSON laid out for reading."""
    pretty = pretty_json(text)
    lines = visible_lines(text if pretty is None else pretty)
    fence = "`" * max(3, _longest_run("\n".join(lines)) + 1)
    info = "text" if pretty is None else "json"
    return "\n".join([f"{fence}{info}", *lines, fence]) + "\n"


def _longest_run(text: str) -> int:
    return max((len(run) for run in _BACKTICKS.findall(text)), default=0)


def quoted(text: str, struck_from: int | None = None) -> str:
    """Text as a block quote that keeps its lines.

    Args:
        text: The text.
        struck_from: From which index on it is struck; `None`: nowhere.
    """
    rows = [_row(plain, struck) for plain, struck in _divided(text, struck_from)]
    out = []
    for row, following in zip(rows, [*rows[1:], ""], strict=True):
        hard_break = "\\" if row and following else ""
        out.append(f"> {row}{hard_break}".rstrip() + "\n")
    return "".join(out)


def _divided(text: str, struck_from: int | None) -> list[tuple[str, str]]:
    """The lines of a text, each as its plain and its struck part."""
    if struck_from is None:
        return [(line, "") for line in visible_lines(text)]
    plain, struck = visible_lines(text[:struck_from]), visible_lines(text[struck_from:])
    before = [(line, "") for line in plain[:-1]]
    return [*before, (plain[-1], struck[0]), *(("", line) for line in struck[1:])]


def _row(plain: str, struck: str) -> str:
    row, struck = escaped(plain), inline(struck.strip())
    # With the space the markers count as such next to punctuation and in Japanese too.
    return " ".join(part for part in (row, f"~~{struck}~~" if struck else "") if part)


def _line_blocks(line: Line) -> Iterator[str]:
    title = f"**{TITLES[line.speaker]}**"
    if line.tool is not None and line.tool.name:
        title += f" {code(line.tool.name)}"
    details = [inline(words) for words in detail_words(line)]
    marks = [f"*{inline(words)}*" for words in mark_words(line)]
    yield "\n" + " · ".join([title, *fact_words(line), *details, *marks]) + "\n"
    if line.tool is not None:
        yield from _tool_blocks(line, line.tool)
    else:
        text = message_words(line)
        yield "\n" + (quoted(text, line.struck_from) if text else _aside(empty_words(line)))
    if line.text and line.attachments:
        yield "\n" + _aside(empty_words(line))
    trouble = trouble_words(line)
    if trouble:
        yield "\n" + _aside(trouble)


def _aside(words: str) -> str:
    return f"({inline(words)})\n"


def _tool_blocks(line: Line, tool: ToolUse) -> Iterator[str]:
    if line.speaker is Speaker.TOOL_CALL:
        yield "\n" + (fenced(tool.arguments) if tool.arguments else _aside("no arguments"))
        if tool.result is None:
            yield "\n" + _aside("no result in this capture")
            return
        after = "" if tool.result_ms is None else f" after {span_words(tool.result_ms)}"
        place = "" if tool.result_seq is None else f" (event {tool.result_seq})"
        yield f"\nResult{after}{place}:\n"
    yield "\n" + (fenced(tool.result) if tool.result else _aside("empty result"))
