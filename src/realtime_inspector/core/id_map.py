"""Ids of one session and those that stand in their place in another: found, paired, rewritten.

A session that is sent or served again gets ids of its own. Two of them are told apart by what they
are of: an item and a call may have the same id, and have it in some captures.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeGuard

from realtime_inspector.core.codec import encode_event
from realtime_inspector.core.record import parse_object

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

Path: TypeAlias = tuple[str | int, ...]


class IdKind(StrEnum):
    """What an id is of."""

    SESSION = "session"
    CONVERSATION = "conversation"
    RESPONSE = "response"
    ITEM = "item"
    CALL = "call"
    EVENT = "event"


_FIELDS: Final = {
    "session_id": IdKind.SESSION,
    "conversation_id": IdKind.CONVERSATION,
    "response_id": IdKind.RESPONSE,
    "item_id": IdKind.ITEM,
    "previous_item_id": IdKind.ITEM,
    "approval_request_id": IdKind.ITEM,
    "call_id": IdKind.CALL,
    "event_id": IdKind.EVENT,
    "rid": IdKind.EVENT,
}
"""Fields that hold an id wherever they stand (events.md; `rid` is xAI's, observed.md §4)."""
_OBJECTS: Final = {
    "session": IdKind.SESSION,
    "conversation": IdKind.CONVERSATION,
    "response": IdKind.RESPONSE,
    "item": IdKind.ITEM,
    "input": IdKind.ITEM,
    "output": IdKind.ITEM,
}
"""What the `id` is of that an object, or an array's element, under such a key has."""
_OPAQUE: Final = frozenset(
    {"metadata", "tools", "tool_choice", "parameters", "prompt", "voice", "usage", "logprobs"}
)
"""What is said under these keys is the user's or the account's own, whatever it is called."""
_NOT_IDS: Final = frozenset({"", "root"})
"""`previous_item_id: root` means the beginning of the conversation."""
_MOST_LEVELS: Final = 32
"""Ids do not stand deeper (the deepest known: `response.output[0].call_id`)."""


@dataclass(frozen=True, slots=True)
class IdPair:
    """An id and the one that stands at the same place of another event."""

    kind: IdKind
    path: Path
    old: str
    new: str


def ids_in(event: Mapping[str, Any]) -> Iterator[tuple[Path, IdKind, str]]:
    """Where ids stand in an event, in the order of its keys."""
    for pair in id_pairs(event, event):
        yield pair.path, pair.kind, pair.old


def id_pairs(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[IdPair]:
    """The ids that stand at the same places of two events, in the order of the first one's keys."""
    return _pairs_in_object(old, new, (), None)


def _pairs_in_object(
    old: Mapping[str, Any], new: Mapping[str, Any], path: Path, own: IdKind | None
) -> Iterator[IdPair]:
    if len(path) > _MOST_LEVELS:
        return
    for key, value in old.items():
        other = new.get(key)
        kind = own if key == "id" else _FIELDS.get(key)
        if kind is not None and _is_id(value) and _is_id(other):
            yield IdPair(kind, (*path, key), value, other)
        elif key not in _OPAQUE:
            yield from _pairs_below(value, other, (*path, key), _OBJECTS.get(key))


def _pairs_below(old: Any, new: Any, path: Path, own: IdKind | None) -> Iterator[IdPair]:
    if isinstance(old, dict) and isinstance(new, dict):
        yield from _pairs_in_object(old, new, path, own)
    elif isinstance(old, list) and isinstance(new, list):
        for at, (one, other) in enumerate(zip(old, new, strict=False)):
            if isinstance(one, dict) and isinstance(other, dict):
                yield from _pairs_in_object(one, other, (*path, at), own)


def _is_id(value: object) -> TypeGuard[str]:
    return isinstance(value, str) and value not in _NOT_IDS


class IdMap:
    """Pairs of ids, one to one within a kind: the old session's and the new one's."""

    def __init__(self, *, without: Iterable[IdKind] = ()) -> None:
        """Start with no pair.

        Args:
            without: Kinds that are neither learned nor rewritten. Event ids are as many as the
                events, and nearly nothing refers to them.
        """
        self._without = frozenset(without)
        self._new: dict[tuple[IdKind, str], str] = {}
        self._old: dict[tuple[IdKind, str], str] = {}

    def __len__(self) -> int:
        return len(self._new)

    def new_of(self, kind: IdKind, old: str) -> str | None:
        """The new session's id for one of the old, if it is known."""
        return self._new.get((kind, old))

    def old_of(self, kind: IdKind, new: str) -> str | None:
        """The old session's id for one of the new, if it is known."""
        return self._old.get((kind, new))

    def pair(self, kind: IdKind, old: str, new: str) -> bool:
        """Learns that two ids mean the same; false, and no change, if it contradicts the map."""
        if kind in self._without:
            return True
        known = self._new.setdefault((kind, old), new)
        if known != new:
            return False
        if self._old.setdefault((kind, new), old) != old:
            del self._new[kind, old]  # entered a moment ago: a known pair has its reverse
            return False
        return True

    def learn(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[IdPair, ...]:
        """Learns from an event and the one that answers to it.

        Args:
            old: As it was recorded.
            new: Its counterpart, of the same type.

        Returns:
            What contradicts the pairs known so far, such as an output that now answers another
            call. The pairs that were known stay.
        """
        return tuple(one for one in id_pairs(old, new) if not self.pair(one.kind, one.old, one.new))

    def rewrite(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """An old event with the new session's ids; what has no counterpart stays as it is."""
        return self._rewritten(event, self._new)

    def restore(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """A new event with the old session's ids: the reverse of `rewrite`."""
        return self._rewritten(event, self._old)

    def rewrite_text(self, text: str) -> str:
        """`rewrite` of JSON text; the very same text where no id in it is another one now.

        Text that is not a JSON object stays as it is. The order of keys is kept, white space and
        the spelling of numbers only where nothing changes.
        """
        event = parse_object(text)
        if event is None:
            return text
        rewritten = self.rewrite(event)
        return text if rewritten == event else encode_event(rewritten)

    def unknown_in(self, event: Mapping[str, Any]) -> tuple[tuple[Path, IdKind, str], ...]:
        """The ids of an old event that have no counterpart."""
        return tuple(
            (path, kind, old)
            for path, kind, old in ids_in(event)
            if kind not in self._without and (kind, old) not in self._new
        )

    def _rewritten(
        self, event: Mapping[str, Any], ids: Mapping[tuple[IdKind, str], str]
    ) -> dict[str, Any]:
        changed = dict(event)
        for path, kind, one in ids_in(event):
            other = ids.get((kind, one), one)
            if other != one:
                _put(changed, path, other)
        return changed


def _put(event: dict[str, Any], path: Path, value: str) -> None:
    """Puts a value at a path, copying what it changes: what was there may be shared."""
    holder: Any = event
    for step in path[:-1]:
        inner = holder[step]
        holder[step] = inner.copy()
        holder = holder[step]
    holder[path[-1]] = value
