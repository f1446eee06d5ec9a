"""How far a person is in a lesson: a fold over the records of its session."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.core.filter_row import FilterRow
    from realtime_inspector.lessons.model import Expected, Lesson, Slip, Step


@dataclass(frozen=True, slots=True)
class Sighting:
    """Something expected that has come."""

    step: int
    """Index of the step."""
    place: int
    """Index in what the step expects."""
    seq: int
    """Number of the event; of several the last one's."""
    type: str


@dataclass(frozen=True, slots=True)
class Slipped:
    """A mistake that was made in the present step."""

    slip: Slip
    seq: int


@dataclass(frozen=True, slots=True)
class LessonRun:
    """A moment of a lesson. Nothing is skipped: each record serves one expectation at most."""

    lesson: Lesson
    step_index: int = 0
    place: int = 0
    """How many of the step's expectations are met."""
    count: int = 0
    """How often the one that is waited for has come, if it has to come several times."""
    sightings: Sequence[Sighting] = ()
    """All that has come, in order."""
    slipped: Slipped | None = None
    """The last mistake since the step began or went on."""
    hints: int = 0
    """How many hints of the step are shown."""

    @property
    def is_over(self) -> bool:
        """Whether all steps are done."""
        return self.step_index >= len(self.lesson.steps)

    @property
    def step(self) -> Step | None:
        """The step that is to be done; none when the lesson is over."""
        return None if self.is_over else self.lesson.steps[self.step_index]

    @property
    def awaited(self) -> Expected | None:
        """What has to come next; none when the lesson is over."""
        step = self.step
        return None if step is None else step.expected[self.place]

    def after(self, row: FilterRow) -> LessonRun:
        """The run after one more record of the session."""
        step, awaited = self.step, self.awaited
        if step is None or awaited is None:
            return self
        if not awaited.is_looked_at and awaited.event.matches(row):
            return self._met(row, awaited)
        slip = next((one for one in step.slips if one.event.matches(row)), None)
        return self if slip is None else replace(self, slipped=Slipped(slip, row.seq))

    def after_look(self, row: FilterRow) -> LessonRun:
        """The run after the person has selected an event."""
        awaited = self.awaited
        if awaited is None or not awaited.is_looked_at or not awaited.event.matches(row):
            return self
        return self._met(row, awaited)

    def after_hint(self) -> LessonRun:
        """The run with one more hint shown, if there is one."""
        step = self.step
        if step is None or self.hints >= len(step.hints):
            return self
        return replace(self, hints=self.hints + 1)

    def _met(self, row: FilterRow, awaited: Expected) -> LessonRun:
        if self.count + 1 < awaited.times:
            return replace(self, count=self.count + 1, slipped=None)
        sighting = Sighting(self.step_index, self.place, row.seq, row.type)
        sightings = (*self.sightings, sighting)
        step = self.lesson.steps[self.step_index]
        if self.place + 1 < len(step.expected):
            return replace(self, place=self.place + 1, count=0, sightings=sightings, slipped=None)
        return LessonRun(self.lesson, self.step_index + 1, sightings=sightings)
