"""Searching a JSON value: keys and values in document order, folded ones too."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from realtime_inspector.ui.widgets.json_text import is_base64, pairs_of, scalar_text
from realtime_inspector.ui.widgets.text_search import find_in_text

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

Chain: TypeAlias = "tuple[Chain, int] | None"
"""Places among the siblings, from the value up to the root: shares its upper part with others."""

Place: TypeAlias = tuple[tuple[int, ...], int, int]
"""Positions from the root, part, character: in document order when compared."""

IN_KEY: Final = 0
IN_VALUE: Final = 1
"""The parts of a line."""

_BREATH: Final = 200
"""Values looked at before the search asks whether its time is over."""
_LONG: Final = 100_000
"""Characters from which a string is searched a piece at a time."""


class Hit(NamedTuple):
    """Where the search text is."""

    chain: Chain
    part: int
    character: int

    @property
    def place(self) -> Place:
        """Its place in document order."""
        return positions_of(self.chain), self.part, self.character


def positions_of(chain: Chain) -> tuple[int, ...]:
    """Places among the siblings, from the root."""
    places: list[int] = []
    while chain is not None:
        chain, place = chain
        places.append(place)
    return tuple(reversed(places))


def find_in_json(pattern: re.Pattern[str], value: object) -> Iterator[Hit | None]:
    """Yield hits in document order, and None now and then. Base64 is left out: by chance only.

    Args:
        pattern: What to find.
        value: As `json.loads` gives it.
    """
    yield from _find_in_value(pattern, value, None)
    stack: list[tuple[Iterator[tuple[int, tuple[str | int, object]]], Chain]] = []
    stack.append((enumerate(pairs_of(value)), None))
    looked_at, search = 0, pattern.search
    while stack:
        children, parent = stack[-1]
        for place, (key, child) in children:
            chain = (parent, place)
            looked_at += 1
            if looked_at % _BREATH == 0:
                yield None
            if isinstance(key, str) and search(key) is not None:
                for hit in pattern.finditer(key):
                    if hit.end() > hit.start():
                        yield Hit(chain, IN_KEY, hit.start())
            if isinstance(child, (dict, list)):
                stack.append((enumerate(pairs_of(child)), chain))
                break
            is_short = not isinstance(child, str) or len(child) < _LONG
            if is_short and search(child if isinstance(child, str) else scalar_text(child)) is None:
                continue  # most values are settled here
            yield from _find_in_value(pattern, child, chain)
        else:
            stack.pop()


def _find_in_value(pattern: re.Pattern[str], value: object, chain: Chain) -> Iterator[Hit | None]:
    if isinstance(value, str):
        if len(value) < _LONG:
            for hit in pattern.finditer(value):
                if hit.end() > hit.start() and not is_base64(value):
                    yield Hit(chain, IN_VALUE, hit.start())
        elif not is_base64(value):
            for place in find_in_text(pattern, value):
                yield None if place is None else Hit(chain, IN_VALUE, place)
    elif not isinstance(value, (dict, list)):
        found = pattern.search(scalar_text(value))
        if found is not None and found.end() > found.start():
            yield Hit(chain, IN_VALUE, 0)
