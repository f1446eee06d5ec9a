"""One line for who is new here; it goes when the first message is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.widgets import Static

from realtime_inspector.guide.interface import words

if TYPE_CHECKING:
    from realtime_inspector.guide.model import Language


class WelcomeBand(Static):
    """Points to the lessons."""

    def __init__(self, lang: Language) -> None:
        text = words("New here? Press Ctrl+L: the first lesson takes three minutes.", lang)
        super().__init__(Content(text), id="welcome")
