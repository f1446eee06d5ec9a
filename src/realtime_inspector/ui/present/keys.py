"""Keys as a person writes them."""

from __future__ import annotations

from typing import Final

_KEY_NAMES: Final = {
    "slash": "/",
    "equals_sign": "=",
    "plus": "+",
    "minus": "-",
    "comma": ",",
    "full_stop": ".",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "circumflex_accent": "^",
    "exclamation_mark": "!",
    "backspace": "Backspace",
    "enter": "Enter",
    "space": "Space",
    "tab": "Tab",
    "left": "←",
    "right": "→",
    "shift+tab": "Shift+Tab",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "question_mark": "?",
    "escape": "Esc",
    "f1": "F1",
}


def key_words(keys: str) -> str:
    """Keys as a person writes them, such as `Ctrl+S`."""
    return " ".join(_key(key.strip()) for key in keys.split(","))


def _key(key: str) -> str:
    if key in _KEY_NAMES:
        return _KEY_NAMES[key]
    return f"Ctrl+{key[5:].upper()}" if key.startswith("ctrl+") else key
