"""Simulated sessions: the events of a voice agent, in the order and shape of OpenAI's GA dialect.

A session has 40 turns, typed or spoken. It is made for speed, a million events in some seconds:
what comes often is written as text, what is rare is a dictionary.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tests.benchmarks.generator.speech import CHUNK_CHARS, Speech
from tests.benchmarks.generator.words import Words

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

Json = dict[str, Any]
SENT: Final = "client"
RECEIVED: Final = "server"
TURNS: Final = 40
START_US: Final = 1_795_348_800_000_000
"""The wall clock at the beginning of every generated capture."""

_STAMP_EPOCH_S: Final = 1_576_800_000
_BASE_62: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SCATTER: Final = 0x9E3779B97F4A7C15
_MS: Final = 1_000
_TRANSCRIPTION: Final = "conversation.item.input_audio_transcription"
_PCM: Final = {"type": "audio/pcm", "rate": 24_000}


class Event(NamedTuple):
    """One event on the wire."""

    time_us: int
    """Wall clock, microseconds since 1970."""
    direction: str
    """`client` or `server`, as in our files."""
    type: str
    text: str
    """Its JSON."""
    conn: int = 1


@dataclass(frozen=True, slots=True)
class Mix:
    """What sessions are made of. Ranges are from, to."""

    spoken: float = 0.55
    """Share of the turns that are spoken."""
    appends: tuple[int, int] = (3, 16)
    """Pieces of 100 ms that the user speaks in a turn."""
    words: tuple[int, int] = (20, 160)
    """Words of an answer."""
    words_per_audio: int = 9
    """Words of an answer between two pieces of its audio."""
    calls: float = 0.25
    big: float = 0.03
    """Share of `response.done` of 20 to 450 KB."""
    errors: float = 0.01
    id_first: float = 0.0
    """Share of server events whose `event_id`, and whole objects, stand before their `type`."""
    reconnects: bool = False
    """Whether each session is a connection of its own with a number of its own."""


MIXED: Final = Mix()
AUDIO: Final = Mix(spoken=1.0, appends=(20, 80), words=(15, 60), words_per_audio=1, big=0.0)


class Ids:
    """Ids as OpenAI writes them: prefix, the second in base 62, sixteen more characters."""

    def __init__(self) -> None:
        self._count = 0
        self._second = -1
        self._stamp = ""

    def make(self, prefix: str, time_us: int) -> str:
        """A new one."""
        second = time_us // 1_000_000
        if second != self._second:
            self._second = second
            self._stamp = _base_62(second - _STAMP_EPOCH_S)
        self._count += 1
        return f"{prefix}_{self._stamp}{self._count * _SCATTER & 0xFFFF_FFFF_FFFF_FFFF:016X}"


def sessions(rng: random.Random, mix: Mix = MIXED) -> Iterator[Event]:
    """One session after the other, without end."""
    ids = Ids()
    start_us = START_US
    conn = 1
    while True:
        session = Session(rng, mix, ids, start_us, conn)
        yield from session.events()
        start_us = session.now_us + 5_000 * _MS
        conn += mix.reconnects


class Session:
    """One connection."""

    def __init__(
        self, rng: random.Random, mix: Mix, ids: Ids, start_us: int = START_US, conn: int = 1
    ) -> None:
        self.now_us = start_us
        """The time of the last event, microseconds since 1970."""
        self._rng = rng
        self._mix = mix
        self._ids = ids
        self._conn = conn
        self._words = Words(rng)
        self._speech = Speech(rng)
        self._last_item: str | None = None
        self._conversation = self._id("conv")

    def events(self) -> Iterator[Event]:
        """All of them, in order."""
        config = {**_CONFIG, "id": self._id("sess"), "expires_at": self.now_us // 1_000_000 + 3600}
        asked = {name: _CONFIG[name] for name in ("type", "instructions", "tools", "audio")}
        yield self._received("session.created", {"session": config})
        yield self._sent("session.update", {"session": asked})
        yield self._received("session.updated", {"session": config}, 260)
        for _ in range(TURNS):
            self.now_us += self._between(300, 6_000) * _MS
            yield from self._turn()

    # Turns.

    def _turn(self) -> Iterator[Event]:
        spoken = self._rng.random() < self._mix.spoken
        yield from self._spoken_question() if spoken else self._typed_question()
        yield self._create_response()
        if self._rng.random() < self._mix.errors:
            yield self.error()
        if self._rng.random() < self._mix.calls:
            yield from self._call()
            yield self._create_response()
        yield from self._answer(spoken=spoken)

    def _typed_question(self) -> Iterator[Event]:
        text = self._words.text(self._between(3, 20))
        content = [{"type": "input_text", "text": text}]
        item = {"type": "message", "role": "user", "content": content}
        yield self._sent("conversation.item.create", {"item": item})
        yield from self._new_item({"id": self._id("item"), "status": "completed", **item})

    def _spoken_question(self) -> Iterator[Event]:
        item_id = self._id("item")
        pieces = self._between(*self._mix.appends)
        for piece in range(pieces):
            yield self._append()
            if piece == 1:
                started = {"audio_start_ms": 300, "item_id": item_id}
                yield self._received("input_audio_buffer.speech_started", started)
        stopped = {"audio_end_ms": pieces * 100, "item_id": item_id}
        yield self._received("input_audio_buffer.speech_stopped", stopped)
        committed = {"previous_item_id": self._last_item, "item_id": item_id}
        yield self._received("input_audio_buffer.committed", committed)
        content = [{"type": "input_audio", "transcript": None}]
        item = {"type": "message", "role": "user", "content": content}
        yield from self._new_item({"id": item_id, "status": "completed", **item})
        yield from self._transcription(item_id)

    def _transcription(self, item_id: str) -> Iterator[Event]:
        words = self._words.tokens(12)
        place = f'"item_id":"{item_id}","content_index":0'
        for word in words:
            yield self._delta(f"{_TRANSCRIPTION}.delta", place, word)
        usage = {"type": "duration", "seconds": 2}
        fields = {"item_id": item_id, "content_index": 0, "transcript": "".join(words).lstrip()}
        yield self._received(f"{_TRANSCRIPTION}.completed", {**fields, "usage": usage})

    def _append(self) -> Event:
        self.now_us += 100 * _MS
        text = f'{{"type":"input_audio_buffer.append","audio":"{self._speech.base64()}"}}'
        return Event(self.now_us, SENT, "input_audio_buffer.append", text, self._conn)

    def _create_response(self) -> Event:
        self.now_us += 5 * _MS
        text = f'{{"event_id":"{self._id("event")}","type":"response.create"}}'
        return Event(self.now_us, SENT, "response.create", text, self._conn)

    # Responses.

    def _answer(self, *, spoken: bool) -> Iterator[Event]:
        response = self._response(spoken=spoken)
        item_id = self._id("item")
        kind = "audio" if spoken else "text"
        part = {"type": kind, "transcript" if spoken else "text": ""}
        place = {"item_id": item_id, "output_index": 0, "content_index": 0}
        item = {"id": item_id, "type": "message", "status": "in_progress", "role": "assistant"}
        yield self._received("response.created", {"response": response}, 20)
        yield from self._open_item(response["id"], {**item, "content": []})
        place = {"response_id": response["id"], **place}
        yield self._received("response.content_part.added", {**place, "part": part})
        words = self._words.tokens(self._between(*self._mix.words))
        text = "".join(words).lstrip()
        yield from self._stream(place, words, spoken=spoken)
        if spoken:
            yield self._received("response.output_audio.done", place)
        name = "response.output_audio_transcript" if spoken else "response.output_text"
        said = {"transcript" if spoken else "text": text}
        yield self._received(f"{name}.done", {**place, **said})
        yield self._received("response.content_part.done", {**place, "part": {**part, **said}})
        content = [{"type": f"output_{kind}", **said}]
        final = {**item, "status": "completed", "content": content}
        yield from self._close_item(response["id"], final)
        yield from self._done(response, final)

    def _stream(self, place: Json, words: list[str], *, spoken: bool) -> Iterator[Event]:
        where = _dumps(place)[1:-1]
        if not spoken:
            for word in words:
                yield self._delta("response.output_text.delta", where, word)
            return
        for number, word in enumerate(words):
            yield self._delta("response.output_audio_transcript.delta", where, word)
            if number % self._mix.words_per_audio == 0:
                yield self._audio(where)

    def _audio(self, where: str) -> Event:
        dice = self._rng.random()
        chars = CHUNK_CHARS * (1 if dice < 0.8 else 2 if dice < 0.95 else 5)
        return self._plain_delta("response.output_audio.delta", where, self._speech.base64(chars))

    def _call(self) -> Iterator[Event]:
        response = self._response(spoken=False)
        call_id = "call_" + self._id("x")[-16:]
        arguments = _dumps({"city": self._words.text(2), "days": self._between(1, 9)})
        item = {
            "id": self._id("item"),
            "type": "function_call",
            "status": "in_progress",
            "name": "get_weather",
            "call_id": call_id,
            "arguments": "",
        }
        yield self._received("response.created", {"response": response}, 20)
        yield from self._open_item(response["id"], item)
        place = {"response_id": response["id"], "item_id": item["id"], "output_index": 0}
        place["call_id"] = call_id
        where = _dumps(place)[1:-1]
        for start in range(0, len(arguments), 6):
            piece = arguments[start : start + 6]
            yield self._delta("response.function_call_arguments.delta", where, piece)
        done = {**place, "name": item["name"], "arguments": arguments}
        yield self._received("response.function_call_arguments.done", done)
        final = {**item, "status": "completed", "arguments": arguments}
        yield from self._close_item(response["id"], final)
        yield from self._done(response, final)
        output = _dumps({"weather": self._words.text(8)})
        result = {"type": "function_call_output", "call_id": call_id, "output": output}
        yield self._sent("conversation.item.create", {"item": result}, self._between(50, 2_000))
        yield from self._new_item({"id": self._id("item"), "status": "completed", **result})

    def _response(self, *, spoken: bool) -> Json:
        return {
            "object": "realtime.response",
            "id": self._id("resp"),
            "status": "in_progress",
            "status_details": None,
            "output": [],
            "conversation_id": self._conversation,
            "output_modalities": ["audio" if spoken else "text"],
            "max_output_tokens": "inf",
            "audio": {"output": {"format": _PCM, "voice": "marin"}},
            "usage": None,
            "metadata": None,
        }

    def _done(self, response: Json, item: Json) -> Iterator[Event]:
        is_big = self._rng.random() < self._mix.big
        output = [item, *self._more_items(self._between(20, 450) * 1000)] if is_big else [item]
        status, details = self._status()
        fields = {**response, "status": status, "status_details": details, "output": output}
        yield self._received("response.done", {"response": {**fields, "usage": self._usage()}})
        limit = {"name": "tokens", "limit": 15_000_000, "remaining": 14_998_954}
        limits = {"rate_limits": [{**limit, "reset_seconds": 0.004}]}
        yield self._received("rate_limits.updated", limits, 35)

    def _status(self) -> tuple[str, Json | None]:
        dice = self._rng.random()
        if dice < 0.95:
            return "completed", None
        if dice < 0.985:
            return "cancelled", {"type": "cancelled", "reason": "turn_detected"}
        if dice < 0.995:
            return "incomplete", {"type": "incomplete", "reason": "max_output_tokens"}
        error = {"type": "server_error", "code": "server_error", "message": "Try again later."}
        return "failed", {"type": "failed", "error": error}

    def _usage(self) -> Json:
        text, audio, out = (self._between(20, 900) for _ in range(3))
        return {
            "total_tokens": text + audio + out,
            "input_tokens": text + audio,
            "output_tokens": out,
            "input_token_details": {"text_tokens": text, "audio_tokens": audio, "cached_tokens": 0},
            "output_token_details": {"text_tokens": out, "audio_tokens": 0},
        }

    def _more_items(self, size: int) -> Iterator[Json]:
        """Further output items of together about so many characters."""
        while size > 0:
            text = self._words.text(60)
            size -= len(text) + 150
            content = [{"type": "output_text", "text": text}]
            item = {"id": self._id("item"), "type": "message", "status": "completed"}
            yield {**item, "role": "assistant", "content": content}

    # Single events that captures of their own are made of.

    def error(self) -> Event:
        """A complaint about a value."""
        error = {
            "type": "invalid_request_error",
            "code": "invalid_value",
            "message": f"Invalid value: '{self._words.text(2)}'.",
            "param": "session.audio.output.voice",
            "event_id": None,
        }
        return self._received("error", {"error": error})

    def large_response(self, size: int) -> Event:
        """A `response.done` of about so many bytes of text in many items."""
        response = {**self._response(spoken=False), "status": "completed"}
        output = list(self._more_items(size))
        fields = {"response": {**response, "output": output, "usage": self._usage()}}
        return self._received("response.done", fields)

    def large_audio(self, size: int) -> Event:
        """A `response.output_audio.delta` of about so many bytes of base64."""
        place = {"response_id": self._id("resp"), "item_id": self._id("item")}
        where = _dumps({**place, "output_index": 0, "content_index": 0})[1:-1]
        audio = self._speech.base64(size // 4 * 4)
        return self._plain_delta("response.output_audio.delta", where, audio)

    # Items and events.

    def _new_item(self, item: Json) -> Iterator[Event]:
        fields = {"previous_item_id": self._last_item, "item": item}
        self._last_item = item["id"]
        yield self._received("conversation.item.added", fields)
        yield self._received("conversation.item.done", fields)

    def _open_item(self, response_id: str, item: Json) -> Iterator[Event]:
        fields = {"response_id": response_id, "output_index": 0, "item": item}
        yield self._received("response.output_item.added", fields)
        fields = {"previous_item_id": self._last_item, "item": item}
        self._last_item = item["id"]
        yield self._received("conversation.item.added", fields)

    def _close_item(self, response_id: str, item: Json) -> Iterator[Event]:
        yield self._received("conversation.item.done", {"previous_item_id": None, "item": item})
        fields = {"response_id": response_id, "output_index": 0, "item": item}
        yield self._received("response.output_item.done", fields)

    def _delta(self, kind: str, where: str, word: str) -> Event:
        self.now_us += 20_000
        escaped = word.replace("\\", "\\\\").replace('"', '\\"')
        text = (
            f'{{{self._names(kind)},{where},"delta":"{escaped}",'
            f'"obfuscation":"{self._words.obfuscation(word)}"}}'
        )
        return Event(self.now_us, RECEIVED, kind, text, self._conn)

    def _plain_delta(self, kind: str, where: str, delta: str) -> Event:
        self.now_us += 12_345
        text = f'{{{self._names(kind)},{where},"delta":"{delta}"}}'
        return Event(self.now_us, RECEIVED, kind, text, self._conn)

    def _received(self, kind: str, fields: Json, after_ms: int = 2) -> Event:
        self.now_us += after_ms * _MS
        body = _dumps(fields)[1:-1]
        if self._mix.id_first and self._rng.random() < self._mix.id_first:
            text = f'{{"event_id":"{self._id("event")}",{body},"type":"{kind}"}}'
        else:
            text = f'{{"type":"{kind}","event_id":"{self._id("event")}",{body}}}'
        return Event(self.now_us, RECEIVED, kind, text, self._conn)

    def _sent(self, kind: str, fields: Json, after_ms: int = 2) -> Event:
        self.now_us += after_ms * _MS
        text = f'{{"type":"{kind}",{_dumps(fields)[1:-1]}}}'
        return Event(self.now_us, SENT, kind, text, self._conn)

    def _names(self, kind: str) -> str:
        event_id = self._id("event")
        if self._mix.id_first and self._rng.random() < self._mix.id_first:
            return f'"event_id":"{event_id}","type":"{kind}"'
        return f'"type":"{kind}","event_id":"{event_id}"'

    def _id(self, prefix: str) -> str:
        return self._ids.make(prefix, self.now_us)

    def _between(self, least: int, most: int) -> int:
        return least + int(self._rng.random() * (most - least + 1))


def _dumps(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _base_62(number: int) -> str:
    text = ""
    while number:
        number, digit = divmod(number, 62)
        text = _BASE_62[digit] + text
    return text


def _tool(number: int) -> Json:
    city = {"type": "string", "description": "City as the caller said it."}
    days = {"type": "integer", "minimum": 1}
    parameters = {"type": "object", "properties": {"city": city, "days": days}}
    return {
        "type": "function",
        "name": "get_weather" if number == 0 else f"look_up_{number}",
        "description": "Looks up what the caller asks for and returns it as one sentence.",
        "parameters": {**parameters, "required": ["city"], "additionalProperties": False},
    }


_RULE: Final = (
    "You are the telephone agent of a parcel service. Answer in the language of the caller, in "
    "one or two short sentences, and never promise a refund before the order was looked up. "
)
_CONFIG: Final[Json] = {
    "type": "realtime",
    "object": "realtime.session",
    "id": "",
    "model": "gpt-realtime",
    "output_modalities": ["audio"],
    "instructions": _RULE * 19,
    "tools": [_tool(number) for number in range(12)],
    "tool_choice": "auto",
    "max_output_tokens": "inf",
    "tracing": None,
    "truncation": "auto",
    "prompt": None,
    "expires_at": 0,
    "audio": {
        "input": {
            "format": _PCM,
            "transcription": {"model": "gpt-realtime-whisper", "language": None, "prompt": None},
            "noise_reduction": None,
            "turn_detection": {
                "type": "server_vad",
                "threshold": 0.5,
                "prefix_padding_ms": 300,
                "silence_duration_ms": 500,
                "idle_timeout_ms": None,
                "create_response": False,
                "interrupt_response": True,
            },
        },
        "output": {"format": _PCM, "voice": "marin", "speed": 1.0},
    },
    "include": None,
}
