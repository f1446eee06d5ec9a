"""Which lessons were finished, kept from one run to the next in a small private file."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.config.private_file import only_writer, replace_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_VERSION: Final = 1
_MOST_BYTES: Final = 1_000_000
"""No progress file is longer: what is, is not ours."""
DAMAGED: Final = "The file of your progress in the lessons was damaged: it starts anew."
UNWRITABLE: Final = "Your progress in the lessons cannot be kept:"


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """How far one lesson was done at best."""

    steps: int = 0
    """Steps done in the best run."""
    is_finished: bool = False


@dataclass(slots=True)
class Progress:
    """The progress in all lessons. The file is read each time, so that other instances count."""

    path: Path | None = None
    """The file; `None`: nothing is kept after the run."""
    problem: str = ""
    """What went wrong with the file, for the person; empty if nothing did."""
    _own: dict[str, LessonProgress] = field(default_factory=dict)

    @property
    def is_new_here(self) -> bool:
        """Whether no lesson was ever begun: then the screen points to the first one."""
        return not self.all()

    def all(self) -> dict[str, LessonProgress]:
        """Progress by the lesson's name; lessons that were never begun are not there."""
        return _better(self._read(), self._own)

    def of(self, name: str) -> LessonProgress:
        """The progress in one lesson."""
        return self.all().get(name, LessonProgress())

    def reached(self, name: str, steps: int, *, is_finished: bool = False) -> None:
        """Remembers how far a lesson was done; less than before changes nothing.

        A file that cannot be written is no reason to stop learning: `problem` says so.
        """
        self._own = _better(self._own, {name: LessonProgress(steps, is_finished)})
        if self.path is None:
            return
        try:
            with only_writer(self.path.parent):
                replace_text(self.path, _text_of(_better(self._read(), self._own)))
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            self.problem = f"{UNWRITABLE} {reason}."

    def _read(self) -> dict[str, LessonProgress]:
        if self.path is None:
            return {}
        try:
            content = self.path.read_bytes()
        except OSError:  # as a rule there is none yet
            return {}
        lessons = _lessons_of(content)
        if lessons is None:
            self.problem = DAMAGED
        return lessons or {}


def _lessons_of(content: bytes) -> dict[str, LessonProgress] | None:
    """The lessons of a file; `None` if it is not one of ours."""
    try:
        raw = json.loads(content) if len(content) <= _MOST_BYTES else None
    except (ValueError, RecursionError):
        return None
    lessons = raw.get("lessons") if isinstance(raw, dict) else None
    if not isinstance(lessons, dict):
        return None
    found = {name: _progress_of(one) for name, one in lessons.items()}
    sound = {name: one for name, one in found.items() if one is not None}
    return sound if len(sound) == len(found) else None


def _progress_of(content: Any) -> LessonProgress | None:
    if not isinstance(content, dict):
        return None
    steps, is_finished = content.get("steps"), content.get("finished")
    if not isinstance(steps, int) or isinstance(steps, bool) or steps < 0:
        return None
    if not isinstance(is_finished, bool):
        return None
    return LessonProgress(steps, is_finished)


def _text_of(lessons: Mapping[str, LessonProgress]) -> str:
    content = {
        "version": _VERSION,
        "lessons": {
            name: {"steps": one.steps, "finished": one.is_finished}
            for name, one in sorted(lessons.items())
        },
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _better(
    one: Mapping[str, LessonProgress], other: Mapping[str, LessonProgress]
) -> dict[str, LessonProgress]:
    merged = dict(one)
    for name, progress in other.items():
        before = merged.get(name, LessonProgress())
        merged[name] = LessonProgress(
            max(before.steps, progress.steps), before.is_finished or progress.is_finished
        )
    return merged
