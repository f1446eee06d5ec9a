"""All that is wrong with the session: what, why, how to put it right, and the way there."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Label

from realtime_inspector.core.finding import Severity
from realtime_inspector.guide import severities
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.finding_list import FindingList
from realtime_inspector.ui.present import severity
from realtime_inspector.ui.present.findings import (
    action_of,
    action_words,
    concerned_lines,
    evidence_lines,
    finding_lines,
)
from realtime_inspector.ui.widgets.fixed_lines import FixedLines
from realtime_inspector.ui.widgets.frame import Frame
from realtime_inspector.ui.widgets.line_view import LineView

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from realtime_inspector.analysis.lint.rule import Rule
    from realtime_inspector.core.finding import Finding
    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.context import Inspection
    from realtime_inspector.ui.finding_list import Entry
    from realtime_inspector.ui.widgets.line_view import LinePart

LOOK_EVERY_S: Final = 0.5
"""How often new findings are taken in."""
KEYS: Final = "Enter goes · Space opens · o order · 1 2 3 severity · f filter · Esc closes"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the user wants on the main screen."""

    seq: int = 0
    """The event to go to; 0: stay."""
    filter_text: str = ""
    """What the log is to show; empty: what it shows now."""
    action: str = ""
    """Id of the action that puts something right."""


class FindingsScreen(Screen[Chosen | None]):
    """The list above, the selected finding below."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,exclamation_mark", "close", "Close", id="findings.close"),
        Binding("space,right,left", "open", "Open", id="findings.open"),
        Binding("o", "order", "Order", id="findings.order"),
        Binding("1", "list('error')", "Errors", id="findings.errors"),
        Binding("2", "list('warn')", "Warnings", id="findings.warnings"),
        Binding("3", "list('info')", "Hints", id="findings.hints"),
        Binding("f", "filter", "Filter", id="findings.filter"),
        Binding("a", "act", "Put right", id="findings.act"),
        Binding("tab,shift+tab", "other_pane", "Pane", id="findings.pane", priority=True),
    ]

    def __init__(self, inspection: Inspection, seq: int | None = None) -> None:
        """Args: seq: The event that was selected; the cursor begins at its findings."""
        super().__init__()
        self._inspection = inspection
        self._store = inspection.store
        self._lang: Language = inspection.lang
        self._seq = seq
        self._list = FindingList(self._store, self._lang)
        self._known = (-1, -1, True)
        self._selected: Entry | None = None
        self._text = FixedLines()
        self._lines = LineView(self._list, can_follow=False, id="finding-list")
        self._detail = LineView(self._text, can_follow=False, id="finding-text")
        self._list_frame = Frame(self._lines, id="findings-frame")
        self._detail_frame = Frame(self._detail, id="finding-frame")

    def compose(self) -> ComposeResult:
        """List, text, keys."""
        yield self._list_frame
        yield self._detail_frame
        yield Label(words(KEYS, self._lang), id="findings-keys", markup=False)

    def on_mount(self) -> None:
        """Begins at the findings of the selected event."""
        at = None if self._seq is None else self._list.index_at(self._seq)
        self._lines.set_model(self._list, cursor=at or 0)
        self._look()
        self._lines.focus()
        self.set_interval(LOOK_EVERY_S, self._look)

    def on_resize(self) -> None:
        """Wraps the text for the width."""
        self.call_after_refresh(self._show_text)

    # Actions.

    def action_close(self) -> None:
        """Back to the main screen."""
        self.dismiss(None)

    def action_go_there(self) -> None:
        """Goes to the event."""
        finding = self._finding
        if finding is not None:
            self.dismiss(Chosen(seq=finding.seq))

    def action_open(self) -> None:
        """Lists the findings of the rule, or not."""
        entry = self._list.entry(self._lines.cursor_row)
        if entry is not None and self._list.is_by_rule:
            self._list.opened ^= {entry.rule}
            self._relist()

    def action_order(self) -> None:
        """By rule, or in the order of the events."""
        self._list.is_by_rule = not self._list.is_by_rule
        self._relist()

    def action_list(self, level: str) -> None:
        """Lists findings so severe, or not."""
        self._list.shown ^= {Severity(level)}
        self._relist()

    def action_filter(self) -> None:
        """Has the log show the events that findings of the rule name, and no others."""
        entry = self._list.entry(self._lines.cursor_row)
        if entry is not None:
            self.dismiss(Chosen(filter_text=f"finding:{entry.rule}"))

    def action_act(self) -> None:
        """Does what puts it right."""
        finding = self._finding
        if finding is not None and self._can_act(finding):
            self.dismiss(Chosen(action=finding.action))

    def action_other_pane(self) -> None:
        """From the list to the text, or back."""
        self.set_focus(self._lines if self._detail.has_focus else self._detail)

    @on(LineView.RowActivated)
    def _activated(self, event: LineView.RowActivated) -> None:
        """Enter, or a double click, in the list or in the text."""
        event.stop()
        self.action_go_there()

    @on(LineView.RowHighlighted)
    def _highlighted(self, event: LineView.RowHighlighted) -> None:
        event.stop()
        if event.view is self._lines:
            self._show_text()

    # Showing.

    @property
    def _finding(self) -> Finding | None:
        entry = self._list.entry(self._lines.cursor_row)
        return None if entry is None else entry.finding

    def _can_act(self, finding: Finding) -> bool:
        session = self._inspection.session
        is_connected = session is not None and session.is_connected
        return is_connected and action_of(finding) is not None

    def _look(self) -> None:
        """Takes in what has been found since."""
        findings = self._store.findings
        known = (len(findings), findings.looked, findings.is_looking)
        if known == self._known:
            return
        is_more = known[0] != self._known[0]
        self._known = known
        if is_more:
            self._relist()
        self._show_frame()

    def _relist(self) -> None:
        """Lists anew; the cursor stays with its finding, or with the rule of it."""
        entry = self._list.entry(self._lines.cursor_row)
        self._list.refresh()
        self._lines.set_count(self._list.count())
        self._lines.invalidate()
        self._lines.move_cursor(self._list.index_of(entry))
        self._show_frame()
        self._show_text()

    def _show_frame(self) -> None:
        findings, lang = self._store.findings, self._lang
        facts = [words("Findings", lang)]
        for level, (one, several) in severity.NAMES.items():
            count = findings.by_severity[level]
            if count:
                text = words(one if count == 1 else several, lang).format(count=f"{count:,}")
                is_hidden = level not in self._list.shown
                hidden = f" ({words('hidden', lang)})" if is_hidden else ""
                facts.append(f"{severities.SIGNS[level]} {text}{hidden}")
        self._list_frame.set_title(" · ".join(facts))
        order = "by rule" if self._list.is_by_rule else "in order"
        self._list_frame.set_subtitle(f"{words(order, lang)} · {self._looked_words()}")
        self._lines.set_empty_text(self._empty_words())

    def _looked_words(self) -> str:
        findings, count = self._store.findings, len(self._store)
        known = findings.known_of(count)
        said = "{known} of {count} events" if known < count else "{count} events"
        said = words(said, self._lang).format(known=f"{known:,}", count=f"{count:,}")
        facts = [said, words("{count} rules", self._lang).format(count=findings.rules)]
        if findings.faults:
            fault = words("{count} checks failed by a fault of the inspector", self._lang)
            facts.append(fault.format(count=f"{findings.faults:,}"))
        return " · ".join(facts)

    def _empty_words(self) -> str:
        findings, lang, count = self._store.findings, self._lang, len(self._store)
        if len(findings):
            return words("All findings are hidden.\n\n1 2 3 show them again.", lang)
        if not count:
            return words("No events yet.", lang)
        known = findings.known_of(count)
        if known < count:
            said = words("Nothing found yet in {known} of {count} events; still looking…", lang)
        else:
            said = words("No findings in {count} events.\n\n{rules} rules looked.", lang)
        return said.format(known=f"{known:,}", count=f"{count:,}", rules=findings.rules)

    def _show_text(self) -> None:
        entry = self._list.entry(self._lines.cursor_row)
        finding = None if entry is None else entry.finding
        width = max(20, self._detail.line_width)
        self._text.lines = [] if finding is None else self._lines_of(finding, width)
        if entry != self._selected:
            self._selected = entry
            self._detail.set_model(self._text)
        else:
            self._detail.set_count(self._text.count())
            self._detail.invalidate()
        can_act = finding is not None and self._can_act(finding)
        self._detail_frame.set_title("" if entry is None else self._title_of(entry))
        said = words("a does it now: {action}", self._lang)
        action = "" if finding is None else action_words(finding, self._lang)
        self._detail_frame.set_subtitle(said.format(action=action) if can_act else "")

    def _title_of(self, entry: Entry) -> str:
        rule = _rule_of(entry.rule)
        return entry.rule if rule is None else f"{rule.id} {rule.name}"

    def _lines_of(self, finding: Finding, width: int) -> list[list[LinePart]]:
        rule = _rule_of(finding.rule)
        evidence = () if rule is None else rule.evidence
        lines = finding_lines([finding], self._lang, width)
        lines += [[], *concerned_lines(self._store, finding, self._lang, width)]
        known_from = evidence_lines(evidence, self._lang, width)
        return [*lines, [], *known_from] if known_from else lines


@cache
def _rule_of(rule_id: str) -> type[Rule] | None:
    """The rule itself: its name, and where it is known from."""
    from realtime_inspector.analysis.lint.rules import RULES

    return next((rule for rule in RULES if rule.id == rule_id), None)
