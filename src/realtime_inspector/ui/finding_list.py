"""The list of the findings screen: by rule, each of which opens, or in the order of events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.finding import Severity
from realtime_inspector.guide import severities
from realtime_inspector.guide.interface import words
from realtime_inspector.store.findings import KEPT, WORST_FIRST
from realtime_inspector.ui.present import severity
from realtime_inspector.ui.present.clock import short_clock_words
from realtime_inspector.ui.present.findings import said_by, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.core.finding import Finding
    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.widgets.line_view import LinePart

_MUTED: Final = "$muted"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    rule: str
    finding: Finding | None
    """`None`: what is said of the whole rule, or of those that are not kept."""
    is_head: bool = False
    """Whether it stands for all findings of the rule."""


class FindingList:
    """The lines, for a `LineView`. They are worked out by `refresh` and stay until the next."""

    def __init__(self, store: Store, lang: Language) -> None:
        """Show all, by rule, all rules closed."""
        self.is_by_rule = True
        self.shown: set[Severity] = set(Severity)
        """How severe the findings are that are listed."""
        self.opened: set[str] = set()
        """Rules whose findings are listed under them."""
        self._store = store
        self._lang: Language = lang
        self._entries: list[Entry] = []
        self.refresh()

    def refresh(self) -> None:
        """Takes in what has been found, and what was chosen to be shown."""
        self._entries = list(self._by_rule() if self.is_by_rule else self._in_order())

    # A `LineModel`.

    def count(self) -> int:
        """How many lines there are."""
        return len(self._entries)

    def line(self, index: int, width: int) -> list[LinePart]:
        """One line."""
        entry = self._entries[index]
        if entry.finding is None:
            return [("    ", ""), (self._rest_words(entry.rule), _MUTED)]
        if entry.is_head:
            return self._head(entry.rule, entry.finding, width)
        return self._one(entry.finding)

    # What the screen asks.

    def entry(self, index: int) -> Entry | None:
        """What a line stands for."""
        return self._entries[index] if 0 <= index < len(self._entries) else None

    def index_of(self, entry: Entry | None) -> int:
        """The line of an entry, else that of its rule, else the first one."""
        if entry in self._entries:
            return self._entries.index(entry)
        rules = [one.rule for one in self._entries]
        return rules.index(entry.rule) if entry is not None and entry.rule in rules else 0

    def index_at(self, seq: int) -> int | None:
        """The line of the worst finding that names a record, if it is listed."""
        for finding in self._store.findings.of(seq):
            if self.is_by_rule and len(self._store.findings.of_rule(finding.rule)) > 1:
                self.opened.add(finding.rule)
                self.refresh()
            for index, entry in enumerate(self._entries):
                if entry.finding is finding:
                    return index
        return None

    # Inside.

    def _by_rule(self) -> Iterator[Entry]:
        findings = self._store.findings
        ordered = sorted(
            findings.counts, key=lambda rule: (WORST_FIRST.index(findings.severities[rule]), rule)
        )
        for rule in ordered:
            kept = [one for one in findings.of_rule(rule) if one.severity in self.shown]
            if not kept:
                continue
            yield Entry(rule, kept[0], is_head=True)
            if rule in self.opened and len(kept) > 1:
                yield from (Entry(rule, one) for one in kept)
                if findings.counts[rule] > KEPT:
                    yield Entry(rule, None)

    def _in_order(self) -> Iterator[Entry]:
        findings = self._store.findings
        for finding in findings.kept:
            if finding.severity in self.shown:
                yield Entry(finding.rule, finding)
        yield from (Entry(rule, None) for rule, count in findings.counts.items() if count > KEPT)

    def _head(self, rule: str, first: Finding, width: int) -> list[LinePart]:
        findings = self._store.findings
        count = findings.counts[rule]
        fold = " " if count == 1 else "▾" if rule in self.opened else "▸"
        where = f"#{first.seq}"
        parts = self._signed(findings.severities[rule], f"{fold} ")
        parts += [
            (f"{rule} ", "bold"),
            (f"{f'×{count:,}':<7}", "$warning" if count > 1 else _MUTED),
        ]
        if width >= _WITH_PLACE:
            parts.append((f"{where:<9}", _MUTED))
        return [*parts, (title_of(rule, self._lang), "")]

    def _one(self, finding: Finding) -> list[LinePart]:
        time = short_clock_words(self._store, finding.seq)
        parts = self._signed(finding.severity, "    " if self.is_by_rule else "")
        parts += [(f"{f'#{finding.seq}':<9}", _MUTED), (f"{time:<8}", _MUTED)]
        if self.is_by_rule:
            return [*parts, (said_by(finding, self._lang), "")]
        return [*parts, (f"{finding.rule} ", "bold"), (said_by(finding, self._lang), "")]

    def _signed(self, level: Severity, before: str) -> list[LinePart]:
        return [(before, _MUTED), (f"{severities.SIGNS[level]} ", severity.STYLES[level])]

    def _rest_words(self, rule: str) -> str:
        count = f"{self._store.findings.counts[rule] - KEPT:,}"
        said = words("{rule}: {count} more are only counted; the log marks them", self._lang)
        return said.format(rule=rule, count=count)


_WITH_PLACE: Final = 60
"""Width from which the line of a rule says where its first finding is."""
