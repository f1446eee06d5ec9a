"""The rules about the session's configuration, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.rules.model import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, RuleText]] = {
    "RT020": RuleText(
        title="A session.update was not taken over",
        message="No session.updated answered this session.update. {said}",
        why=(
            "A refused update is dropped as a whole: not even its valid fields take effect, and "
            "the session goes on with what it had before, mostly the server's defaults."
        ),
        fix=(
            "Correct the field that the error names, and wait for session.updated before you "
            "rely on the new settings."
        ),
    ),
    "RT021": RuleText(
        title="session.type is missing",
        message="This session.update does not say session.type. {said}",
        why=(
            "In the GA shape each session.update has to name the kind of session. Without it the "
            "server refuses the whole update; examples written for the beta never have it."
        ),
        fix='Add "type": "realtime" to session, or "transcription" in a transcription session.',
    ),
    "RT022": RuleText(
        title="Fields of the beta are sent to a GA server",
        message="The GA shape has other names for these fields: {fields}. {said}",
        why=(
            "The beta of 2024 had flat fields; the GA shape of August 2025 nests audio settings "
            "under audio.input and audio.output. One unknown field, and the whole event is "
            "refused."
        ),
        fix="Rename the fields as shown. A dash means that the field is gone: leave it out.",
    ),
    "RT023": RuleText(
        title="Fields of the GA shape are sent to a beta server",
        message="The beta shape has other names for these fields: {fields}. {said}",
        why=(
            "This server still speaks the beta shape, with flat fields. Azure's preview "
            "addresses and many compatible servers do. It refuses the nested GA fields, with the "
            "whole update."
        ),
        fix=(
            "Use the server's GA address if it has one (Azure: /openai/v1/realtime); else rename "
            "the fields as shown and leave out those with a dash."
        ),
    ),
    "RT024": RuleText(
        title="The beta shape is asked for, and no longer served",
        message="The connection asked OpenAI for the beta shape and was refused. {said}",
        why=(
            "Since May 2026 api.openai.com refuses the header OpenAI-Beta: realtime=v1 and the "
            "subprotocol openai-beta.realtime-v1, and closes with 4000."
        ),
        fix="Remove the header or the subprotocol, and use the GA names of fields and events.",
    ),
    "RT025": RuleText(
        title="output_modalities has not exactly one entry",
        message='{field} must hold either "text" or "audio". {said}',
        why=(
            "The GA shape makes one kind of output a response. Audio always comes with its "
            "transcript, so there is no need to ask for both, as one had to in the beta."
        ),
        fix='Send ["audio"] for speech with a transcript, or ["text"] for text alone.',
    ),
    "RT026": RuleText(
        title="A tool is declared in the form of Chat Completions",
        message="A function tool needs its name beside its type; see {field}. {said}",
        why=(
            'Chat Completions wraps a function in a "function" object. The Realtime API has '
            "type, name, description and parameters side by side, and refuses the event "
            "otherwise."
        ),
        fix='Move name, description and parameters up, next to "type": "function".',
    ),
    "RT027": RuleText(
        title="A function tool has a key or a name that is not accepted",
        message="The server does not accept {field}. {said}",
        why=(
            "A function tool has the keys type, name, description and parameters, and a name of "
            "letters, digits, _ and -. Anything else, and the whole event is refused."
        ),
        fix="Remove the key (keep your own notes elsewhere), or rename the function.",
    ),
    "RT028": RuleText(
        title="The voice is changed after the model has spoken",
        message="The model has already spoken, so its voice cannot be changed to “{voice}”. {said}",
        why=(
            "From the first audio on, the voice of a session is fixed. The server refuses the "
            "whole update, so everything else in it is lost too."
        ),
        fix="Leave the voice out of later updates. For another voice, open a new session.",
    ),
    "RT029": RuleText(
        title="This voice does not exist",
        message="The server does not know the voice in {field}. {said}",
        why=(
            "Voices differ between models and providers, and not every voice of the speech API "
            "is offered here. With an unknown one the whole event is refused."
        ),
        fix="Choose one of the voices that the server's message lists.",
    ),
    "RT030": RuleText(
        title="session.update names another model",
        message="session.model is {asked} here, but the session runs on {model}.",
        why="The model is chosen when the connection is opened and cannot be changed by an update.",
        fix="Leave session.model out, or open a new connection with ?model= in its address.",
    ),
    "RT031": RuleText(
        title="A field changed that the update did not name",
        message="After an update of their neighbours these fields changed, too: {fields}.",
        why=(
            "Whether a nested object is merged with the old one or replaces it is not "
            "documented. Here, fields that were left out did not keep their values."
        ),
        fix="Send nested objects, such as turn_detection, with all their fields.",
    ),
    "RT032": RuleText(
        title="Nobody configured the session",
        message=(
            "The user's first input comes to a session with defaults: voice {voice}, turn "
            "detection {detection}, the server's own instructions."
        ),
        why=(
            "Without a session.update the server's instructions, voice and turn detection are in "
            "force, and input is not transcribed."
        ),
        fix=(
            "Send session.update right after session.created, or configure the session with its "
            "client secret."
        ),
    ),
    "RT033": RuleText(
        title="An event belongs to another kind of session",
        message="This session is of the kind {kind}; {asked} does not fit it. {said}",
        why=(
            "Whether a session converses (realtime), transcribes or translates is decided when "
            "the connection is opened: by its address, its intent and its model. Each kind has "
            "events of its own."
        ),
        fix=(
            "Connect to the address of the kind you want: /v1/realtime, the same with "
            "?intent=transcription, or /v1/realtime/translations. Then name that kind in "
            "session.type; translation sessions send audio with "
            "session.input_audio_buffer.append."
        ),
    ),
    "RT034": RuleText(
        title="Turn detection with a model that transcribes as it hears",
        message="gpt-realtime-whisper does not go with turn detection. {said}",
        why=(
            "This model transcribes continuously and has no turns. A transcription session that "
            "keeps turn detection on, which is the default, is refused."
        ),
        fix="Set session.audio.input.turn_detection to null in the same update.",
    ),
    "RT035": RuleText(
        title="A field of reasoning models for a model without reasoning",
        message="{field} has no meaning for {model}. {said}",
        why=(
            "Only the gpt-realtime-2 family reasons and can call several tools in one response. "
            "Other models ignore such fields, or refuse the event."
        ),
        fix="Leave the field out, or connect with a model of the gpt-realtime-2 family.",
    ),
    "RT036": RuleText(
        title="The end of this model is announced",
        message="{model} ({field}) is on OpenAI's list of deprecations.",
        why=(
            "A model on that list is shut down at a date given there; afterwards a connection or "
            "a transcription with it fails."
        ),
        fix="Look up the date, and change to the model that the list recommends.",
    ),
}
