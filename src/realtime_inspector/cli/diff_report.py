"""A comparison of captures as a person reads it in a terminal."""

from __future__ import annotations

import json
from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.analysis.json_diff import Kind
from realtime_inspector.analysis.session_diff.model import Aspect
from realtime_inspector.cli.columns import cells, cut
from realtime_inspector.cli.paint import Paint
from realtime_inspector.core.safe import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from realtime_inspector.analysis.session_diff.digest import Digest
    from realtime_inspector.analysis.session_diff.model import (
        CaptureDiff,
        Difference,
        SessionDiff,
        Timing,
        TurnDiff,
    )

_COLOURS: Final = {Kind.ADDED: "green", Kind.REMOVED: "red", Kind.CHANGED: "yellow"}
_USAGE: Final = "usage: "
_SHORT: Final = 36
"""Values of so many cells stand on one line."""
_LONG: Final = 400
_TITLE: Final = 72
_ASPECT_WORDS: Final = {
    Aspect.SESSION: "in the settings",
    Aspect.ITEMS: "in turns and items",
    Aspect.TEXT: "in text",
    Aspect.EVENTS: "in the sequence of events",
    Aspect.USAGE: "in usage",
    Aspect.TIMING: "in times",
}


class Report:
    """Writes a comparison, line by line, without line ends."""

    def __init__(self, paint: Paint | None = None) -> None:
        self._paint = paint or Paint()

    def lines(self, diff: CaptureDiff, old_name: str, new_name: str) -> Iterator[str]:
        """The whole report; its last line says whether they differ."""
        yield self._paint("red", f"- {visible(old_name)}") + f"  {_size(diff.old)}"
        yield self._paint("green", f"+ {visible(new_name)}") + f"  {_size(diff.new)}"
        for session in diff.sessions:
            yield from self._session(session, is_only=len(diff.sessions) == 1)
        yield ""
        yield from diff.notes
        yield self._paint("bold", verdict(diff))

    def _session(self, session: SessionDiff, *, is_only: bool) -> Iterator[str]:
        name = _numbered("session", session.old_number, session.new_number)
        if not is_only or session.differences:
            yield ""
            yield self._paint("bold", "session" if is_only else name)
        for difference in session.differences:
            yield from self._difference(difference)
        for turn in session.turns:
            yield from self._turn(turn)

    def _turn(self, turn: TurnDiff) -> Iterator[str]:
        name = _numbered("turn", turn.old_number, turn.new_number)
        yield ""
        yield f"{self._paint('bold', name)}  {cut(visible(turn.title), _TITLE)}"
        if not turn.differences:
            yield self._paint("dim", "  = the same")
        figures = [*filter(_is_figure, turn.differences)]
        for difference in turn.differences:
            if difference not in figures:
                yield from self._difference(difference)
        yield from self._figures(figures)
        if turn.timings:
            words = ", ".join(map(_timing_words, turn.timings))
            colour = "yellow" if any(one.counts for one in turn.timings) else "dim"
            sign = "~" if colour == "yellow" else " "
            yield self._paint(colour, f"  {sign} {words}")

    def _figures(self, differences: Sequence[Difference]) -> Iterator[str]:
        """Counts of tokens on one line, for those that count and for those that do not."""
        for excuse, group in groupby(differences, lambda one: one.excuse):
            figures = [
                f"{visible(one.place.removeprefix(_USAGE))} {_value(one.old)} → {_value(one.new)}"
                for one in group
            ]
            sign, colour = (" ", "dim") if excuse else ("~", _COLOURS[Kind.CHANGED])
            yield self._paint(colour, f"  {sign} {_USAGE}{', '.join(figures)}")
            if excuse:
                yield self._paint("dim", f"      not counted: {excuse}")

    def _difference(self, difference: Difference) -> Iterator[str]:
        colour = _COLOURS[difference.kind] if difference.counts else "dim"
        sign = difference.kind.value if difference.counts else " "
        place = visible(difference.place)
        write = _events if difference.aspect is Aspect.EVENTS else _value
        old, new = write(difference.old), write(difference.new)
        if difference.kind is not Kind.CHANGED:
            value = new if difference.kind is Kind.ADDED else old
            says_all = difference.aspect is Aspect.ITEMS and value == "null"
            yield self._paint(colour, f"  {sign} {place}" + ("" if says_all else f": {value}"))
        elif cells(old) + cells(new) <= 2 * _SHORT:
            yield self._paint(colour, f"  {sign} {place}: {old} → {new}")
        else:
            yield self._paint(colour, f"  {sign} {place}")
            yield self._paint("red" if difference.counts else "dim", f"      - {old}")
            yield self._paint("green" if difference.counts else "dim", f"      + {new}")
        if difference.excuse:
            yield self._paint("dim", f"      not counted: {difference.excuse}")


def _is_figure(difference: Difference) -> bool:
    """Whether it is a count of tokens that has changed."""
    return difference.aspect is Aspect.USAGE and difference.kind is Kind.CHANGED


def verdict(diff: CaptureDiff) -> str:
    """Whether the captures differ, in a sentence."""
    counts: Counter[Aspect] = Counter()
    for session in diff.sessions:
        counts.update(one.aspect for one in session.differences if one.counts)
        for turn in session.turns:
            counts.update(one.aspect for one in turn.differences if one.counts)
            counts[Aspect.TIMING] += sum(one.counts for one in turn.timings)
    left_out = ", ".join(sorted(diff.rules.ignored))
    ignored = f" Not compared: {left_out}." if left_out else ""
    if not diff.count:
        return f"No differences but ids and times.{ignored}"
    listed = ", ".join(f"{counts[one]:,} {_ASPECT_WORDS[one]}" for one in Aspect if counts[one])
    noun = "difference" if diff.count == 1 else "differences"
    return f"{diff.count:,} {noun}: {listed}.{ignored}"


def _size(digest: Digest) -> str:
    turns = sum(len(session.turns) for session in digest.sessions)
    return ", ".join(
        (
            _counted(len(digest.sessions), "session"),
            _counted(turns, "turn"),
            _counted(digest.events, "event"),
        )
    )


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def _numbered(noun: str, old: int | None, new: int | None) -> str:
    if old is None or new is None:
        return f"{noun} +{new}" if old is None else f"{noun} -{old}"
    return f"{noun} {old}" if old == new else f"{noun} {old} → {new}"


def _timing_words(timing: Timing) -> str:
    from realtime_inspector.ui.present.numbers import span

    return f"{timing.name} {span(timing.old_ms)} → {span(timing.new_ms)}"


def _value(value: Any) -> str:
    """A JSON value, or words of ours, in one line that is safe to show."""
    if isinstance(value, str):
        return cut(f"«{visible(value)}»", _LONG) if value else '""'
    return cut(visible(json.dumps(value, ensure_ascii=False)), _LONG)


def _events(runs: Any) -> str:
    return cut(visible(", ".join(runs or ())), _LONG)
