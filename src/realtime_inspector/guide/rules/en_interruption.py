"""The rules about interruption and playback, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.rules.model import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, RuleText]] = {
    "RT060": RuleText(
        title="An item is cut after its end",
        message="The item was to be cut at {asked_ms} ms, but its audio is only {had_ms} ms long.",
        why=(
            "audio_end_ms counts from the beginning of this one item. A wall clock, or a counter "
            "that runs on over several answers, gives more than the item holds; the server then "
            "refuses, and the model goes on believing that everything was heard."
        ),
        fix=(
            "Count the milliseconds of this item that were really played, and never send more "
            "than you have received of it."
        ),
    ),
    "RT061": RuleText(
        title="Something without audio of the model is truncated",
        message="The truncation is not possible: {what}.",
        why=(
            "Only a spoken message of the model can be truncated. A message of the user, a text, "
            "a function call, or an answer that was interrupted before its first audio cannot."
        ),
        fix=(
            "Truncate only items of which you have received audio. To take something else out of "
            "the conversation, use conversation.item.delete."
        ),
    ),
    "RT062": RuleText(
        title="An interrupted answer was not truncated",
        message=(
            "The user interrupted {item}, and nobody told the server how much of it was played "
            "before the next response began."
        ),
        why=(
            "Audio comes faster than it is played. Over a WebSocket only the client knows where "
            "the user broke in; without a truncation the model believes that the user heard "
            "everything it had made."
        ),
        fix=(
            "At speech_started stop playing, then send conversation.item.truncate with the "
            "milliseconds of the item that were played. Over WebRTC and SIP the server does it."
        ),
    ),
    "RT063": RuleText(
        title="The user spoke while a finished answer was still being played",
        message=(
            "When the user began to speak, about {left_ms} ms of {item} cannot have been played "
            "yet, and it was not truncated."
        ),
        why=(
            "response.done is the end of making an answer, not of playing it. The server has "
            "nothing left to cancel, so an app that waits for a cancelled response plays on, and "
            "the model does not learn what was missed."
        ),
        fix=(
            "Keep the playing position yourself. At speech_started drop what is still to be "
            "played, and send conversation.item.truncate, whether the response is done or not."
        ),
    ),
    "RT064": RuleText(
        title="A response was cancelled while none was active",
        message="response.cancel came while no response was active.",
        why=(
            "It does no harm, but it shows that the app does not follow what runs. Often it is "
            "sent at every speech_started, although voice activity detection has already "
            "cancelled the response, or it was done."
        ),
        fix=(
            "Remember the response from response.created to response.done and cancel only then; "
            "take the error response_cancel_not_active as a no, not as a failure."
        ),
    ),
    "RT065": RuleText(
        title="The cancellation missed an out-of-band response",
        message="response.cancel had no response_id, and {response} went on speaking.",
        why=(
            "Without response_id only the response of the default conversation is cancelled. "
            'One with "conversation": "none" runs on, and two voices may be heard.'
        ),
        fix="Send response.cancel with the response_id of each response that is to stop.",
    ),
    "RT066": RuleText(
        title="Audio came after the response was stopped",
        message="Audio of {response} came after it had been cancelled or interrupted.",
        why=(
            "What was under way still arrives. An app that plays whatever comes is heard to speak "
            "on after the interruption. The log cannot tell whether it was played."
        ),
        fix=(
            "Remember the response_id that was stopped, and throw away audio that carries it "
            "until its response.done."
        ),
    ),
    "RT067": RuleText(
        title="The model seems to interrupt itself",
        message=(
            "{count} answers were cut off right after they began, by speech that had no words or "
            "the words of the answer itself."
        ),
        why="Most likely the microphone picks up the loudspeaker, and the server hears a user.",
        fix=(
            "Use echo cancellation or headphones. Otherwise set noise_reduction, raise the "
            'threshold, try semantic_vad, or set "interrupt_response": false.'
        ),
    ),
    "RT068": RuleText(
        title="Two responses speak at the same time",
        message="Audio of {first} and of {second} came in turns.",
        why=(
            "Beside the response of the conversation there was another one out of band, and both "
            "have audio. Played as it comes, the pieces of both are mixed."
        ),
        fix=(
            "Keep one queue for each response_id, and play one after the other. If the second "
            'response is not to be heard, ask for it with "output_modalities": ["text"].'
        ),
    ),
    "RT069": RuleText(
        title="An event of WebRTC was sent over a WebSocket",
        message="output_audio_buffer.clear was sent over a WebSocket.",
        why=(
            "Over WebRTC and SIP the server keeps a buffer of what it plays. Over a WebSocket the "
            "client plays, there is no such buffer, and the event is unknown."
        ),
        fix=(
            "Stop your own playback, send response.cancel if the response is still active, and "
            "conversation.item.truncate with what was played."
        ),
    ),
}
