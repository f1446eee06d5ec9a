"""The second that ids of OpenAI and Azure OpenAI carry, for files that tell no times.

Undocumented: the first five of an id's 21 characters are a number in base 62, seconds since 50
years of 365 days after 1970. It was found in recordings of 2024 to 2026 (observed.md section 2) and
may change, so a second is believed only when another id agrees with it.
"""

from __future__ import annotations

import string
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from realtime_inspector.core.event import Event

_ALPHABET: Final = string.digits + string.ascii_uppercase + string.ascii_lowercase
_VALUES: Final = {character: value for value, character in enumerate(_ALPHABET)}
_EPOCH_S: Final = 50 * 365 * 24 * 3600
_PREFIXES: Final = ("event_", "item_", "resp_", "sess_u0_", "sess_", "conv_")
_LENGTH: Final = 21
_STAMP: Final = 5

_HOUR_S: Final = 3600
_DAY_S: Final = 24 * _HOUR_S
"""No session lasts longer than an hour, and ids that are mentioned again are older than that."""
_TOGETHER_S: Final = 60
"""Two ids so near to each other are taken for a new session's; by chance they never are."""


def second_of_id(text: str) -> int | None:
    """The second in which an id was made, since 1970; `None` if it is not such an id."""
    for prefix in _PREFIXES:
        if text.startswith(prefix):
            return _second(text[len(prefix) :])
    return None


def _second(rest: str) -> int | None:
    if len(rest) != _LENGTH or not (rest.isascii() and rest.isalnum()):
        return None
    value = 0
    for character in rest[:_STAMP]:
        value = value * len(_ALPHABET) + _VALUES[character]
    return _EPOCH_S + value


class IdClock:
    """What time it is by the ids of a log, fed in the order of its events.

    The time never steps back within a session: an old id may be mentioned at any later time.
    """

    def __init__(self) -> None:
        self.now_s: int | None = None
        """Seconds since 1970; `None` until two ids have agreed."""
        self.believed = 0
        """Ids that fitted to those before."""
        self.doubted = 0
        """Ids that did not: there is no sense in the others either if these are many."""
        self._rival_s: int | None = None
        """The second of the last id that did not fit."""

    def feed(self, event: Event) -> int | None:
        """Takes the ids of the next event; returns the second of it, as far as that is known."""
        raw = event.raw
        self._see(raw.get("event_id"))
        self._see(event.response_id)
        self._see(event.item_id)
        for name in ("session", "conversation"):
            if name in raw:
                self._see(event.get(name, "id"))
        return self.now_s

    def _see(self, text: object) -> None:
        second = second_of_id(text) if isinstance(text, str) else None
        if second is None:
            return
        now_s, rival_s = self.now_s, self._rival_s
        if now_s is not None and now_s - _DAY_S <= second <= now_s + _HOUR_S:
            self.now_s = max(now_s, second)
            self.believed += 1
        elif rival_s is not None and abs(second - rival_s) <= _TOGETHER_S:
            self.now_s = max(second, rival_s)
            self.believed += 1
        else:
            self.doubted += 1
            self._rival_s = second


def are_believable(believed: int, doubted: int) -> bool:
    """Whether ids of a log tell its times: most of them agree."""
    return believed > doubted
