"""The English event guide: the events an app sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.model import EventText

if TYPE_CHECKING:
    from collections.abc import Mapping

EVENTS: Final[Mapping[str, EventText]] = {
    "session.update": EventText(
        summary=(
            "Changes the configuration of the session: instructions, tools, voice, output kind, "
            "turn detection. Fields you leave out keep their value."
        ),
        trigger=(
            "Send it once after session.created, and again whenever the configuration should "
            "change."
        ),
        follows=(
            "The server answers with session.updated, which carries the complete configuration "
            "in effect; if it refuses, an error comes instead."
        ),
        pitfall=(
            "It is all or nothing: one bad field and the whole update is dropped, so the "
            "defaults silently stay. The model cannot be changed here, nor the voice once the "
            "assistant has spoken."
        ),
    ),
    "input_audio_buffer.append": EventText(
        summary="Adds a piece of microphone audio, base64 encoded, to the input buffer.",
        trigger="Send it continuously while the user may be speaking.",
        follows=(
            "There is never a direct answer; with voice detection on, the next sign of life is "
            "input_audio_buffer.speech_started."
        ),
        pitfall=(
            "A wrong sample rate or codec is usually not reported as an error. You only get "
            "noise, no detected speech, or no transcript."
        ),
    ),
    "input_audio_buffer.commit": EventText(
        summary="Closes the input buffer and turns what is in it into a user item.",
        trigger=(
            "Send it when the user has finished speaking and turn detection is off, as in push "
            "to talk."
        ),
        follows=(
            "The server answers with input_audio_buffer.committed, conversation.item.added and "
            "conversation.item.done; send response.create afterwards to get an answer."
        ),
        pitfall=(
            "With voice detection on, the server commits by itself, and a second commit finds "
            "an empty buffer and is refused. Less than 100 ms of audio is refused as well."
        ),
    ),
    "input_audio_buffer.clear": EventText(
        summary="Throws away the audio that is waiting in the input buffer.",
        trigger=(
            "Send it when what was recorded should not become a message, for example after a "
            "released push-to-talk button."
        ),
        follows="The server answers with input_audio_buffer.cleared.",
        pitfall=(
            "Audio that was already committed is an item by now; remove that with "
            "conversation.item.delete."
        ),
    ),
    "conversation.item.create": EventText(
        summary=(
            "Adds an item to the conversation: a user message, an image, earlier history, or "
            "the output of a function call."
        ),
        trigger=(
            "Send it when your app has something to say to the model, or when a function you "
            "ran has a result."
        ),
        follows=(
            "The server answers with conversation.item.added and conversation.item.done, and "
            "then waits."
        ),
        pitfall="On its own it brings no answer; the model runs only after response.create.",
    ),
    "conversation.item.retrieve": EventText(
        summary=(
            "Asks for the server's own copy of an item, for example audio after noise reduction."
        ),
        trigger="Send it when you need to see an item exactly as the server holds it.",
        follows=(
            "The server answers with conversation.item.retrieved, or with an error if the item "
            "does not exist."
        ),
        pitfall="The answer can be very large because it may contain the audio.",
    ),
    "conversation.item.truncate": EventText(
        summary="Shortens an assistant audio item to the part the user really heard.",
        trigger=(
            "Send it after an interruption, with audio_end_ms set to the milliseconds that were "
            "played."
        ),
        follows=(
            "The server answers with conversation.item.truncated, and the transcript of that "
            "item is removed."
        ),
        pitfall=(
            "It works only on assistant audio, and audio_end_ms beyond the end of the audio is "
            "an error. Count the time played for this item, not for the whole session."
        ),
    ),
    "conversation.item.delete": EventText(
        summary="Removes an item from the conversation, so that the model no longer sees it.",
        trigger="Send it to take back a message or to shorten the context.",
        follows="The server answers with conversation.item.deleted.",
        pitfall=(
            "Deleting the same item twice is an error, and deleting early items also breaks the "
            "cached part of the context."
        ),
    ),
    "response.create": EventText(
        summary="Asks the model to answer now, using the conversation as it stands.",
        trigger=(
            "Send it after adding a user item, and again after adding the output of a function "
            "call."
        ),
        follows=(
            "The server answers with response.created, streams the output, and ends with "
            "response.done."
        ),
        pitfall=(
            "Only one response of the conversation may be active at a time; a second request is "
            "refused, not queued. With voice detection on, the server usually creates the "
            "response itself."
        ),
    ),
    "response.cancel": EventText(
        summary="Stops the response that is being generated.",
        trigger=(
            "Send it when the user no longer wants the answer; give response_id to stop a "
            "particular one."
        ),
        follows=(
            "The response ends with response.done and status cancelled; there is no separate "
            "event called response.cancelled."
        ),
        pitfall=(
            "When no response is active you get a harmless error with code "
            "response_cancel_not_active. Without response_id, out-of-band responses keep "
            "running."
        ),
    ),
    "output_audio_buffer.clear": EventText(
        summary="Empties the server's playback buffer, so that the voice stops at once.",
        trigger=(
            "Send it on a WebRTC or SIP call when the assistant should fall silent, right after "
            "response.cancel."
        ),
        follows="The server answers with output_audio_buffer.cleared.",
        pitfall=(
            "It does not belong on a plain WebSocket, where your app plays the audio and has to "
            "stop it itself."
        ),
    ),
}
