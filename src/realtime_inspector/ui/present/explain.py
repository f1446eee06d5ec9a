"""What the event guide says about one event, with the event's own place in the session."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.record import RecordKind
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.cells import wrap_cells

if TYPE_CHECKING:
    from realtime_inspector.guide.model import EventGuide, Language
    from realtime_inspector.store.row import Row
    from realtime_inspector.store.store import Store
    from realtime_inspector.ui.widgets.line_view import LinePart

_HEADINGS: Final[dict[Language, tuple[str, str, str]]] = {
    "en": ("When", "Next", "Careful"),
    "ja": ("きっかけ", "このあと", "注意"),
}
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


def explain_lines(
    store: Store, row: Row, guide: EventGuide | None, lang: Language, width: int
) -> list[list[LinePart]]:
    """The explanation of a record, wrapped to a width."""
    lines: list[list[LinePart]] = []

    def add(text: str, style: str = "") -> None:
        lines.extend([(piece, style)] for piece in wrap_cells(text, width))

    if guide is None:
        add(_NOT_EVENT[lang].get(row.kind.record, _UNKNOWN[lang]))
    else:
        words = guide.text(lang)
        add(words.summary)
        rest = (words.trigger, words.follows, words.pitfall)
        for heading, text in zip(_HEADINGS[lang], rest, strict=True):
            if text:
                lines.append([(heading, "bold $primary")])
                add(text)
    facts = list(_facts(store, row))
    if facts:
        lines.append([])
        for fact in facts:
            add(fact, "$muted")
    return lines


def _facts(store: Store, row: Row) -> list[str]:
    """Where the event stands: in its response, since its request, in its run of deltas."""
    facts: list[str] = []
    response = store.state.responses.get(row.belongs_to or "")
    if response is not None:
        seqs = store.seqs_of_response(response.id)
        facts.append(f"{response.id}: {response.status}, event {_place(seqs, row.seq)}")
        if response.request_seq is not None and row.seq > response.request_seq:
            facts.append(f"asked for by #{response.request_seq} response.create")
        elapsed = _since(response.created_ns, row.time_ns)
        if elapsed is not None and row.seq > response.created_seq:
            facts.append(f"{numbers.span(elapsed)} after response.created")
    item = store.state.items.get(row.item_key) if row.item_key is not None else None
    if item is not None and item.id:
        facts.append(f"{item.id}: event {_place(store.seqs_of_item(item.key), row.seq)}")
    problem = store.state.problems.get(row.seq)
    if problem is not None and problem.cause_seq is not None:
        cause = store.row(problem.cause_seq)
        facts.append(f"answers #{cause.seq} {cause.type}")
    return facts


def _place(seqs: list[int], seq: int) -> str:
    return f"{seqs.index(seq) + 1} of {len(seqs)}" if seq in seqs else f"of {len(seqs)}"


def _since(start_ns: int | None, end_ns: int | None) -> float | None:
    return None if start_ns is None or end_ns is None else (end_ns - start_ns) / 1e6
