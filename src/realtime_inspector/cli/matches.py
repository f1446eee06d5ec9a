"""Captures read as streams, and the records of them that a filter wants."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from realtime_inspector.capture.reader import read_capture
from realtime_inspector.cli import output
from realtime_inspector.cli.options import STDIN, check_capture
from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.facts import FactStream
from realtime_inspector.core.filter_sieve import sieve
from realtime_inspector.core.filter_tree import asks_for_findings, measures_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from realtime_inspector.capture.reader import CaptureReader
    from realtime_inspector.core.filter_row import Row
    from realtime_inspector.core.filter_sieve import Sieve
    from realtime_inspector.core.filters import Filter


class Match(NamedTuple):
    """A record that the filter wants."""

    row: Row
    line: bytes | None
    """The line that it stands on, in formats with one record a line."""


class Search:
    """One capture and a filter. Iterating reads the capture once and gives the matches."""

    def __init__(self, path: str, wanted: Filter, *, with_gaps: bool, progress: bool) -> None:
        """Open the capture.

        Args:
            path: The file, or `-`.
            wanted: The filter.
            with_gaps: Whether the gaps of the rows are looked at; then no line is passed over.
            progress: Whether to count on stderr while reading.

        Raises:
            UnreadableCapture: It cannot be opened.
        """
        check_capture(path)
        self.name = "standard input" if path == STDIN else path
        self.reader: CaptureReader = read_capture(path)
        self._path = path
        self.records = 0
        """How many were read."""
        self.matched = 0
        self._wanted = wanted
        self._with_gaps = with_gaps
        self._progress = progress

    def __iter__(self) -> Iterator[Match]:
        facts = FactStream(self._findings())
        matches = self._wanted.matches
        rows = self.reader.rows(self._sieve(facts))
        for record, line, event in output.counted(rows, "records read", shown=self._progress):
            if record is None:
                facts.skip()
                continue
            row = facts.feed(record, event)
            if matches(row):
                self.matched += 1
                yield Match(row, line)
        self.records = facts.seq

    def _findings(self) -> Callable[[int], frozenset[str]] | None:
        """What is wrong with each record, if the filter asks for it: a pass of its own."""
        if not asks_for_findings(self._wanted.tree):
            return None
        from realtime_inspector.export.diagnosis import findings_of

        reader = read_capture(self._path)
        records = output.counted(reader, "records looked at", shown=self._progress)
        header = self.reader.header
        return findings_of(records, header.provider if header is not None else "").names

    def tell_notes(self) -> None:
        """Say on stderr what a reader of the result must know."""
        for text in self.reader.notes:
            output.warning(f"{self.name}: {text}")

    def _sieve(self, facts: FactStream) -> Sieve | None:
        """What may be passed over: nothing whose time is needed for that of later records."""
        tree = self._wanted.tree
        asked = measures_in(tree)
        test = sieve(tree)
        if test is None or self._with_gaps or "gap" in asked or asks_for_findings(tree):
            return None
        if "time" in asked:
            return lambda line, number: not facts.has_start or test(line, number)
        return test


def searches(
    captures: Sequence[str], wanted: Filter, *, with_gaps: bool, progress: bool
) -> list[Search]:
    """All captures opened, so that one that cannot be read is told before anything is written.

    Raises:
        UsageError: Standard input is named twice, or would have to be read twice.
        UnreadableCapture: One cannot be opened.
    """
    if captures.count(STDIN) > 1:
        raise UsageError("Standard input can be read only once.", "Give - only once.")
    if STDIN in captures and asks_for_findings(wanted.tree):
        raise UsageError(
            "What is wrong with a capture shows only in its whole, and standard input can be read "
            "only once.",
            "Give a file, or leave `finding:` out.",
        )
    return [Search(path, wanted, with_gaps=with_gaps, progress=progress) for path in captures]


def is_file(path: str) -> bool:
    """Whether there is something to read at a path."""
    return path == STDIN or Path(path).exists()
