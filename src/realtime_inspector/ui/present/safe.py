"""Text from outside made safe to draw: nothing a server sends can act on the terminal.

What holds everywhere stands in `realtime_inspector.core.safe`; this adds what terminals need.
"""

from __future__ import annotations

import re
from typing import Final

from realtime_inspector.core.safe import UNSAFE_CLASS, spell_out

_FIRST_FLAG_LETTER: Final = 0x1F1E6
_UNSAFE: Final = re.compile(
    "(?P<flag>[\U0001f1e6-\U0001f1ff]+)"
    # Shape selectors, skin tones, and joiners between two emoji: what terminals cannot agree on.
    "|(?P<shape>[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]+"
    "|(?<=[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff])\u200d"
    "(?=[\u2190-\u2bff\U0001f000-\U0001faff]))"
    "|" + UNSAFE_CLASS
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
    return _UNSAFE.sub(_replacement, text)


def _replacement(match: re.Match[str]) -> str:
    characters = match.group()
    if match.lastgroup == "shape":
        return ""
    if match.lastgroup == "flag":
        letters = (chr(ord("A") + ord(symbol) - _FIRST_FLAG_LETTER) for symbol in characters)
        return f"⟨{''.join(letters)}⟩"
    return spell_out(characters)
