"""SubRip and WebVTT: who said what when, on the times of the WAV export."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.captions import LiveWords, cues
from realtime_inspector.analysis.soundtrack import MeasuredTape, Side, SoundGatherer
from realtime_inspector.analysis.transcript import transcript
from realtime_inspector.core.errors import InspectorError
from realtime_inspector.core.safe import visible
from realtime_inspector.export.base import PROGRAM, encoded, secrets_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.captions import Cue
    from realtime_inspector.analysis.transcript import Line
    from realtime_inspector.export.material import Material

_NAMES: Final = {Side.USER: "User", Side.AGENT: "Agent"}
_SRT_LABELS: Final = {side: f"{name.upper()}: " for side, name in _NAMES.items()}
_NO_LABELS: Final = dict.fromkeys(_NAMES, "")
_SRT_MARKUP: Final = str.maketrans("<>{}", "‹›❴❵")
"""SubRip has no escapes, and players take these for tags."""
_VTT_MARKUP: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ARROW: Final = re.compile(r"-+>")


class SrtExporter:
    """SubRip: every player knows it. The speaker stands before the first line of a turn."""

    def export(self, material: Material) -> Iterator[bytes]:
        """The subtitles.

        Raises:
            InspectorError: Nobody says anything.
        """
        return encoded(_srt(_cues_of(material, _SRT_LABELS)))


class VttExporter:
    """WebVTT: for browsers, with the speaker as a voice."""

    def export(self, material: Material) -> Iterator[bytes]:
        """The subtitles.

        Raises:
            InspectorError: Nobody says anything.
        """
        return encoded(_vtt(_cues_of(material, _NO_LABELS), material))


def _cues_of(material: Material, labels: dict[Side, str]) -> list[Cue]:
    sound, words = SoundGatherer(MeasuredTape()), LiveWords()
    for row in material.records():
        sound.feed(row.seq, row.record, row.event)
        words.feed(row.record, row.event)
    found = cues(_lines(material), words, sound.track(), labels)
    if not found:
        raise InspectorError(
            f"Nobody says anything in {material.source.name}, so there is nothing to show.",
            "User speech has words only where the session asks for input transcription.",
        )
    return found


def _lines(material: Material) -> Iterator[Line]:
    for chapter in material.chapters():
        yield from transcript(chapter.state, chapter.first_session).lines


def _srt(found: list[Cue]) -> Iterator[str]:
    for number, cue in enumerate(found, 1):
        label = _SRT_LABELS[cue.side] if cue.is_first else ""
        text = label + "\n".join(visible(line).translate(_SRT_MARKUP) for line in cue.lines)
        times = f"{_clock(cue.start_ms, ',')} --> {_clock(cue.end_ms, ',')}"
        yield f"{number}\n{times}\n{text}\n" if number == 1 else f"\n{number}\n{times}\n{text}\n"


def _vtt(found: list[Cue], material: Material) -> Iterator[str]:
    yield "WEBVTT\n\n"
    yield f"NOTE\n{_note(material)}\n"
    for cue in found:
        text = "\n".join(visible(line).translate(_VTT_MARKUP) for line in cue.lines)
        times = f"{_clock(cue.start_ms, '.')} --> {_clock(cue.end_ms, '.')}"
        yield f"\n{times}\n<v {_NAMES[cue.side]}>{text}\n"


def _note(material: Material) -> str:
    """What the file is; an arrow in it would end the note."""
    source = material.source
    rows = (
        f"Capture: {source.name}",
        f"Secrets: {secrets_words(source.redactions)}",
        *source.notes,
        f"Written by: {PROGRAM} {source.app}".rstrip(),
    )
    return "\n".join(_ARROW.sub("→", visible(" ".join(row.split()))) for row in rows)


def _clock(moment_ms: float, point: str) -> str:
    seconds, ms = divmod(round(moment_ms), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{ms:03}"
