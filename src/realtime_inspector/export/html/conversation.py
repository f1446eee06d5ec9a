"""The transcript as HTML: the same words as the other transcripts, with sound."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.transcript import Speaker
from realtime_inspector.analysis.transcript.words import (
    TITLES,
    clock_words,
    detail_words,
    empty_words,
    event_words,
    fact_words,
    mark_words,
    message_words,
    span_words,
    trouble_words,
    usage_words,
)
from realtime_inspector.export.base import pretty_json
from realtime_inspector.export.html.markup import block
from realtime_inspector.export.html.player import player
from realtime_inspector.export.xml_text import inline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from realtime_inspector.analysis.transcript import (
        Line,
        SessionTranscript,
        ToolUse,
        Transcript,
    )
    from realtime_inspector.export.html.sounds import Sound

_CLASSES: Final = {
    Speaker.USER: "user",
    Speaker.ASSISTANT: "assistant",
    Speaker.SYSTEM: "system",
    Speaker.TOOL_CALL: "tool",
    Speaker.TOOL_RESULT: "tool",
    Speaker.ERROR: "error",
    Speaker.NOTICE: "notice",
}


def conversation(
    spoken: Transcript, sounds: Mapping[int, Sound], others: Sequence[Sound] = ()
) -> Iterator[str]:
    """The lines of all sessions.

    Args:
        spoken: The transcript, without secrets.
        sounds: What items sound like, by their key.
        others: Sounds that belong to no item in the capture.
    """
    is_single = len(spoken.sessions) == 1
    for session in spoken.sessions:
        if not is_single:
            usage = usage_words(session.usage)
            note = f" <small>{inline(usage)}</small>" if usage else ""
            yield f'<h3 class="session">Session {session.number}{note}</h3>\n'
        yield from _session(session, sounds)
    for number, sound in enumerate(others, 1):
        yield '<article class="line notice">\n<header><span class="who">Sound</span></header>\n'
        yield f'<div class="said">{player(f"{number} that belongs to no item", sound)}</div>'
        yield "</article>\n"


def _session(session: SessionTranscript, sounds: Mapping[int, Sound]) -> Iterator[str]:
    if not session.lines:
        yield '<p class="empty">No conversation item is in this capture.</p>\n'
    for line in session.readable_lines:
        yield "".join(_line(line, sounds.get(line.seq) if line.item_type else None))


def _line(line: Line, sound: Sound | None) -> Iterator[str]:
    clock = "" if line.elapsed_ms is None else clock_words(line.elapsed_ms)
    yield f'<article class="line {_CLASSES[line.speaker]}">\n<header>'
    yield f'<span class="who">{TITLES[line.speaker]}</span>'
    if clock:
        yield f"<time>{clock}</time>"
    yield "</header>\n"
    yield '<div class="said">'
    if line.tool is not None:
        yield from _tool(line, line.tool)
    else:
        yield _message(line)
    if sound is not None:
        yield player(f"of {TITLES[line.speaker]}, {event_words(line)}", sound, line.audio_ms)
    yield from _marks(line)
    yield f'<p class="facts">{_facts(line)}</p></div>\n</article>\n'


def _message(line: Line) -> str:
    text = message_words(line)
    if not text:
        return f'<p class="aside">({inline(empty_words(line))})</p>'
    if line.struck_from is None:
        shown = block(text)
    else:
        plain, struck = text[: line.struck_from], text[line.struck_from :]
        shown = f"{block(plain) if plain else ''}<del>{block(struck)}</del>"
    more = f'<p class="aside">({inline(empty_words(line))})</p>' if line.attachments else ""
    return f'<p class="text" dir="auto">{shown}</p>{more}'


def _tool(line: Line, tool: ToolUse) -> Iterator[str]:
    name = inline(tool.name or "function")
    if line.speaker is Speaker.TOOL_CALL:
        yield f'<p class="call"><code>{name}</code></p>'
        yield _code(tool.arguments) if tool.arguments else '<p class="aside">(no arguments)</p>'
        if tool.result is None:
            yield '<p class="aside">(no result in this capture)</p>'
            return
        after = "" if tool.result_ms is None else f" after {span_words(tool.result_ms)}"
        place = "" if tool.result_seq is None else f" · {_event_link(tool.result_seq)}"
        yield f'<p class="call">Result{after}{place}</p>'
    else:
        yield f'<p class="call">Result of <code>{name}</code></p>'
    yield _code(tool.result) if tool.result else '<p class="aside">(empty result)</p>'


def _code(text: str) -> str:
    pretty = pretty_json(text)
    kind = "" if pretty is None else " json"
    return f'<pre class="code{kind}" tabindex="0">{block(text if pretty is None else pretty)}</pre>'


def _marks(line: Line) -> Iterator[str]:
    for words in mark_words(line):
        yield f'<span class="mark">{inline(words)}</span> '
    trouble = trouble_words(line)
    if trouble:
        yield f'<p class="trouble">{inline(trouble)}</p>'


def _facts(line: Line) -> str:
    clock = "" if line.elapsed_ms is None else clock_words(line.elapsed_ms)
    place = event_words(line)
    facts = [inline(fact) for fact in fact_words(line) if fact not in {clock, place}]
    facts += [inline(words) for words in detail_words(line)]
    return " · ".join([*facts, _event_link(line.seq, place)])


def _event_link(seq: int, words: str = "") -> str:
    return f'<a href="#e{seq}" data-seq="{seq}">{words or f"event {seq}"}</a>'
