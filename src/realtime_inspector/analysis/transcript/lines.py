"""Lines from what the state knows: items, ends of responses, errors, notices."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.transcript.model import Ending, Line, Speaker, ToolUse
from realtime_inspector.core.audio import session_formats
from realtime_inspector.core.event import Event
from realtime_inspector.core.notices import notice_words

if TYPE_CHECKING:
    from realtime_inspector.core.state import CaptureState, Item, Notice, Problem, Response

_BY_ROLE: Final = {
    "user": Speaker.USER,
    "assistant": Speaker.ASSISTANT,
    "system": Speaker.SYSTEM,
    "developer": Speaker.SYSTEM,
}
_BY_TYPE: Final = {
    "function_call": Speaker.TOOL_CALL,
    "mcp_call": Speaker.TOOL_CALL,
    "mcp_approval_request": Speaker.TOOL_CALL,
    "function_call_output": Speaker.TOOL_RESULT,
    "mcp_list_tools": Speaker.NOTICE,
    "mcp_approval_response": Speaker.NOTICE,
}
_ENDINGS: Final = {
    "cancelled": Ending.CANCELLED,
    "incomplete": Ending.INCOMPLETE,
    "failed": Ending.FAILED,
    "lost": Ending.LOST,
    "in_progress": Ending.OPEN,
}
_WITH_TEXT: Final = frozenset({"", "text", "input_text", "output_text"})
_NOTICE_TITLES: Final = {
    "connecting": "Connecting",
    "close": "Connection closed",
    "error": "Connection error",
    "gap": "Gap in the capture",
    "dropped": "Message dropped by a proxy",
    "unreadable": "Part of the capture could not be read",
    "tool": "Tool run by the inspector",
}
_WORD_SEARCH: Final = 24
"""How far back from the estimated place of a cut a space is looked for."""


@dataclass(frozen=True, slots=True)
class Context:
    """The state, and what is looked up in it for every line."""

    state: CaptureState
    calls: dict[tuple[int, str], Item]
    """Calls of tools by session and `call_id`."""
    results: dict[tuple[int, str], Item]
    """The first accepted result for each of them."""
    said: dict[tuple[str, str], int]
    """The first session in which a role said a text."""
    ends: dict[int, Response]
    """Items by key that show how their response ended, if it did not end well."""
    answers: dict[int, list[int]]
    """Keys of the problems, rising, by the client event that they answer."""
    alike: dict[str, list[int]]
    """Keys of the problems, rising, by their words."""

    @classmethod
    def of(cls, state: CaptureState) -> Context:
        """The context of a state."""
        calls: dict[tuple[int, str], Item] = {}
        results: dict[tuple[int, str], Item] = {}
        said: dict[tuple[str, str], int] = {}
        for item in state.items.values():
            said.setdefault((item.role, item.text), item.session)
            if item.call_id and item.type == "function_call":
                calls[item.session, item.call_id] = item
            elif item.call_id and item.type == "function_call_output" and item.status != "refused":
                results.setdefault((item.session, item.call_id), item)
        answers: defaultdict[int, list[int]] = defaultdict(list)
        alike: defaultdict[str, list[int]] = defaultdict(list)
        for problem in state.problems.values():
            alike[problem.message].append(problem.seq)
            if problem.cause_seq is not None:
                answers[problem.cause_seq].append(problem.seq)
        return cls(state, calls, results, said, _ends(state), answers, alike)

    def elapsed_ms(self, time_ns: int | None) -> float | None:
        """Milliseconds since the first record with a time."""
        first_ns = self.state.first_ns
        return None if time_ns is None or first_ns is None else (time_ns - first_ns) / 1e6


def _ends(state: CaptureState) -> dict[int, Response]:
    """Which items show the bad end of their response: the unfinished ones, else the last one."""
    ends: dict[int, Response] = {}
    for response in state.responses.values():
        if response.status in _ENDINGS and response.items:
            keys = [key for key in response.items if key in state.items]
            unfinished = [key for key in keys if state.items[key].status != "completed"]
            is_over = not response.is_active
            shown = unfinished or (keys[-1:] if is_over else [])
            ends.update(dict.fromkeys(shown, response))
    return ends


def item_line(context: Context, item: Item) -> Line:
    """The line of a conversation item."""
    speaker = _speaker_of(item)
    response = context.state.responses.get(item.response_id)
    time_ns = item.first_ns
    line = Line(
        speaker=speaker,
        seq=item.key,
        last_seq=max(item.key, item.last_seq),
        time_ns=time_ns,
        elapsed_ms=context.elapsed_ms(time_ns),
        text=_text_of(item, speaker),
        attachments=_attachments(item),
        audio_ms=_audio_ms(context.state, item, speaker),
        tool=_tool_of(context, item, speaker),
        item_id=item.id,
        item_type=item.type,
        status=item.status,
        phase=item.phase,
        response_id=item.response_id,
        first_token_ms=_first_token_ms(item, response),
        problem=item.error,
        problem_seq=_problem_seq(context, item),
        is_in_conversation=item.is_in_conversation,
        is_out_of_band=response is not None and response.is_out_of_band,
        is_deleted=item.is_deleted,
        is_refused=item.status == "refused",
        is_replayed=_is_replayed(context, item),
    )
    return _with_cut(_with_ending(line, item, context.ends.get(item.key)), item)


def _is_replayed(context: Context, item: Item) -> bool:
    """Whether nobody asked for it in its session, and an earlier session said the same."""
    if not item.text or item.response_id or item.request_seq is not None:
        return False
    return context.said[item.role, item.text] < item.session


def _speaker_of(item: Item) -> Speaker:
    """Some clones leave the role out; what a response produced is the assistant's."""
    known = _BY_TYPE.get(item.type) or _BY_ROLE.get(item.role)
    return known or (Speaker.ASSISTANT if item.response_id else Speaker.NOTICE)


def _text_of(item: Item, speaker: Speaker) -> str:
    text = "\n".join(part.text for part in item.parts if part.text)
    if text or speaker is not Speaker.NOTICE:
        return text
    return item.type.replace("_", " ")


def _attachments(item: Item) -> tuple[str, ...]:
    return tuple(
        part.kind
        for part in item.parts
        if not part.text and part.kind not in _WITH_TEXT and not part.audio_bytes
    )


def _audio_ms(state: CaptureState, item: Item, speaker: Speaker) -> float | None:
    """Playing time by the formats of the item's session."""
    if not item.audio_bytes:
        return None
    received, produced = session_formats(state.session_at(item.session).effective)
    audio = produced if speaker is Speaker.ASSISTANT else received
    return audio.duration_ms(item.audio_bytes)


def _tool_of(context: Context, item: Item, speaker: Speaker) -> ToolUse | None:
    if speaker is Speaker.TOOL_CALL:
        return _call_of(context, item)
    if speaker is not Speaker.TOOL_RESULT:
        return None
    call = _call_for(context, item)
    return ToolUse(
        name=call.name if call else item.name,
        call_id=item.call_id,
        arguments=call.arguments if call else "",
        result=item.output,
        call_seq=call.key if call else None,
        result_seq=item.key,
        result_ms=_span_ms(call.done_ns if call else None, item.first_ns),
    )


def _call_of(context: Context, item: Item) -> ToolUse:
    use = ToolUse(item.name, item.call_id, item.arguments, call_seq=item.key)
    if item.type != "function_call":
        return replace(use, result=item.output or None)
    result = context.results.get((item.session, item.call_id))
    if result is None or context.calls.get((item.session, item.call_id)) is not item:
        return use
    span_ms = _span_ms(item.done_ns, result.first_ns)
    return replace(use, result=result.output, result_seq=result.key, result_ms=span_ms)


def _call_for(context: Context, result: Item) -> Item | None:
    """The call that a result answers: of its own session, else of an earlier one."""
    for session in range(result.session, -1, -1):
        call = context.calls.get((session, result.call_id))
        if call is not None:
            return call
    return None


def _first_token_ms(item: Item, response: Response | None) -> float | None:
    if response is None:
        return None
    start = response.request_ns if response.request_ns is not None else response.created_ns
    return _span_ms(start, item.first_token_ns)


def _span_ms(start_ns: int | None, end_ns: int | None) -> float | None:
    return None if start_ns is None or end_ns is None else (end_ns - start_ns) / 1e6


def _problem_seq(context: Context, item: Item) -> int | None:
    """The `error` event that refused an item: the first after it that answers it, or says so."""
    if item.status != "refused" or item.request_seq is None:
        return None
    direct = context.answers.get(item.request_seq, [])
    alike = context.alike.get(item.error, [])
    for seqs in (direct, alike):
        at = bisect_right(seqs, item.request_seq)
        if at < len(seqs):
            return seqs[at]
    return None


def _with_ending(line: Line, item: Item, response: Response | None) -> Line:
    if response is not None:
        ending = _ENDINGS[response.status]
        if ending is Ending.CANCELLED and response.reason == "turn_detected":
            ending = Ending.INTERRUPTED
        line = replace(line, ending=ending, reason=response.reason)
    elif item.status == "incomplete":
        line = replace(line, ending=Ending.INCOMPLETE)
    if item.truncated_ms is None:
        return line
    return replace(line, ending=Ending.INTERRUPTED, heard_ms=item.truncated_ms)


def _with_cut(line: Line, item: Item) -> Line:
    """Marks the text that was cancelled, or that the listener did not hear."""
    if line.speaker is not Speaker.ASSISTANT:
        return line
    if item.truncated_ms is None:
        is_void = line.ending in {Ending.INTERRUPTED, Ending.CANCELLED} and line.text
        return replace(line, struck_from=0) if is_void else line
    if item.truncated_ms <= 0:
        return replace(line, struck_from=0)
    if not line.audio_ms or item.truncated_ms >= line.audio_ms:
        return line
    at = _word_start(line.text, int(len(line.text) * item.truncated_ms / line.audio_ms))
    return replace(line, struck_from=at, is_cut_estimated=True)


def _word_start(text: str, at: int) -> int:
    """The start of the word at an index; the index itself in scripts without spaces."""
    space = text.rfind(" ", max(0, at - _WORD_SEARCH), at)
    return at if space < 0 else space + 1


def response_line(context: Context, response: Response) -> Line | None:
    """The line of a response's bad end, unless one of its items shows it."""
    ending = _ENDINGS.get(response.status)
    is_shown = any(context.ends.get(key) is response for key in response.items)
    if ending is None or (is_shown and ending is not Ending.FAILED):
        return None
    seq = response.done_seq if response.done_seq is not None else response.created_seq
    time_ns = response.created_ns if response.done_seq is None else response.done_ns
    is_interrupted = ending is Ending.CANCELLED and response.reason == "turn_detected"
    return Line(
        speaker=Speaker.ERROR if ending is Ending.FAILED else Speaker.NOTICE,
        seq=seq,
        last_seq=seq,
        time_ns=time_ns,
        elapsed_ms=context.elapsed_ms(time_ns),
        text=response.error_message,
        status=response.status,
        response_id=response.id,
        ending=Ending.INTERRUPTED if is_interrupted else ending,
        reason=response.reason,
        code=response.error_code,
        cause_seq=response.request_seq,
        is_out_of_band=response.is_out_of_band,
    )


def problem_line(context: Context, problem: Problem) -> Line:
    """The line of an `error` event."""
    return Line(
        speaker=Speaker.ERROR,
        seq=problem.seq,
        last_seq=problem.seq,
        time_ns=problem.time_ns,
        elapsed_ms=context.elapsed_ms(problem.time_ns),
        text=problem.message,
        code=problem.code or problem.type,
        param=problem.param,
        cause_seq=problem.cause_seq,
    )


def notice_line(context: Context, notice: Notice) -> Line:
    """The line of a notice: a connection that closed, a part that could not be read."""
    event = Event(notice.fields)
    title = _NOTICE_TITLES.get(notice.kind, notice.kind.replace("_", " ").capitalize())
    by = event.text("by") or ""
    by = f" by the {by}" if by in {"client", "server"} else ""
    words = notice_words(event)
    return Line(
        speaker=Speaker.NOTICE,
        seq=notice.seq,
        last_seq=notice.seq,
        time_ns=notice.time_ns,
        elapsed_ms=context.elapsed_ms(notice.time_ns),
        text=f"{title}{by}: {words}" if words else f"{title}{by}",
        status=notice.kind,
    )
