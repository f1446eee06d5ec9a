"""Differences between two turns: items, events, usage and times."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis import json_diff
from realtime_inspector.analysis.json_diff import Kind
from realtime_inspector.analysis.session_diff.align import align
from realtime_inspector.analysis.session_diff.model import Aspect, Difference, Timing
from realtime_inspector.analysis.session_diff.settings import path_words
from realtime_inspector.core.id_map import IdKind

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterator, Sequence

    from realtime_inspector.analysis.session_diff.align import Pair
    from realtime_inspector.analysis.session_diff.digest import Turn
    from realtime_inspector.analysis.session_diff.forms import Form, ItemForm
    from realtime_inspector.analysis.strands import Strand
    from realtime_inspector.core.id_map import IdMap

_SAID: Final = frozenset({"text", "arguments", "output"})
"""Fields of an item whose value is what is said."""
_LEAST_TIMING_MS: Final = 50.0
"""What is closer than this is the same, however many percent it is."""
CUT: Final = "both were interrupted, and how far they got is a matter of time"
"""The excuse of what differs because an answer was interrupted at another place."""
_AFTER_CUT: Final = "an earlier answer was interrupted at another place, which counts as input now"
_OPTIONAL: Final = "servers send it after some responses and not after others"
"""Of `rate_limits.updated` (observed.md §3)."""
_INPUT: Final = "input_"
"""How fields of `usage` begin that hold what was said before."""
_TOTAL: Final = "total_tokens"
"""The field of `usage` that holds both."""


class TurnComparison:
    """Two turns that stand for each other."""

    def __init__(self, old: Turn, new: Turn, ids: IdMap, *, is_after_cut: bool = False) -> None:
        """Take two turns.

        Args:
            old: A turn of the first capture.
            new: Its counterpart.
            ids: The pairs known so far; those of these turns are added.
            is_after_cut: Whether an answer before them was interrupted at another place.
        """
        self._is_after_cut = is_after_cut
        self._old = old
        self._new = new
        self._ids = ids

    def differences(self) -> Iterator[Difference]:
        """What differs, times aside."""
        yield from self._items("input", self._old.inputs, self._new.inputs)
        yield from self._responses()
        yield from self._items("output", self._old.outputs, self._new.outputs)
        yield from self._events()
        yield from self._usage()

    def timings(self, percent: float | None) -> Iterator[Timing]:
        """How long things took.

        Args:
            percent: What is longer or shorter by more counts; `None`: nothing does.
        """
        old, new = self._old.response, self._new.response
        if old is None or new is None:
            return
        for name, mine, theirs in (
            ("first token", old.first_token_ms, new.first_token_ms),
            ("response", old.duration_ms, new.duration_ms),
        ):
            if mine is not None or theirs is not None:
                yield Timing(name, mine, theirs, _is_far(mine, theirs, percent))

    @property
    def _is_cut(self) -> bool:
        old, new = self._old.response, self._new.response
        return old is not None and new is not None and old.is_cut and new.is_cut

    def _items(
        self, side: str, old: Sequence[ItemForm], new: Sequence[ItemForm]
    ) -> Iterator[Difference]:
        alignment = align(
            ([*map(_wording, old)], [*map(_wording, new)]),
            ([item.likeness for item in old], [item.likeness for item in new]),
        )
        for mine, theirs in alignment.pairs:
            if mine is None and theirs is not None:
                place = f"{side} {_name(new[theirs])}"
                yield Difference(Aspect.ITEMS, Kind.ADDED, place, new=new[theirs].form)
            elif theirs is None and mine is not None:
                place = f"{side} {_name(old[mine])}"
                yield Difference(Aspect.ITEMS, Kind.REMOVED, place, old=old[mine].form)
            elif mine is not None and theirs is not None:
                yield from self._item(side, old[mine], new[theirs])

    def _item(self, side: str, old: ItemForm, new: ItemForm) -> Iterator[Difference]:
        place = f"{side} {_name(old)}"
        for change in json_diff.diff(old.form, new.form).changes:
            is_said = any(step in _SAID for step in change.path)
            yield Difference(
                Aspect.TEXT if is_said else Aspect.ITEMS,
                change.kind,
                f"{place}: {path_words(change.path)}",
                change.old,
                change.new,
                CUT if is_said and self._are_cut(old, new, change) else "",
            )
        if old.id and new.id:
            self._ids.pair(IdKind.ITEM, old.id, new.id)
        yield from self._call(place, old, new)

    def _call(self, place: str, old: ItemForm, new: ItemForm) -> Iterator[Difference]:
        """A result that answers another call than its counterpart."""
        if not (old.call_id and new.call_id):
            return
        if not self._ids.pair(IdKind.CALL, old.call_id, new.call_id):
            expected = self._ids.new_of(IdKind.CALL, old.call_id) or old.call_id
            yield Difference(
                Aspect.ITEMS, Kind.CHANGED, f"{place}: answers another call", expected, new.call_id
            )

    def _are_cut(self, old: ItemForm, new: ItemForm, change: json_diff.Change) -> bool:
        """Whether two interrupted items say the same as far as both go."""
        if not (self._is_cut or (old.is_cut and new.is_cut)):
            return False
        mine, theirs = str(change.old or ""), str(change.new or "")
        return mine.startswith(theirs) or theirs.startswith(mine)

    def _responses(self) -> Iterator[Difference]:
        old, new = self._old.response, self._new.response
        if old is None or new is None:
            if old is not new:
                there = old or new
                kind = Kind.ADDED if old is None else Kind.REMOVED
                form = there.form if there is not None else {}
                sides = (None, form) if old is None else (form, None)
                yield Difference(Aspect.ITEMS, kind, "response", *sides)
            return
        yield from _changes(Aspect.ITEMS, "response: ", old.form, new.form)

    def _events(self) -> Iterator[Difference]:
        strands = dict.fromkeys((*self._old.runs, *self._new.runs))
        for strand in strands:
            yield from _run_differences(
                strand, self._old.runs.get(strand, []), self._new.runs.get(strand, [])
            )

    def _usage(self) -> Iterator[Difference]:
        old, new = self._old.response, self._new.response
        if old is None or new is None or old.usage == new.usage:
            return
        if not old.usage or not new.usage:
            kind = Kind.REMOVED if old.usage else Kind.ADDED
            yield Difference(Aspect.USAGE, kind, "usage", old.usage or None, new.usage or None)
        else:
            changes = [*_changes(Aspect.USAGE, "usage: ", {**old.usage}, {**new.usage})]
            paths = [one.place.removeprefix("usage: ") for one in changes]
            is_input_other = any(path.startswith(_INPUT) for path in paths)
            for one, path in zip(changes, paths, strict=True):
                excuse = self._usage_excuse(path, is_input_other=is_input_other)
                yield replace(one, excuse=excuse)

    def _usage_excuse(self, path: str, *, is_input_other: bool) -> str:
        """Where an answer was interrupted decides on its output, and on the input of later ones."""
        is_of_input = path.startswith(_INPUT) or (path == _TOTAL and is_input_other)
        if self._is_cut and not is_of_input:
            return CUT
        is_of_input = is_of_input or path == _TOTAL
        return _AFTER_CUT if self._is_after_cut and is_of_input else ""


def title_of(turn: Turn) -> str:
    """What a turn asks, in words."""
    asked = [f"{_name(item)} «{item.text}»" if item.text else _name(item) for item in turn.inputs]
    return ", ".join(asked) or "nothing new asked"


def _name(item: ItemForm) -> str:
    """An item's role, or what sort of item it is."""
    form = item.form
    return str(form.get("name") or form.get("role") or form.get("type") or "item")


def _wording(item: ItemForm) -> Hashable:
    return *item.likeness, item.text


def _changes(aspect: Aspect, place: str, old: Form, new: Form) -> Iterator[Difference]:
    for change in json_diff.diff(old, new).changes:
        where = f"{place}{path_words(change.path)}"
        yield Difference(aspect, change.kind, where, change.old, change.new)


def _run_differences(
    strand: Strand, old: list[tuple[str, int]], new: list[tuple[str, int]]
) -> Iterator[Difference]:
    """Runs that only one of them has; how long a run is depends on how a server cuts it."""
    pairs = align(([kind for kind, _ in old], [kind for kind, _ in new])).pairs
    excuse = _OPTIONAL if strand.about == "limits" else ""
    for kind, block in groupby(pairs, _side):
        if kind is Kind.ADDED:
            words = [run_words(*new[theirs]) for _, theirs in block if theirs is not None]
            yield Difference(Aspect.EVENTS, kind, _about(strand), new=words, excuse=excuse)
        elif kind is Kind.REMOVED:
            words = [run_words(*old[mine]) for mine, _ in block if mine is not None]
            yield Difference(Aspect.EVENTS, kind, _about(strand), old=words, excuse=excuse)


def _side(pair: Pair) -> Kind | None:
    """Which way a pair differs; `None` for what both have."""
    if pair[0] is None:
        return Kind.ADDED
    return Kind.REMOVED if pair[1] is None else None


def run_words(kind: str, count: int) -> str:
    """A run of events, such as `24 × response.output_text.delta`."""
    return kind if count == 1 else f"{count} × {kind}"


def _about(strand: Strand) -> str:
    return "client events" if strand.about == "client" else f"events about {strand}"


def _is_far(old_ms: float | None, new_ms: float | None, percent: float | None) -> bool:
    if percent is None or old_ms is None or new_ms is None:
        return False
    apart_ms = abs(new_ms - old_ms)
    return apart_ms >= _LEAST_TIMING_MS and apart_ms > old_ms * percent / 100
