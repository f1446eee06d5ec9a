"""Cutting text by the terminal cells it takes, so that columns align with wide characters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from rich.cells import cell_len, get_character_cell_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ELLIPSIS: Final = "…"
_NOT_FIRST: Final = frozenset(
    "、。，．,.!?！？)）」』】〉》”’ーぁぃぅぇぉっゃゅょァィゥェォッャュョ"
)
"""Characters that must not begin a line of Japanese (JIS X 4051)."""

S = TypeVar("S")


def width_of(text: str) -> int:
    """Return the number of cells that `text` takes."""
    return len(text) if text.isascii() else cell_len(text)


def take_cells(text: str, room: int) -> tuple[str, int]:
    """Return the longest beginning of `text` that fits in `room` cells, and its width."""
    if room <= 0:
        return "", 0
    if text.isascii():
        taken = text[:room]
        return taken, len(taken)
    used = 0
    for position, character in enumerate(text):
        size = get_character_cell_size(character)
        if used + size > room:
            return text[:position], used
        used += size
    return text, used


def fitted(text: str, width: int) -> str:
    """A text that takes `width` cells exactly: with spaces behind it, or cut."""
    taken, used = take_cells(text, width)
    return taken + " " * (width - used)


def shortened(text: str, width: int) -> str:
    """A text of `width` cells at most: if it is too long, with an ellipsis in its middle."""
    if width_of(text) <= width:
        return text
    end, used = take_cells(text[::-1], (width - 1) // 2)
    return take_cells(text, width - 1 - used)[0] + ELLIPSIS * (width > 0) + end[::-1]


def fit(parts: Iterable[tuple[str, S]], width: int) -> tuple[list[tuple[str, S]], int]:
    """Cut styled parts to `width` cells; what is cut ends in an ellipsis.

    Args:
        parts: Safe text and its style, in order.
        width: Cells there are.

    Returns:
        The parts that fit, and the cells they take: `width` at most.
    """
    fitted: list[tuple[str, S]] = []
    used = 0
    for text, style in parts:
        if not text:
            continue
        measured, size = _measure(text, width - used)
        fitted.append((measured, style))
        used += size
        if used > width:
            return _cut(fitted, width)
    return fitted, used


def _measure(text: str, room: int) -> tuple[str, int]:
    """Return the part of `text` worth measuring and its width: more than `room` if it is cut."""
    if text.isascii():
        return text, len(text)
    # A character takes a cell or two as a rule, so room + 1 of them decide most long texts.
    beginning = text[: room + 1]
    if len(beginning) < len(text):
        size = cell_len(beginning)
        if size > room:
            return beginning, size
        # Many combining marks; nothing readable has more than three to a character.
        text = text[: 4 * (room + 1)]
    return text, cell_len(text)


def _cut(parts: Sequence[tuple[str, S]], width: int) -> tuple[list[tuple[str, S]], int]:
    kept: list[tuple[str, S]] = []
    used = 0
    for text, style in parts:
        taken, size = take_cells(text, width - 1 - used)
        kept.append((taken, style))
        used += size
        if len(taken) < len(text) or used >= width - 1:
            break
    if width > 0 and kept:
        taken, style = kept[-1]
        kept[-1] = (taken + ELLIPSIS, style)
        used += 1
    return kept, used


def wrap_cells(text: str, width: int) -> list[str]:
    """Break `text` into lines of at most `width` cells: at spaces, or between wide characters.

    Args:
        text: Safe text in one line.
        width: Cells of a line; 2 at least is assumed, so that a wide character fits.

    Returns:
        The lines; joined again they are `text`.
    """
    width = max(2, width)
    lines: list[str] = []
    start = 0
    while start < len(text):
        piece, _ = take_cells(text[start : start + 4 * width], width)
        end = start + max(1, len(piece))
        if end < len(text):
            end = start + _break_place(text[start:end], text[end])
        lines.append(text[start:end])
        start = end
    return lines or [""]


def flowed(items: Iterable[list[tuple[str, S]]], gap: str, width: int) -> list[list[tuple[str, S]]]:
    """Put items one behind the other, in as many lines as that takes; a gap takes the style before.

    Args:
        items: Each in safe styled parts; none is broken.
        gap: Stands between two of them.
        width: Cells of a line.
    """
    lines: list[list[tuple[str, S]]] = []
    used = 0
    for item in items:
        size = sum(width_of(text) for text, _ in item)
        if not lines or used + width_of(gap) + size > width:
            lines.append([*item])
            used = size
        else:
            lines[-1] += [(gap, lines[-1][-1][1]), *item]
            used += width_of(gap) + size
    return lines


def clipped_lines(texts: Iterable[str], width: int, most: int) -> list[str]:
    """Break texts into so many lines at most; what is cut ends in an ellipsis.

    Args:
        texts: Safe texts, each of which begins a line.
        width: Cells of a line.
        most: Lines there are.
    """
    lines = [piece.strip() for text in texts for piece in wrap_cells(text, width)]
    if len(lines) <= most:
        return lines
    last, _ = take_cells(lines[most - 1], width - 1)
    return [*lines[: most - 1], last + ELLIPSIS]


def _break_place(piece: str, following: str) -> int:
    """Where to break a full line: not inside a word, unless it is longer than most of the line."""
    end = len(piece)
    if _is_wide(piece[-1]) or _is_wide(following):
        is_stop = following in _NOT_FIRST and end > 1
        return end - 1 if is_stop else end
    lowest = end // 4
    if piece.isascii():
        return piece.rfind(" ", lowest) + 1 or end
    for place in range(end, lowest, -1):
        before = piece[place - 1]
        if before == " " or _is_wide(before):
            return place
    return end


def _is_wide(char: str) -> bool:
    return char >= "\u1100" and cell_len(char) == 2
