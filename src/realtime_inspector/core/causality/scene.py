"""An event with its surroundings, and the steps that rules of causality are made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Final, Literal, Protocol

from realtime_inspector.core.causality.model import Cause, Why

if TYPE_CHECKING:
    from collections.abc import Callable

    from realtime_inspector.core.event import Event
    from realtime_inspector.core.kind import Kind

Same = Literal["any", "item", "response", "part"]
"""What an earlier event must be about to be the cause."""
MOST_TRIED: Final = 64
"""Earlier events of the wanted types that are looked at."""


class Surroundings(Protocol):
    """The log around an event, as the rules ask for it. Numbers (`seq`) run from 1.

    Types are GA names, or for what is no event what the log calls it (`text`, `close`). Looking
    back and ahead stays within the session and the connection of the event.
    """

    def kind(self, seq: int) -> Kind:
        """The kind of a record."""

    def event(self, seq: int) -> Event:
        """The event of a record."""

    def names(self, seq: int) -> tuple[str, str]:
        """The response and the item that a record names; empty where it names none."""

    def last(self, seq: int, types: frozenset[str]) -> int | None:
        """The newest record of some types before another record."""

    def first(self, seq: int, types: frozenset[str]) -> int | None:
        """The first record of some types after another record."""

    def answered(self, seq: int) -> int | None:
        """The client event that a server event answers, as the fold has paired them."""

    def is_folded(self, seq: int) -> bool:
        """Whether the fold has come to the record, so that `answered` can tell."""

    def has_client_events(self, seq: int) -> bool:
        """Whether the capture holds what the client sent on the record's connection."""


@dataclass(frozen=True)
class Scene:
    """One event in its log."""

    log: Surroundings
    seq: int

    @cached_property
    def event(self) -> Event:
        """The event."""
        return self.log.event(self.seq)

    @cached_property
    def kind(self) -> Kind:
        """Its kind."""
        return self.log.kind(self.seq)

    def last(self, *types: str, same: Same = "any") -> int | None:
        """The newest event of some types before this one that is about the same."""
        if same != "any" and not self._is_told(same):
            return None
        wanted = frozenset(types)
        seq = self.log.last(self.seq, wanted)
        for _ in range(MOST_TRIED):
            if seq is None or self.is_same(seq, same):
                return seq
            seq = self.log.last(seq, wanted)
        return None

    def since(self, seq: int | None, *types: str) -> bool:
        """Whether an event of some types stands between another one and this one."""
        between = self.log.last(self.seq, frozenset(types))
        return between is not None and between > (seq or 0)

    def _is_told(self, same: Same) -> bool:
        event = self.event
        return bool(event.response_id if same == "response" else event.item_id)

    def is_same(self, seq: int, same: Same) -> bool:
        """Whether another record is about the same item, response or part as this one."""
        response_id, item_id = self.log.names(seq)
        if same == "response":
            return response_id == self.event.response_id
        if same == "any":
            return True
        if item_id != self.event.item_id:
            return False
        return same == "item" or self._is_same_part(self.log.event(seq))

    def _is_same_part(self, other: Event) -> bool:
        return (other.integer("content_index") or 0) == (self.event.integer("content_index") or 0)


if TYPE_CHECKING:
    Step = Callable[[Scene], Cause | None]
    """Finds the cause of an event, or has none to tell."""


def after(why: Why, *types: str, same: Same = "any") -> Step:
    """The newest event of some types before it is the cause."""

    def step(scene: Scene) -> Cause | None:
        seq = scene.last(*types, same=same)
        return None if seq is None else Cause(why, seq)

    return step


def answers(why: Why = Why.ANSWERS, *, same_item: bool = False) -> Step:
    """The client event that the fold has paired it with is the cause.

    Args:
        why: How it follows from that.
        same_item: Whether the two must name the same item.
    """

    def step(scene: Scene) -> Cause | None:
        seq = scene.log.answered(scene.seq)
        if seq is None or not 0 < seq < scene.seq:
            return None
        if same_item and scene.log.names(seq)[1] != (scene.event.item_id or ""):
            return None
        return Cause(why, seq)

    return step


def otherwise(why: Why) -> Step:
    """No cause is known, for this reason."""
    return lambda _scene: Cause(why)


def unasked(scene: Scene) -> Cause:
    """Nothing in the capture asked for it: because half of it is missing, or truly."""
    if not scene.log.has_client_events(scene.seq):
        return Cause(Why.CLIENT_NOT_RECORDED)
    return Cause(Why.UNASKED if scene.log.is_folded(scene.seq) else Why.NOT_READ)


def first_of(scene: Scene, *steps: Step) -> Cause | None:
    """What the first step says that has something to tell."""
    return next((cause for step in steps if (cause := step(scene)) is not None), None)
