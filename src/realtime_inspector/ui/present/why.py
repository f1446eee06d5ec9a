"""A diagnosis as words and lines: the reason, what shows it, what to do, what it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.actions import ACTIONS
from realtime_inspector.analysis.why import Mood
from realtime_inspector.guide.coaching import coaching
from realtime_inspector.guide.interface import words
from realtime_inspector.guide.reasons import check_words, reason_text
from realtime_inspector.ui.present.cells import wrap_cells
from realtime_inspector.ui.present.keys import key_words
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from realtime_inspector.analysis.why import Diagnosis, Reason, Situation
    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.widgets.line_view import LinePart

Line = list["LinePart"]

QUIET_S: Final = 3.0
"""From so many quiet seconds on, the coach counts them."""
HEADING: Final = "bold $primary"
SIGNS: Final = {
    Mood.TROUBLE: ("✖ ", "bold $text-error"),
    Mood.WAITING: ("● ", "bold $text-warning"),
    Mood.FINE: ("✓ ", "bold $text-success"),
}


def coach_words(reason: Reason, now: Situation, lang: Language) -> tuple[str, str]:
    """Title and text for the coach; after some quiet seconds they are counted."""
    title, text = coaching(reason.id, values_of(reason), lang, is_live=now.is_live)
    quiet_s = now.quiet_s if now.is_live and reason.mood is not Mood.FINE else None
    if quiet_s is None or quiet_s < QUIET_S:
        return title, text
    lasted_s = now.since_s(reason.since_ns)
    seconds = int(quiet_s if lasted_s is None else lasted_s)
    counted = words("{seconds} s", lang).format(seconds=seconds)
    more = words("Y tells more.", lang)
    return f"{title} · {counted}", f"{text} {more}"


def values_of(reason: Reason) -> dict[str, str]:
    """What the words of a reason are filled with."""
    return {**reason.values, "key": key_of(reason.action)}


def key_of(action_id: str) -> str:
    """The key of an action; empty if there is none."""
    action = next((one for one in ACTIONS if one.id == action_id), None)
    return "" if action is None else key_words(action.keys.partition(",")[0])


def action_words(action_id: str, lang: Language) -> str:
    """An action with its key: `r response.create`; empty if there is none."""
    action = next((one for one in ACTIONS if one.id == action_id), None)
    return "" if action is None else f"{key_of(action_id)} {words(action.title, lang)}"


def reason_lines(reason: Reason, now: Situation, lang: Language, width: int) -> list[Line]:
    """The reason in a sentence, and why that is so."""
    text = reason_text(reason.id, values_of(reason), lang)
    sign, style = SIGNS[reason.mood]
    lasted_s = now.since_s(reason.since_ns)
    counted = ""
    if lasted_s is not None and lasted_s >= 1:
        counted = " · " + words("for {seconds} s", lang).format(seconds=f"{lasted_s:,.0f}")
    head = visible(text.title) + counted
    return [
        *_hung(head, sign, style, "bold", width),
        [],
        *_wrapped(text.why, width),
    ]


def advice_lines(reason: Reason, lang: Language, width: int, *, is_live: bool) -> list[Line]:
    """What to do about it; in a capture, what would have helped."""
    text = reason_text(reason.id, values_of(reason), lang)
    advice = text.do if is_live else text.fix
    if not advice:
        return []
    recorded = "What comes next" if reason.mood is Mood.FINE else "What would have helped"
    heading = "What to do" if is_live else recorded
    lines: list[Line] = [[(words(heading, lang), HEADING)], *_wrapped(advice, width)]
    key, _, title = action_words(reason.action, lang).partition(" ")
    if is_live and key and f"{key} " not in f"{advice} ":
        lines.append([(f"{key} ", "bold $text-success"), (title, "")])
    return lines


def checklist_lines(diagnosis: Diagnosis, lang: Language, width: int) -> list[Line]:
    """What else was looked at: what it is not, and what is the matter besides."""
    lines: list[Line] = [[(words("Looked at", lang), HEADING)]]
    for one in diagnosis.findings:
        if one.reason is None:
            lines += _hung(check_words(one.check, lang), "✓ ", "$text-success", "$muted", width)
        elif one.reason is not diagnosis.reason:
            title = reason_text(one.reason.id, values_of(one.reason), lang).title
            sign, style = SIGNS[one.reason.mood]
            lines += _hung(visible(title), sign, style, "", width)
        else:
            title = reason_text(one.reason.id, values_of(one.reason), lang).title
            here = words("this is it", lang)
            lines += _hung(f"{visible(title)} ← {here}", "▶ ", "bold $text-warning", "bold", width)
    return lines


def _wrapped(text: str, width: int, style: str = "") -> list[Line]:
    return [[(piece, style)] for piece in wrap_cells(visible(text), width)]


def _hung(text: str, sign: str, sign_style: str, style: str, width: int) -> list[Line]:
    pieces = wrap_cells(text, max(10, width - len(sign)))
    signs = [sign, *[" " * len(sign)] * (len(pieces) - 1)]
    return [[(one, sign_style), (piece, style)] for one, piece in zip(signs, pieces, strict=True)]
