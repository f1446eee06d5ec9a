"""Our themes, and defaults for our own variables under every other theme."""

from __future__ import annotations

from typing import Final

from textual.theme import Theme

DEFAULT_THEME: Final = "inspector"

_DARK_VARIABLES: Final = {
    "muted": "#8b949e",
    "faint": "#5a6472",
    "family-session": "#b18cf2",
    "family-items": "#4fc1d9",
    "family-response": "#7ee081",
    "family-input": "#e6c35c",
    "family-output": "#6aa8ff",
    "family-tools": "#f0a35e",
    "family-other": "#9aa4b2",
    "direction-sent": "#e58bf0",
    "direction-received": "#58a6ff",
    "speaker-user": "#e58bf0",
    "speaker-assistant": "#7ee081",
    "speaker-tool": "#f0a35e",
    "lane": "#5fbf6b",
}
_LIGHT_VARIABLES: Final = {
    "muted": "#57606a",
    "faint": "#9aa4ae",
    "family-session": "#6b3fc0",
    "family-items": "#0b6e86",
    "family-response": "#1a7f37",
    "family-input": "#8a6100",
    "family-output": "#0b57d0",
    "family-tools": "#a84b00",
    "family-other": "#57606a",
    "direction-sent": "#9a2fb0",
    "direction-received": "#0b57d0",
    "speaker-user": "#9a2fb0",
    "speaker-assistant": "#1a7f37",
    "speaker-tool": "#a84b00",
    "lane": "#2da44e",
}

THEMES: Final = (
    Theme(
        name=DEFAULT_THEME,
        primary="#58a6ff",
        secondary="#b18cf2",
        accent="#e58bf0",
        foreground="#e6edf3",
        background="#0d1117",
        surface="#11161d",
        panel="#1a212b",
        success="#7ee081",
        warning="#e6b450",
        error="#ff6b7a",
        dark=True,
        variables={
            **_DARK_VARIABLES,
            "block-cursor-text-style": "none",
            "footer-key-foreground": "#58a6ff",
            "border-blurred": "#30363d",
            "scrollbar": "#30363d",
            "scrollbar-hover": "#484f58",
            "scrollbar-active": "#58a6ff",
            "scrollbar-background": "#0d1117",
            "scrollbar-background-hover": "#0d1117",
            "scrollbar-background-active": "#0d1117",
        },
    ),
    Theme(
        name=f"{DEFAULT_THEME}-light",
        primary="#0b57d0",
        secondary="#6b3fc0",
        accent="#9a2fb0",
        foreground="#1f2328",
        background="#ffffff",
        surface="#f6f8fa",
        panel="#eaeef2",
        success="#1a7f37",
        warning="#8a6100",
        error="#cf222e",
        dark=False,
        variables={
            **_LIGHT_VARIABLES,
            "footer-key-foreground": "#0b57d0",
            "border-blurred": "#d0d7de",
            "scrollbar": "#d0d7de",
            "scrollbar-hover": "#afb8c1",
            "scrollbar-active": "#0b57d0",
            "scrollbar-background": "#ffffff",
            "scrollbar-background-hover": "#ffffff",
            "scrollbar-background-active": "#ffffff",
        },
    ),
)


def variable_defaults(*, is_dark: bool) -> dict[str, str]:
    """Values of our own variables for themes that do not know them."""
    return dict(_DARK_VARIABLES if is_dark else _LIGHT_VARIABLES)
