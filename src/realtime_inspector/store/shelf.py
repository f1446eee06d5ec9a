"""Keeps the states of parts of a log that nobody looks at now, within a number of bytes."""

from __future__ import annotations

import io
import pickle
import zlib
from collections import OrderedDict
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.store.course import Course

if TYPE_CHECKING:
    from realtime_inspector.core.state import CaptureState

MOST_BYTES: Final = 64_000_000
"""Of courses on the shelf. A session of 5,000 events takes 25 kB packed."""
PACKED_THINGS: Final = 5_000
"""A course with more of them in all its checkpoints is kept as it is: packing would take longer
than 10 ms, and all that its checkpoints share would be written once for each."""
BYTES_OF_A_THING: Final = 700
BYTES_OF_A_CHECKPOINT: Final = 8_000
"""What it does not share with the one before, at most."""
_FAST: Final = 1


@dataclass(frozen=True, slots=True)
class _Kept:
    """A course, packed or as it is."""

    last: int
    """Number of the record that it has come to."""
    content: bytes | Course
    size: int
    """Bytes, estimated where it is not packed."""


class Shelf:
    """Courses by their first record; those that were not taken for longest are given up."""

    def __init__(self) -> None:
        self._courses: OrderedDict[int, _Kept] = OrderedDict()
        self._size = 0

    @property
    def size(self) -> int:
        """Bytes that are held, about."""
        return self._size

    @property
    def is_full(self) -> bool:
        """Whether one more course would most likely push another one out."""
        return self._size * 10 >= MOST_BYTES * 9

    def last_of(self, first: int) -> int:
        """The record that the course from one record on has come to; 0 if there is none."""
        kept = self._courses.get(first)
        return kept.last if kept is not None else 0

    def take(self, first: int) -> Course | None:
        """The course that begins with a record, which stays here, too."""
        kept = self._courses.get(first)
        if kept is None:
            return None
        self._courses.move_to_end(first)
        return _unpacked(first, kept.content) if isinstance(kept.content, bytes) else kept.content

    def keep(self, course: Course) -> None:
        """Puts a course here, or what has been added to it since."""
        last = course.state.seq
        if last < course.first or self.last_of(course.first) == last:
            return
        self._drop(course.first)
        content = _packed(course)
        size = _size_of(course) if content is None else len(content)
        kept = _Kept(last, course if content is None else content, size)
        self._courses[course.first] = kept
        self._size += kept.size
        while self._size > MOST_BYTES:
            self._drop(next(iter(self._courses)))

    def _drop(self, first: int) -> None:
        kept = self._courses.pop(first, None)
        self._size -= kept.size if kept is not None else 0


def _things(state: CaptureState) -> int:
    """How many objects a state holds, about."""
    spoken = len(state.items) + len(state.responses) + len(state.entries)
    return spoken + len(state.problems) + len(state.notices)


def _size_of(course: Course) -> int:
    state = course.state
    things = _things(state)
    size = len(course.checkpoints) * BYTES_OF_A_CHECKPOINT + things * BYTES_OF_A_THING
    if size > MOST_BYTES:  # not counted further: it is not kept
        return size
    texts = (len(one.text) + len(one.arguments) + len(one.output) for one in state.items.values())
    return size + sum(texts)


class _Pickler(pickle.Pickler):
    """For states: they hold views of mappings, which pickle does not know."""

    def reducer_override(self, value: object) -> Any:
        if isinstance(value, MappingProxyType):
            return _view, (dict(value),)
        return NotImplemented


def _view(mapping: dict[str, Any]) -> MappingProxyType[str, Any]:
    return MappingProxyType(mapping)


def _packed(course: Course) -> bytes | None:
    """The course in few bytes; `None` if that is not worth it."""
    if sum(map(_things, course.checkpoints)) > PACKED_THINGS:
        return None
    written = io.BytesIO()
    try:
        _Pickler(written, pickle.HIGHEST_PROTOCOL).dump(course.checkpoints)
    except RecursionError:  # objects in objects in objects, as somebody has sent them
        return None
    return zlib.compress(written.getbuffer(), _FAST)


def _unpacked(first: int, content: bytes) -> Course:
    # What is read was written by this process, and has never left its memory.
    return Course(first, pickle.loads(zlib.decompress(content)))  # noqa: S301
