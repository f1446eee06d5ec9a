"""Compares two digests: pairs sessions in order, turns by what they ask, and says what differs."""

from __future__ import annotations

import re
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.analysis.json_diff import Kind
from realtime_inspector.analysis.session_diff.align import align
from realtime_inspector.analysis.session_diff.model import (
    Aspect,
    CaptureDiff,
    Difference,
    Rules,
    SessionDiff,
    TurnDiff,
)
from realtime_inspector.analysis.session_diff.settings import settings_differences
from realtime_inspector.analysis.session_diff.turns import CUT, TurnComparison, title_of
from realtime_inspector.core.id_map import IdKind, IdMap

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator

    from realtime_inspector.analysis.session_diff.digest import Digest, Session, Turn

_WORDS: Final = re.compile(r"\w+")
_TOO_MANY: Final = "Too many turns to look for the best pairs: they were compared in order."


def compare(old: Digest, new: Digest, rules: Rules | None = None) -> CaptureDiff:
    """What differs between two captures.

    Args:
        old: The first capture.
        new: The second capture.
        rules: What counts; by default everything but times.
    """
    comparison = _Comparison(rules or Rules())
    pairs = zip_longest(old.sessions, new.sessions)
    sessions = tuple(comparison.sessions(mine, theirs) for mine, theirs in pairs)
    return CaptureDiff(old, new, comparison.rules, sessions, tuple(comparison.notes))


class _Comparison:
    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.notes: dict[str, None] = {}
        # One for all sessions: a conversation may go on in the next one (xAI).
        self._ids = IdMap(without=[IdKind.EVENT])

    def sessions(self, old: Session | None, new: Session | None) -> SessionDiff:
        if old is None or new is None:
            return self._lonely_session(old, new)
        opening = TurnComparison(old.opening, new.opening, self._ids).differences()
        return SessionDiff(
            old.number,
            new.number,
            self._wanted([*settings_differences(old.settings, new.settings), *opening]),
            tuple(self._turns(old.turns, new.turns)),
        )

    def _lonely_session(self, old: Session | None, new: Session | None) -> SessionDiff:
        there = old or new
        assert there is not None  # noqa: S101 - `zip_longest` gives at least one
        kind = Kind.ADDED if old is None else Kind.REMOVED
        count = len(there.turns)
        place = f"session of {count} {'turn' if count == 1 else 'turns'}"
        missing = Difference(Aspect.ITEMS, kind, place)
        numbers = _sides(kind, there.number)
        return SessionDiff(*numbers, differences=self._wanted([missing]))

    def _turns(self, old: list[Turn], new: list[Turn]) -> Iterator[TurnDiff]:
        words = (_question, _spoken_question, _likeness)
        levels = [([*map(word, old)], [*map(word, new)]) for word in words]
        alignment = align(*levels, pairs_rest=True)
        if not alignment.is_searched:
            self.notes[_TOO_MANY] = None
        is_after_cut = False
        for mine, theirs in alignment.pairs:
            if mine is None and theirs is not None:
                yield self._lonely_turn(new[theirs], Kind.ADDED)
            elif theirs is None and mine is not None:
                yield self._lonely_turn(old[mine], Kind.REMOVED)
            elif mine is not None and theirs is not None:
                turn = self._turn(old[mine], new[theirs], is_after_cut=is_after_cut)
                is_after_cut |= any(map(_is_of_cut, turn.differences))
                yield turn

    def _turn(self, old: Turn, new: Turn, *, is_after_cut: bool) -> TurnDiff:
        comparison = TurnComparison(old, new, self._ids, is_after_cut=is_after_cut)
        timings = comparison.timings(self.rules.timing_percent)
        is_timed = Aspect.TIMING not in self.rules.ignored
        return TurnDiff(
            old.number,
            new.number,
            title_of(old),
            self._wanted([*comparison.differences()]),
            tuple(timings) if is_timed else (),
        )

    def _lonely_turn(self, turn: Turn, kind: Kind) -> TurnDiff:
        numbers = _sides(kind, turn.number)
        answer = " ".join(item.text for item in turn.outputs)
        difference = Difference(
            Aspect.ITEMS,
            kind,
            "turn answered by" if answer else "turn without an answer",
            *_sides(kind, answer or None),
        )
        return TurnDiff(*numbers, title_of(turn), self._wanted([difference]))

    def _wanted(self, differences: list[Difference]) -> tuple[Difference, ...]:
        return tuple(one for one in differences if one.aspect not in self.rules.ignored)


def _is_of_cut(difference: Difference) -> bool:
    """Whether it tells that an answer was interrupted at another place."""
    return difference.excuse == CUT


def _sides(kind: Kind, value: Any) -> tuple[Any, Any]:
    """A value on the side that has it."""
    return (None, value) if kind is Kind.ADDED else (value, None)


def _question(turn: Turn) -> Hashable:
    """What a turn is recognised by: what it asks, and by what means."""
    asked = tuple((*item.likeness, item.text) for item in turn.inputs)
    return asked, turn.response is None


def _spoken_question(turn: Turn) -> Hashable:
    """The same without what speech recognition writes one way or the other."""
    asked = tuple((*item.likeness, *_WORDS.findall(item.text.casefold())) for item in turn.inputs)
    return asked, turn.response is None


def _likeness(turn: Turn) -> Hashable:
    """What a turn is paired by whose words have changed."""
    return tuple(item.likeness for item in turn.inputs), turn.response is None
