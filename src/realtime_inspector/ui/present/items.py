"""Conversation items and responses in a few words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.interface import words
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.cells import width_of

if TYPE_CHECKING:
    from realtime_inspector.core.audio import AudioFormat
    from realtime_inspector.core.state import Item, Response
    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.widgets.line_view import LinePart

STATUS_STYLES: Final = {
    "in_progress": "$text-warning",
    "completed": "$text-success",
    "cancelled": "$text-warning",
    "incomplete": "$text-warning",
    "failed": "$text-error",
    "lost": "$text-error",
    "refused": "$text-error",
}
STATUS_SIGNS: Final = {
    "in_progress": "◐",
    "completed": "✔",
    "cancelled": "⊘",
    "incomplete": "◑",
    "failed": "✖",
    "lost": "✖",
    "refused": "✖",
    "sent": "…",
}
_SPEAKERS: Final = {
    "user": ("You", "$speaker-user"),
    "assistant": ("Assistant", "$speaker-assistant"),
    "system": ("System", "$muted"),
}


def speaker(item: Item, lang: Language) -> tuple[str, str]:
    """Who an item is by, and in which style."""
    if item.type == "function_call":
        return f"ƒ {item.name}", "$speaker-tool"
    if item.type == "function_call_output":
        return f"↩ {words('output', lang)}", "$speaker-tool"
    if item.type.startswith("mcp_"):
        return f"ƒ {item.name or item.type}", "$speaker-tool"
    role = item.role or ("assistant" if item.response_id else "")
    name, style = _SPEAKERS.get(role, (role or item.type, "$muted"))
    return words(name, lang), style


def content_words(item: Item, audio: AudioFormat) -> str:
    """What an item says, in one line."""
    if item.type == "function_call":
        return f"{item.name}({item.arguments})"
    if item.type == "function_call_output":
        return item.output
    said = item.text
    if item.audio_bytes:
        duration = numbers.span(audio.duration_ms(item.audio_bytes))
        said = f"♪ {duration} {said}"
    return said or f"({item.type})" if item.parts else f"({item.type.replace('_', ' ')})"


def item_parts(item: Item, audio: AudioFormat, width: int, lang: Language) -> list[LinePart]:
    """An item as one line of the conversation list: sign, who, what, id."""
    sign = STATUS_SIGNS.get(item.status, "•")
    who, style = speaker(item, lang)
    if item.type == "function_call":
        who = f"ƒ {words('call', lang)}"
    parts: list[LinePart] = [
        (f"{sign} ", STATUS_STYLES.get(item.status, "$muted")),
        (who + " " * max(1, 10 - width_of(who)), style),
    ]
    if width >= 48:
        parts.append((f"{short_id(item.id):<11}", "$muted"))
    parts.append((content_words(item, audio)[: 4 * width + 4], ""))  # none takes more cells
    return parts


def short_id(name: str) -> str:
    """An id short enough for a column; the end is what tells ids of one second apart."""
    return name if len(name) <= 10 else f"{name[:4]}…{name[-5:]}"


def response_reason(response: Response, lang: Language) -> str:
    """Why a response ended as it did, in words; empty if it is fine or not over."""
    if response.error_message:
        return response.error_message
    if response.status == "lost":
        return words("the connection ended before response.done", lang)
    return words(response.reason.replace("_", " "), lang)
