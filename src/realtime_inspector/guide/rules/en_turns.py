"""The rules about turn taking and tools, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.rules.model import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, RuleText]] = {
    "RT001": RuleText(
        title="An item was added, and nobody asked for an answer",
        message="The item ({kind}) was added, but no response.create followed.",
        why=(
            "conversation.item.create puts an item into the conversation and does nothing else. "
            "Only speech makes the server answer by itself, and only while voice activity "
            "detection is on. So everything is in order, and nothing comes back."
        ),
        fix="Send response.create after the item.",
    ),
    "RT002": RuleText(
        title="A function's result was sent, and the model was not asked to go on",
        message="The result of {call} was sent, but no response.create followed.",
        why=(
            "The response that called the function is over. Its result is an item like any other, "
            "and the model reads it when the next response begins. Until then it stays silent."
        ),
        fix=(
            "Send one response.create after the last function_call_output, when response.done of "
            "the calling response has come."
        ),
    ),
    "RT003": RuleText(
        title="A response was asked for while another one is active",
        message="A response.create was sent while {other} was not finished.",
        why=(
            "The default conversation has room for one response at a time. A request that comes "
            "too early is dropped; the server does not keep it for later. Where it was not "
            "refused, the other response ended just in time, which is luck."
        ),
        fix=(
            "Wait for response.done before you send the next response.create, or send "
            "response.cancel first and wait for the response.done that follows. A response with "
            '"conversation": "none" may run beside it.'
        ),
    ),
    "RT004": RuleText(
        title="Client and server both asked for the answer to speech",
        message=(
            "A response.create was sent between the end of speech and {response}, which voice "
            "activity detection asks for by itself."
        ),
        why=(
            "With create_response on, the server begins a response as soon as the user stops "
            "speaking. A response.create at that moment races with it: one of the two is refused "
            "with conversation_already_has_active_response, and which one is chance."
        ),
        fix=(
            'Do not send response.create after speech, or set "create_response": false in '
            "turn_detection and always send it yourself."
        ),
    ),
    "RT005": RuleText(
        title="The model was asked to go on before the calling response was done",
        message="A response.create was sent after a function's result while {response} was active.",
        why=(
            "A result may be sent early. But the response that called the function is active until "
            "its response.done, also when its call is complete, and a request before that is "
            "refused."
        ),
        fix="Send the results when you have them, and response.create after response.done.",
    ),
    "RT006": RuleText(
        title="One response.create for each of several calls",
        message=(
            "{response} made {calls} calls; this response.create is an extra one, or came after "
            "{results} of their results."
        ),
        why=(
            "A response with several calls needs all results and then one answer. A request after "
            "the first result lets the model answer without the others, and the next request "
            "collides with that answer."
        ),
        fix=(
            "Count the calls in response.done, send a function_call_output for each, then one "
            "response.create."
        ),
    ),
    "RT007": RuleText(
        title="A function call never got a result",
        message="The call {call} had no function_call_output when the conversation went on.",
        why=(
            "The model sees that it called the function and that nothing came of it. It may call "
            "again, wait in words, or make up a result."
        ),
        fix=(
            "Answer each call with a function_call_output, also when the function fails or is not "
            "known: say in the output what went wrong."
        ),
    ),
    "RT008": RuleText(
        title="A result names a call that does not exist",
        message="The function_call_output names the call {call}, which this session does not hold.",
        why=(
            "The result must carry the call_id of the function_call (call_…), not the id of its "
            "item (item_…). Calls of another session, or whose item was deleted, are not known."
        ),
        fix="Copy call_id from the function_call item, or from the event with its arguments.",
    ),
    "RT009": RuleText(
        title="An MCP tool ran, and the model was not asked to speak about it",
        message="The MCP call {name} ended, but no response.create followed.",
        why=(
            "The server runs the tool itself, but it does not begin another response when the "
            "result is there. Without a request the model stays silent."
        ),
        fix="Send response.create when both the MCP call and its response have ended.",
    ),
    "RT010": RuleText(
        title="The tools of an MCP server were not known",
        message="The list of tools of the MCP server {server} was not there, or could not be had.",
        why=(
            "session.updated says that the configuration was taken over. The server then asks the "
            "MCP server for its tools, which takes time and can fail; a response that begins "
            "before the list is complete cannot use them."
        ),
        fix=(
            "Wait for mcp_list_tools.completed before the first response.create. If it failed, "
            "check server_url, authorization and allowed_tools."
        ),
    ),
    "RT011": RuleText(
        title="A request for approval was not answered",
        message="{name} of the MCP server {server} waits for approval ({request}).",
        why=(
            "A tool that needs approval does not run until the client agrees or refuses; the user "
            "hears nothing meanwhile. Some servers give up after a minute."
        ),
        fix=(
            "Send a conversation.item.create with an mcp_approval_response and this "
            'approval_request_id, or set "require_approval": "never" for tools that you trust.'
        ),
    ),
}
