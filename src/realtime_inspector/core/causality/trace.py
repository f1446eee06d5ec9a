"""From an event back to its cause and the cause of that, and on to what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.causality import client_rules, server_rules
from realtime_inspector.core.causality.model import Cause, Effect, Role, Why
from realtime_inspector.core.causality.scene import MOST_TRIED, Scene, after, first_of, otherwise
from realtime_inspector.core.events.misc import ABOUT_SESSION
from realtime_inspector.core.record import Direction, RecordKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from realtime_inspector.core.causality.scene import Same, Step, Surroundings
    from realtime_inspector.core.kind import Kind

MOST_LINKS: Final = 64
"""Links of a chain that are followed; real ones have a dozen."""
_APP: Final = (otherwise(Why.APP),)


def cause_of(log: Surroundings, seq: int) -> Cause:
    """What caused a record, or the reason why that is not known. It never raises.

    Args:
        log: The log.
        seq: Number of the record.
    """
    scene = Scene(log, seq)
    cause = first_of(scene, *_steps(scene))
    if cause is None or (cause.seq is not None and not 0 < cause.seq < seq):
        return server_rules.without_step(scene)
    return cause


def chain_of(log: Surroundings, seq: int) -> list[Cause]:
    """The cause of a record, the cause of that, and so on to where it all began."""
    chain: list[Cause] = []
    while len(chain) < MOST_LINKS:
        cause = cause_of(log, seq)
        if cause.seq is None:
            break
        chain.append(cause)
        seq = cause.seq
    return chain


def effects_of(log: Surroundings, seq: int) -> list[Effect]:
    """What follows from a record: its answer, the end of what it begins, and what comes next.

    Of each type only the first one; deltas are not among them, but for the event that ends them.
    """
    kind = log.kind(seq)
    if kind.is_delta:
        is_of_part = log.event(seq).item_id is not None
        wanted = _ends_of_deltas(kind) if is_of_part else ()
    else:
        wanted = _EFFECTS.get(kind.canonical, ())
    effects = [effect for one in wanted for effect in _effect(log, seq, one)]
    return sorted(effects, key=lambda one: one.seq)


def _steps(scene: Scene) -> tuple[Step, ...]:
    kind = scene.kind
    if kind.record is RecordKind.NOTICE:
        return _NOTICES.get(kind.type, (otherwise(Why.NOTE),))
    if kind.record is not RecordKind.EVENT:
        is_ours = kind.direction is Direction.SENT
        return _APP if is_ours else (otherwise(Why.UNREADABLE),)
    name = kind.canonical
    rule = client_rules.RULES.get(name) or server_rules.RULES.get(name)
    if rule is not None:
        return rule
    return _APP if kind.direction is Direction.SENT else (server_rules.of_unknown_type,)


def _closed_after_error(scene: Scene) -> Cause | None:
    """The error that closed it: on OpenAI the two come in the same moment (lifecycles.md §21)."""
    seq = scene.last("error")
    if seq != scene.seq - 1:
        return None
    code = scene.log.event(seq).text("error", "code") or ""
    reason = scene.event.text("reason") or ""
    is_told = code in ABOUT_SESSION or (bool(code) and code in reason)
    return Cause(Why.CLOSED_AFTER_ERROR, seq) if is_told else None


_NOTICES: Final[Mapping[str, tuple[Step, ...]]] = {
    "open": (after(Why.CONNECTED, "connecting"), otherwise(Why.NOTE)),
    "close": (_closed_after_error, otherwise(Why.NOTE)),
    "tool": client_rules.OF_TOOL_RUN,
}


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Which later event is an effect."""

    type: str
    role: Role
    same: Same = "any"
    """About the same thing as the event; `any`: whatever has the event for its cause."""


def _effect(log: Surroundings, seq: int, wanted: _Wanted) -> Iterator[Effect]:
    """The first later record that fits, if there is one."""
    types = frozenset({wanted.type})
    found = log.first(seq, types)
    for _ in range(MOST_TRIED):
        if found is None:
            return
        if _fits(log, seq, found, wanted.same):
            yield Effect(wanted.role, found)
            return
        found = log.first(found, types)


def _fits(log: Surroundings, seq: int, found: int, same: Same) -> bool:
    if same == "any":
        return cause_of(log, found).seq == seq
    return Scene(log, seq).is_same(found, same)


_REFUSAL: Final = _Wanted("error", Role.REFUSAL)


def _asked(answer: str, *more: _Wanted) -> tuple[_Wanted, ...]:
    return (_Wanted(answer, Role.ANSWER), _REFUSAL, *more)


def _ended(done: str, same: Same, *more: _Wanted) -> tuple[_Wanted, ...]:
    return (_Wanted(done, Role.END, same), *more)


_EFFECTS: Final[Mapping[str, tuple[_Wanted, ...]]] = {
    "session.update": _asked("session.updated"),
    "session.close": _asked("session.closed"),
    "conversation.item.create": _asked(
        "conversation.item.added", _Wanted("response.create", Role.NEXT)
    ),
    "conversation.item.retrieve": _asked("conversation.item.retrieved"),
    "conversation.item.delete": _asked("conversation.item.deleted"),
    "conversation.item.truncate": _asked("conversation.item.truncated"),
    "response.create": _asked("response.created"),
    "response.cancel": _asked("response.done"),
    "input_audio_buffer.commit": _asked(
        "input_audio_buffer.committed", _Wanted("response.create", Role.NEXT)
    ),
    "input_audio_buffer.clear": _asked("input_audio_buffer.cleared"),
    "output_audio_buffer.clear": _asked("output_audio_buffer.cleared"),
    "input_audio_buffer.speech_started": _ended("input_audio_buffer.speech_stopped", "item"),
    "input_audio_buffer.speech_stopped": (_Wanted("input_audio_buffer.committed", Role.NEXT),),
    "input_audio_buffer.timeout_triggered": (_Wanted("input_audio_buffer.committed", Role.NEXT),),
    "input_audio_buffer.committed": (
        _Wanted("conversation.item.added", Role.NEXT),
        _Wanted("response.created", Role.NEXT),
        _Wanted("conversation.item.input_audio_transcription.completed", Role.NEXT),
        _Wanted("conversation.item.input_audio_transcription.failed", Role.NEXT),
    ),
    "conversation.item.added": _ended("conversation.item.done", "item"),
    "response.created": _ended("response.done", "response"),
    "response.output_item.added": _ended("response.output_item.done", "item"),
    "response.content_part.added": _ended("response.content_part.done", "part"),
    "response.function_call_arguments.done": (_Wanted("conversation.item.create", Role.NEXT),),
    "response.mcp_call.in_progress": (
        *_ended("response.mcp_call.completed", "item"),
        *_ended("response.mcp_call.failed", "item"),
    ),
    "response.done": (_Wanted("rate_limits.updated", Role.NEXT),),
}
_ENDS: Final = ("done", "completed", "failed")
"""How the events are called that say the whole of what came in deltas."""


def _ends_of_deltas(kind: Kind) -> tuple[_Wanted, ...]:
    stem = kind.canonical.removesuffix("delta")
    return tuple(_Wanted(stem + end, Role.END, "part") for end in _ENDS)
