"""Captures read once each, and what the linter says of them."""

from __future__ import annotations

from array import array
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint import Linter, Severity
from realtime_inspector.capture.reader import read_capture
from realtime_inspector.cli import output
from realtime_inspector.cli.options import STDIN, check_capture
from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.event import Event
from realtime_inspector.core.kind import type_of
from realtime_inspector.core.redact import Redactor
from realtime_inspector.core.safe import visible
from realtime_inspector.guide.rules import RULE_TEXTS, message_of
from realtime_inspector.store.findings import Findings

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from realtime_inspector.analysis.lint import Finding, Rule
    from realtime_inspector.capture.reader import CaptureReader
    from realtime_inspector.core.record import Record
    from realtime_inspector.guide.model import Language

WORST_FIRST: Final = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Place:
    """A record that a finding names."""

    seq: int
    """Its number in the capture, from 1."""
    line: int | None
    """Its line in the file, from 1; `None` in formats that are not one record a line."""
    type: str
    """What stands in the type column of the log."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words: in one line, safe to show, without secrets."""

    finding: Finding
    places: tuple[Place, ...]
    """The records concerned, the one to look at first."""
    title: str
    message: str
    fix: str
    number: int
    """The how-manieth finding of its rule in the capture it is, from 1."""

    @property
    def place(self) -> Place:
        """The record to look at."""
        return self.places[0]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found in one capture."""

    path: str
    """As it was given; `-` for standard input."""
    records: int
    told: tuple[Told, ...]
    """The findings, by the records that they are about; of each rule the first thousand."""
    counts: Counter[str]
    """How many findings each rule has, those that are not told among them."""
    by_severity: Counter[Severity]

    @property
    def name(self) -> str:
        """What to call it."""
        return "standard input" if self.path == STDIN else visible(self.path)

    @property
    def left_out(self) -> Counter[str]:
        """How many findings of a rule are counted and not told."""
        return self.counts - Counter(one.finding.rule for one in self.told)


class Judge:
    """Captures, and the rules to ask. Iterating reads each of them once."""

    def __init__(
        self,
        captures: Sequence[str],
        rules: Sequence[type[Rule]],
        least: Severity,
        lang: Language,
        connection: int | None = None,
    ) -> None:
        """Open all captures, so that one that cannot be read is told before anything is written.

        Args:
            captures: Paths, or `-` for standard input.
            rules: The rules to ask.
            least: Findings that are less severe are left out.
            lang: The language of the words.
            connection: Look only at this connection.

        Raises:
            UsageError: Standard input is named twice.
            UnreadableCapture: One cannot be opened.
        """
        if captures.count(STDIN) > 1:
            raise UsageError("Standard input can be read only once.", "Give - only once.")
        for path in captures:
            check_capture(path)
        self.rules: Final = tuple(rules)
        self.least: Final = least
        self.lang: Final[Language] = lang
        self.by_severity: Counter[Severity] = Counter()
        """How many findings there are, of the captures read so far."""
        self._readers = [(path, read_capture(path, connection=connection)) for path in captures]
        self._redactor = Redactor()

    def __len__(self) -> int:
        """How many captures there are."""
        return len(self._readers)

    @property
    def count(self) -> int:
        """How many findings there are, of the captures read so far."""
        return self.by_severity.total()

    def __iter__(self) -> Iterator[Verdict]:
        for path, reader in self._readers:
            verdict = self._verdict(path, reader)
            self.by_severity.update(verdict.by_severity)
            yield verdict

    def _verdict(self, path: str, reader: CaptureReader) -> Verdict:
        found, index = Findings(), _Index()
        linter = Linter(self.rules, reader.header.provider if reader.header else "")
        ranks = WORST_FIRST.index(self.least)
        for row in output.counted(reader.rows(), "records read"):
            index.skip()
            if row.record is None:
                continue
            event = Event.of(row.record) if row.event is None else row.event
            index.put(row.record, event)
            for finding in linter.feed(len(index), row.record, event):
                if WORST_FIRST.index(finding.severity) <= ranks:
                    found.add(finding)
        self._warn(path, reader, linter)
        told = tuple(self._told(found, index))
        return Verdict(path, len(index), told, found.counts, found.by_severity)

    def _told(self, found: Findings, index: _Index) -> Iterator[Told]:
        numbers: Counter[str] = Counter()
        texts = RULE_TEXTS[self.lang]
        for one in found.kept:
            text = texts[one.rule]
            numbers[one.rule] += 1
            places = tuple(index.place(seq) for seq in one.seqs)
            message = self.clean(message_of(one.rule, one.values, self.lang))
            yield Told(one, places, text.title, message, text.fix, numbers[one.rule])

    def clean(self, text: str) -> str:
        """A text of a server, in one line, without secrets."""
        return visible(self._redactor.value(text))

    def _warn(self, path: str, reader: CaptureReader, linter: Linter) -> None:
        name = "standard input" if path == STDIN else path
        for text in reader.notes:
            output.warning(f"{name}: {text}")
        if linter.faults:
            output.warning(f"{name}: rules failed {linter.faults} times; this is a fault of ours.")


class _Index:
    """Where each record of a capture stands, and what it is; 16 bytes a record."""

    def __init__(self) -> None:
        self._lines = array("Q")
        self._types: list[str] = []
        self._names: dict[str, str] = {}

    def __len__(self) -> int:
        return len(self._lines)

    def skip(self) -> None:
        """Counts a record of which nothing is known."""
        self._lines.append(0)
        self._types.append("")

    def put(self, record: Record, event: Event) -> None:
        """Says what the last record is."""
        name = type_of(record, event)
        self._lines[-1] = record.line or 0
        self._types[-1] = self._names.setdefault(name, name)

    def place(self, seq: int) -> Place:
        """Where a record stands."""
        return Place(seq, self._lines[seq - 1] or None, visible(self._types[seq - 1]))
