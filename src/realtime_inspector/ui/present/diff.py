"""The differences between two events as styled lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from realtime_inspector.analysis.json_diff import Kind
from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present.cells import width_of
from realtime_inspector.ui.present.safe import visible
from realtime_inspector.ui.widgets.json_text import base64_start, brief_json, is_base64, path_text

if TYPE_CHECKING:
    from realtime_inspector.analysis.json_diff import Change, Diff, Path
    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.widgets.line_view import LinePart

_STYLES: Final = {
    Kind.ADDED: "$text-success",
    Kind.REMOVED: "$text-error",
    Kind.CHANGED: "$text-warning",
}
_ALWAYS_NEW: Final = frozenset({("event_id",), ("obfuscation",)})
"""Fields that differ in every event and mean nothing."""
_MOST: Final = 400
"""Characters of a value that can be seen at all."""
_ALIKE: Final = 24
"""What two texts have in common at an end is left out from this length on, but for its last
`_CONTEXT` characters."""
_CONTEXT: Final = 12


class DiffLine(NamedTuple):
    """One line, and the path that it is about."""

    parts: list[LinePart]
    path: Path = ()


def diff_lines(diff: Diff, against: str, width: int, lang: Language) -> list[DiffLine]:
    """All lines.

    Args:
        diff: The differences.
        against: The event that was compared with, such as `#12 session.created`.
        width: Cells of a line.
        lang: The user's language.
    """
    lines = [DiffLine(_heading(diff, against, lang))]
    for change in diff.changes:
        lines += _change_lines(change, width)
    if not diff.is_complete:
        text = words("… too much to compare: the rest was not looked at", lang)
        lines.append(DiffLine([(text, "italic $muted")]))
    return lines


def _heading(diff: Diff, against: str, lang: Language) -> list[LinePart]:
    parts: list[LinePart] = [(words("against", lang) + f" {against}", "$muted")]
    if not diff.changes and diff.is_complete:
        return [*parts, ("  " + words("nothing differs", lang), "bold")]
    names = {Kind.CHANGED: "changed", Kind.ADDED: "added", Kind.REMOVED: "removed"}
    for kind, name in names.items():
        count = sum(change.kind is kind for change in diff.changes)
        if count:
            parts.append((f"  {kind.value}{count:,} {words(name, lang)}", _STYLES[kind]))
    return parts


def _change_lines(change: Change, width: int) -> list[DiffLine]:
    is_noise = change.path in _ALWAYS_NEW
    style = "$muted" if is_noise else _STYLES[change.kind]
    head: list[LinePart] = [(f"{change.kind.value} ", style), (_path(change.path), style)]
    plain = "$muted" if is_noise else ""
    if change.kind is not Kind.CHANGED:
        value = change.new if change.kind is Kind.ADDED else change.old
        return [DiffLine([*head, (f"  {_brief(value)}", plain)], change.path)]
    old, new = _briefs(change.old, change.new)
    in_one: list[LinePart] = [*head, (f"  {old}", "$muted"), (" → ", style), (new, plain)]
    if is_noise or width_of("".join(text for text, _ in in_one)) <= width:
        return [DiffLine(in_one, change.path)]
    return [
        DiffLine(head, change.path),
        DiffLine([("  - ", _STYLES[Kind.REMOVED]), (old, "$muted")], change.path),
        DiffLine([("  + ", _STYLES[Kind.ADDED]), (new, plain)], change.path),
    ]


def _path(path: Path) -> str:
    return visible(path_text(path)) or "."


def _briefs(old: Any, new: Any) -> tuple[str, str]:
    """Two values in brief; of two texts, what is alike at their ends is left out."""
    if not (isinstance(old, str) and isinstance(new, str)) or is_base64(old) or is_base64(new):
        return _brief(old), _brief(new)
    before = _common(old, new)
    after = _common(old[before:][::-1], new[before:][::-1])
    return _middle(old, before, after), _middle(new, before, after)


def _common(one: str, other: str) -> int:
    """Characters that two texts have in common at their beginning; by halves, as texts are long."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _middle(text: str, before: int, after: int) -> str:
    start = before - _CONTEXT if before >= _ALIKE else 0
    end = len(text) - (after - _CONTEXT if after >= _ALIKE else 0)
    start_mark, end_mark = "…" * (start > 0), "…" * (end < len(text))
    quoted = _brief(text[start : min(end, start + _MOST)])
    return f'"{start_mark}{quoted[1:-1]}{end_mark}"'


def _brief(value: Any) -> str:
    if isinstance(value, str) and is_base64(value):
        start = base64_start(value)
        return f'"{value[: start + _ALIKE]}…" ({len(value):,})'
    return visible(brief_json(value, _MOST))
