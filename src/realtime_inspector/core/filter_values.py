"""What can stand behind a key of a filter: types, directions, families, ids, measures."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.events import CATALOGUE
from realtime_inspector.core.filter_candidates import Candidate, CandidateKind
from realtime_inspector.core.filter_spelling import FIELDS, UNITS, value_text
from realtime_inspector.core.names import FAMILIES, family_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from realtime_inspector.core.filter_candidates import Option
    from realtime_inspector.core.filter_vocabulary import Vocabulary

MOST_TYPES: Final = 5_000
"""Types looked at: a broken server may send any number of them."""
MOST_IDS: Final = 200
FIRST_GLOBS: Final = 4
"""Globs offered before anything is typed."""
NOT_SEEN: Final = "not in this capture"

_DIRECTIONS: Final = (
    ("out", "sent by the client"),
    ("in", "received from the server"),
    ("unknown", "direction not known"),
)
_MEASURES: Final[Mapping[str, tuple[str, ...]]] = {
    "gap": ("500ms", "1s", "5s", "200ms"),
    "time": ("00:10", "01:00", "10:00"),
    "size": ("1k", "10k", "100k"),
    "n": ("1..100", "100", "1000"),
}
_COUNTED: Final[Mapping[str, Callable[[Vocabulary], Mapping[Any, int]]]] = {
    "finding": lambda vocabulary: vocabulary.findings(),
    "conn": lambda vocabulary: vocabulary.connections(),
}


def values_of(key: str, operator: str, typed: str, vocabulary: Vocabulary) -> Iterator[Option]:
    """What can stand behind `type:`, `dir:` and the other keys; nothing for an unknown key."""
    if key in _MEASURES:
        yield from _measures(key, operator)
    elif operator not in ":=":
        return
    elif key == "type":
        yield from _types(typed, vocabulary)
    elif key == "dir":
        for word, note in _DIRECTIONS:
            yield word, value(word, note=note)
    elif key == "family":
        yield from _families(vocabulary)
    elif key in _COUNTED:
        for word, count in _COUNTED[key](vocabulary).items():
            yield from _seen(str(word), count)
    elif key in ("resp", "item", "call", "id"):
        for found in vocabulary.ids(key, typed, MOST_IDS):
            yield from _seen(found)


def meant_keys(name: str) -> Sequence[str]:
    """The keys that an unknown one may have been meant to be, the likeliest first."""
    return () if name in FIELDS else get_close_matches(name, FIELDS, 3, 0.5)


def value(text: str, count: int | None = None, note: str = "", lead: str = "") -> Candidate:
    """A value as a candidate, in quotes if it needs them, `lead` before it."""
    written = lead + value_text(text)
    return Candidate(written, CandidateKind.VALUE, "", note, count=count, is_whole=True)


def _seen(text: str, count: int | None = None, lead: str = "") -> Iterator[Option]:
    if text:
        yield text, value(text, count, lead=lead)


def _measures(key: str, operator: str) -> Iterator[Option]:
    note = UNITS[key][2]
    for word in _MEASURES[key]:
        if operator in ":=" or ".." not in word:
            yield word, value(word, note=note)


def _families(vocabulary: Vocabulary) -> Iterator[Option]:
    counts: Counter[str] = Counter()
    for name, count in some_types(vocabulary).items():
        counts[family_of(name)] += count
    for family in FAMILIES:
        yield family, value(family, counts[family])


def some_types(vocabulary: Vocabulary) -> dict[str, int]:
    """The types that occur, with their counts, as long as there are not too many."""
    return dict(islice(vocabulary.types().items(), MOST_TYPES))


def _types(typed: str, vocabulary: Vocabulary) -> Iterator[Option]:
    """Types that occur, globs over several of them, and types that could occur."""
    seen = some_types(vocabulary)
    globs = _globs(seen)
    first = _first_globs(typed, globs)
    for glob in first:
        yield from _seen(glob, globs[glob])
    yield from types_seen(seen)
    for glob in globs:
        if glob not in first:
            yield from _seen(glob, globs[glob])
    for name in CATALOGUE:
        if name not in seen:
            yield name, value(name, note=NOT_SEEN)


def types_seen(seen: Mapping[str, int], lead: str = "") -> Iterator[Option]:
    """Types that occur, the most frequent first."""
    for name in sorted(seen, key=lambda name: (-seen[name], name)):
        yield from _seen(name, seen[name], lead)


def _globs(seen: Mapping[str, int]) -> dict[str, int]:
    """Globs that hold two types or more, with the events that they match, most first."""
    events: Counter[str] = Counter()
    types: Counter[str] = Counter()
    for name, count in seen.items():
        words = name.split(".")[:8]
        globs = [".".join(words[:size]) + ".*" for size in range(1, len(words))]
        for glob in [*globs, f"*.{words[-1]}"] if globs else ():
            events[glob] += count
            types[glob] += 1
    return {glob: count for glob, count in events.most_common() if types[glob] > 1}


def _first_globs(typed: str, globs: Mapping[str, int]) -> Sequence[str]:
    """The globs to offer first: the broadest ones, or the one that has just been spelt out."""
    if typed:
        return [glob for glob in globs if glob in (f"{typed}*", f"{typed}.*")]
    broad = (glob for glob in globs if glob.endswith(".*") and glob.count(".") == 1)
    return list(islice(broad, FIRST_GLOBS))
