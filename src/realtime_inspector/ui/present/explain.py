"""The explanation of one record: what it is, its own values, what the guide says, what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.record import RecordKind
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present.cells import wrap_cells
from realtime_inspector.ui.present.facts import facts_of
from realtime_inspector.ui.present.findings import finding_lines
from realtime_inspector.ui.present.guide_page import HEADING, Line, guide_lines, paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime_inspector.guide.model import EventGuide, Language
    from realtime_inspector.store.row import Row
    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.present.facts import Fact

_UNKNOWN: Final[dict[Language, str]] = {
    "en": "This type is not in the event guide. It is kept and shown as it was received.",
    "ja": "このイベント型はガイドにありません。受信したまま保存し、表示しています。",
}
_NOT_EVENT: Final[dict[Language, dict[RecordKind, str]]] = {
    "en": {
        RecordKind.NOTICE: "A note of the inspector's own, not an event on the wire.",
        RecordKind.TEXT: "A text that is not a JSON object; the protocol knows only JSON objects.",
        RecordKind.BINARY: "A binary frame; the protocol knows only text frames.",
    },
    "ja": {
        RecordKind.NOTICE: "インスペクター自身の記録です。通信上のイベントではありません。",
        RecordKind.TEXT: "JSON オブジェクトではないテキストです。",
        RecordKind.BINARY: "バイナリーフレームです。このプロトコルはテキストだけを使います。",
    },
}
_LEADS: Final = ("→ ", "$text-accent")
_PLAIN: Final = ("· ", "$muted")
_MOST_FINDINGS: Final = 20


@dataclass
class Explanation:
    """Lines, and which of them lead to another record."""

    lines: list[Line] = field(default_factory=list)
    targets: dict[int, int] = field(default_factory=dict)
    """By index of a line: the number of the record that it is about."""

    def add(self, lines: Iterable[Line], target: int | None = None) -> None:
        """Appends lines."""
        for line in lines:
            if target is not None:
                self.targets[len(self.lines)] = target
            self.lines.append(line)


def explain(
    store: Store, row: Row, guide: EventGuide | None, lang: Language, width: int
) -> Explanation:
    """The explanation of a record, wrapped to a width.

    Args:
        store: The log.
        row: The record.
        guide: What the event guide has about its type; `None`: nothing.
        lang: The language.
        width: Cells.
    """
    page = Explanation()
    if guide is not None:
        page.add(paragraph(guide.text(lang).summary, width))
    else:
        page.add(paragraph(_NOT_EVENT[lang].get(row.kind.record, _UNKNOWN[lang]), width))
    page.add([[(words("This one", lang), HEADING)]])
    for fact in facts_of(store, row, lang):
        page.add(_fact_lines(fact, row, width), None if fact.seq == row.seq else fact.seq)
    found = store.findings.of(row.seq)[:_MOST_FINDINGS]
    if found:
        page.add([[(words("Findings here", lang), HEADING)]])
        page.add(finding_lines(found, lang, width))
    if guide is not None:
        given = None if row.is_long else row.event.raw
        page.add(guide_lines(guide, lang, width, given))
    return page


def _fact_lines(fact: Fact, row: Row, width: int) -> list[Line]:
    """A sentence behind a sign that tells whether Enter leads somewhere."""
    sign = _PLAIN if fact.seq in {None, row.seq} else _LEADS
    indent = (" " * len(sign[0]), "")
    pieces = wrap_cells(fact.text, max(10, width - len(sign[0])))
    return [[indent if number else sign, (piece, "")] for number, piece in enumerate(pieces)]
