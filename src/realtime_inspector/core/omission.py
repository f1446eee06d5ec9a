"""Share bundles: records without the sound, or without what was said, and otherwise the same.

Audio becomes the object of INTERCHANGE.md §3.2, `{"$audio":{"bytes":4800,"ms":100,"sha256":"…"}}`,
a text `«12 characters»`. Keys, types, ids, numbers, times, usage and error messages stay. Texts
are told from names by the key they stand under and, where that key is not known, by their look:
nothing with a space in it, or with a letter beyond ASCII, passes.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.audio import PCM16_24K, base64_size, session_formats
from realtime_inspector.core.record import RecordKind, notice

if TYPE_CHECKING:
    from realtime_inspector.core.audio import AudioFormat
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.record import Record

_TEXT_KEYS: Final = frozenset(
    {
        "text", "transcript", "delta", "instructions", "arguments", "output", "prompt", "token",
        "description", "title", "image_url", "file_data", "input", "content", "enum", "keywords",
        "summary", "refusal",
    }
)  # fmt: skip
"""What people, models and tools say: a string under one of them, or a list of strings."""
_OPAQUE_KEYS: Final = frozenset({"metadata", "variables", "arguments", "output_data"})
"""Whatever is below them was chosen by the app or the model."""
_KEPT_KEYS: Final = frozenset({"message", "reason"})
"""Of errors and closes: without them a bundle would not tell what went wrong."""
_NAME: Final = re.compile(r"[A-Za-z0-9_.:/+-]{1,80}")


@dataclass(frozen=True, slots=True)
class Omission:
    """What a share bundle leaves out."""

    audio: bool = False
    text: bool = False

    def __bool__(self) -> bool:
        return self.audio or self.text

    @property
    def words(self) -> tuple[str, ...]:
        """What a reader must know, in sentences."""
        said = (
            (self.audio, "The audio was left out on purpose (--no-audio); its length is kept."),
            (
                self.text,
                "What was said and written was left out on purpose (--no-text): instructions, "
                "texts, transcripts, arguments and results stand as «12 characters».",
            ),
        )
        return tuple(words for is_said, words in said if is_said)


class Omitter:
    """Leaves it out of one record after the other; it follows the session for its audio formats."""

    def __init__(self, omission: Omission) -> None:
        self._omission = omission
        self._input = self._output = PCM16_24K

    def record(self, record: Record, event: Event) -> Record:
        """The record without what is to be left out; the same object if it had none of it.

        Args:
            record: The record.
            event: Its event.
        """
        if record.kind is RecordKind.TEXT:
            return _without_text(record) if self._omission.text else record
        if record.kind is RecordKind.BINARY:
            return _without_frame(record)
        if event.canonical_type in {"session.created", "session.updated"}:
            session = event.get("session")
            self._input, self._output = session_formats(
                session if isinstance(session, dict) else {}
            )
        try:
            changed = self._value(event.raw, _Place(is_audio_delta=_is_audio_delta(event)))
        except RecursionError:
            return _without_text(record)
        if changed == event.raw:
            return record
        text = json.dumps(changed, ensure_ascii=False, separators=(",", ":"))
        return replace(record, payload=text.encode("utf-8", "surrogatepass"))

    def _value(self, value: Any, place: _Place) -> Any:
        if isinstance(value, str):
            return self._string(value, place)
        if isinstance(value, dict):
            return {key: self._value(one, place.under(key)) for key, one in value.items()}
        if isinstance(value, list):
            if self._omission.text and place.key == "bytes":  # `logprobs` spell the text in them
                return []
            return [self._value(one, place) for one in value]
        return value

    def _string(self, value: str, place: _Place) -> Any:
        if place.is_audio:
            audio = self._output if place.is_audio_delta else self._input
            return audio_mark(value, audio) if self._omission.audio else value
        return _without(value, place) if self._omission.text else value


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in an event a value stands."""

    key: str = ""
    is_audio_delta: bool = False
    is_opaque: bool = False

    def under(self, key: str) -> _Place:
        return _Place(key, self.is_audio_delta, self.is_opaque or key in _OPAQUE_KEYS)

    @property
    def is_audio(self) -> bool:
        """Whether a string here is audio in base64."""
        return self.key == "audio" or (self.key == "delta" and self.is_audio_delta)

    @property
    def is_text(self) -> bool:
        """Whether a string here is what somebody said."""
        return self.is_opaque or self.key in _TEXT_KEYS


def audio_mark(encoded: str, audio: AudioFormat) -> dict[str, Any]:
    """What stands in a share bundle for audio: its size, playing time and checksum.

    Args:
        encoded: The base64 text.
        audio: The format of the samples.
    """
    try:
        data = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return {"$audio": {"bytes": base64_size(encoded), "ms": None, "sha256": None}}
    digest = hashlib.sha256(data).hexdigest()
    ms = round(audio.duration_ms(len(data)), 3)
    return {"$audio": {"bytes": len(data), "ms": ms, "sha256": digest}}


def text_mark(text: str) -> str:
    """What stands in a share bundle for a text."""
    return f"«{len(text):,} character{'' if len(text) == 1 else 's'}»" if text else ""


def _is_audio_delta(event: Event) -> bool:
    return event.canonical_type.endswith("audio.delta")


def _without(value: str, place: _Place) -> str:
    is_name = _NAME.fullmatch(value) is not None
    is_kept = not place.is_text and (is_name or place.key in _KEPT_KEYS)
    return value if is_kept else text_mark(value)


def _without_text(record: Record) -> Record:
    text = record.payload.decode("utf-8", "replace")
    return replace(record, kind=RecordKind.TEXT, payload=text_mark(text).encode())


def _without_frame(record: Record) -> Record:
    """A binary frame may hold anything."""
    size = base64_size(record.payload.decode("ascii", "replace"))
    message = f"binary frame of {size:,} bytes left out"
    fields = {"message": message, "bytes": size}
    return notice(
        "omitted", record.time_ns, record.conn, fields, direction=record.direction, line=record.line
    )
