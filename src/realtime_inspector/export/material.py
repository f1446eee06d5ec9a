"""What an export is made of: records without secrets, and the state that they lead to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from realtime_inspector.analysis.metrics import Tariff
from realtime_inspector.analysis.selection import Selection
from realtime_inspector.core.facts import FactStream
from realtime_inspector.core.filter_row import Row
from realtime_inspector.core.filter_tree import asks_for_findings
from realtime_inspector.core.omission import Omission, Omitter
from realtime_inspector.core.persistent_sequence import PersistentSequence
from realtime_inspector.core.redact import Redactor
from realtime_inspector.core.redact_deltas import DeltaRedactor
from realtime_inspector.core.reduce import reduce
from realtime_inspector.core.state import CaptureState, Session
from realtime_inspector.export.base import Cleaner
from realtime_inspector.export.diagnosis import Diagnosis, diagnose, findings_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    from realtime_inspector.core.filters import Filter
    from realtime_inspector.core.record import Record
    from realtime_inspector.export.base import ExportSource

CHAPTER_RECORDS: Final = 50_000
"""A chapter ends with the session in which it has become so long."""

Numbered: TypeAlias = Row
"""One record that is exported, with its number in the capture, whatever is left out before it."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """Some whole sessions of a capture that follow one another."""

    state: CaptureState
    """What is known of these sessions, cut down to what the filter is about."""
    first_session: int
    """Number of its first session; 0 if it begins before any."""
    is_last: bool


class Material:
    """A capture, or a part of it, for exporters. Each of them takes of it what it needs.

    Secrets are gone, the filter is applied, and what a share bundle leaves out is left out:
    a format that is made of `records()`, `state` or `chapters()` obeys without knowing of it.
    """

    def __init__(
        self,
        read: Callable[[], Iterable[Record]],
        source: ExportSource | Callable[[], ExportSource],
        *,
        wanted: Filter | None = None,
        omission: Omission | None = None,
        marks: Container[int] = (),
        tariff: Tariff | None = None,
    ) -> None:
        """Read nothing yet.

        Args:
            read: Gives all records of the capture in order, anew with every call.
            source: Where they come from. A function where a pass over the records finds out.
            wanted: Export only the records that match, and of the state what they are about.
            omission: What to leave out of them; by default nothing.
            marks: Numbers of the records that the filter's `marked` means.
            tariff: What tokens cost; by default the built-in prices.
        """
        self.wanted: Final = wanted
        self.omission: Final = omission or Omission()
        self._source = source
        self._tariff = tariff or Tariff()
        self._read = read
        self._marks = marks
        self._redactor = Redactor()
        self._cleaner = Cleaner()
        self._replaced = self._matched = self._passed = 0

    @property
    def source(self) -> ExportSource:
        """What is known of where they come from, without secrets; all of it after a whole pass."""
        source = self._source() if callable(self._source) else self._source
        source = self._cleaner.clean(source)
        notes = (*source.notes, *self._filter_words(), *self.omission.words)
        return replace(source, notes=notes, redactions=source.redactions + self.replaced)

    @property
    def tariff(self) -> Tariff:
        """What tokens cost at the provider of the capture."""
        header = (self._source() if callable(self._source) else self._source).header
        return self._tariff.of(header.provider, header.url)

    @property
    def replaced(self) -> int:
        """Secrets that were replaced here: in the source, and in the last whole pass."""
        return self._replaced + self._cleaner.count

    @cached_property
    def findings(self) -> Diagnosis:
        """What is wrong with what is exported; takes a pass of its own over the whole capture."""
        return diagnose(
            self._read(),
            self._provider,
            self.wanted,
            with_messages=not self.omission.text,
            named=self._named,
        )

    @property
    def _provider(self) -> str:
        return (self._source() if callable(self._source) else self._source).header.provider

    @cached_property
    def _named(self) -> Callable[[int], frozenset[str]] | None:
        """The findings that name a record, if the filter asks for them."""
        if self.wanted is None or not asks_for_findings(self.wanted.tree):
            return None
        return findings_of(self._read(), self._provider).names

    def records(self) -> Iterator[Numbered]:
        """The records to export, in order, without secrets; a fresh pass with every call."""
        omitter = Omitter(self.omission)
        for row in self._pass():
            if self._wants(row):
                yield _left(row, omitter) if self.omission else row

    @cached_property
    def state(self) -> CaptureState:
        """What the records to export lead to and are about; folded over the whole capture."""
        return next(iter(self._chapters(None))).state

    def chapters(self) -> Iterator[Chapter]:
        """The same as `state` in parts, so that a capture of any length needs little memory.

        A short capture is one chapter. In a long one, what was said in the sessions of an earlier
        chapter is forgotten: their tools, and that a resumed session repeats them.
        """
        return self._chapters(CHAPTER_RECORDS)

    def _chapters(self, most: int | None) -> Iterator[Chapter]:
        state, selection = CaptureState(), Selection()
        begin = first = 0
        # The length of audio is worked out from it, so it is not left out before.
        omitter = Omitter(replace(self.omission, audio=False))
        for row in self._pass():
            told = _left(row, omitter) if self.omission.text else row
            after = reduce(state, told.record, told.event)
            is_new = after.session.number > state.session.number > 0
            if is_new and most is not None and state.seq - begin >= most:
                yield Chapter(self._selected(state, selection), first, is_last=False)
                begin, first, selection = state.seq, after.session.number, Selection()
                after = reduce(_forgotten(state), told.record, told.event)
            state = after
            if self.wanted is not None and self._wants(row):
                selection.add(row, state)
        yield Chapter(self._selected(state, selection), first, is_last=True)

    def _selected(self, state: CaptureState, selection: Selection) -> CaptureState:
        return state if self.wanted is None else selection.of(state)

    def _pass(self) -> Iterator[Row]:
        """All records without secrets; counts what was replaced and what matched."""
        before = self._redactor.count
        self._matched = self._passed = 0
        facts = FactStream(self._named)
        for record in self._clean():
            row = facts.feed(record)
            self._passed = row.seq
            yield replace(row, is_marked=True) if row.seq in self._marks else row
        self._replaced = self._redactor.count - before

    def _clean(self) -> Iterator[Record]:
        redactor = DeltaRedactor(self._redactor)
        for record in self._read():
            yield from redactor.feed(record)
        yield from redactor.flush()

    def _wants(self, row: Row) -> bool:
        is_wanted = self.wanted is None or self.wanted.matches(row)
        self._matched += is_wanted
        return is_wanted

    def _filter_words(self) -> tuple[str, ...]:
        if self.wanted is None:
            return ()
        counts = f"{self._matched:,} of {self._passed:,} events match it"
        return (f"Only what the filter {self.wanted} is about is shown; {counts}",)


def _left(row: Row, omitter: Omitter) -> Row:
    record = omitter.record(row.record, row.event)
    return row if record is row.record else replace(row, record=record, parsed=None)


def _forgotten(state: CaptureState) -> CaptureState:
    """The state without what was said in it; numbers and times go on."""
    numbers = range(1, state.session.number)
    return CaptureState(
        seq=state.seq,
        first_ns=state.first_ns,
        last_ns=state.last_ns,
        connection=state.connection,
        session=Session(number=state.session.number),
        former_sessions=PersistentSequence(Session(number=one) for one in numbers),
        rate_limits=state.rate_limits,
    )
