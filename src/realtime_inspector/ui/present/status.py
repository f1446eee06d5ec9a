"""The facts of the status line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.metrics import cost_words
from realtime_inspector.analysis.metrics.cost import UNKNOWN
from realtime_inspector.core.finding import Severity
from realtime_inspector.core.state import Phase
from realtime_inspector.guide import severities
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present import numbers, severity
from realtime_inspector.ui.present.moment import moment_fact
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.context import Inspection

Fact = tuple[str, str, int]
"""Text, style, and rank: the higher, the sooner it is left out."""

LAGGING: Final = 5_000
"""From so many events that are still to be looked at on, it is said how far that is."""
PAST = "bold $background on $warning"
"""How it is shown that an earlier state is shown."""
_PHASES = {
    Phase.IDLE: ("○", "$muted", "starting"),
    Phase.CONNECTING: ("◌", "$text-warning", "connecting"),
    Phase.OPEN: ("◌", "$text-warning", "waiting for session.created"),
    Phase.READY: ("●", "$text-success", "connected"),
    Phase.CLOSED: ("✖", "$text-error", "disconnected"),
}


def status_facts(inspection: Inspection, state: CaptureState, now_ns: int | None) -> list[Fact]:
    """What the status line says, in its order."""
    facts: list[Fact] = [(" realtime-inspector ", "bold $background on $primary", 6)]
    facts.append((moment_fact(inspection.store, inspection.lang), PAST, 0))
    facts += _live_facts(inspection, state, now_ns) if now_ns else _file_facts(inspection, state)
    columns = inspection.store.columns
    count = columns.failures
    lang = inspection.lang
    facts.append((words("{count} events", lang).format(count=f"{len(columns):,}"), "$muted", 4))
    facts.append((numbers.size(columns.end), "$muted", 9))
    if count:
        errors = words("{count} errors" if count > 1 else "{count} error", lang)
        facts.append((errors.format(count=f"{count:,}"), "bold $text-error", 1))
    facts += _finding_facts(inspection.store, inspection.lang)
    facts += _cost_facts(inspection, state)
    if state.faults:
        faults = words("{count} not understood", lang).format(count=state.faults)
        facts.append((faults, "$text-warning", 4))
    if inspection.loader is not None and not inspection.loader.is_done:
        reading = words("reading {share}", lang).format(share=f"{inspection.loader.share:.0%}")
        facts.append((reading, "bold $text-warning", 1))
    facts += [(visible(words(note, lang)), "$text-warning", 10) for note in inspection.notes]
    return facts


def _finding_facts(store: Store, lang: Language) -> list[Fact]:
    """How many things are wrong; hints are not counted here."""
    findings = store.findings
    counts = [(level, findings.by_severity[level]) for level in (Severity.ERROR, Severity.WARN)]
    facts = [
        (f"{severities.SIGNS[level]} {count:,}", severity.STYLES[level], 1)
        for level, count in counts
        if count
    ]
    if facts:
        facts.insert(0, (f"! {words('findings', lang)}", "$muted", 3))
    known, count = findings.known_of(len(store)), len(store)
    if count - known > LAGGING:
        facts.append((f"{words('findings', lang)} {known / count:.0%}", "$muted", 6))
    return facts


def _cost_facts(inspection: Inspection, state: CaptureState) -> list[Fact]:
    """What the session that is looked at cost so far."""
    cost = cost_words(inspection.tariff.session(state))
    if cost == UNKNOWN:
        return [(words("cost unknown", inspection.lang), "$muted", 10)]
    if cost and inspection.tariff.is_simulated:
        cost = words("would cost {cost}", inspection.lang).format(cost=cost)
    return [(cost, "$muted", 5)] if cost else []


def _live_facts(inspection: Inspection, state: CaptureState, now_ns: int | None) -> list[Fact]:
    connection, session = state.connection, inspection.session
    sign, style, phase = _PHASES[connection.phase]
    lang = inspection.lang
    name, _, detail = words(inspection.source, lang).partition(" ")
    facts: list[Fact] = [
        (f"{sign} {name}", f"bold {style}", 0),
        (detail, "$muted", 7),
        (words(phase, lang), style, 2),
        (visible(str(state.session.effective.get("model") or "")), "$muted", 8),
    ]
    if connection.phase is Phase.READY and now_ns is not None and connection.opened_ns is not None:
        elapsed_ms = (now_ns - connection.opened_ns) / 1e6
        facts.append((numbers.clock(elapsed_ms).partition(".")[0], "", 4))
    if session is not None and not session.is_auto_response:
        facts.append((words("manual response.create", lang), "$text-warning", 3))
    if session is not None and session.recorder_problem:
        lost = words("NOT RECORDED: {why}", lang).format(why=session.recorder_problem)
        facts.append((lost, "bold $text-error", 0))
    elif inspection.recording:
        facts.append((f"● {Path(inspection.recording).name}", "$text-error", 5))
    else:
        facts.append((words("not recorded", lang), "$muted", 5))
    return facts


def _file_facts(inspection: Inspection, state: CaptureState) -> list[Fact]:
    model = str(state.session.effective.get("model") or "")
    return [
        (f"▤ {visible(inspection.source)}", "bold $text-success", 0),
        (words("capture", inspection.lang), "$text-success", 4),
        (visible(model), "$muted", 5),
    ]
