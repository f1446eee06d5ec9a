"""What the documents leave open and the simulator had to choose: one line per choice."""

from __future__ import annotations

from typing import Final

CHOICES: Final[dict[str, str]] = {
    "session.update merges nested objects": (
        "`audio.input`, `audio.output` merge key by key; `turn_detection`, `transcription` and "
        "`noise_reduction` are replaced and completed with defaults (lifecycles.md §2: uncertain)"
    ),
    "session.model of an update": (
        "accepted and ignored, unless the URL named no model (events.md §2 says it cannot change "
        "and not what is answered; stock clients send it, clients.md)"
    ),
    "tracing once on": (
        "another configuration is refused with `cannot_update_tracing`, the same one and null are "
        "accepted (events.md §9: cannot be changed; no code is documented)"
    ),
    "wrong JSON type of a field": (
        "`invalid_type`, as the REST API words it (lifecycles.md §20 has no case of it)"
    ),
    "metadata beyond its limits": (
        "`object_above_max_properties` and `string_above_max_length` (events.md §9 has the limits "
        "and no codes)"
    ),
    "a previous_item_id that is unknown": (
        "`item_create_invalid_previous_item_id` (lifecycles.md §11: code uncertain)"
    ),
    "a duplicate item id": (
        "accepted and put at the end (lifecycles.md §11, SPEACHES); clients.md lists a code "
        "`item_create_duplicate_item_id` that clients know, with no recording of it"
    ),
    "?call_id=": (
        "refused with `call_id_not_found` and 4000: there are no calls here (lifecycles.md §1 "
        "has only the successful case)"
    ),
    "a client secret's model and the URL's": (
        "the secret's model wins (dialects.md §2 does not say)"
    ),
    "an unknown key that looks like a client secret": (
        "let in where any key will do; an expired one of ours never is"
    ),
    "`conversation.created` in beta": (
        "not sent: no beta recording of 2025 or 2026 has it (lifecycles.md §1 says old beta did)"
    ),
    "`rate_limits.updated` in beta": (
        "after `response.done` with tokens only, as since August 2025 (observed.md §3)"
    ),
    "messages in a beta error": (
        "the GA message with beta's paths and content types (no beta table is documented)"
    ),
    "how loud is speech": (
        "the root mean square of frames of 32 ms: from 33 (threshold 0) over 520 (0.5) to 8250 "
        "(1.0) of 32767 to begin, a sixteenth of that to go on, and always well above the noise "
        "of the room, whose estimate ends at 400. The real service runs a model; its frames are "
        "32 ms too (1460 + 300, 1556 + 300, 4256 and 4224 ms are multiples of it), and on its "
        "recording ours begins at the same frame and ends two frames earlier"
    ),
    "how long semantic_vad waits": (
        "a quarter of the documented cap (2, 1, 0.5 s for low, medium, high), the whole cap after "
        "less than 250 ms of voice; the real service asks a model (lifecycles.md §8)"
    ),
    "silence before a turn": (
        "under turn detection the last 6 s are kept, so a client's commit without speech has at "
        "most so much; a turn keeps its last 350 s (no limit is documented)"
    ),
    "a client's commit under turn detection": (
        "commits what is there: in a turn the announced item, and the turn is over without "
        "speech_stopped and without a response; right after the server's own commit it is too "
        "small (events.md §5 calls it an error; livekit/agents#6965 saw the empty error)"
    ),
    "input_audio_buffer.clear in a turn": (
        "the announced item never comes and speech_stopped neither (not documented)"
    ),
    "half a sample at a commit or clear": "dropped; the next append begins a new sample",
    "the end of a turn while an uninterrupted response runs": (
        "an error conversation_already_has_active_response with event_id null; the item stays "
        "(lifecycles.md §8: creation can fail, not how it is told)"
    ),
    "truncation by the server at an interruption": (
        "not sent on a WebSocket; recorded on WebRTC only (observed.md §3)"
    ),
    "idle_timeout_ms": (
        "runs in real time at every speed, from response.done and the playback time on; its own "
        "prompt does not start it again before the user or the client did something (the one "
        "recording ends there); the item it commits is empty"
    ),
    "when input transcription comes": (
        "after the commit for every model, as in the captures; observed.md §3 has one measurement "
        "of deltas before it"
    ),
    "billing of input transcription": (
        "tokens for models whose name begins with gpt-4o, whole seconds rounded up for the "
        "others, 0 for nothing heard (usage.md §1; the rounding is not documented)"
    ),
    "a transcript in the stored item": (
        "after `completed` the item has it, as conversation.item.retrieve shows"
    ),
    "audio in conversation.item.retrieved": (
        "a user item's, in the session's input format, while the newest 16 MiB last; none for "
        "assistant items (events.md §2 says audio may be inside)"
    ),
    "truncating an item that still streams": (
        "confirmed at once; deltas go on, but the item keeps the cut (not documented)"
    ),
    "another voice in response.create after assistant audio": (
        "accepted for that response (the documents lock the session's voice only)"
    ),
    "the voice": (
        "espeak-ng when installed, the text in Latin script and espeak in time; otherwise, and "
        "always with a seed or without pacing, a tone as long as the text"
    ),
    "more than 15 MiB of audio in one append": (
        "`string_above_max_length` (events.md §2 has the limit and no code)"
    ),
    "an item_reference to nothing": (
        "the request is refused with `item_reference_invalid_item_id`, worded as for a truncation "
        "(lifecycles.md §12 has only the successful case)"
    ),
    "parallel calls in one response": (
        "one after the other, each complete before the next (lifecycles.md §5c: uncertain; §5b "
        "shows that overlap is possible)"
    ),
    "`response.done` with an MCP call": (
        "after `mcp_call.completed` or `.failed`; while an approval is awaited the response stays "
        "in progress (lifecycles.md §15: uncertain)"
    ),
    "the approval request among the output": (
        "an output item of its own after the call, announced like all others (lifecycles.md §15 "
        "names no event for it)"
    ),
    "a denied MCP call": ("`.failed` without `.in_progress`, as Qwen does (lifecycles.md §15)"),
    "an MCP server that no scenario describes": (
        "`mcp_list_tools.failed`: nothing is contacted (not documented)"
    ),
    "an answer to an approval request that is not open": (
        "an error with `invalid_approval_request_id` (no code is documented)"
    ),
    "ids of MCP items": ("`mcpl_`, `mcp_`, `mcpr_` and the usual stamp (not documented)"),
    "`session.update` of the other kind": (
        "refused in both directions, worded as recorded for one of them; code null "
        "(lifecycles.md §17: codes unknown). A realtime session never becomes a transcription"
    ),
    "other client events in a transcription session": (
        "refused like unknown types; the list of supported ones is that of the kind (events.md "
        "§11 lists what is used, and no error)"
    ),
    "turn detection of a transcription session": (
        "without `create_response`, `interrupt_response` and `idle_timeout_ms`: there are no "
        "responses (lifecycles.md §17 has only the three numbers)"
    ),
    "when a translation begins": (
        "at a pause of 500 ms or after 5 s of speech, about a second later (lifecycles.md §18: "
        "first audio after about 2.2 s)"
    ),
    "the default language of a translation": ("null (events.md §12 does not say)"),
    "the close after `session.closed`": ("code 1000 without a reason (not documented)"),
    "expiry": (
        "both forms, each in a scenario; both close with 1001 (lifecycles.md §19 has the code of "
        "one of them)"
    ),
    "a failing chat endpoint": (
        "a failed response with the endpoint's own error, else `server_error` (lifecycles.md §13: "
        "no `error` event accompanies it)"
    ),
}
"""Choice → what was chosen and what the documents say."""
