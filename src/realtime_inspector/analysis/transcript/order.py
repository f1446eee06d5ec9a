"""The transcript of a capture: which lines there are, in which session, in which order."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from realtime_inspector.analysis.transcript.lines import (
    Context,
    item_line,
    notice_line,
    problem_line,
    response_line,
)
from realtime_inspector.analysis.transcript.model import SessionTranscript, Transcript
from realtime_inspector.core.audio import session_formats
from realtime_inspector.core.events.edit import string
from realtime_inspector.core.events.session import modalities, tool_names
from realtime_inspector.core.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from realtime_inspector.analysis.transcript.model import Line
    from realtime_inspector.core.state import CaptureState


def transcript(state: CaptureState, first_session: int = 0) -> Transcript:
    """What was said in a capture, session by session.

    Items stand in the conversation's own order. What is not in the conversation (refused
    items, out-of-band answers, errors, notices) stands where it happened.

    Args:
        state: What is known of the capture.
        first_session: Number of the first session to tell of.
    """
    context = Context.of(state)
    numbers = range(max(first_session, min(1, state.session.number)), state.session.number + 1)
    placed = _placed_lines(context, numbers)
    starts = _starts(placed, state)
    for line in _unplaced_lines(context):
        placed[_session_at(starts, line.seq)].append(line)
    usage = _usage(state)
    sessions = tuple(
        _session(state, number, _in_order(state, number, lines), usage[number])
        for number, lines in sorted(placed.items())
    )
    return Transcript(
        sessions=sessions,
        records=state.seq,
        first_ns=state.first_ns,
        last_ns=state.last_ns,
        items=len(state.items),
        responses=len(state.responses),
        problems=len(state.problems),
        usage=state.usage,
        input_audio_ms=_input_audio_ms(state, first_session),
        faults=state.faults,
    )


def _input_audio_ms(state: CaptureState, first_session: int) -> float | None:
    numbers = range(first_session, state.session.number + 1)
    sessions = [one for one in map(state.session_at, numbers) if one.input_bytes]
    return (
        sum(session_formats(one.effective)[0].duration_ms(one.input_bytes) for one in sessions)
        if sessions
        else None
    )


def _placed_lines(context: Context, numbers: Sequence[int]) -> dict[int, list[Line]]:
    """Lines that know their session: items and responses."""
    state = context.state
    placed: dict[int, list[Line]] = {number: [] for number in numbers}
    for item in state.items.values():
        placed.setdefault(item.session, []).append(item_line(context, item))
    for response in state.responses.values():
        line = response_line(context, response)
        if line is not None:
            placed.setdefault(response.session, []).append(line)
    return placed


def _unplaced_lines(context: Context) -> list[Line]:
    """Errors and notices: the state does not say which session they are of."""
    state = context.state
    problems = [problem_line(context, one) for one in state.problems.values()]
    return problems + [notice_line(context, one) for one in state.notices.values()]


def _starts(placed: dict[int, list[Line]], state: CaptureState) -> list[tuple[int, int]]:
    """Where each session begins as far as is known: record number and session, both rising."""
    starts: list[tuple[int, int]] = []
    for number in sorted(placed):
        first = min((line.seq for line in placed[number]), default=None)
        seq = state.session_at(number).created_seq or first
        if seq is not None or not starts:
            starts.append((seq or 0, number))
    return starts


def _session_at(starts: Sequence[tuple[int, int]], seq: int) -> int:
    at = bisect_right(starts, seq, key=lambda start: start[0])
    return starts[max(0, at - 1)][1]


def _in_order(state: CaptureState, number: int, lines: list[Line]) -> tuple[Line, ...]:
    """Conversation lines in conversation order, the others between them by when they happened."""
    by_seq = sorted(lines, key=lambda line: line.seq)
    items = {line.seq: line for line in by_seq if line.item_type}
    conversation = [items[key] for key in state.session_at(number).order if key in items]
    if not conversation:
        return tuple(by_seq)
    in_order = {id(line) for line in conversation}
    others = [line for line in by_seq if id(line) not in in_order]
    return tuple(_merged(conversation, others))


def _merged(conversation: list[Line], others: list[Line]) -> list[Line]:
    """Both, where an item that was put in front later does not drag later events with it."""
    earliest: list[int] = []
    for line in reversed(conversation):
        earliest.append(min(line.seq, earliest[-1]) if earliest else line.seq)
    earliest.reverse()
    merged: list[Line] = []
    at = 0
    for line, bound in zip(conversation, earliest, strict=True):
        while at < len(others) and others[at].seq < bound:
            merged.append(others[at])
            at += 1
        merged.append(line)
    return merged + others[at:]


def _usage(state: CaptureState) -> defaultdict[int, Usage]:
    """Tokens by session."""
    usage: defaultdict[int, Usage] = defaultdict(Usage)
    for response in state.responses.values():
        if response.usage is not None:
            usage[response.session] += response.usage
    return usage


def _session(
    state: CaptureState, number: int, lines: tuple[Line, ...], usage: Usage
) -> SessionTranscript:
    session = state.session_at(number)
    effective = session.effective
    if not effective:
        return SessionTranscript(number, lines, usage)
    received, produced = session_formats(effective)
    return SessionTranscript(
        number=number,
        lines=lines,
        usage=usage,
        is_known=True,
        id=session.id,
        model=string(effective.get("model")),
        modalities=modalities(effective),
        voice=_voice(effective),
        input_format=received.name,
        output_format=produced.name,
        instructions=string(effective.get("instructions")),
        tools=tuple(tool_names(effective)),
        created_ns=session.created_ns,
    )


def _voice(session: Mapping[str, Any]) -> str:
    """The voice in GA or beta shape; Azure Voice Live and custom voices are objects."""
    audio = session.get("audio")
    output = audio.get("output") if isinstance(audio, dict) else None
    voice = output.get("voice") if isinstance(output, dict) else None
    voice = voice or session.get("voice")
    if isinstance(voice, dict):
        voice = voice.get("name") or voice.get("id")
    return string(voice)
