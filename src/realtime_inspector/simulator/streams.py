"""Output items as they stream: opened, filled delta by delta, closed (lifecycles.md §3–§6)."""

from __future__ import annotations

import base64
import json
import re
from abc import ABC, abstractmethod
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.simulator.session import is_reasoning_model
from realtime_inspector.simulator.speech import chunks
from realtime_inspector.simulator.tokens import argument_pieces, pieces_of
from realtime_inspector.simulator.usage import speech_tokens, text_tokens
from realtime_inspector.simulator.voice import cut

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from realtime_inspector.simulator.plan import Call, Say
    from realtime_inspector.simulator.voice import Utterance
    from realtime_inspector.simulator.world import World

_PADDED_LENGTH: Final = 16
_TRANSCRIPT_LEAD: Final = 3
_TRANSCRIPTS_PER_TURN: Final = 4
_CHUNKS_PER_TURN: Final = 2
_PATIENCE: Final = 25
"""Deltas that a voice may take to speak, about a second; then a tone stands for it."""


@dataclass(frozen=True, slots=True)
class Delta:
    """One piece of output: text, or a chunk of audio with its length."""

    text: str = ""
    audio: bytes = b""
    audio_ms: int = 0

    @property
    def tokens(self) -> int:
        """What the delta adds to the response's output tokens, about."""
        return max(1, text_tokens(self.text)) if self.text else speech_tokens(self.audio_ms)


_SENTENCES: Final = re.compile(r".{60,}?[.!?;:]\s+|.+", re.DOTALL)
_NOTHING: Final = Delta()


class OutputStream(ABC):
    """One output item of a response.

    Opening and closing nest the other way round: `output_item.added` comes before
    `conversation.item.added`, but `conversation.item.done` before `output_item.done`.
    """

    def __init__(self, world: World, response_id: str, index: int, *, mirrored: bool) -> None:
        self._world = world
        self._response_id = response_id
        self._index = index
        self._mirrored = mirrored
        self._previous_id: str | None = None
        self._written = ""
        self.audio_ms = 0
        self.item: dict[str, Any] = {}

    @property
    def output_text_tokens(self) -> int:
        """Text tokens written so far."""
        return text_tokens(self._written)

    def open(self) -> None:
        """Announce the item; in the default conversation, twice."""
        self.item = self._new_item()
        fields = {"output_index": self._index, "item": self.item}
        self._world.emit("response.output_item.added", response_id=self._response_id, **fields)
        if self._mirrored:
            self._previous_id = self._world.conversation.insert(self.item)
            self._emit_mirror("conversation.item.added")
        self._opened()

    def close(self, status: str) -> None:
        """Finish the item with what was sent: `completed` or `incomplete`."""
        self._closing()
        self._set_status(status)
        if self._mirrored:
            self._emit_mirror("conversation.item.done")
        fields = {"output_index": self._index, "item": self.item}
        self._world.emit("response.output_item.done", response_id=self._response_id, **fields)

    @property
    @abstractmethod
    def planned_text(self) -> str:
        """All that the item will say, as far as it is known when it begins."""

    @property
    def planned_tokens(self) -> int:
        """About how many deltas of text there will be."""
        return text_tokens(self.planned_text)

    @abstractmethod
    def deltas_of(self, text: str) -> Iterator[Delta]:
        """What there is to send for a text, in order."""

    def deltas(self) -> Iterator[Delta]:
        """All that is planned, in order."""
        return self.deltas_of(self.planned_text)

    @abstractmethod
    def send(self, delta: Delta) -> None:
        """Send one delta."""

    @abstractmethod
    def _new_item(self) -> dict[str, Any]: ...

    def _set_status(self, status: str) -> None:
        self.item["status"] = status

    def _opened(self) -> None:  # noqa: B027 - function calls have no content part to open
        """Announce what is inside the item."""

    @abstractmethod
    def _closing(self) -> None: ...

    def _emit_mirror(self, kind: str) -> None:
        self._world.emit(kind, previous_item_id=self._previous_id, item=self.item)

    def _emit(self, kind: str, **fields: Any) -> None:
        self._world.emit(
            kind,
            response_id=self._response_id,
            item_id=self.item["id"],
            output_index=self._index,
            **fields,
        )

    def _padding(self, delta: str) -> str:
        """`obfuscation`: with the delta it makes 16 characters (observed.md §4)."""
        return self._world.ids.noise(max(0, _PADDED_LENGTH - len(delta)))


class MessageStream(OutputStream):
    """An assistant message in text (§3)."""

    def __init__(
        self, world: World, response_id: str, index: int, say: Say, *, mirrored: bool
    ) -> None:
        super().__init__(world, response_id, index, mirrored=mirrored)
        self._say = say

    @property
    def planned_text(self) -> str:
        """The message."""
        return self._say.text

    def deltas_of(self, text: str) -> Iterator[Delta]:
        """The text's pieces."""
        return (Delta(text=piece) for piece in pieces_of(text, self._world.rng))

    def send(self, delta: Delta) -> None:
        """Send a piece of text."""
        self._send_text("response.output_text.delta", delta.text)

    def _send_text(self, kind: str, text: str) -> None:
        self._written += text
        self._emit_part(kind, delta=text, obfuscation=self._padding(text))

    def _emit_part(self, kind: str, **fields: Any) -> None:
        self._emit(kind, content_index=0, **fields)

    def _new_item(self) -> dict[str, Any]:
        item = {
            "id": self._world.ids.make("item"),
            "type": "message",
            "status": "in_progress",
            "role": "assistant",
            "content": [],
        }
        if is_reasoning_model(self._world.session["model"]):
            item["phase"] = "commentary" if self._say.is_commentary else "final_answer"
        return item

    def _opened(self) -> None:
        self._emit_part("response.content_part.added", part=self._part())

    def _part(self) -> dict[str, str]:
        return {"type": "text", "text": self._written}

    def _closing(self) -> None:
        self._emit_part("response.output_text.done", text=self._written)
        self._emit_part("response.content_part.done", part=self._part())
        self.item["content"] = [{"type": "output_text", "text": self._written}]


class SpokenStream(MessageStream):
    """An assistant message in audio with its transcript (§6)."""

    def __init__(
        self,
        world: World,
        response_id: str,
        index: int,
        say: Say,
        output: Mapping[str, Any],
        *,
        mirrored: bool,
    ) -> None:
        super().__init__(world, response_id, index, say, mirrored=mirrored)
        self._output = output
        self._chunks = 0

    def deltas_of(self, text: str) -> Iterator[Delta]:
        """Transcript and audio in turns; the transcript leads.

        A voice is given a sentence or two at a time, so that it need not be waited for.
        """
        parts = [text] if self._world.voice is None else _SENTENCES.findall(text) or [text]
        ahead = self._utterance(parts[0])
        for part, following in zip_longest(parts, parts[1:]):
            utterance, ahead = ahead, None if following is None else self._utterance(following)
            yield from self._part_of(part, utterance)

    def _part_of(self, text: str, utterance: Utterance | None) -> Iterator[Delta]:
        words = (Delta(text=piece) for piece in pieces_of(text, self._world.rng))
        yield from _take(words, _TRANSCRIPT_LEAD)
        for _ in range(_PATIENCE):
            if utterance is None or utterance.sound() is not None:
                break
            yield next(words, _NOTHING)
        sounds = (
            Delta(audio=data, audio_ms=length) for data, length in self._sounds(text, utterance)
        )
        while turn := [*_take(sounds, _CHUNKS_PER_TURN), *_take(words, _TRANSCRIPTS_PER_TURN)]:
            yield from turn

    def send(self, delta: Delta) -> None:
        """Send a piece of transcript or a chunk of audio."""
        if delta.text:
            self._send_text("response.output_audio_transcript.delta", delta.text)
            return
        if not delta.audio:
            return
        self._chunks += 1
        self.audio_ms += delta.audio_ms
        if not self._is_truncated:
            self._world.conversation.output_audio_ms[self.item["id"]] = self.audio_ms
        encoded = base64.b64encode(delta.audio).decode("ascii")
        self._emit_part("response.output_audio.delta", delta=encoded)

    def close(self, status: str) -> None:
        """Finish the item; one that was cut meanwhile keeps no transcript (§11)."""
        super().close(status)
        if self._is_truncated:
            self._world.conversation.cut_transcript(self.item["id"])

    def _utterance(self, text: str) -> Utterance | None:
        voice = self._world.voice
        return None if voice is None else voice.say(text, self._voice_name, self._speed)

    def _sounds(self, text: str, utterance: Utterance | None) -> Iterator[tuple[bytes, int]]:
        """What the voice made of the text, or the tone that stands for it."""
        audio_format = self._output["format"]["type"]
        samples = None if utterance is None else utterance.sound()
        if samples:
            return cut(samples, audio_format, self._chunks)
        return chunks(text, audio_format, self._speed, self._chunks)

    @property
    def _speed(self) -> float:
        speed: float = self._world.session["audio"]["output"]["speed"]
        return speed

    @property
    def _voice_name(self) -> str:
        voice = self._output["voice"]
        return voice if isinstance(voice, str) else ""

    @property
    def _is_truncated(self) -> bool:
        return self.item["id"] in self._world.conversation.truncated

    def _part(self) -> dict[str, str]:
        return {"type": "audio", "transcript": self._written}

    def _closing(self) -> None:
        self._emit_part("response.output_audio.done")
        self._emit_part("response.output_audio_transcript.done", transcript=self._written)
        self._emit_part("response.content_part.done", part=self._part())
        self.item["content"] = [{"type": "output_audio", "transcript": self._written}]


class CallStream(OutputStream):
    """A function call (§5a)."""

    def __init__(
        self, world: World, response_id: str, index: int, call: Call, *, mirrored: bool
    ) -> None:
        super().__init__(world, response_id, index, mirrored=mirrored)
        self._call = call
        self._arguments = call.raw if call.raw is not None else compact(call.arguments)

    @property
    def planned_text(self) -> str:
        """The arguments."""
        return self._arguments

    def deltas_of(self, text: str) -> Iterator[Delta]:
        """The pieces of the arguments' JSON text."""
        return (Delta(text=piece) for piece in argument_pieces(text))

    def send(self, delta: Delta) -> None:
        """Send a piece of the arguments."""
        self._written += delta.text
        kind = "response.function_call_arguments.delta"
        padding = self._padding(delta.text)
        self._emit(kind, call_id=self.item["call_id"], delta=delta.text, obfuscation=padding)

    @property
    def output_text_tokens(self) -> int:
        """Tokens of the name and of the arguments so far."""
        return text_tokens(self._call.name) + super().output_text_tokens

    def _new_item(self) -> dict[str, Any]:
        return {
            "id": self._world.ids.make("item"),
            "type": "function_call",
            "status": "in_progress",
            "name": self._call.name,
            "call_id": self._world.ids.make_call(),
            "arguments": "",
        }

    def _closing(self) -> None:
        self._emit(
            "response.function_call_arguments.done",
            call_id=self.item["call_id"],
            name=self._call.name,
            arguments=self._written,
        )
        self.item["arguments"] = self._written


def compact(arguments: Mapping[str, Any]) -> str:
    """Arguments as the JSON text that streams."""
    return json.dumps(dict(arguments), ensure_ascii=False, separators=(",", ":"))


def _take(deltas: Iterator[Delta], count: int) -> list[Delta]:
    return [delta for _, delta in zip(range(count), deltas, strict=False)]
