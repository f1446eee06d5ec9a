"""What is told about one event: sentences, some of which lead to another event."""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from realtime_inspector.core.causality import cause_of
from realtime_inspector.guide.causes import cause_words
from realtime_inspector.guide.facts import sentence
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from realtime_inspector.core.causality import Cause
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.row import Row
    from realtime_inspector.store.store import Store

MOST_TEXT: Final = 240
"""Characters of a text that are quoted; of a text that grows, the last ones."""


class Fact(NamedTuple):
    """A sentence about an event."""

    text: str
    """Safe to be shown."""
    seq: int | None = None
    """The other record that it is about."""


class Telling:
    """Gathers what there is to say about one record."""

    def __init__(self, store: Store, row: Row, lang: Language) -> None:
        self.store = store
        self.row = row
        self.lang: Language = lang
        self.facts: list[Fact] = []

    @property
    def seq(self) -> int:
        """The record's number."""
        return self.row.seq

    @property
    def event(self) -> Event:
        """The record's event."""
        return self.row.event

    @cached_property
    def state(self) -> CaptureState | None:
        """The state right after the record; `None` while it is not known without much work."""
        return self._state_at(self.seq)

    @property
    def is_folded(self) -> bool:
        """Whether the capture has been read to the record, so that `state` can tell."""
        return self.store.surroundings.is_folded(self.seq)

    @cached_property
    def before(self) -> CaptureState | None:
        """The state right before the record."""
        first, _ = self.store.folding.span_at(self.seq)
        return None if self.seq == first and first > 1 else self._state_at(self.seq - 1)

    def say(self, name: str, seq: int | None = None, /, **values: object) -> None:
        """Tells a sentence of the guide.

        Args:
            name: Which one.
            seq: The record that it leads to.
            values: Its values; strings are made safe.
        """
        self.facts.append(Fact(self.phrase(name, **values), seq))

    def phrase(self, name: str, /, **values: object) -> str:
        """A sentence of the guide with its values made safe."""
        safe = {key: _safe(value) for key, value in values.items()}
        return sentence(name, self.lang, **safe)

    def ref(self, seq: int) -> str:
        """A record by its number and type, such as `#23 response.create`."""
        return f"#{seq} {self.store.row(seq).type}"

    def cause_words(self, cause: Cause) -> str:
        """How something follows from its cause, as a sentence."""
        name = visible(self.ref(cause.seq)) if cause.seq is not None else ""
        return cause_words(cause.why, name, self.lang)

    def cause_of(self, seq: int) -> Cause:
        """What caused a record."""
        return cause_of(self.store.surroundings, seq)

    def since(self, seq: int) -> str:
        """The time from another record to this one; empty if it is not known."""
        return self.between(seq, self.seq)

    def between(self, first: int, last: int) -> str:
        """The time from one record to another; empty if it is not known."""
        start_ns, end_ns = self.store.time_ns(first), self.store.time_ns(last)
        if start_ns is None or end_ns is None or end_ns < start_ns:
            return ""
        return numbers.span((end_ns - start_ns) / 1e6)

    def _state_at(self, seq: int) -> CaptureState | None:
        shown, folding = self.store.shown_state, self.store.folding
        if shown.seq == seq and self.store.moment.is_reached:
            return shown
        is_known = folding.span[0] - 1 <= seq <= folding.state.seq
        return folding.state_at(seq) if is_known else None


def _safe(value: object) -> object:
    return visible(shortened(value)) if isinstance(value, str) else value


def shortened(text: str, most: int = MOST_TEXT) -> str:
    """A text that is not longer than a few lines."""
    return text if len(text) <= most else text[:most] + "…"


def tail_of(text: str, most: int = MOST_TEXT) -> str:
    """The end of a text that grows."""
    return text if len(text) < most else "…" + text[1 - most :]


def value_words(value: Any) -> str:
    """A JSON value in a few characters."""
    return shortened(json.dumps(value, ensure_ascii=False), 60)


def path_words(path: tuple[str | int, ...]) -> str:
    """A path as a person writes it, such as `audio.input.turn_detection` or `tools[0].name`."""
    words = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in path)
    return words.removeprefix(".")
