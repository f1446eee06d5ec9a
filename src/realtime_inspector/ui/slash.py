"""The `/` commands of the input line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class SlashCommand:
    """One command; the main screen does it."""

    name: str
    usage: str
    help: str


SLASH_COMMANDS: Final = (
    SlashCommand("response", "/response [INSTRUCTIONS]", "Send response.create."),
    SlashCommand("cancel", "/cancel", "Send response.cancel."),
    SlashCommand("raw", "/raw JSON", "Send a frame exactly as typed."),
    SlashCommand("save", "/save", "Write the transcript to a file."),
    SlashCommand("help", "/help", "Keys and how to read the screen."),
    SlashCommand("exit", "/exit", "Close the connection and leave; so does a line `exit`."),
)
