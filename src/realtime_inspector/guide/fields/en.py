"""What the fields mean, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MEANINGS: Final[Mapping[str, str]] = {
    "event_id": "The id of this event, given by the server. It answers nothing that you sent.",
    "item_id": "The item of the conversation that this is about.",
    "response_id": "The response that this belongs to.",
    "output_index": "Which piece of the response's output this is, counted from 0.",
    "content_index": "Which part of the item's content this is, counted from 0.",
    "previous_item_id": "The item that stands before this one in the conversation; null: none.",
    "call_id": "The id of the function call. Send the result back under it.",
    "delta": "The new piece. Append it to the ones before.",
    "obfuscation": (
        "Random letters without meaning, so that the length of the message does not give away "
        "the text. Ignore it."
    ),
    "text": "The whole text.",
    "transcript": "The whole text of what was said.",
    "arguments": "All arguments, as a string that holds JSON. It still has to be parsed.",
    "name": "The function that the model wants to call.",
    "audio": "The sound, base64 encoded, in the session's input format.",
    "audio_start_ms": "Where the speech begins, in milliseconds of all audio ever appended.",
    "audio_end_ms": "Where the speech ends, in milliseconds of all audio ever appended.",
    "logprobs": "How sure the model is of each token. Only if asked for in session.include.",
    "languages": "The languages that were heard, if the model tells.",
    "usage": "What the transcription costs: tokens, or seconds of audio. Told by its type.",
    "id": "The id of this segment.",
    "speaker": "Who speaks, as a label given by the model.",
    "start": "Where the segment begins, in seconds.",
    "end": "Where the segment ends, in seconds.",
    "event": "The key that was pressed: 0 to 9, #, *, or A to D.",
    "received_at": "When the server noticed the key, as seconds since 1970 (UTC).",
    "elapsed_ms": "Where in the session this belongs, in milliseconds.",
    "format": "The format of the sound: pcm16.",
    "sample_rate": "Samples per second of the sound.",
    "channels": "How many channels the sound has.",
    "item": "The item. Which fields it has depends on its type.",
    "item.id": "Its id. All later events about this item name it.",
    "item.type": (
        "What it is: message, function_call, function_call_output, or one of the MCP items."
    ),
    "item.role": "Of a message: who speaks, that is system, user or assistant.",
    "item.status": "How far it is: in_progress, completed, or incomplete when it was cut off.",
    "item.phase": (
        "Of a message from the newer models: commentary for a word in between, final_answer for "
        "the answer itself."
    ),
    "item.content": "Of a message: its parts, such as input_text, input_audio or output_text.",
    "item.call_id": "Of a function call or its output: what ties the two together.",
    "item.name": "Of a call: the function or tool.",
    "item.arguments": "Of a call: the arguments, as a string that holds JSON.",
    "item.output": "Of a function_call_output or mcp_call: the result, as a string.",
    "item.server_label": "Of an MCP item: which of the configured MCP servers.",
    "item.tools": "Of mcp_list_tools: the tools that the MCP server offers.",
    "item.approval_request_id": "Of an MCP item: the approval request that belongs to it.",
    "item.approve": "Of mcp_approval_response: whether the call is allowed.",
    "item.reason": "Of mcp_approval_response: why, if you want to say.",
    "item.error": "Of mcp_call: what went wrong; null if nothing did.",
    "item.object": "Always realtime.item; today's servers usually leave it out.",
    "session": "The whole configuration in effect, not only what you asked for.",
    "session.id": "The id of the session, sess_…; tell it to support.",
    "session.type": "The kind of session: realtime, transcription or translation.",
    "session.model": "The model. It is fixed when you connect.",
    "session.expires_at": "When the session ends, in seconds since 1970: an hour after its start.",
    "session.object": "The kind of object, such as realtime.session.",
    "session.instructions": "What the model is told about its task and manner.",
    "session.output_modalities": 'What it answers with: ["audio"] or ["text"], never both.',
    "session.audio.input.format": "The format of the audio you append, such as PCM at 24 kHz.",
    "session.audio.input.turn_detection": (
        "How the end of a turn is found: server_vad, semantic_vad, or null for by hand. With "
        "create_response it also starts the answer."
    ),
    "session.audio.input.transcription": "The model that writes down the user's speech; null: off.",
    "session.audio.input.noise_reduction": "near_field, far_field, or null for none.",
    "session.audio.output": "The format, the voice and the speed of the spoken answer.",
    "session.tools": "The functions and MCP servers that the model may use.",
    "session.tool_choice": "Whether it must use a tool: auto, none, required, or a named one.",
    "session.parallel_tool_calls": "Whether it may call several tools at once; reasoning models.",
    "session.reasoning": "How much the model thinks before it answers; reasoning models only.",
    "session.max_output_tokens": "The most tokens of one response, or inf.",
    "session.truncation": "What happens to old items when the context is full.",
    "session.include": "Extras to be sent, such as the logprobs of transcripts.",
    "session.tracing": "Whether the session is traced. It cannot be changed once it is on.",
    "session.prompt": "A stored prompt by id, with its version and variables.",
    "response": "The response as it stands at this moment.",
    "response.id": "Its id, resp_…. Every event of this response names it.",
    "response.status": "in_progress, completed, cancelled, incomplete or failed.",
    "response.status_details": (
        "Why it ended like that: a reason such as turn_detected or max_output_tokens, or the error."
    ),
    "response.output": "Its items: messages, function calls, MCP calls.",
    "response.usage": "The tokens it cost: input, output, cached, by text, audio and image.",
    "response.conversation_id": "The conversation it is written to; null for out-of-band.",
    "response.metadata": "Your own notes, at most 16, given back as you sent them.",
    "response.output_modalities": 'What it answers with: ["audio"] or ["text"].',
    "response.max_output_tokens": "The most tokens it may take, or inf.",
    "response.audio": "The format and the voice of the spoken answer.",
    "response.object": "Always realtime.response.",
    "response.instructions": "Instructions for this response alone, in place of the session's.",
    "response.conversation": "auto writes to the conversation; none runs out of band.",
    "response.input": (
        "What the model is shown instead of the conversation; an empty list means nothing at all."
    ),
    "response.tools": "Tools for this response alone, in place of the session's.",
    "response.tool_choice": "Whether it must use a tool: auto, none, required, or a named one.",
    "response.parallel_tool_calls": "Whether it may call several tools at once.",
    "response.reasoning": "How much the model thinks this time.",
    "response.prompt": "A stored prompt by id, with its version and variables.",
    "error": "What went wrong.",
    "error.type": "The kind: invalid_request_error for your mistake, server_error for theirs.",
    "error.code": "A short word that programs can go by; may be null.",
    "error.message": "The explanation for people.",
    "error.param": "The path of the field that is wrong, such as session.type; may be null.",
    "error.event_id": (
        "The event_id of the client event that caused it, if you gave it one; otherwise null."
    ),
    "rate_limits": "One entry for each limit; mostly only tokens.",
    "rate_limits[].name": "tokens or requests.",
    "rate_limits[].limit": "The most that is allowed.",
    "rate_limits[].remaining": "What is left of it.",
    "rate_limits[].reset_seconds": "In how many seconds it is full again.",
    "conversation": "The conversation.",
    "conversation.id": "Its id, conv_…. Responses name it as conversation_id.",
    "conversation.object": "Always realtime.conversation.",
    "part": "The part of the message.",
    "part.type": "text or audio; the finished item says output_text or output_audio.",
    "part.text": "The text of a text part.",
    "part.transcript": "What an audio part says, as text.",
    "part.audio": "The sound of an audio part; normally left out, it came in deltas.",
}
"""Field to what it means wherever it stands, unless `SPECIAL` knows better."""

_YOUR_EVENT_ID: Final = (
    "Your own name for this event, if you like. An error then says which event it refers to."
)
_SENT_SESSION: Final = "What you want to change. What you leave out stays as it is."
_MCP_LIST: Final = "The mcp_list_tools item, which will hold the list of tools."
_MCP_CALL: Final = "The mcp_call item. It takes the place of the missing response_id."
_PLAYED: Final = "The response that is being spoken."

SPECIAL: Final[Mapping[str, Mapping[str, str]]] = {
    "session.update": {
        "event_id": _YOUR_EVENT_ID,
        "session": _SENT_SESSION,
        "session.type": "realtime or transcription. Required, although it cannot be changed.",
        "session.model": "Leave it out: the model is fixed when you connect.",
        "session.audio.output": "Format, voice and speed. The voice is fixed once it has spoken.",
        "session.tools": "The complete new list of tools: name and parameters stand at top level.",
    },
    "input_audio_buffer.append": {
        "event_id": _YOUR_EVENT_ID,
        "audio": (
            "The sound, base64 encoded, in the session's input format; at most 15 MiB at a time. "
            "Raw samples, without a file header."
        ),
    },
    "input_audio_buffer.commit": {"event_id": _YOUR_EVENT_ID},
    "input_audio_buffer.clear": {"event_id": _YOUR_EVENT_ID},
    "conversation.item.create": {
        "event_id": _YOUR_EVENT_ID,
        "item.id": "An id of your own, at most 32 characters; left out, the server makes one.",
        "item.status": "Has no effect on items that you make.",
        "item.call_id": "Of a function_call_output: the call_id of the call, not the item's id.",
        "item.output": "Of a function_call_output: the result. It must be a string.",
        "item.content": (
            "Its parts: input_text, input_audio or input_image for the user, input_text for the "
            "system, output_text for the assistant."
        ),
        "previous_item_id": "After which item to insert; root: at the beginning; left out: at the "
        "end.",
    },
    "conversation.item.retrieve": {"event_id": _YOUR_EVENT_ID, "item_id": "The item to fetch."},
    "conversation.item.truncate": {
        "event_id": _YOUR_EVENT_ID,
        "item_id": "The assistant's audio item to shorten.",
        "content_index": "Which part of it; normally 0.",
        "audio_end_ms": "How many milliseconds of this item were really played.",
    },
    "conversation.item.delete": {"event_id": _YOUR_EVENT_ID, "item_id": "The item to remove."},
    "response.create": {
        "event_id": _YOUR_EVENT_ID,
        "response": "Settings for this response alone. All may be left out.",
        "response.metadata": (
            "Your own notes, at most 16. They come back in response.created and response.done, "
            "and are the only way to tell which request a response answers."
        ),
    },
    "response.cancel": {
        "event_id": _YOUR_EVENT_ID,
        "response_id": "Which response to stop; left out: the one of the conversation.",
    },
    "output_audio_buffer.clear": {"event_id": _YOUR_EVENT_ID},
    "conversation.item.added": {
        "previous_item_id": (
            "The item before this one; null: none. This gives the order of the conversation."
        ),
        "item.content": "Its parts. Of the model's items still empty here.",
    },
    "conversation.item.done": {
        "previous_item_id": "Often null although there is one: take the order from added instead.",
    },
    "conversation.item.truncated": {
        "item_id": "The assistant's audio item that was shortened.",
        "audio_end_ms": "How many milliseconds of it are left. 0 is possible.",
    },
    "conversation.item.deleted": {"item_id": "The item that was removed."},
    "conversation.item.input_audio_transcription.delta": {
        "item_id": "The user's audio item, as speech_started or committed named it.",
    },
    "conversation.item.input_audio_transcription.segment": {"text": "What was said in it."},
    "conversation.item.input_audio_transcription.completed": {
        "item_id": "The user's audio item. Join by this id, not by the order of arrival.",
        "transcript": "The whole text of what the user said; may be empty.",
    },
    "conversation.item.input_audio_transcription.failed": {
        "error": "Why there is no transcript. It does not concern the answer.",
    },
    "input_audio_buffer.speech_started": {
        "item_id": "The id that the user's item will have when it is committed.",
        "audio_start_ms": (
            "Where the speech begins, in milliseconds of all audio ever appended; the padding "
            "in front is counted in."
        ),
    },
    "input_audio_buffer.speech_stopped": {
        "item_id": "The id that the user's item will have.",
        "audio_end_ms": (
            "Where the speech ends, in milliseconds of all audio ever appended; the silence "
            "that was waited for is counted in."
        ),
    },
    "input_audio_buffer.committed": {"item_id": "The user's item that comes next."},
    "input_audio_buffer.timeout_triggered": {
        "item_id": "The user's item that is made, without speech in it.",
        "audio_start_ms": "Where the silence begins, in milliseconds of all audio ever appended.",
        "audio_end_ms": "Where the silence ends, in milliseconds of all audio ever appended.",
    },
    "response.created": {
        "response.status": "in_progress at this moment.",
        "response.output": "Empty at this moment.",
        "response.usage": "null: the count comes with response.done.",
        "response.metadata": "Your notes from response.create: the only link to it.",
    },
    "response.done": {
        "response.status": "How it ended: completed, cancelled, incomplete or failed. Look at it.",
    },
    "response.output_text.delta": {"delta": "The new piece of text."},
    "response.output_audio_transcript.delta": {"delta": "The new piece of what is being spoken."},
    "response.output_audio_transcript.done": {
        "transcript": "The whole text of what the model spoke.",
    },
    "response.output_audio.delta": {
        "delta": "The new piece of sound, base64 encoded, in the session's output format.",
    },
    "response.function_call_arguments.delta": {
        "delta": "The new piece of the arguments; not yet valid JSON.",
    },
    "response.mcp_call_arguments.delta": {
        "delta": "The new piece of the arguments; not yet valid JSON.",
    },
    "response.mcp_call.in_progress": {"item_id": _MCP_CALL},
    "response.mcp_call.completed": {"item_id": _MCP_CALL},
    "response.mcp_call.failed": {"item_id": _MCP_CALL},
    "mcp_list_tools.in_progress": {"item_id": _MCP_LIST},
    "mcp_list_tools.completed": {"item_id": "The mcp_list_tools item, which holds the list."},
    "mcp_list_tools.failed": {"item_id": "The mcp_list_tools item that stays without a list."},
    "output_audio_buffer.started": {"response_id": _PLAYED},
    "output_audio_buffer.stopped": {"response_id": "The response that was spoken."},
    "output_audio_buffer.cleared": {"response_id": "The response that was broken off."},
    "session.input_audio_buffer.append": {
        "event_id": _YOUR_EVENT_ID,
        "audio": "The sound, base64 encoded: PCM16, one channel, 24 kHz.",
    },
    "session.close": {"event_id": _YOUR_EVENT_ID},
    "session.input_transcript.delta": {"delta": "The new piece of the original."},
    "session.output_transcript.delta": {"delta": "The new piece of the translation."},
    "session.output_audio.delta": {"delta": "The new piece of sound, base64 encoded."},
    "transcription_session.update": {"event_id": _YOUR_EVENT_ID, "session": _SENT_SESSION},
}
"""Event type to the fields that mean something of their own there."""
