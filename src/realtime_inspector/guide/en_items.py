"""The English event guide: session, conversation and input events from the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.model import EventText

if TYPE_CHECKING:
    from collections.abc import Mapping

EVENTS: Final[Mapping[str, EventText]] = {
    "session.created": EventText(
        summary="The session is open, and this is its complete starting configuration.",
        trigger="The server sends it first, right after it has accepted the connection.",
        follows="Nothing more comes until you send something, usually session.update.",
        pitfall=(
            "A successful WebSocket upgrade proves little, because a wrong key is reported only "
            "afterwards; wait for this event. Defaults such as the voice and the silence length "
            "differ between models."
        ),
    ),
    "session.updated": EventText(
        summary=(
            "Your session.update was accepted, and this is the complete configuration now in "
            "effect."
        ),
        trigger="The server sends it after each accepted session.update.",
        follows="The new settings apply from here on, and nothing else happens by itself.",
        pitfall="Compare it with what you asked for: it is the only proof of what applies.",
    ),
    "error": EventText(
        summary=(
            "The server refused something you sent, or had trouble of its own. The error object "
            "says what kind, which field and often why."
        ),
        trigger=(
            "Most often the cause is a client event with a wrong field, or one sent at the "
            "wrong moment."
        ),
        follows=(
            "The session usually goes on; only if the connection closes right afterwards was it "
            "fatal."
        ),
        pitfall=(
            "Put an event_id on your own events, because the error can name it and then you "
            "know which one failed. A failed answer is not reported here but in response.done."
        ),
    ),
    "rate_limits.updated": EventText(
        summary="This is how much of your quota is left and when it is filled up again.",
        trigger=(
            "The server usually sends it once per response; in recorded sessions it came shortly "
            "after response.done."
        ),
        follows="Nothing is expected from you.",
        pitfall=(
            "It may arrive after your next response.create, so do not use it as the end of a "
            "turn. Some servers and session kinds never send it."
        ),
    ),
    "conversation.created": EventText(
        summary="The conversation that holds the items exists.",
        trigger=(
            "Some servers send it right after session.created; on today's OpenAI servers it has "
            "not been observed."
        ),
        follows="The session is ready for your first item.",
        pitfall="Do not wait for it, or your app may wait for ever.",
    ),
    "conversation.item.added": EventText(
        summary=(
            "An item has entered the conversation: your message, committed speech, or the "
            "model's answer that is just beginning."
        ),
        trigger=(
            "It follows conversation.item.create, a committed audio buffer, or "
            "response.output_item.added."
        ),
        follows=(
            "For your own items conversation.item.done comes directly after; for the model's "
            "items the content is streamed first."
        ),
        pitfall=(
            "It does not mean the message is complete: an assistant item arrives here still "
            "empty. Your own item is in place now, but the model answers only after "
            "response.create."
        ),
    ),
    "conversation.item.done": EventText(
        summary="The item is final and will not change by itself any more.",
        trigger=(
            "It comes right after conversation.item.added for your items, and at the end of the "
            "stream for the model's items."
        ),
        follows=(
            "For a model item, response.output_item.done comes next; for your own item, it is "
            "your turn to send response.create."
        ),
        pitfall=(
            "previous_item_id is sometimes null here, so take the order of the items from "
            "conversation.item.added. Spoken user items are done before their transcript exists."
        ),
    ),
    "conversation.item.created": EventText(
        summary=(
            "The beta name for an item that entered the conversation; today it is "
            "conversation.item.added."
        ),
        trigger=(
            "Servers that still speak the beta shape send it after conversation.item.create and "
            "for each item of the model."
        ),
        follows="In the beta shape no conversation.item.done follows.",
        pitfall="Code that waits for it never runs against today's OpenAI servers.",
    ),
    "conversation.item.retrieved": EventText(
        summary="The server's copy of the item you asked for.",
        trigger="It answers conversation.item.retrieve.",
        follows="Nothing is expected from you.",
        pitfall="It can be very large, because the audio may be inside.",
    ),
    "conversation.item.truncated": EventText(
        summary="The assistant audio item was cut, so the model now knows how much the user heard.",
        trigger=(
            "It answers conversation.item.truncate; on WebRTC and SIP the server truncates by "
            "itself."
        ),
        follows="The conversation goes on with the shortened item.",
        pitfall="Your own copy of the transcript is not cut for you.",
    ),
    "conversation.item.deleted": EventText(
        summary="The item is gone from the conversation.",
        trigger="It answers conversation.item.delete.",
        follows="The next response no longer takes the item into account.",
        pitfall="",
    ),
    "conversation.item.input_audio_transcription.delta": EventText(
        summary="A piece of the transcript of what the user said.",
        trigger=(
            "It comes only when input transcription is configured, usually after the audio was "
            "committed, with streaming models already during speech."
        ),
        follows="More pieces may come, and then the completed event with the whole text.",
        pitfall="Join the pieces by item_id; some models send the full text as a single piece.",
    ),
    "conversation.item.input_audio_transcription.segment": EventText(
        summary="A stretch of the user's transcript with its speaker and its start and end time.",
        trigger="Only a transcription model that tells speakers apart sends it.",
        follows="The completed event closes the transcript of this item.",
        pitfall="Other transcription models never send it.",
    ),
    "conversation.item.input_audio_transcription.completed": EventText(
        summary="The final transcript of one spoken user item, with what the transcription cost.",
        trigger=(
            "A separate transcription model has finished with the item; this runs beside the "
            "answer."
        ),
        follows="Nothing waits for it, because the response goes its own way.",
        pitfall=(
            "It often arrives in the middle of the answer, or after a later item, so join by "
            "item_id. An empty transcript is possible."
        ),
    ),
    "conversation.item.input_audio_transcription.failed": EventText(
        summary="The transcript of one spoken user item could not be made.",
        trigger=(
            "The transcription model was not reachable, was wrongly configured, or did not "
            "understand the audio."
        ),
        follows=(
            "The answer still comes, because the model listens to the audio and not to the "
            "transcript."
        ),
        pitfall="It is not an error event, so code that handles only error misses it.",
    ),
    "input_audio_buffer.speech_started": EventText(
        summary="The server hears someone beginning to speak.",
        trigger="Voice detection found speech in the audio you append.",
        follows=(
            "input_audio_buffer.speech_stopped follows, and the item_id given here becomes the "
            "user item."
        ),
        pitfall=(
            "Stop your playback here, but do not cancel blindly: it fires on every turn, also "
            "when no response is active."
        ),
    ),
    "input_audio_buffer.speech_stopped": EventText(
        summary="The server thinks the user has finished speaking.",
        trigger="Voice detection found enough silence, or judged the sentence complete.",
        follows="input_audio_buffer.committed follows, then the user item, and usually a response.",
        pitfall=(
            "Do not send response.create now if create_response is on; two requests would collide."
        ),
    ),
    "input_audio_buffer.committed": EventText(
        summary="The buffered audio has become a user item.",
        trigger=(
            "The server does it at the end of detected speech or on an idle timeout; with turn "
            "detection off, your commit does it."
        ),
        follows="conversation.item.added and conversation.item.done follow for the new item.",
        pitfall="In manual mode no response starts by itself; send response.create.",
    ),
    "input_audio_buffer.cleared": EventText(
        summary="The input buffer is empty again.",
        trigger="It answers input_audio_buffer.clear.",
        follows="Nothing happens until new audio comes.",
        pitfall="",
    ),
    "input_audio_buffer.timeout_triggered": EventText(
        summary="Nobody spoke for a while, and the server takes the turn itself.",
        trigger="The time set in idle_timeout_ms of server_vad ran out.",
        follows=(
            "In a recorded session the server added a system item, then an empty user item, and "
            "started a response."
        ),
        pitfall=(
            "Expect an item with role system in the conversation that you never sent, and a "
            "response that is billed like any other."
        ),
    ),
    "input_audio_buffer.dtmf_event_received": EventText(
        summary="The caller pressed a key on the telephone keypad.",
        trigger="It occurs only on SIP calls.",
        follows="Nothing follows by itself; your app decides what the key means.",
        pitfall=(
            "It is described without an event_id, so a parser that requires one may fail on it."
        ),
    ),
}
