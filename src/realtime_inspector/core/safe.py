r"""Text from outside made safe to show: nothing a server sends can act on a terminal or a reader.

This is what holds everywhere. What terminals need beyond it, because they disagree about the
width of composed emoji, is `realtime_inspector.ui.present.safe`.
"""

from __future__ import annotations

import re
from typing import Final

_CONTROL_PICTURES: Final = 0x2400
_DELETE: Final = 0x7F

JOINERS: Final = "\u200c\u200d\ufe0e\ufe0f"
"""Draw nothing, move nothing, and emoji, Persian and Indic text need them."""

# A fixed list, not `str.isprintable`: that refuses the ideographic space and whatever is newer
# than Python's own Unicode tables, and accepts letters and marks that draw nothing at all.
UNSAFE_CLASS: Final = (
    "["
    "\x00-\x1f\x7f-\x9f"  # C0, delete, C1: these drive the terminal
    "\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2"  # format characters
    "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0"  # letters and marks without a glyph
    "\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # zero width, bidi, BOM
    "\ud800-\udfff"  # lone surrogates cannot be encoded
    "\ue000-\uf8ff\ufdd0-\ufdef\ufe00-\ufe0f\ufff0-\ufffb\ufffe\uffff"  # private, selectors
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff"  # tags and more selectors: invisible text can hide in them
    "\U000f0000-\U0010ffff"  # private planes
    "]"
)
"""A regular expression for one character that draws nothing or steers what shows it."""

_NAMED: Final[dict[str, str]] = {"\n": "⏎", "\t": "→"}
_UNSAFE: Final = re.compile(UNSAFE_CLASS)
_LINE_ENDS: Final = re.compile("\r\n|\r|\n")


def visible(text: str) -> str:
    """`text` in one line, with every unsafe character spelt out, joiners aside.

    A newline becomes `⏎`, a tab `→`, other control characters their Unicode picture (`␛`),
    everything else its code point (`⟨U+202E⟩`). The result can be encoded as UTF-8.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_replacement, text)


def visible_lines(text: str) -> tuple[str, ...]:
    """The lines of `text`, each made `visible`; a tab is four spaces. At least one line."""
    return tuple(visible(line) for line in _LINE_ENDS.split(text.replace("\t", "    ")))


def json_escaped(json_text: str) -> str:
    r"""JSON with every unsafe character as `\uXXXX`: same value, safe to show.

    Line feeds stay: in JSON they can only be layout.
    """
    if json_text.isascii() and json_text.isprintable():
        return json_text
    return _UNSAFE.sub(_json_escape, json_text)


def spell_out(character: str) -> str:
    """One unsafe character as something to see."""
    if character in _NAMED:
        return _NAMED[character]
    code = ord(character)
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    if code == _DELETE:
        return "␡"
    return f"⟨U+{code:04X}⟩"


def _replacement(match: re.Match[str]) -> str:
    character = match.group()
    return character if character in JOINERS else spell_out(character)


def _json_escape(match: re.Match[str]) -> str:
    if match.group() == "\n":
        return "\n"
    units = match.group().encode("utf-16-be", "surrogatepass")
    codes = (units[at] << 8 | units[at + 1] for at in range(0, len(units), 2))
    return "".join(f"\\u{code:04x}" for code in codes)
