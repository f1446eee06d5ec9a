"""Sessions for the rules about turn taking and tools."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tests.support.script import Script, beginning
from tests.unit.analysis.lint.cases.case import Case

if TYPE_CHECKING:
    from collections.abc import Callable

COLLISION: Final = "conversation_already_has_active_response"
MCP_SERVER: Final = {"type": "mcp", "server_label": "shop", "server_url": "https://mcp.example"}
MCP_LIST: Final = {"id": "item_list", "type": "mcp_list_tools", "server_label": "shop"}
APPROVAL: Final = {
    "id": "mcpr_1",
    "type": "mcp_approval_request",
    "server_label": "shop",
    "name": "buy",
    "arguments": "{}",
}


def called(*call_ids: str) -> Script:
    """A session whose first response made these calls, and is over."""
    script = beginning().user().begins()
    for index, call_id in enumerate(call_ids):
        script.call(call_id=call_id, index=index)
    return script.done()


def answering() -> Script:
    """A session whose first response is active, and its one call was answered."""
    return beginning().user().begins().call().output("call_1")


def spoken() -> Script:
    """A session in which the user has just stopped speaking."""
    script = beginning().received("input_audio_buffer.speech_started", item_id="item_u")
    return script.wait(900).received("input_audio_buffer.speech_stopped", item_id="item_u")


def mcp_called() -> Script:
    """A session in which the server ran an MCP tool within a response."""
    item = {"id": "item_mcp", "type": "mcp_call", "name": "find", "server_label": "shop"}
    place = {"response_id": "resp_1", "output_index": 0}
    script = beginning().user().begins()
    script.received("response.output_item.added", **place, item=item)
    script.received("response.mcp_call.in_progress", item_id="item_mcp", output_index=0)
    return script.received("response.mcp_call.completed", item_id="item_mcp", output_index=0)


def mcp_configured() -> Script:
    """A session that was told of an MCP server, which has not listed its tools yet."""
    script = beginning().update({"type": "realtime", "tools": [MCP_SERVER]})
    script.received("conversation.item.added", item=MCP_LIST, previous_item_id=None)
    return script.received("mcp_list_tools.in_progress", item_id="item_list")


def asks_for_approval() -> Script:
    """A session in which an MCP tool waits for leave."""
    return beginning().received("conversation.item.added", item=APPROVAL, previous_item_id=None)


def without_times(script: Script) -> Script:
    """The same records as a capture without times has them."""
    script.records = [replace(record, time_ns=None) for record in script.records]
    return script


def reported(rule: str, story: str, write: Callable[[], Script], looked_at: str) -> Case:
    """A session with the mistake."""
    return Case(rule, story, write, looked_at=looked_at)


def silent(rule: str, story: str, write: Callable[[], Script], provider: str = "openai") -> Case:
    """A session that is near the mistake, and right."""
    return Case(rule, story, write, is_reported=False, provider=provider)


ITEM = "conversation.item.create"
CREATE = "response.create"

RT001: Final = (
    reported(
        "RT001",
        "a message, and seconds of silence",
        lambda: beginning().user().wait(4000).received("rate_limits.updated", rate_limits=[]),
        ITEM,
    ),
    reported("RT001", "a message, then the end", lambda: beginning().user().close(), ITEM),
    reported(
        "RT001",
        "a message, then the end, without times",
        lambda: without_times(beginning().user().close()),
        ITEM,
    ),
    reported(
        "RT001",
        "a message during a response, and silence after it",
        lambda: (
            beginning()
            .user()
            .begins()
            .user("And?", "item_2")
            .wait(9000)
            .message()
            .done()
            .wait(4000)
            .close()
        ),
        ITEM,
    ),
    silent("RT001", "request and message at once", lambda: beginning().user().answer().close()),
    silent("RT001", "the capture merely stops", lambda: beginning().user()),
    silent(
        "RT001",
        "a message during a response, asked for when that is done",
        lambda: (
            beginning()
            .user()
            .begins()
            .user("And?", "item_2")
            .wait(9000)
            .message()
            .done()
            .answer("resp_2")
            .close()
        ),
    ),
    silent(
        "RT001",
        "the message was refused",
        lambda: (
            beginning()
            .sent(ITEM, event_id="e1", item={"type": "message", "role": "user", "content": 1})
            .error("invalid_value", event_id="e1", param="item.content")
            .wait(9000)
            .close()
        ),
    ),
    silent(
        "RT001",
        "history is seeded, its last item from the assistant",
        lambda: (
            beginning()
            .user()
            .item({"id": "item_a", "type": "message", "role": "assistant", "content": []})
            .wait(9000)
            .close()
        ),
    ),
    silent(
        "RT001",
        "the user speaks, which asks by itself",
        lambda: (
            beginning()
            .user("Look at this")
            .received("input_audio_buffer.speech_started", item_id="item_u")
            .wait(9000)
            .close()
        ),
    ),
)

RT002: Final = (
    reported(
        "RT002",
        "a result, and silence",
        lambda: called("call_1").output("call_1").wait(6000).close(),
        ITEM,
    ),
    reported(
        "RT002",
        "a result during the response, and silence after it",
        lambda: (
            beginning().user().begins().call().output("call_1").wait(6000).done().wait(6000).close()
        ),
        ITEM,
    ),
    reported(
        "RT002",
        "a result, and the user speaks into the silence",
        lambda: (
            called("call_1")
            .output("call_1")
            .wait(2000)
            .received("input_audio_buffer.speech_started", item_id="item_u")
            .received("input_audio_buffer.committed", item_id="item_u")
        ),
        ITEM,
    ),
    silent(
        "RT002",
        "a result, then a request",
        lambda: called("call_1").output("call_1").answer("resp_2").close(),
    ),
    silent(
        "RT002",
        "the tool of a second call takes long",
        lambda: called("call_1", "call_2").output("call_1").wait(9000).close(),
    ),
    silent(
        "RT002",
        "a result, a message and one request for both",
        lambda: called("call_1").output("call_1").user("Well?", "item_2").answer("resp_2").close(),
    ),
    silent(
        "RT002",
        "the result was refused",
        lambda: (
            called("call_1")
            .sent(ITEM, event_id="e1", item={"type": "function_call_output", "call_id": "call_9"})
            .error("invalid_tool_call_id", event_id="e1")
            .wait(9000)
            .close()
        ),
    ),
)

RT003: Final = (
    reported(
        "RT003",
        "a second response.create is refused",
        lambda: beginning().user().begins().sent(CREATE).error(COLLISION),
        "error",
    ),
    reported(
        "RT003",
        "a second response.create is refused, in the words of early 2025",
        lambda: (
            beginning()
            .user()
            .begins()
            .sent(CREATE)
            .error(None, "Conversation already has an active response")
        ),
        "error",
    ),
    reported(
        "RT003",
        "a second response.create is accepted, as the first response has just ended",
        lambda: (
            beginning().user().begins().message().sent(CREATE).done().begins("r2", is_asked=False)
        ),
        CREATE,
    ),
    reported(
        "RT003",
        "two requests at once, of which one is dropped in silence",
        lambda: beginning().user().sent(CREATE).sent(CREATE).begins("r1", is_asked=False).close(),
        CREATE,
    ),
    silent(
        "RT003",
        "one response after the other",
        lambda: beginning().user().answer().user("And?", "item_2").answer("resp_2").close(),
    ),
    silent(
        "RT003",
        "a response beside the conversation",
        lambda: (
            beginning()
            .user()
            .begins()
            .sent(CREATE, response={"conversation": "none"})
            .begins("aside", is_asked=False, conversation_id=None)
            .close()
        ),
    ),
    silent(
        "RT003",
        "another server, which keeps the request for later",
        lambda: (
            beginning().user().begins().message().sent(CREATE).done().begins("r2", is_asked=False)
        ),
        "xai",
    ),
)

RT004: Final = (
    reported(
        "RT004",
        "a request right after the end of speech",
        lambda: spoken().sent(CREATE).begins(is_asked=False).error(COLLISION),
        CREATE,
    ),
    reported(
        "RT004",
        "a request right after the end of speech, without times",
        lambda: without_times(spoken().sent(CREATE).begins(is_asked=False)),
        CREATE,
    ),
    silent("RT004", "speech alone", lambda: spoken().begins(is_asked=False).message().done()),
    silent(
        "RT004",
        "speech that the client answers itself",
        lambda: (
            beginning()
            .update({"audio": {"input": {"turn_detection": {"create_response": False}}}})
            .received("input_audio_buffer.speech_stopped", item_id="item_u")
            .begins()
        ),
    ),
    silent(
        "RT004",
        "a request for something else beside the conversation",
        lambda: (
            spoken().sent(CREATE, response={"conversation": "none"}).begins(is_asked=False).done()
        ),
    ),
    silent("RT004", "a request long after", lambda: spoken().wait(3000).begins()),
)

RT005: Final = (
    reported(
        "RT005",
        "a result and a request before response.done",
        lambda: answering().sent(CREATE).error(COLLISION),
        CREATE,
    ),
    silent(
        "RT005", "the request waits for response.done", lambda: answering().done().answer("resp_2")
    ),
    silent(
        "RT005",
        "a request beside the conversation",
        lambda: answering().sent(CREATE, response={"conversation": "none"}),
    ),
    silent(
        "RT005",
        "another response is active than the one that called",
        lambda: (
            called("call_1")
            .output("call_1")
            .begins("resp_2")
            .sent("response.cancel")
            .sent(CREATE)
            .error(COLLISION)
        ),
    ),
)

RT006: Final = (
    reported(
        "RT006",
        "a request after each result",
        lambda: called("c1", "c2").output("c1").begins("resp_2").output("c2").sent(CREATE),
        CREATE,
    ),
    reported(
        "RT006",
        "two requests after both results",
        lambda: called("c1", "c2").output("c1").output("c2").sent(CREATE).sent(CREATE),
        CREATE,
    ),
    silent(
        "RT006",
        "all results, then one request",
        lambda: called("c1", "c2").output("c1").output("c2").answer("resp_2"),
    ),
    silent(
        "RT006",
        "one call, one result, one request, and again",
        lambda: called("c1").output("c1").answer("resp_2").user("And?", "item_2").answer("resp_3"),
    ),
    silent(
        "RT006",
        "all results, one request, and one for the user's next message",
        lambda: (
            called("c1", "c2")
            .output("c1")
            .output("c2")
            .sent(CREATE)
            .user("Also", "item_2")
            .sent(CREATE)
        ),
    ),
)

RT007: Final = (
    reported(
        "RT007",
        "the user speaks on before the result",
        lambda: called("call_1").user("Hello?", "item_2").answer("resp_2"),
        "response.output_item.added",
    ),
    reported(
        "RT007",
        "no result until the connection closes",
        lambda: called("call_1").wait(11_000).close(),
        "response.output_item.added",
    ),
    silent("RT007", "the result came", lambda: called("call_1").output("call_1").answer("resp_2")),
    silent("RT007", "the capture ends with the call", lambda: called("call_1")),
    silent("RT007", "the client leaves with the call", lambda: called("call_1").close()),
    silent(
        "RT007",
        "the calling response was cancelled",
        lambda: (
            beginning()
            .user()
            .begins()
            .call(status="incomplete")
            .done(status="cancelled")
            .answer("resp_2")
        ),
    ),
    silent(
        "RT007",
        "the result came, in a capture of the server's side alone",
        lambda: (
            called("call_1")
            .received(
                "conversation.item.added",
                item={"id": "item_o", "type": "function_call_output", "call_id": "call_1"},
                previous_item_id=None,
            )
            .begins("resp_2", is_asked=False)
        ),
    ),
    silent(
        "RT007",
        "a response beside the conversation",
        lambda: (
            called("call_1").begins("aside", conversation_id=None).output("call_1").answer("resp_2")
        ),
    ),
)

RT008: Final = (
    reported(
        "RT008",
        "the item's id in place of the call's",
        lambda: (
            called("call_1")
            .sent(ITEM, item={"type": "function_call_output", "call_id": "item_call_1"})
            .error("invalid_tool_call_id")
        ),
        ITEM,
    ),
    reported(
        "RT008",
        "a server that takes any call id",
        lambda: called("call_1").output("call_2"),
        ITEM,
    ),
    reported(
        "RT008",
        "a refusal in a capture that begins in the middle",
        lambda: (
            Script()
            .sent(ITEM, item={"type": "function_call_output", "call_id": "call_0"})
            .error("invalid_tool_call_id")
        ),
        "error",
    ),
    reported(
        "RT008",
        "the call was deleted",
        lambda: (
            called("call_1")
            .sent("conversation.item.delete", item_id="item_call_1")
            .received("conversation.item.deleted", item_id="item_call_1")
            .output("call_1")
        ),
        ITEM,
    ),
    silent("RT008", "the call's id", lambda: called("call_1").output("call_1").close()),
    silent(
        "RT008",
        "a call that the client seeded",
        lambda: (
            beginning()
            .item({"id": "item_f", "type": "function_call", "name": "f", "call_id": "call_s"})
            .output("call_s")
            .close()
        ),
    ),
    silent(
        "RT008",
        "the capture begins in the middle, and the server knows the call",
        lambda: Script().output("call_0").close(),
    ),
)

RT009: Final = (
    reported(
        "RT009",
        "the tool's response ends in silence",
        lambda: mcp_called().done().wait(6000).close(),
        "response.mcp_call.completed",
    ),
    reported(
        "RT009",
        "the tool ends after its response, and silence",
        lambda: (
            beginning()
            .user()
            .begins()
            .done()
            .received("response.mcp_call.failed", item_id="item_mcp", output_index=0)
            .wait(6000)
            .close()
        ),
        "response.mcp_call.failed",
    ),
    silent("RT009", "a request follows", lambda: mcp_called().done().answer("resp_2").close()),
    silent(
        "RT009",
        "the response speaks about it itself",
        lambda: mcp_called().message(index=1).done().wait(6000).close(),
    ),
)

RT010: Final = (
    reported(
        "RT010", "a request before the list", lambda: mcp_configured().user().begins(), CREATE
    ),
    reported(
        "RT010",
        "the list failed",
        lambda: mcp_configured().received("mcp_list_tools.failed", item_id="item_list"),
        "mcp_list_tools.failed",
    ),
    silent(
        "RT010",
        "a request after the list",
        lambda: (
            mcp_configured()
            .received("mcp_list_tools.completed", item_id="item_list")
            .user()
            .answer()
        ),
    ),
    silent(
        "RT010",
        "the session was configured again, the list known",
        lambda: (
            mcp_configured()
            .received("mcp_list_tools.completed", item_id="item_list")
            .update({"type": "realtime", "tools": [MCP_SERVER]})
            .user()
            .answer()
        ),
    ),
    silent(
        "RT010",
        "the configuration was refused",
        lambda: (
            beginning()
            .sent("session.update", event_id="e1", session={"tools": [MCP_SERVER]})
            .error("invalid_value", param="session.tools[0]", event_id="e1")
            .user()
            .answer()
        ),
    ),
)

RT011: Final = (
    reported(
        "RT011",
        "nobody answers",
        lambda: asks_for_approval().wait(31_000).received("rate_limits.updated", rate_limits=[]),
        "conversation.item.added",
    ),
    silent(
        "RT011",
        "approved",
        lambda: (
            asks_for_approval()
            .wait(20_000)
            .sent(
                ITEM,
                item={
                    "type": "mcp_approval_response",
                    "approval_request_id": "mcpr_1",
                    "approve": True,
                },
            )
            .wait(31_000)
            .close()
        ),
    ),
    silent(
        "RT011",
        "there is still time",
        lambda: asks_for_approval().wait(9000).received("rate_limits.updated", rate_limits=[]),
    ),
)

CASES: Final = (
    *RT001,
    *RT002,
    *RT003,
    *RT004,
    *RT005,
    *RT006,
    *RT007,
    *RT008,
    *RT009,
    *RT010,
    *RT011,
)
