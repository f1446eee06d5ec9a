"""Why nothing happens, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.reasons.model import ReasonText

if TYPE_CHECKING:
    from collections.abc import Mapping

EN: Final[Mapping[str, ReasonText]] = {
    # Nothing is missing.
    "ready": ReasonText(
        "Type a message",
        "It is sent as conversation.item.create. An item alone brings no answer: "
        "response.create asks for one.",
        fix="Nothing has been asked in this session yet: an item, then response.create.",
    ),
    "finished": ReasonText(
        "All is said: it is your turn",
        "The last response is done, and nothing has been asked since. "
        "The server says nothing of its own accord.",
        "Type a message, or {key} asks for another answer.",
        "The next thing has to come from the client or the microphone.",
    ),
    "capture": ReasonText(
        "A recorded session",
        "Move through the events with j and k; Space plays them. o goes to the next event of the "
        "same response, e to the next error.",
    ),
    # Connection and session.
    "connecting": ReasonText("Connecting", "The WebSocket is being opened."),
    "opened": ReasonText(
        "Waiting for session.created",
        "The upgrade proves nothing: a wrong key is only refused after it.",
    ),
    "unreachable": ReasonText("No connection", "{why}", "{key} tries again."),
    "bad_key": ReasonText(
        "The key was not accepted",
        "{why} · The key is read from the environment or .env when the program starts.",
        "Set the right one and start again.",
        "Send a valid key; a client secret lives for a few minutes only.",
    ),
    "bad_request": ReasonText(
        "The server does not want this session", "{why}", "{key} tries again."
    ),
    "closed": ReasonText(
        "The connection is closed",
        "{why}. {meaning}",
        "{key} opens a new one. The conversation of the old one is gone.",
        "Connect again, and bring the conversation back as items.",
    ),
    "expired": ReasonText(
        "The session is over: its time was up",
        "A session lasts for an hour at most ({why}).",
        "{key} opens a new one; the conversation does not come along.",
        "Watch expires_at, and move to a new session before it.",
    ),
    "expired_open": ReasonText(
        "The session has outlived its expires_at",
        "The server may ignore everything from now on, without an error and without closing.",
        "Leave with Ctrl+Q and start again, or wait for the close.",
        "Watch expires_at, and move to a new session before it.",
    ),
    "held": ReasonText(
        "Your message waits for session.updated",
        "session.update was sent and not confirmed yet; {count} held back, so that it is answered "
        "with the settings you asked for.",
        "{key} sends it without waiting.",
    ),
    "update_unanswered": ReasonText(
        "session.update is not confirmed",
        "{cause} was sent, and neither session.updated nor an error has come. "
        "Until then the old settings hold.",
        "Wait, or look whether the server is alive.",
        "Go on after session.updated, and treat its absence as a failure.",
    ),
    # What was refused.
    "collision": ReasonText(
        "A response is already active",
        "Only one response may write to the conversation at a time. {cause} asked for another "
        "while {response} was active. It was dropped, not queued.",
        "{key} asks again when the active one is done, x cancels it.",
        "Send response.create after response.done.",
    ),
    "nothing_to_cancel": ReasonText(
        "Nothing to cancel",
        "No response is active. This is harmless; the session goes on.",
    ),
    "commit_empty": ReasonText(
        "There was no audio to commit",
        "{why} The server wants 100 ms at least; with voice activity detection on, it commits "
        "by itself.",
        fix="Append audio first, and commit only with turn_detection off.",
    ),
    "update_refused": ReasonText(
        "session.update was refused",
        "{why} Nothing of it took effect: all the old settings hold.",
        "Correct {param} and send it again.",
        "Correct {param}: one wrong field refuses the whole event.",
    ),
    "refused": ReasonText("Refused: {code}", "{cause} {why}"),
    "rate_limited": ReasonText(
        "The rate limit is reached",
        "{why}",
        "Wait {wait} s, then ask again.",
        "Wait {wait} s before the next request.",
    ),
    "rate_limited_long": ReasonText(
        "The rate limit is reached",
        "{why}",
        "Wait a little, then ask again.",
        "Wait before the next request, longer each time.",
    ),
    "quota": ReasonText(
        "The account has no money left",
        "{why} Waiting does not help, unlike with a rate limit.",
        "Check plan and billing of the key's project.",
        "Do not repeat the request: it fails until the account is topped up.",
    ),
    "limit_reached": ReasonText(
        "The limit for {name} is used up",
        "rate_limits.updated says that nothing remains; it is full again in {wait} s.",
        "Wait {wait} s.",
        "Wait until reset_seconds have passed.",
    ),
    # Responses.
    "queued": ReasonText(
        "Your request is queued",
        "A response is active. response.create follows by itself after response.done.",
    ),
    "asked": ReasonText(
        "The answer is asked for", "{cause} is on its way; response.created comes first."
    ),
    "thinking": ReasonText(
        "The model is working",
        "{response} was created; the first delta is still to come.",
        "{key} cancels.",
    ),
    "no_delta": ReasonText(
        "The model has not begun to speak",
        "{response} was created, and no delta has come since.",
        "Wait, or {key} cancels it.",
        "Cancel after a time limit of your own; the server has none.",
    ),
    "streaming": ReasonText(
        "An answer is streaming",
        "The deltas join to the text of the done event. A second response.create would be "
        "refused now.",
        "{key} cancels.",
    ),
    "stalled": ReasonText(
        "The answer has stopped in the middle",
        "{response} is still active, and no delta has come for a while. While it is active, no "
        "other response can begin.",
        "Wait, or {key} cancels it.",
        "Cancel after a time limit of your own, then ask again.",
    ),
    "response_failed": ReasonText("The response failed", "{why}", "{key} asks again."),
    "response_rate_limited": ReasonText(
        "The response failed: rate limit",
        "{why} No error event comes for this, only response.done with the status failed.",
        "Wait {wait} s; {key} asks again.",
        "Wait {wait} s, then send response.create again: the input is still there.",
    ),
    "response_rate_limited_long": ReasonText(
        "The response failed: rate limit",
        "{why} No error event comes for this, only response.done with the status failed.",
        "Wait a little; {key} asks again.",
        "Wait, then send response.create again: the input is still there.",
    ),
    "response_quota": ReasonText(
        "The response failed: no money left",
        "{why} Waiting does not help, unlike with a rate limit.",
        "Check plan and billing of the key's project.",
        "Do not repeat the request: it fails until the account is topped up.",
    ),
    "response_incomplete": ReasonText(
        "The answer was cut off", "Reason: {why}.", "{key} asks for more."
    ),
    "response_max_tokens": ReasonText(
        "The answer was cut off by max_output_tokens",
        "The response used up the tokens that it was allowed; audio costs many. What was said "
        "stays in the conversation.",
        "{key} goes on from there.",
        "Allow more with max_output_tokens, or ask for shorter answers.",
    ),
    "response_filtered": ReasonText(
        "The answer was stopped by the content filter",
        "The server found something in it that it does not say. What was said stays.",
        "Ask in other words; {key} tries again.",
        "Tell the user, and do not just repeat the request.",
    ),
    "response_cancelled": ReasonText(
        "The response was cancelled",
        "Reason: {why}. What had been said so far stays in the conversation.",
    ),
    "response_interrupted": ReasonText(
        "The response was interrupted by speech",
        "Voice activity detection heard the user (turn_detected) and cancelled it. The next "
        "response follows when the speech ends.",
        fix="If nobody spoke, the microphone hears the loudspeaker: use echo cancellation, or "
        "interrupt_response: false.",
    ),
    "response_cancelled_by_client": ReasonText(
        "The response was cancelled",
        "The client sent response.cancel (client_cancelled). What had been said so far stays in "
        "the conversation.",
        "Type on; the server waits for you.",
        "Ask again with response.create when an answer is wanted.",
    ),
    "response_lost": ReasonText(
        "The answer was lost", "The connection ended before response.done."
    ),
    "unanswered": ReasonText(
        "The server has not answered {type}",
        "{cause} was sent, and neither its answer nor an error has come.",
        "Wait, or look at the connection; Ctrl+R opens another when this one is closed.",
        "Give every request a time limit of your own.",
    ),
    # Turns and tools.
    "item_without_response": ReasonText(
        "Nobody asked for an answer",
        "«{text}» is in the conversation, but an item alone brings no answer.",
        "{key} sends response.create.",
        "Send response.create after the item.",
    ),
    "output_without_response": ReasonText(
        "The model has not been asked yet",
        "The output of the tool is in the conversation. An output alone brings no answer.",
        "{key} sends the response.create that makes the model speak about it.",
        "Send response.create after the outputs of all calls.",
    ),
    "mcp_without_response": ReasonText(
        "The MCP call is done, and nobody asked for an answer",
        "The server ran {name} itself and put the result into the conversation. It does not go on "
        "by itself.",
        "{key} sends the response.create that makes the model speak about it.",
        "Send response.create when response.mcp_call.completed and response.done have come.",
    ),
    "commit_without_response": ReasonText(
        "The speech is committed, and nobody asked for an answer",
        "With turn_detection off, neither commit nor answer comes by itself.",
        "{key} sends response.create.",
        "Send response.create after each commit.",
    ),
    "vad_without_response": ReasonText(
        "Speech was heard, but create_response is false",
        "Voice activity detection committed the audio. The session says that answers are the "
        "client's business.",
        "{key} sends response.create.",
        "Send response.create after input_audio_buffer.committed, or set create_response: true.",
    ),
    "vad_unanswered": ReasonText(
        "The server has not begun to answer the speech",
        "The audio is committed and create_response is on: response.created should come by itself.",
        "Wait, or {key} sends response.create.",
        "If it stays away, send response.create.",
    ),
    "tool": ReasonText(
        "The model waits for {name}",
        "It needs a function_call_output item with the same call_id ({call}), then another "
        "response.create. Without, it waits for ever; the server has no time limit.",
        "/tool OUTPUT answers it by hand.",
        "Send the output, even if it says that the tool failed, then response.create.",
    ),
    "tool_running": ReasonText(
        "{name} is running here",
        "The model called it, and this program runs it. Its output and response.create follow by "
        "themselves.",
    ),
    "approval": ReasonText(
        "The MCP server waits for your consent",
        "The model wants to call {name}, and require_approval is on.",
        "Send a conversation.item.create with an mcp_approval_response: /raw.",
        "Answer each mcp_approval_request with an mcp_approval_response, yes or no.",
    ),
    # Audio.
    "listening": ReasonText(
        "The server hears speech",
        "speech_started has come; the answer follows the end of the speech.",
    ),
    "speech_without_end": ReasonText(
        "The server waits for the end of the speech",
        "speech_started has come, then the audio stopped. Silence must be *sent*: without frames, "
        "the server hears no pause.",
        "Send some silence, or commit by hand: /raw with input_audio_buffer.commit.",
        "Keep the microphone streaming, also while nobody speaks.",
    ),
    "no_speech": ReasonText(
        "The server hears no speech",
        "{s} s of audio arrived, and voice activity detection found no speech in it: silence, too "
        "quiet, or another format or sample rate than the session says.",
        fix="Play back what was sent (export to WAV); compare the rate with the session; lower "
        "the threshold.",
    ),
    "not_committed": ReasonText(
        "{ms} ms of audio are not committed",
        "turn_detection is off: the server does nothing with audio until "
        "input_audio_buffer.commit, and says nothing until response.create.",
        "/raw with input_audio_buffer.commit, then r.",
        "Send input_audio_buffer.commit at the end of a turn, then response.create.",
    ),
}
