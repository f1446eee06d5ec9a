"""What the Explain tab says about an event's own values, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS: Final[Mapping[str, str]] = {
    # Where it stands.
    "root": "It all goes back to {event}.",
    "answer": "{event} answers it{after}.",
    "refusal": "{event} refuses it{after}: {words}",
    "end": "{event} ends it{after}.",
    "next": "{event} follows from it{after}.",
    "after": ", {span} later",
    "no_answer": "Nothing has answered it so far.",
    "in_response": "It is event {place} of {count} of {response}, which began {span} before.",
    "in_response_untimed": "It is event {place} of {count} of {response}.",
    "of_response": "It belongs to {response}.",
    "response_cause": "Of the response: {words}",
    "reading": "More is known when the capture has been read to here.",
    # Deltas.
    "delta": "This is the {nth} of {count} deltas of {item}, output {output}, part {part}.",
    "delta_only": "This is the only delta of its kind of {item}.",
    "delta_of_output": "This is the {nth} of {count} deltas of {item}, output {output}.",
    "delta_of_item": "This is the {nth} of {count} deltas of {item}.",
    "so_far": "So far: «{text}»",
    "audio_so_far": "This delta holds {span} of audio; with those before it, {total}.",
    "audio_only": "It holds {span} of audio.",
    # Responses.
    "status_completed": "The response was completed.",
    "status_cancelled": "The response was cancelled{why}: what had come so far counts, the rest "
    "does not come.",
    "status_incomplete": "The response was cut off{why}: it is not whole.",
    "status_failed": "The response failed{why}.",
    "status_other": "Its status is {status}{why}.",
    "why_turn_detected": ", because the user began to speak (turn_detected)",
    "why_client_cancelled": ", because the client sent response.cancel (client_cancelled)",
    "why_max_output_tokens": ", because max_output_tokens was reached",
    "why_content_filter": ", because the content filter stopped it",
    "why_other": " ({reason})",
    "outputs": "It made: {outputs}",
    "no_outputs": "It made nothing.",
    "tokens": "Tokens: {input} in ({cached} cached), {output} out, {total} together.",
    "tokens_unknown": "It does not say how many tokens it took.",
    "took": "From {start} to here: {span}; to the first delta: {first}.",
    "took_in_all": "From {start} to here: {span}.",
    "call_answered": "The result of {name} came with {event}.",
    "call_open": "{name} ({call}) waits for its result: send conversation.item.create with a "
    "function_call_output, then response.create.",
    "out_of_band": "It is out of band: it leaves the conversation as it is, and may run beside "
    "another response.",
    "modalities": "It answers in: {modalities}.",
    "asks_with": "It overrides the session in: {fields}.",
    "asks_plainly": "It takes all settings from the session.",
    "first_delta": "The first delta came {span} later.",
    # Items.
    "item_words": "The item: {words}",
    "item_place": "In the conversation it is number {place} of {count}.",
    "item_first": "It is the first of the conversation.",
    "item_status": "Its status is {status}.",
    "item_result": "It holds the result of {name}, {span} after the call.",
    "item_unknown": "No event in this session has announced the item {item}.",
    "truncated": "Of the audio, what comes after {ms} ms is taken away, and its transcript too.",
    "call": "It calls {name}({arguments}).",
    "call_broken": "The arguments are not a JSON object, so that the function cannot be called.",
    "heard": "Heard: «{text}»",
    # Audio in.
    "append": "It adds {span} of {format}; {buffered} wait in the buffer now.",
    "append_odd": "Its audio is not whole samples of 16 bits: {size} bytes.",
    "append_empty": "It holds no audio.",
    "buffered": "The buffer holds {buffered} then.",
    "emptied": "The buffer held {buffered}.",
    "speech_from": "Speech began {at} into the audio of the session.",
    "speech_to": "Speech ended {at} into the audio of the session; it lasted {span}.",
    "speech_end": "Speech ended {at} into the audio of the session.",
    "speech_over": "The response {response} was running: interrupt_response decides whether it is "
    "cancelled.",
    # Session.
    "session": "The session: {words}.",
    "expires": "It ends after {span} at the latest.",
    "asked": "It asks for: {fields}.",
    "asked_nothing": "It asks for nothing.",
    "changed": "Changed: {path} from {old} to {new}.",
    "changed_new": "New: {path} is {new}.",
    "changed_gone": "Gone: {path}, which was {old}.",
    "changed_nothing": "Nothing has changed against before.",
    "changed_more": "… and {count} more; the Diff tab shows all.",
    "not_accepted": "Asked for and not accepted: {path} was to be {old} and is {new}.",
    "reset": "Asked for as {old}, which takes it back to the default: {path} is {new}.",
    "not_told": "Asked for and not confirmed: {path} ({old}) is not in the answer.",
    "all_accepted": "All that was asked for was accepted.",
    "limit": "{name}: {remaining} of {limit} are left; full again in {span}.",
    "limit_low": "{name}: only {remaining} of {limit} are left; full again in {span}.",
    # Errors, notices, other frames.
    "code": "{code}: {words}",
    "message": "The server says: «{text}»",
    "param": "It is about the field {param}.",
    "session_goes_on": "An error does not end the session; it goes on.",
    "closed_next": "The connection was closed right after it ({event}).",
    "closed_by_client": "Our side closed the connection.",
    "closed_by_server": "The server closed the connection.",
    "lost": "{responses} had not ended; nothing more of it comes.",
    "not_json": "It is not JSON: {problem}, at character {place}.",
    "json_kind": "It is JSON, but not an object: every event is a JSON object.",
    "bytes": "It has {size}.",
    # Names.
    "beta_name": "{name} is the beta name of {ga}; the two mean the same.",
    "similar": "Names like it that exist: {names}.",
}
