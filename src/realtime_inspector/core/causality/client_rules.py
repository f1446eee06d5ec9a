"""What a client event follows from, where the protocol ties it to something before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.causality.model import Cause, Why
from realtime_inspector.core.causality.scene import MOST_TRIED, after, otherwise

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from realtime_inspector.core.causality.scene import Scene, Step

_CONTENT: Final = ("conversation.item.create", "input_audio_buffer.commit")


def _result_of_call(scene: Scene) -> Cause | None:
    """The function call whose `call_id` the output names (lifecycles.md §5)."""
    call_id = scene.event.call_id
    if not call_id:
        return None
    for name in ("response.function_call_arguments.done", "response.output_item.done"):
        seq = _newest(scene, name, lambda seq: scene.log.event(seq).call_id == call_id)
        if seq is not None:
            return Cause(Why.RESULT_OF_CALL, seq)
    return None


def _approves(scene: Scene) -> Cause | None:
    """The item of type `mcp_approval_request` that the answer names (lifecycles.md §15)."""
    wanted = scene.event.text("item", "approval_request_id")
    if not wanted:
        return None
    seq = _newest(scene, "conversation.item.added", lambda seq: scene.log.names(seq)[1] == wanted)
    return None if seq is None else Cause(Why.APPROVES, seq)


def _newest(scene: Scene, name: str, fits: Callable[[int], bool]) -> int | None:
    """The newest earlier event of a type that fits, of the few that are looked at."""
    types = frozenset({name})
    seq = scene.log.last(scene.seq, types)
    for _ in range(MOST_TRIED):
        if seq is None or fits(seq):
            return seq
        seq = scene.log.last(seq, types)
    return None


def _asks_about(scene: Scene) -> Cause | None:
    """The newest thing the client put into the conversation and has not asked about yet."""
    if scene.event.get("response", "conversation") == "none":
        return None
    seq = scene.last(*_CONTENT)
    if seq is None or scene.since(seq, "response.create"):
        return None
    return Cause(Why.ASKS_ABOUT, seq)


def _stops(scene: Scene) -> Cause | None:
    """The response that is to be cancelled: the one it names, else the one that runs."""
    if scene.event.response_id:
        return after(Why.STOPS, "response.created", same="response")(scene)
    created = scene.last("response.created")
    if created is None or scene.since(created, "response.done"):
        return None
    return Cause(Why.STOPS, created)


_APP: Final = otherwise(Why.APP)
_ABOUT_ITEM: Final = after(
    Why.ABOUT_ITEM, "conversation.item.added", "response.output_item.added", same="item"
)

RULES: Final[Mapping[str, tuple[Step, ...]]] = {
    "conversation.item.create": (_result_of_call, _approves, _APP),
    "conversation.item.truncate": (_ABOUT_ITEM, _APP),
    "conversation.item.delete": (_ABOUT_ITEM, _APP),
    "conversation.item.retrieve": (_ABOUT_ITEM, _APP),
    "response.create": (_asks_about, _APP),
    "response.cancel": (_stops, _APP),
    "input_audio_buffer.commit": (after(Why.COMMITS, "input_audio_buffer.append"), _APP),
}
"""By type: steps that are tried in order. All others are the application's own choice."""

OF_TOOL_RUN: Final[tuple[Step, ...]] = (_result_of_call, otherwise(Why.NOTE))
"""Of the notice of a tool that ran here."""
