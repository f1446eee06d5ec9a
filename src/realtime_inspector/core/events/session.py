"""`session.*`: how the session is configured (lifecycles.md §1, §2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from realtime_inspector.core.audio import session_formats
from realtime_inspector.core.events.edit import ask, string, take_asked
from realtime_inspector.core.events.spec import CLIENT, SERVER, EventSpec
from realtime_inspector.core.frozen import replace
from realtime_inspector.core.persistent_map import PersistentMap
from realtime_inspector.core.persistent_sequence import PersistentSequence
from realtime_inspector.core.state import InputBuffer, Phase

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.core.event import Event
    from realtime_inspector.core.events.spec import At
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.core.wording import Wording


def modalities(session: Mapping[str, Any]) -> str:
    """Output modalities of a session object in either spelling, such as `text`."""
    value = session.get("output_modalities", session.get("modalities"))
    return "+".join(str(one) for one in value) if isinstance(value, list) else ""


def tool_names(session: Mapping[str, Any]) -> list[str]:
    """Names of the declared tools; an MCP server counts by its label."""
    tools = session.get("tools")
    if not isinstance(tools, list):
        return []
    names = (
        string(tool.get("name") or tool.get("server_label") or tool.get("type"))
        for tool in tools
        if isinstance(tool, dict)
    )
    return [name for name in names if name]


def _count(names: list[str], say: Wording) -> str:
    if len(names) == 1:
        return say("tool {name}").format(name=names[0])
    return say("{count} tools").format(count=len(names)) if names else ""


def _words(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _summarise_created(event: Event, _state: CaptureState, _say: Wording) -> str:
    session = event.mapping("session")
    output = session_formats(session)[1].name if "audio" in modalities(session) else ""
    return _words(string(session.get("model")), modalities(session), output)


def _summarise_update(event: Event, _state: CaptureState, say: Wording) -> str:
    session = event.mapping("session")
    rest = [
        name for name in session if name not in {"type", "tools", "output_modalities", "modalities"}
    ]
    return _words(_count(tool_names(session), say), modalities(session), ", ".join(rest))


def _summarise_updated(event: Event, _state: CaptureState, say: Wording) -> str:
    session = event.mapping("session")
    choice = session.get("tool_choice")
    tool_choice = f"tool_choice {choice}" if isinstance(choice, str) else ""
    return _words(modalities(session), _count(tool_names(session), say), tool_choice)


def _handle_created(state: CaptureState, event: Event, at: At) -> CaptureState:
    raw = event.mapping("session")
    session = replace(
        state.session,
        id=string(raw.get("id")),
        effective=raw,
        asked={},
        created_seq=at.seq,
        updated_seq=None,
        created_ns=at.time_ns,
        expires_at_s=event.integer("session", "expires_at"),
        number=state.session.number + 1,
    )
    connection = replace(state.connection, phase=Phase.READY, problem="")
    if state.session.number == 0:  # what a sideband or a cut capture showed before belongs to it
        items = PersistentMap((key, replace(one, session=1)) for key, one in state.items.items())
        responses = PersistentMap(
            (key, replace(one, session=1)) for key, one in state.responses.items()
        )
        bills = PersistentMap((1, bill) for _, bill in state.bills.items())
        state = replace(state, items=items, responses=responses, bills=bills)
    else:
        state = _begin_next(state, session.number)
    return replace(state, session=session, connection=connection)


def _begin_next(state: CaptureState, number: int) -> CaptureState:
    """The state with its session among the former ones, and an empty conversation."""
    # A client may ask before `session.created` arrives. After a notice that the connection
    # opened or closed, what waits for an answer is of the new session; without, nobody knows.
    is_noticed = state.connection.phase is not Phase.READY
    asked = tuple(one for one in state.asked if is_noticed or one.type == "session.update")
    early = {
        one.item_key: replace(state.items[one.item_key], session=number)
        for one in asked
        if one.item_key is not None
    }
    former = replace(
        state.session,
        order=_without(state.order, early),
        input_bytes=state.input.total_bytes,
    )
    return replace(
        state,
        former_sessions=state.former_sessions.append(former),
        items=state.items.put_all(early),
        item_keys=PersistentMap((item.id, key) for key, item in early.items() if item.id),
        order=PersistentSequence(),
        rate_limits=(),
        input=InputBuffer(),
        asked=asked,
    )


def _without(order: PersistentSequence[int], keys: Mapping[int, object]) -> PersistentSequence[int]:
    return PersistentSequence(key for key in order if key not in keys) if keys else order


def _handle_update(state: CaptureState, event: Event, at: At) -> CaptureState:
    asked = {**state.session.asked, **event.mapping("session")}
    return ask(replace(state, session=replace(state.session, asked=asked)), event, at)


def _handle_updated(state: CaptureState, event: Event, at: At) -> CaptureState:
    state, _ = take_asked(state, lambda one: one.type == "session.update")
    raw = event.mapping("session")
    session = replace(
        state.session,
        id=string(raw.get("id")) or state.session.id,
        effective=raw or state.session.effective,
        updated_seq=at.seq,
        expires_at_s=event.integer("session", "expires_at") or state.session.expires_at_s,
    )
    return replace(state, session=session)


def _summarise_text_delta(event: Event, _state: CaptureState, _say: Wording) -> str:
    return f"«{event.text('delta') or ''}»"


SPECS = (
    EventSpec("session.created", SERVER, _summarise_created, _handle_created),
    EventSpec("session.update", CLIENT, _summarise_update, _handle_update),
    EventSpec("session.updated", SERVER, _summarise_updated, _handle_updated),
    EventSpec("session.close", CLIENT),
    EventSpec("session.closed", SERVER),
    EventSpec(
        "session.input_transcript.delta",
        SERVER,
        _summarise_text_delta,
        is_delta=True,
        delta_field="delta",
    ),
    EventSpec(
        "session.output_transcript.delta",
        SERVER,
        _summarise_text_delta,
        is_delta=True,
        delta_field="delta",
    ),
)
