"""The English answers about the ideas behind the events, by concept id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

CONCEPTS: Final[Mapping[str, str]] = {
    "overview": (
        "The Realtime API is one open connection over which your app and the server exchange "
        "small JSON events. You send events that change the conversation or ask for an answer, "
        "and the server reports everything it does as events of its own. Three ideas carry you a "
        "long way: an item is one entry of the conversation, a response is one run of the model, "
        "and response.create starts such a run. Nothing is hidden, so you can follow a whole "
        "turn in the event log from your message to response.done."
    ),
    "start": (
        "Connect, and wait for session.created. Send session.update if you want your own "
        "instructions, tools or voice, and wait for session.updated. Then send "
        "conversation.item.create with your text, and right after it response.create, because "
        "the item alone brings no answer. The answer streams in as deltas and ends with "
        "response.done. Send one line of text and watch exactly these events pass in the event "
        "log."
    ),
    "no_answer": (
        "The usual reason is that response.create was not sent. A user item alone brings no "
        "answer: conversation.item.create only puts your words into the conversation, and the "
        "model runs when response.create arrives. The same holds after a function call, where "
        "the output item needs another response.create. If you did send it, look at the status "
        "in response.done, because a failed or incomplete response looks like silence, and look "
        "for an error event that refused the request. In the event log, check what follows your "
        "last item: if there is no response.created, nothing was started."
    ),
    "active_response": (
        "A response is active from response.created until response.done, and a conversation can "
        "have only one of them. If you send response.create in between, the server answers with "
        "the error conversation_already_has_active_response and drops that request; it is not "
        "queued. The running response goes on unharmed, and the item you added is kept. Wait for "
        "response.done and then send response.create again, or send response.cancel first and "
        "still wait for response.done. Only responses outside the conversation may run beside "
        "it. In the event log, look for the response.created that has no response.done yet."
    ),
    "function_call": (
        "The model cannot run anything itself; it only asks. It streams a function_call item, "
        "its arguments are complete at response.function_call_arguments.done, and the response "
        "ends normally with response.done. Now your app runs the function and sends "
        "conversation.item.create with a function_call_output item that carries the same "
        "call_id. That is still not enough: only another response.create makes the model speak "
        "about the result. With several calls in one response, send all the outputs first and "
        "then a single response.create. In the event log you see two responses for one such turn."
    ),
    "cancel": (
        "Send response.cancel and the model stops. There is no event called response.cancelled: "
        "the response ends with an ordinary response.done whose status is cancelled, and a few "
        "late pieces may still arrive before it. If nothing is running you get the error "
        "response_cancel_not_active, which does no harm. Without response_id only the response "
        "of the conversation stops; one outside of it must be named. In the event log, the "
        "reason in status_details tells whether you cancelled or the user began to speak."
    ),
    "vad": (
        "VAD is voice activity detection: the server listens to the audio you append and decides "
        "when the user's turn begins and ends. It reports input_audio_buffer.speech_started and "
        "speech_stopped, commits the audio by itself and, with create_response on, also starts "
        "the response. So with VAD you send neither a commit nor response.create. The kind "
        "server_vad goes by silence, and semantic_vad judges whether the sentence is finished. "
        "Set turn_detection to null if you want to do all of this yourself. In the event log, a "
        "spoken turn shows speech_started, speech_stopped, committed, the item, and then "
        "response.created."
    ),
    "done_events": (
        "Both say that the same item of the model is finished, seen from two sides. "
        "conversation.item.done speaks about the conversation: this entry of the list is final, "
        "whoever wrote it, so your own items get it too. response.output_item.done speaks about "
        "the response: this piece of its output is complete, and it carries response_id and "
        "output_index. For an item of the model the conversation one comes just before the "
        "response one; for an out-of-band response only the response one comes. Neither is the "
        "end of the answer, which is always response.done. In the event log you see the two "
        "directly next to each other."
    ),
    "added_done": (
        "Added means that something has begun to exist, and done means that it will not change "
        "any more. For your own items the two come directly one after the other, because the "
        "content was complete when you sent it. For the model's items the added event is still "
        "empty, then the deltas stream, and done carries the whole content. Take the order of "
        "the conversation from previous_item_id of the added event, since it is sometimes "
        "missing in the done event. In the event log, open both and compare the content."
    ),
    "create_created": (
        "response.create is yours: it asks the model to answer. response.created comes from the "
        "server and says that a response has begun and is now the active one. With voice "
        "detection on you may see response.created without ever sending response.create, because "
        "the server starts the response itself. A badly timed response.create gets an error "
        "instead of response.created. In the event log, the arrow tells the two apart: up is "
        "sent, down is received."
    ),
    "events_list": (
        "Your app can send 11 kinds of events and the server 46, but a text chat needs only a "
        "handful. You send session.update, conversation.item.create, response.create and "
        "sometimes response.cancel; for speech the input_audio_buffer events come on top. The "
        "server answers with session, conversation.item, input_audio_buffer and response events, "
        "and with error when something was refused. The names read like a path: "
        "response.output_text.delta is a piece of the text output of a response. Ask me about "
        "any name you see in the event log."
    ),
    "turn_order": (
        "A text turn goes like this: you send conversation.item.create and response.create, and "
        "the server reports conversation.item.added and done for your item. Then "
        "response.created opens the answer, response.output_item.added and "
        "response.content_part.added open its parts, and the deltas bring the text. After that "
        "everything is closed from the inside out: the text, the content part, the conversation "
        "item, the output item, and finally response.done. On OpenAI rate_limits.updated usually "
        "follows a moment later. Other events such as transcripts may come in between, so go by "
        "the ids and not by the position. Send one message and read the event log from top to "
        "bottom."
    ),
    "session_update": (
        "You configure a session with session.update: instructions, tools, voice, output kind "
        "and turn detection. Send only what should change, but give nested objects such as "
        "turn_detection in full, because it is not certain how partial ones are merged. The "
        "update is all or nothing: with one bad field you get an error and nothing of it "
        "applies. On OpenAI the session object needs its type, usually realtime. The model is "
        "fixed at connect, and the voice is fixed once the assistant has spoken. Compare "
        "session.updated in the event log with what you asked for."
    ),
    "delta": (
        "A delta is a small piece of something that is still being produced: text, audio, a "
        "transcript or the arguments of a function call. Append the pieces in the order they "
        "arrive, separately for each response_id, item_id and content_index, because two items "
        "may stream at once. When the piece is complete, the matching done event comes, and for "
        "text it repeats the whole text, so you can check your own copy. Audio is the exception: "
        "its done event carries no audio. In the event log runs of deltas are folded into one "
        "row; open it to see each piece."
    ),
    "usage": (
        "Look at usage in response.done; in response.created it is still empty. The input tokens "
        "are the whole context sent for this response, so they grow with every turn, and the "
        "cached tokens are the part of them that is charged at a lower price, not an addition. "
        "The output is charged as generated, even if the user interrupted and never heard it. "
        "Transcription of the input is counted separately, in its own completed event. Changing "
        "the instructions or deleting early items breaks the cache. Open a response.done in the "
        "event log and compare the numbers from turn to turn."
    ),
    "rate_limits": (
        "Your account may use only so many tokens and requests in a given time. OpenAI reports "
        "what is left in rate_limits.updated, once per response, and in recorded sessions it "
        "came just after response.done. Only the token limit was ever seen there, so a daily "
        "request limit can be reached without any warning. When you hit a limit, the response "
        "usually ends with response.done and status failed, and the reason is in status_details; "
        "there may be no error event at all. In the event log, check remaining and reset_seconds "
        "in the latest rate_limits.updated."
    ),
    "truncate": (
        "When the user starts to speak over the answer, input_audio_buffer.speech_started "
        "arrives, and normally the server ends the running response with status cancelled and "
        "reason turn_detected. On a WebSocket two things are left for your app: stop the "
        "playback at once, and send conversation.item.truncate with the milliseconds that were "
        "really played. Otherwise the model believes the user heard everything. Audio arrives "
        "faster than it plays, so this is needed even when the response was already complete. On "
        "WebRTC and SIP the server truncates by itself. In the event log, look for "
        "speech_started followed by response.done with status cancelled."
    ),
    "out_of_band": (
        "An out-of-band response runs beside the conversation: you send response.create with "
        "conversation set to none. Its output is not added to the conversation, so you get the "
        "response events but no conversation.item events, and conversation_id is null. It does "
        "not count as the active response, so several may run at once, for example to classify "
        "or to summarise. Put metadata into the request, because that is the only way to tell "
        "which answer belongs to which request. To stop one you must name its response_id. In "
        "the event log, they run in lanes of their own."
    ),
    "beta_ga": (
        "The beta was the first form of the API and GA is today's; OpenAI switched the beta off "
        "in May 2026, but many compatible servers still speak it. Some events were renamed: "
        "response.text.delta became response.output_text.delta, response.audio.delta became "
        "response.output_audio.delta, and conversation.item.created was replaced by "
        "conversation.item.added and conversation.item.done. In session.update the fields moved "
        "too: modalities is now output_modalities, and voice, formats and turn_detection live "
        "under audio. The header OpenAI-Beta: realtime=v1 must be left out. The first "
        "session.created in the event log shows which form a server speaks: output_modalities "
        "means GA, modalities means beta."
    ),
    "audio": (
        "Audio travels as base64 inside JSON events; the default is PCM with 16 bits, mono, 24 "
        "kHz, which is 48,000 bytes per second. You send it with input_audio_buffer.append, "
        "which never gets a direct answer, and you receive it in response.output_audio.delta. A "
        "wrong sample rate is usually not an error: you just get no detected speech or a strange "
        "transcript. The answer arrives faster than it plays, so keep it in a queue that you can "
        "empty when the user interrupts. In the event log, audio is shown as its duration "
        "instead of long base64."
    ),
    "manual_commit": (
        "For push to talk, set turn_detection to null and decide the turn yourself. Send "
        "input_audio_buffer.append while the button is held, then input_audio_buffer.commit, and "
        "then response.create, because a commit alone starts no response. The commit needs at "
        "least 100 ms of audio, or it is refused with input_audio_buffer_commit_empty. With "
        "voice detection on you must not commit at all, since the server has already done it. In "
        "the event log, look for input_audio_buffer.committed followed by your response.create."
    ),
    "transcription": (
        "The transcript of what the user said is off by default; you turn it on with "
        "audio.input.transcription in session.update. It is made by a separate model beside the "
        "answer, so it may arrive in the middle of the response or after a later item. Join it "
        "to its message by item_id, and do not wait for it. If it fails, you get "
        "conversation.item.input_audio_transcription.failed and not an error, and the answer "
        "still comes. The words of the assistant are something else: they come as "
        "response.output_audio_transcript.delta. The user's text appears in the event log in "
        "conversation.item.input_audio_transcription.completed."
    ),
    "errors": (
        "An error event says that the server refused something you sent, or had trouble of its "
        "own, and the session usually goes on. The code and message say what is wrong, param "
        "names the field, and event_id names your event if you gave it one, though not always. "
        "Two failures do not come as an error: a failed answer ends with response.done and "
        "status failed, and a failed transcript has its own event. If the connection closes "
        "right after the error, it was fatal, as with a wrong key. In the event log, look at the "
        "event you sent just before it."
    ),
    "response_status": (
        "Every response ends with response.done, and its status tells how. Completed is fine, "
        "but look into the output, because it may hold a function call that waits for you. "
        "Cancelled means that you or the user stopped it. Incomplete means it was cut off, by "
        "max_output_tokens or by the content filter, and function arguments may then be broken. "
        "Failed means trouble on the server or with your quota, with the reason in "
        "status_details. Open response.done in the event log and read status first."
    ),
    "ids": (
        "The ids tie the events together. response_id connects everything from response.created "
        "to response.done, item_id connects the events of one message or call, and call_id "
        "connects a function call with the output you send back. previous_item_id gives the "
        "order of the conversation; take it from conversation.item.added. event_id names a "
        "single event, and an error may repeat the one you chose. Select an event in the event "
        "log to see the others that share its ids."
    ),
    "items": (
        "The conversation is a list of items: messages of the user, the system or the assistant, "
        "function calls and their outputs. An item is what was said; a response is one run of "
        "the model, which produces new items. You add items with conversation.item.create, where "
        "user and system text is input_text and earlier assistant text is output_text. Adding "
        "one never starts the model, so response.create must follow. Watch "
        "conversation.item.added in the event log: its previous_item_id shows where each item "
        "stands."
    ),
    "responses": (
        "A response is one run of the model. It begins with response.created, streams its output "
        "as items, parts and deltas, and always ends with response.done, whatever happens. It is "
        "started by response.create, or by the server itself when voice detection hears the end "
        "of speech. Only one of them can be active in a conversation. In the event log, the lane "
        "ties the events of one response together."
    ),
    "modalities": (
        "A response comes either as text or as audio, never both: output_modalities is one of "
        "the two, and audio is the default. With text you receive response.output_text.delta. "
        "With audio you receive response.output_audio.delta together with "
        "response.output_audio_transcript.delta, which carries the words being spoken. So if you "
        "wait for text events while the session is set to audio, nothing seems to come. Check "
        "output_modalities in session.updated in the event log."
    ),
    "mcp": (
        "With an MCP tool the server calls the remote tool itself, so your app runs nothing. "
        "First it lists the tools: wait for mcp_list_tools.completed, because session.updated "
        "alone does not mean they are usable. If approval is required, answer the "
        "mcp_approval_request item with an mcp_approval_response item. After "
        "response.mcp_call.completed the model typically does not speak by itself; send "
        "response.create after response.done. The exact order of these events on OpenAI is not "
        "certain, so go by the names and ids you see in the event log."
    ),
    "session_end": (
        "A session on OpenAI lasts about 60 minutes, and expires_at in session.created tells "
        "when it ends. At the end the connection is closed; sometimes an error with code "
        "session_expired comes first and sometimes only the close, so handle both. A session "
        "cannot be resumed. Open a new one, and add a summary or the important messages with "
        "conversation.item.create. In the event log, open session.created to find expires_at."
    ),
    "connection": (
        "You open a WebSocket to the Realtime address with the model in the URL and your key in "
        "the Authorization header, and then wait for session.created. On OpenAI the upgrade "
        "succeeds even with a wrong key: an error follows, and then the connection closes, with "
        "code 3000 for the key and 4000 for the model or the old beta header. So connected does "
        "not yet mean accepted. There is no ping event in the protocol; keepalive happens inside "
        "the WebSocket. Look at the first events in the event log: session.created means all is "
        "well."
    ),
    "webrtc": (
        "On WebRTC and SIP the audio travels beside the events, so there is no "
        "response.output_audio.delta. Instead the server plays the answer and tells you with "
        "output_audio_buffer.started, stopped and cleared; these never come on a plain "
        "WebSocket. The server also truncates an interrupted answer by itself. You can watch "
        "such a call over a second WebSocket, called a sideband, where no session.created "
        "arrives. In the event log of a call, output_audio_buffer.stopped comes after "
        "response.done, because speaking takes longer than generating."
    ),
    "translation": (
        "A translation session has its own address and model, and works quite differently: there "
        "are no turns, no items and no responses. You send session.input_audio_buffer.append all "
        "the time, silence included, and receive session.output_transcript.delta and "
        "session.output_audio.delta as independent streams. There are no done events; to finish, "
        "send session.close and wait for session.closed. It is billed by time and not by tokens. "
        "In the event log, you recognise it by names that begin with session."
    ),
    "transcription_session": (
        "A transcription session only writes down what is said; the model never answers. You set "
        "session.type to transcription, send audio, and receive "
        "conversation.item.input_audio_transcription.delta and completed. There are no response "
        "events at all, and response.create has no place here. A session cannot change between "
        "realtime and transcription later. In the event log, the turn ends at the completed "
        "event of each item."
    ),
}
