"""Gathers what the parts of the page are made from, within limits that a browser can bear."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.sequence import Sequencer
from realtime_inspector.analysis.soundtrack import SoundGatherer
from realtime_inspector.analysis.transcript import Transcript, transcript
from realtime_inspector.analysis.transcript.totals import Totals
from realtime_inspector.core.audio import session_formats
from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.event import Event
from realtime_inspector.export.base import Cleaner, ExportSource, header_rows, note_rows
from realtime_inspector.export.html.events import EventRow, RowMaker
from realtime_inspector.export.html.sounds import MOST_SECONDS, SampleTape, Sound, sounds_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.sequence import Step
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.export.diagnosis import Diagnosis
    from realtime_inspector.export.material import Material

MOST_EVENTS: Final = 100_000
"""On one page; Chromium opens so many in five seconds and searches them in one third."""
MOST_CHARACTERS: Final = 64_000_000
"""Of the text of the events on one page, sound left out."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """What is on a page; nothing in it is a secret."""

    spoken: Transcript
    source: ExportSource
    header: tuple[tuple[str, str], ...]
    """What is said on top of every export: label and value."""
    notes: tuple[str, ...]
    rows: list[EventRow]
    findings: Diagnosis
    steps: list[Step]
    sounds: dict[int, Sound]
    """By the key of the item."""
    other_sounds: list[Sound]
    """Of no item in the capture."""


def content_of(material: Material) -> PageContent:
    """All that a page shows.

    Raises:
        UsageError: It is too much for one page.
    """
    _refuse_too_many(material)
    events = _Events(material.state)
    events.take(material)
    by_item, others = sounds_of(events.gatherer.track(), events.tape, material.state)
    cleaner = Cleaner()
    spoken = cleaner.clean(transcript(material.state))
    source = cleaner.clean(material.source)
    totals = Totals()
    totals.add(spoken)
    totals.measured.add(material.state, 0, material.tariff)
    sound_notes = _sound_notes(material, events.tape) if by_item or others else ()
    return PageContent(
        spoken=spoken,
        source=source,
        header=header_rows(totals, source, cleaner.count),
        notes=(*note_rows(spoken, source), *sound_notes),
        rows=events.rows,
        findings=material.findings,
        steps=events.steps,
        sounds=by_item,
        other_sounds=others,
    )


@dataclass
class _Events:
    """Takes the events once, for all who need each of them."""

    state: CaptureState
    rows: list[EventRow] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    tape: SampleTape = field(default_factory=SampleTape)

    def __post_init__(self) -> None:
        formats = session_formats(self.state.session.effective)
        self.gatherer = SoundGatherer(self.tape, formats)

    def take(self, material: Material) -> None:
        """Take all of them.

        Raises:
            UsageError: They are too much for one page.
        """
        maker = RowMaker(self.state, material.tariff, material.findings)
        sequencer = Sequencer(self.state.first_ns)
        characters = 0
        for one in material.records():
            event = Event.of(one.record)
            self.rows.append(maker.row(one, event))
            self.steps.extend(sequencer.feed(one.seq, one.record, event))
            self.gatherer.feed(one.seq, one.record, event)
            characters += len(self.rows[-1].text)
            if characters > MOST_CHARACTERS:
                raise _too_much(f"more than {MOST_CHARACTERS // 1_000_000} MB of events")
        self.steps.extend(sequencer.finish())


def _refuse_too_many(material: Material) -> None:
    """Counts first, so that what is too much is refused before it is read for its meaning."""
    for count, _ in enumerate(material.records(), 1):
        if count > MOST_EVENTS:
            raise _too_much(f"more than {MOST_EVENTS:,} events")


def _too_much(words: str) -> UsageError:
    return UsageError(
        f"The capture holds {words}, too much for one page.",
        "Choose a part with --filter, such as 'n:1..50000', or another format, such as md.",
    )


def _sound_notes(material: Material, tape: SampleTape) -> Iterator[str]:
    if material.wanted is not None:
        yield "The sound is that of the chosen events only; an item may have more."
    if tape.is_full:
        yield (
            f"Only the first {MOST_SECONDS // 60} minutes of sound are on this page; "
            "export a part with --filter, or all of it with --format wav."
        )
