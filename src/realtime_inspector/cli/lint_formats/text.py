"""For people: `file:line: severity rule title (#records)`, what was found, and what to do.

Findings of one rule stand together, so that what to do is said once; the worst come first.
"""

from __future__ import annotations

from itertools import groupby, islice
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint import Severity
from realtime_inspector.cli.lint_judge import WORST_FIRST
from realtime_inspector.cli.lint_words import LINT_WORDS, counts_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from realtime_inspector.cli.lint_judge import Judge, Place, Told, Verdict
    from realtime_inspector.cli.paint import Paint

    Words = dict[str, str]

SHOWN: Final = 20
"""Findings of a rule that are shown."""
_PLACES: Final = 4
_COLOURS: Final = {Severity.ERROR: "red", Severity.WARN: "yellow", Severity.INFO: "dim"}


def pieces(judge: Judge, paint: Paint) -> Iterator[str]:
    """The report, a capture at a time."""
    return (f"{line}\n" for line in _Report(judge, paint).lines())


class _Report:
    def __init__(self, judge: Judge, paint: Paint) -> None:
        self._judge = judge
        self._paint = paint
        self._words = LINT_WORDS[judge.lang]

    def lines(self) -> Iterator[str]:
        """All of it."""
        worst = ""
        for verdict in self._judge:
            yield from self._capture(verdict)
            worst = worst or next((one.finding.rule for one in _ordered(verdict)), "")
        if len(self._judge) > 1:
            listed = counts_words(self._judge.by_severity, self._judge.lang)
            total = self._words["total"].format(captures=len(self._judge), listed=listed)
            yield self._paint("bold", total)
        if worst:
            yield self._paint("dim", self._words["explain"].format(rule=worst))

    def _capture(self, verdict: Verdict) -> Iterator[str]:
        for rule, group in groupby(_ordered(verdict), lambda one: one.finding.rule):
            yield from self._rule(verdict, rule, list(group))
            yield ""
        listed = counts_words(verdict.by_severity, self._judge.lang)
        words = self._words["found" if verdict.told else "clean"].format(
            listed=listed, records=verdict.records, rules=len(self._judge.rules)
        )
        yield f"{self._paint('bold', verdict.name)}: {words}"

    def _rule(self, verdict: Verdict, rule: str, told: Sequence[Told]) -> Iterator[str]:
        for one in islice(told, SHOWN):
            severity = one.finding.severity
            sign = self._paint(_COLOURS[severity], f"{severity} {rule}")
            where = self._paint("bold", f"{verdict.name}:{line_words(one.place)}:")
            yield f"{where} {sign} {one.title} ({_places(one)})"
            yield f"    {one.message}"
        more = len(told) - SHOWN
        if more > 0:
            yield f"    {self._words['more'].format(count=more, rule=rule)}"
        if verdict.left_out[rule]:
            yield f"    {self._words['counted'].format(count=verdict.left_out[rule], rule=rule)}"
        yield f"  {self._paint('green', self._words['fix'])}: {told[0].fix}"


def line_words(place: Place) -> str:
    """The line of a record, or its number where it has none."""
    return f"#{place.seq}" if place.line is None else str(place.line)


def _places(told: Told) -> str:
    shown = ", ".join(f"#{one.seq} {one.type}" for one in told.places[:_PLACES])
    return shown if len(told.places) <= _PLACES else f"{shown}, …"


def _ordered(verdict: Verdict) -> list[Told]:
    """Rule by rule: those with the worst finding first, then by where they begin."""
    ranks: dict[str, tuple[int, int]] = {}
    for one in verdict.told:
        rank, first = WORST_FIRST.index(one.finding.severity), one.place.seq
        before = ranks.get(one.finding.rule, (rank, first))
        ranks[one.finding.rule] = (min(rank, before[0]), before[1])
    return sorted(
        verdict.told,
        key=lambda one: (*ranks[one.finding.rule], one.finding.rule, one.number),
    )
