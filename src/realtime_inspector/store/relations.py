"""How the records that belong together are related to one of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.causality import Cause, Role, Why, cause_of, chain_of, effects_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.core.causality import Effect
    from realtime_inspector.core.event import Event
    from realtime_inspector.store.store import Store


class Relation(StrEnum):
    """What one record is to another. The words of each are in `guide/causes.py`."""

    ITSELF = "itself"
    CAUSE = "cause"
    EARLIER = "earlier"
    """The cause of the cause, or one still before."""
    ANSWER = "answer"
    REFUSAL = "refusal"
    END = "end"
    NEXT = "next"
    REQUEST = "request"
    """The `response.create` of the same response."""
    PART = "part"
    """Of the same content part."""
    ITEM = "item"
    RESPONSE = "response"


_OF_ROLE: Final[Mapping[Role, Relation]] = {
    Role.ANSWER: Relation.ANSWER,
    Role.REFUSAL: Relation.REFUSAL,
    Role.END: Relation.END,
    Role.NEXT: Relation.NEXT,
}


@dataclass(frozen=True)
class Relations:
    """One record among those that belong with it."""

    store: Store
    seq: int
    cause: Cause
    chain: tuple[Cause, ...]
    """Its cause, the cause of that, and so on."""
    effects: tuple[Effect, ...]
    seqs: list[int]
    """Numbers of all of them, itself included, in order."""

    @property
    def causes(self) -> list[int]:
        """Numbers of the chain of causes, in the order of the log."""
        return sorted(one.seq for one in self.chain if one.seq is not None)

    @cached_property
    def by_importance(self) -> list[int]:
        """The same numbers: what led to it, itself, what follows, then the others in order."""
        first = [*self.causes, self.seq, *(one.seq for one in self.effects)]
        named = set(first)
        return [*first, *(seq for seq in self.seqs if seq not in named)]

    def of(self, seq: int) -> Relation:
        """What one of `seqs` is to the record. It reads the two events at most."""
        if seq == self.seq:
            return Relation.ITSELF
        if seq == self.cause.seq:
            return Relation.CAUSE
        effect = next((one for one in self.effects if one.seq == seq), None)
        if effect is not None:
            return _OF_ROLE[effect.role]
        if any(one.seq == seq for one in self.chain):
            return Relation.EARLIER
        return self._of_content(seq)

    def _of_content(self, seq: int) -> Relation:
        surroundings = self.store.surroundings
        (_, mine), (_, theirs) = surroundings.names(self.seq), surroundings.names(seq)
        if mine and mine == theirs:
            part = _part(self.store.event(self.seq))
            is_same = part is not None and part == _part(self.store.event(seq))
            return Relation.PART if is_same else Relation.ITEM
        if self.store.row(seq).kind.canonical == "response.create":
            return Relation.REQUEST
        return Relation.RESPONSE if self.store.response_of(self.seq) else Relation.ITEM


def relations_of(store: Store, seq: int) -> Relations:
    """How a record is related to others; what is found is no more than what belongs with it."""
    log = store.surroundings
    if seq > store.columns.described and store.is_long(seq):
        return Relations(store, seq, Cause(Why.NOT_READ), (), (), [seq])
    chain, effects = tuple(chain_of(log, seq)), tuple(effects_of(log, seq))
    cause = chain[0] if chain else cause_of(log, seq)
    causes = {one.seq for one in chain if one.seq is not None}
    seqs = sorted({seq, *store.related(seq), *causes, *(one.seq for one in effects)})
    return Relations(store, seq, cause, chain, effects, seqs)


def _part(event: Event) -> int | None:
    return event.integer("content_index")
