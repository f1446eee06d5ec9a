"""The rules about audio that goes in, in English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.rules.model import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, RuleText]] = {
    "RT040": RuleText(
        title="A commit without enough audio",
        message=(
            "The audio buffer held {ms} ms at this commit; the server wants 100 ms at least. {said}"
        ),
        why=(
            "Either the server has committed already, as it does by itself under turn detection, "
            "or no audio has been appended since the last commit, because the encoder or the "
            "microphone yields nothing."
        ),
        fix="Commit only while turn detection is off, and only after at least 100 ms of audio.",
    ),
    "RT041": RuleText(
        title="A commit although the server commits by itself",
        message="This commit comes while turn detection ({detection}) is on.",
        why=(
            "Under turn detection the server commits when the user stops speaking. A commit of "
            "the client competes with it: one of the two finds the buffer empty, or cuts a "
            "sentence in two."
        ),
        fix="Do not send commits, or set turn_detection to null for push-to-talk.",
    ),
    "RT042": RuleText(
        title="Audio was committed, and nobody asked for a response",
        message="The audio became an item, and no response.create followed.",
        why=(
            "Without turn detection, or with create_response: false, a commit only adds the "
            "user's item to the conversation. The model answers when it is asked to."
        ),
        fix="Send response.create after the commit.",
    ),
    "RT043": RuleText(
        title="Audio is sent, but the user's turn never ends",
        message="{seconds} s of audio were sent without turn detection and without a commit.",
        why=(
            "While turn detection is off, the server keeps the audio and waits for "
            "input_audio_buffer.commit. Nothing else will happen."
        ),
        fix=(
            "Commit when the user has finished and send response.create, or turn server_vad or "
            "semantic_vad on."
        ),
    ),
    "RT044": RuleText(
        title="No speech was detected",
        message=(
            "In {seconds} s of audio the server detected no speech; the loudest moment was "
            "{loudest} dBFS."
        ),
        why=(
            "Silence means a muted or wrong microphone. A loud, even noise means that the "
            "samples are not what the session declares: another encoding or byte order."
        ),
        fix=(
            "Listen to what is sent (export it as WAV), and compare its format with "
            "session.audio.input.format."
        ),
    ),
    "RT045": RuleText(
        title="The audio does not last as long as it took to send",
        message=(
            "The audio lasts {ratio} times as long as it took to send; declared is {declared}, "
            "it looks like {rate} kHz."
        ),
        why=(
            "The server takes the bytes for what the session declares and does not check. Audio "
            "of 16 kHz sent as 24 kHz is heard too fast and too high: speech is not detected, "
            "transcripts are missing or wrong."
        ),
        fix=(
            "Resample to the declared rate, or declare what you send (audio/pcmu and audio/pcma "
            "are 8 kHz)."
        ),
    ),
    "RT046": RuleText(
        title="The audio is not base64 of bare samples",
        message="The field audio of the append begins with “{audio}”. {said}",
        why=(
            "The server wants the samples themselves in standard base64: no data: URL, no WAV "
            "header, nothing empty, and for PCM two bytes a sample."
        ),
        fix=(
            "Take the header off, encode the bytes with standard base64, and do not send empty "
            "pieces."
        ),
    ),
    "RT047": RuleText(
        title="Too much audio in one append",
        message="This append holds {mb} MB of audio; 15 MB is the limit. {said}",
        why=(
            "The limit holds for one event. Whether it is counted before or after base64, which "
            "adds a third, is not documented."
        ),
        fix="Send the audio in pieces of 20 to 100 ms; they can be heard at once, too.",
    ),
    "RT048": RuleText(
        title="Audio is sent in very small pieces",
        message="{count} appends hold {ms} ms of audio each on average.",
        why="Each event costs more than the audio in it, on the network and in both programs.",
        fix="Collect 20 to 100 ms of audio for each append.",
    ),
    "RT049": RuleText(
        title="A binary frame was sent",
        message="A binary WebSocket frame was sent ({bytes} bytes). {said}",
        why=(
            "The protocol consists of JSON in text frames. The server refuses binary ones; audio "
            "in them is lost."
        ),
        fix="Send audio as base64 in input_audio_buffer.append, as a text frame.",
    ),
    "RT050": RuleText(
        title="What the user said was not transcribed",
        message="The transcription of {item} failed: {code}. {said}",
        why=(
            "The answer does not suffer, for the model hears the audio itself; but there is no "
            "text of what the user said."
        ),
        fix=(
            "See the code. On Azure, DeploymentNotFound means that transcription.model must be "
            "the name of a deployment of yours."
        ),
    ),
    "RT051": RuleText(
        title="The transcript did not come",
        message=(
            "{item} got neither a transcript nor a failure within 15 s, though {model} transcribes."
        ),
        why=(
            "That is what happens with audio in which nothing can be understood, for example at "
            "a wrong sample rate."
        ),
        fix=(
            "Listen to what is sent, and compare its format and rate with "
            "session.audio.input.format."
        ),
    ),
    "RT052": RuleText(
        title="Input transcription is off",
        message=(
            "The user spoke in this session, and nothing was transcribed, because transcription "
            "is off."
        ),
        why=(
            "The model hears audio and needs no transcript, so that the server makes none unless "
            "asked. A chat history will have no words of the user."
        ),
        fix="If you want the user's words, set session.audio.input.transcription with a model.",
    ),
}
