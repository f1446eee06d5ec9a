"""Strands: the server's events sorted by what they are about, so that two sessions can be compared.

Within a strand the order of events is the protocol's; between strands it is chance. The transcript
of what was said may come before, among and after the events of the answer (observed.md §3).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from realtime_inspector.core.events import CATALOGUE

if TYPE_CHECKING:
    from realtime_inspector.core.event import Event


class Strand(NamedTuple):
    """What an event is about."""

    about: str
    """`session`, `input`, `response`, `item`, `transcription`, `output`, `limits`, `error` or
    `other`."""
    number: int = 0
    """Which response or item, in the order in which they were first named, from 1."""

    def __str__(self) -> str:
        return f"{self.about} {self.number}" if self.number else self.about


_TRANSCRIPTION: Final = "conversation.item.input_audio_transcription."
_BY_PREFIX: Final = (
    ("session.", "session"),
    ("conversation.created", "session"),
    ("input_audio_buffer.", "input"),
    ("output_audio_buffer.", "output"),
    ("rate_limits.", "limits"),
    ("error", "error"),
)


class Strands:
    """Tells the strand of each of a session's server events; fed with all of them, in order."""

    def __init__(self) -> None:
        self._responses: dict[str, int] = {}
        self._items: dict[str, Strand] = {}
        self._inputs = 0

    @property
    def responses(self) -> int:
        """How many responses were named so far."""
        return len(self._responses)

    def of(self, event: Event) -> Strand:
        """The strand of a server event."""
        name = event.canonical_type
        if name.startswith("response."):
            return self._of_response(event)
        if name.startswith(_TRANSCRIPTION):
            return Strand("transcription", self._of_item(event.item_id or "").number)
        for prefix, about in _BY_PREFIX:
            if name.startswith(prefix):
                return Strand(about)
        return self._of_item(event.item_id) if event.item_id else Strand("other")

    def _of_response(self, event: Event) -> Strand:
        """The response's strand; an event that does not name one is about the newest."""
        response_id = event.response_id
        if response_id is not None:
            self._responses.setdefault(response_id, len(self._responses) + 1)
        number = self._responses.get(response_id or "", len(self._responses))
        strand = Strand("response", number)
        if event.item_id is not None:
            self._items.setdefault(event.item_id, strand)
        return strand

    def _of_item(self, item_id: str) -> Strand:
        """The item's own strand, or that of the response that it is an output of."""
        if item_id not in self._items:
            self._inputs += 1
            self._items[item_id] = Strand("item", self._inputs)
        return self._items[item_id]


def is_delta(kind: str) -> bool:
    """Whether events of a type come in runs whose number means nothing."""
    spec = CATALOGUE.get(kind)
    return kind.endswith(".delta") if spec is None else spec.is_delta
