"""The session contract as lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.contract import Verdict
from realtime_inspector.guide.contract import clause_name
from realtime_inspector.guide.interface import told, words
from realtime_inspector.ui.present.cells import width_of, wrap_cells
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from realtime_inspector.analysis.contract import Clause
    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.widgets.line_view import LinePart

STYLES: Final = {
    Verdict.KEPT: "bold $text-success",
    Verdict.DIFFERS: "bold $text-error",
    Verdict.UNSEEN: "$muted",
}
ASPECTS: Final = (("asked", "asked"), ("accepted", "accepted"), ("observed", "observed"))
INDENT: Final = 14


def clause_lines(
    clauses: Iterable[Clause], lang: Language, width: int
) -> list[tuple[list[LinePart], Clause]]:
    """The contract line by line, each with the clause that it is of."""
    lines: list[tuple[list[LinePart], Clause]] = []
    for clause in clauses:
        name = visible(clause_name(clause.name, lang))
        head: list[LinePart] = [
            (f"{clause.verdict} ", STYLES[clause.verdict]),
            (name, "bold"),
            ("  " + " ".join(f"#{seq}" for seq in clause.seqs), "$muted"),
        ]
        lines.append((head, clause))
        for label, field in ASPECTS:
            text = getattr(clause, field)
            if text:
                said = words(label, lang)
                lines += [
                    (line, clause) for line in _aspect(said, visible(told(text, lang)), width)
                ]
    return lines


def _aspect(label: str, text: str, width: int) -> list[list[LinePart]]:
    room = max(10, width - INDENT)
    first = f"    {label}" + " " * max(1, INDENT - 4 - width_of(label))
    return [
        [(first if index == 0 else " " * INDENT, "$muted"), (piece, "")]
        for index, piece in enumerate(wrap_cells(text, room))
    ]
