"""Text from outside made safe to draw: nothing a server sends can act on the terminal."""

from __future__ import annotations

import re
from typing import Final

_CONTROL_PICTURES: Final = 0x2400
_DELETE: Final = 0x7F
_FIRST_FLAG_LETTER: Final = 0x1F1E6

_NAMED: Final[dict[str, str]] = {"\n": "⏎", "\t": "→"}

# A fixed list, not `str.isprintable`: that refuses the ideographic space and whatever is newer
# than Python's own Unicode tables, and accepts letters and marks that draw nothing at all.
_UNSAFE: Final = re.compile(
    "(?P<flag>[\U0001f1e6-\U0001f1ff]+)"
    # Shape selectors, skin tones, and joiners between two emoji: what terminals cannot agree on.
    "|(?P<shape>[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]+"
    "|(?<=[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d"
    "(?=[\u2190-\u2bff\U0001f000-\U0001faff]))"
    "|["
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


def visible(text: str) -> str:
    """Return `text` with every character that draws nothing or steers the terminal spelt out.

    A newline becomes `⏎`, a tab `→`, other control characters their Unicode picture (`␛`),
    everything else its code point (`⟨U+202E⟩`). Terminals do not agree on the width of composed
    emoji, which would push every column after them out of line: shape selectors, skin tones and
    joiners are left out, and a flag is shown as its letters (`⟨JP⟩`).

    Args:
        text: Any string, also one with lone surrogates.

    Returns:
        One line that is safe to write to a terminal and to encode as UTF-8.
    """
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_spell_out, text)


def _spell_out(match: re.Match[str]) -> str:
    character = match.group()
    if character in _NAMED:
        return _NAMED[character]
    if match.lastgroup == "shape":
        return ""
    if match.lastgroup == "flag":
        letters = (chr(ord("A") + ord(symbol) - _FIRST_FLAG_LETTER) for symbol in character)
        return f"⟨{''.join(letters)}⟩"
    code = ord(character)
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    if code == _DELETE:
        return "␡"
    return f"⟨U+{code:04X}⟩"
