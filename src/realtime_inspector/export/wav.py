"""WAV: what was heard, the user on the left and the agent on the right, placed in time.

One file for the capture; into a folder also one for each item, and a table of them. Where what
stands is told by `analysis.soundtrack`; the subtitles go by the same times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.soundtrack import SoundGatherer
from realtime_inspector.analysis.soundtrack.mix import CHANNELS, mono, stereo
from realtime_inspector.analysis.soundtrack.spooled_tape import SpooledTape
from realtime_inspector.core.audio import PCM16_24K, session_formats
from realtime_inspector.core.errors import InspectorError
from realtime_inspector.core.pcm import SAMPLE_RATE, little_endian
from realtime_inspector.core.riff import wav_header
from realtime_inspector.core.times import format_time
from realtime_inspector.export.base import PROGRAM

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Iterator

    from realtime_inspector.analysis.soundtrack import Clip, Track
    from realtime_inspector.export.material import Material

MOST_HOURS: Final = 24
"""A longer file is a clock that jumped, or days between two sessions, and nearly all silence."""
SESSION_FILE: Final = "session.wav"
TABLE_FILE: Final = "items.tsv"
NO_TIMES: Final = "The capture has no times: what was said is laid one after another."
_TABLE: Final = ("file", "speaker", "item_id", "start_ms", "end_ms", "heard_ms", "whole_ms")
_NOT_IN_NAMES: Final = re.compile(r"[^A-Za-z0-9_-]+")
_NAME_LENGTH: Final = 40


class WavExporter:
    """A capture as sound."""

    def export(self, material: Material) -> Iterator[bytes]:
        """One stereo file.

        Raises:
            InspectorError: There is no audio, or the capture spans days.
        """
        return _Sound.of(material).session()

    def files(self, material: Material) -> Iterator[tuple[str, Iterator[bytes]]]:
        """The stereo file, each item as it was heard, and a table of the items."""
        sound = _Sound.of(material)
        names = [_file_name(number, turn) for number, turn in enumerate(sound.track.turns, 1)]
        yield SESSION_FILE, sound.session()
        for name, turn in zip(names, sound.track.turns, strict=True):
            yield name, sound.item(turn)
        yield TABLE_FILE, _table(names, sound.track.turns)


@dataclass(frozen=True, slots=True)
class _Sound:
    """The audio of a capture and where it is heard."""

    track: Track
    tape: SpooledTape
    about: dict[str, str]
    """What the file says about itself, by the names of RIFF's INFO list."""

    @classmethod
    def of(cls, material: Material) -> _Sound:
        tape = SpooledTape()
        formats = (PCM16_24K, PCM16_24K)
        if material.wanted is not None:  # the session's beginning may be filtered out
            formats = session_formats(material.state.session.effective)
        gatherer = SoundGatherer(tape, formats)
        for row in material.records():
            gatherer.feed(row.seq, row.record, row.event)
        track = gatherer.track()
        _check(track, tape, material)
        return cls(track, tape, _about(track, tape, material))

    def session(self) -> Iterator[bytes]:
        """The stereo file."""
        yield wav_header(self.track.frames, len(CHANNELS), self.about)
        yield from _bytes(stereo(self.track, self.tape.read))

    def item(self, turn: Clip) -> Iterator[bytes]:
        """The file of one item."""
        yield wav_header(turn.frames, 1, {"ISFT": self.about["ISFT"]})
        yield from _bytes(mono(turn, self.tape.read))


def _bytes(windows: Iterable[array[int]]) -> Iterator[bytes]:
    return map(little_endian, windows)


def _check(track: Track, tape: SpooledTape, material: Material) -> None:
    name = material.source.name
    if not track.frames and tape.left_out:
        raise InspectorError(
            f"The audio was taken out of {name}; only its length is left.",
            "Export the capture that it was made from.",
        )
    if not track.frames:
        where = name if material.wanted is None else f"what the filter leaves of {name}"
        raise InspectorError(
            f"There is no audio in {where}.", "For what was written, export as md or srt."
        )
    hours = track.frames / SAMPLE_RATE / 3600
    if hours > MOST_HOURS:
        raise InspectorError(
            f"The audio of {name} is spread over {hours:,.0f} hours, nearly all of them silent.",
            "Export a part of it, such as --range 1..5000.",
        )


def _about(track: Track, tape: SpooledTape, material: Material) -> dict[str, str]:
    notes = [] if track.is_timed else [NO_TIMES]
    if tape.unreadable:
        notes.append(f"{tape.unreadable:,} pieces of audio could not be decoded.")
    notes.append("Left: the user. Right: the agent.")
    about = {
        "INAM": material.source.name,
        "ICRD": (format_time(track.zero_ns) or "")[:10],
        "ISFT": f"{PROGRAM} {material.source.app}".rstrip(),
        "ICMT": " ".join((*notes, *material.source.notes)),
    }
    return {name: text for name, text in about.items() if text}


def _file_name(number: int, turn: Clip) -> str:
    """Such as `007-agent-item_abc.wav`; nothing a server sent can lead out of the folder."""
    words = (f"{number:03}", turn.side.value, _NOT_IN_NAMES.sub("_", turn.item_id)[:_NAME_LENGTH])
    return "-".join(word for word in words if word) + ".wav"


def _table(names: Iterable[str], turns: Iterable[Clip]) -> Iterator[bytes]:
    yield "\t".join(_TABLE).encode() + b"\n"
    for name, turn in zip(names, turns, strict=True):
        item_id = _NOT_IN_NAMES.sub("_", turn.item_id)
        places_ms = (turn.start_ms, turn.end_ms, turn.heard_ms, turn.whole_ms)
        row = (name, turn.side.value, item_id, *(f"{ms:.0f}" for ms in places_ms))
        yield "\t".join(row).encode() + b"\n"
