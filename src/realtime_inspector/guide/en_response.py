"""The English event guide: response, output, tool, translation and beta events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.model import EventText

if TYPE_CHECKING:
    from collections.abc import Mapping

EVENTS: Final[Mapping[str, EventText]] = {
    "response.created": EventText(
        summary="The model has started on an answer; from now on this response is the active one.",
        trigger=(
            "It is started by your response.create, by the end of detected speech, or by an "
            "idle timeout."
        ),
        follows="response.output_item.added comes next, and response.done comes at the very end.",
        pitfall=(
            "It does not say which response.create it belongs to, unless you put your own "
            "metadata there."
        ),
    ),
    "response.done": EventText(
        summary="The response is over, with its final status, all its output and the tokens used.",
        trigger=(
            "The model finished, was cancelled, was cut off or failed; every response ends this "
            "way."
        ),
        follows=(
            "rate_limits.updated usually follows on OpenAI, and you may send the next "
            "response.create."
        ),
        pitfall=(
            "Look at the status: failed and incomplete look like silence if you do not. If the "
            "output holds a function_call, the turn is not over; send its result and another "
            "response.create."
        ),
    ),
    "response.output_item.added": EventText(
        summary=(
            "The response begins a new piece of output: a message, a function call, or "
            "something of an MCP tool."
        ),
        trigger="The model has decided what it produces next.",
        follows=(
            "conversation.item.added mirrors it, and then content parts or arguments are streamed."
        ),
        pitfall=(
            "One response may have several output items, even overlapping ones; keep them apart "
            "by item_id."
        ),
    ),
    "response.output_item.done": EventText(
        summary="One output item of the response is complete.",
        trigger="It comes right after conversation.item.done of the same item.",
        follows="Another output item or response.done follows.",
        pitfall=(
            "The response itself is still active until response.done. After a cancellation the "
            "item says incomplete."
        ),
    ),
    "response.content_part.added": EventText(
        summary="A message of the model gets a new part, either text or audio.",
        trigger="The model starts to write or speak inside the current output item.",
        follows="The deltas of this part follow.",
        pitfall=(
            "The part says text or audio, while the finished item says output_text or output_audio."
        ),
    ),
    "response.content_part.done": EventText(
        summary="One part of the model's message is complete.",
        trigger="It comes after the done event of the text or of the transcript.",
        follows="conversation.item.done and response.output_item.done usually follow.",
        pitfall="For an audio part it holds the transcript but not the audio.",
    ),
    "response.output_text.delta": EventText(
        summary="A small piece of the written answer.",
        trigger="The model writes, and the response has text output.",
        follows="More pieces follow, and then response.output_text.done with the whole text.",
        pitfall=(
            "Append the pieces by response_id, item_id and content_index, because two items may "
            "stream at once. With audio output this event does not come; look at the transcript "
            "instead."
        ),
    ),
    "response.output_text.done": EventText(
        summary="The written part of the answer is complete, here as one text.",
        trigger="The last piece of this text was sent, or the response was stopped.",
        follows="response.content_part.done follows.",
        pitfall="It ends one text only; the response is over at response.done.",
    ),
    "response.output_audio_transcript.delta": EventText(
        summary="A small piece of the text that the model is speaking.",
        trigger="The response has audio output, and the words come beside the sound.",
        follows="More pieces follow, and then response.output_audio_transcript.done.",
        pitfall=(
            "The words arrive ahead of the playback, so do not take them as what the user has "
            "heard."
        ),
    ),
    "response.output_audio_transcript.done": EventText(
        summary="The complete text of what the model spoke in this part.",
        trigger="The last piece of the transcript was sent, or the response was stopped.",
        follows="response.content_part.done follows.",
        pitfall="After an interruption it can hold more than the user heard.",
    ),
    "response.output_audio.delta": EventText(
        summary="A small piece of the spoken answer, as base64 audio.",
        trigger="The response has audio output on a WebSocket.",
        follows=(
            "More pieces follow, mixed with transcript pieces, and then response.output_audio.done."
        ),
        pitfall=(
            "Audio arrives faster than it plays, so keep it in a queue that you can empty when "
            "the user interrupts. On WebRTC and SIP this event does not exist."
        ),
    ),
    "response.output_audio.done": EventText(
        summary="All audio of this part has been sent.",
        trigger="The last piece of sound has left the server, or the response was stopped.",
        follows="The transcript is closed next, then the content part.",
        pitfall="It carries no audio, and your speaker may still be playing for a while.",
    ),
    "response.function_call_arguments.delta": EventText(
        summary="A small piece of the JSON arguments of a function call.",
        trigger="The model has decided to call a function and writes its arguments.",
        follows="More pieces follow, and then response.function_call_arguments.done.",
        pitfall="A piece is not valid JSON on its own; parse only the finished string.",
    ),
    "response.function_call_arguments.done": EventText(
        summary="The arguments of the function call are complete: now your app knows what to run.",
        trigger="The last piece of the arguments was sent.",
        follows=(
            "The call item and the response are closed; then send a function_call_output item "
            "with the same call_id, and response.create after response.done."
        ),
        pitfall=(
            "The server runs nothing for you. The arguments are a JSON string, which may be cut "
            "off when the response is incomplete."
        ),
    ),
    "response.mcp_call_arguments.delta": EventText(
        summary="A small piece of the arguments for a tool on an MCP server.",
        trigger="The model has decided to use an MCP tool.",
        follows="More pieces follow, and then response.mcp_call_arguments.done.",
        pitfall="",
    ),
    "response.mcp_call_arguments.done": EventText(
        summary="The arguments for the MCP tool are complete.",
        trigger="The last piece of the arguments was sent.",
        follows="The server calls the tool itself, after your approval if approval is required.",
        pitfall=(
            "An open approval request looks like a hanging session; answer it with an "
            "mcp_approval_response item."
        ),
    ),
    "response.mcp_call.in_progress": EventText(
        summary="The server is now calling the MCP tool.",
        trigger="The arguments are complete and the call is allowed.",
        follows="response.mcp_call.completed or response.mcp_call.failed follows.",
        pitfall="It carries an item_id but no response_id.",
    ),
    "response.mcp_call.completed": EventText(
        summary="The MCP tool returned a result.",
        trigger="The remote server answered the call.",
        follows=(
            "The result is in the mcp_call item; typically you send response.create after "
            "response.done so that the model speaks about it."
        ),
        pitfall="No spoken answer usually follows by itself.",
    ),
    "response.mcp_call.failed": EventText(
        summary="The call of the MCP tool did not succeed.",
        trigger="The remote server refused, broke off or was not reachable.",
        follows="The reason is in the error of the mcp_call item; the session goes on.",
        pitfall=(
            "The model is typically not asked to speak about it until you send response.create."
        ),
    ),
    "mcp_list_tools.in_progress": EventText(
        summary="The server is asking an MCP server which tools it has.",
        trigger="You configured an MCP tool in the session.",
        follows="mcp_list_tools.completed or mcp_list_tools.failed follows.",
        pitfall="session.updated alone does not mean that the tools are usable already.",
    ),
    "mcp_list_tools.completed": EventText(
        summary="The tools of the MCP server are known, and the model may use them.",
        trigger="The MCP server answered with its list.",
        follows="The list itself is in the mcp_list_tools item.",
        pitfall="Wait for it before the first response.create that needs these tools.",
    ),
    "mcp_list_tools.failed": EventText(
        summary="The tools of the MCP server could not be listed.",
        trigger="The server was not reachable, or the authorization was wrong.",
        follows="The session goes on without these tools.",
        pitfall="It is easy to overlook, because it is not an error event.",
    ),
    "output_audio_buffer.started": EventText(
        summary="The server begins to play the spoken answer to the user.",
        trigger="The first audio of a response is ready on a WebRTC or SIP call.",
        follows="output_audio_buffer.stopped or output_audio_buffer.cleared follows.",
        pitfall="It never comes on a plain WebSocket, where your app plays the audio.",
    ),
    "output_audio_buffer.stopped": EventText(
        summary="The spoken answer has been played to the end.",
        trigger="The server's playback buffer of the WebRTC or SIP call ran empty.",
        follows="It is the user's turn.",
        pitfall="It comes after response.done: generated is not yet spoken.",
    ),
    "output_audio_buffer.cleared": EventText(
        summary="The playback was broken off and the rest thrown away.",
        trigger="The user interrupted, or you sent output_audio_buffer.clear.",
        follows="On WebRTC and SIP the server also truncates the item by itself.",
        pitfall="It never comes on a plain WebSocket.",
    ),
    "session.input_audio_buffer.append": EventText(
        summary="Sends a piece of audio to a translation session.",
        trigger="Send it all the time, also during silence, in frames of about 200 ms.",
        follows="Transcript and audio of the translation arrive as independent streams.",
        pitfall=(
            "The name needs the session prefix here; input_audio_buffer.append without it is "
            "refused."
        ),
    ),
    "session.close": EventText(
        summary="Asks the server to end a translation session properly.",
        trigger="Send it when no more audio will come.",
        follows="A few late pieces may still arrive, and then session.closed.",
        pitfall="If you drop the connection instead, the last words may be lost.",
    ),
    "session.closed": EventText(
        summary="The translation session has ended.",
        trigger="It answers session.close, after the last pieces were sent.",
        follows="The WebSocket is closed.",
        pitfall="",
    ),
    "session.input_transcript.delta": EventText(
        summary="A piece of the transcript of what was said in the original language.",
        trigger="It comes in a translation session when input transcription is configured.",
        follows="More pieces follow for as long as audio comes.",
        pitfall="There is no done event for it; the pieces simply continue.",
    ),
    "session.output_transcript.delta": EventText(
        summary="A piece of the translated text.",
        trigger="The translation session has understood enough to go on.",
        follows="More pieces follow for as long as audio comes.",
        pitfall="There are no turns and no done event, so decide for yourself where a line ends.",
    ),
    "session.output_audio.delta": EventText(
        summary="A piece of the translated speech.",
        trigger="The translation session speaks while the original goes on.",
        follows="More pieces follow, independent of the transcripts.",
        pitfall=(
            "An event of the same name exists in the OpenAI Live API, which is a different "
            "protocol."
        ),
    ),
    "transcription_session.update": EventText(
        summary="Configures a transcription session in the old beta shape.",
        trigger="Beta clients sent it before the first audio.",
        follows="The server answered with transcription_session.updated.",
        pitfall="Today you send session.update with session.type set to transcription.",
    ),
    "transcription_session.updated": EventText(
        summary="The beta confirmation of a transcription session's configuration.",
        trigger="It answered transcription_session.update.",
        follows="The session is ready for audio.",
        pitfall="Today the answer is session.updated.",
    ),
    "transcription_session.created": EventText(
        summary="The beta greeting of a transcription session.",
        trigger="It was seen right after connecting, although the published types do not list it.",
        follows="The session is ready to be configured.",
        pitfall="Today the greeting is session.created.",
    ),
}
