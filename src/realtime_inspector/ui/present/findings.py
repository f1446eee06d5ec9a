"""What a finding says, as lines: what was found, why that is so, and how to put it right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.actions import ACTIONS
from realtime_inspector.guide import severities
from realtime_inspector.guide.interface import words
from realtime_inspector.guide.rules import RULE_TEXTS, message_of
from realtime_inspector.ui.present import severity
from realtime_inspector.ui.present.cells import wrap_cells
from realtime_inspector.ui.present.events import row_parts
from realtime_inspector.ui.present.keys import key_words
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from realtime_inspector.actions import Action
    from realtime_inspector.core.finding import Finding
    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.widgets.line_view import LinePart

Line = list["LinePart"]

MOST_EVENTS: Final = 50
"""Events that are listed of those that a finding concerns."""
HEADING: Final = "bold $primary"


def title_of(rule: str, lang: Language) -> str:
    """What is wrong, in a few words; of a rule without words, its id."""
    text = RULE_TEXTS[lang].get(rule)
    return rule if text is None else text.title


def said_by(finding: Finding, lang: Language) -> str:
    """The finding as one sentence, safe to show."""
    try:
        return visible(message_of(finding.rule, finding.values, lang))
    except KeyError:  # words that ask for more than the rule gives are not worth the session
        return title_of(finding.rule, lang)


def finding_lines(findings: Iterable[Finding], lang: Language, width: int) -> list[Line]:
    """Findings one after the other, each with why and fix, wrapped to a width."""
    lines: list[Line] = []
    for finding in findings:
        if lines:
            lines.append([])
        lines += _head(finding, lang, width)
        lines += _wrapped(said_by(finding, lang), width)
        text = RULE_TEXTS[lang].get(finding.rule)
        if text is not None:
            for heading, paragraph in (("Why", text.why), ("What to do", text.fix)):
                lines.append([(words(heading, lang), HEADING)])
                lines += _wrapped(paragraph, width)
    return lines


def action_of(finding: Finding) -> Action | None:
    """The action that puts it right in a live session, if there is one."""
    return next((action for action in ACTIONS if action.id == finding.action), None)


def action_words(finding: Finding, lang: Language) -> str:
    """Which key puts it right in a live session: `r response.create`; empty if none does."""
    action = action_of(finding)
    return "" if action is None else f"{key_words(action.keys)} {words(action.title, lang)}"


def concerned_lines(store: Store, finding: Finding, lang: Language, width: int) -> list[Line]:
    """The events that a finding concerns, a row each."""
    lines: list[Line] = [[(words("Events concerned", lang), HEADING)]]
    lines += [
        row_parts(store, store.row(seq), [seq], width, 0, lang)
        for seq in finding.seqs[:MOST_EVENTS]
    ]
    more = len(finding.seqs) - MOST_EVENTS
    if more > 0:
        lines.append([(words("… {count} more", lang).format(count=f"{more:,}"), "$muted")])
    return lines


def evidence_lines(evidence: Sequence[str], lang: Language, width: int) -> list[Line]:
    """Where a rule is known from."""
    if not evidence:
        return []
    lines: list[Line] = [[(words("Known from", lang), HEADING)]]
    for one in evidence:
        lines += _wrapped(one, width, "$muted")
    return lines


def _head(finding: Finding, lang: Language, width: int) -> list[Line]:
    style = severity.STYLES[finding.severity]
    first = f"{severities.SIGNS[finding.severity]} {finding.rule}  "
    pieces = wrap_cells(title_of(finding.rule, lang), max(10, width - len(first)))
    indents = [first, *[" " * len(first)] * (len(pieces) - 1)]
    return [
        [(indent, style), (piece, "bold")] for indent, piece in zip(indents, pieces, strict=True)
    ]


def _wrapped(text: str, width: int, style: str = "") -> list[Line]:
    return [[(piece, style)] for piece in wrap_cells(text, width)]
