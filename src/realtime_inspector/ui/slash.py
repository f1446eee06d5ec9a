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
    SlashCommand("audio", "/audio [FILE.wav]", "Speak a WAV file in real time, or a sample."),
    SlashCommand("tool", "/tool OUTPUT", "Send the output of a function call that waits for it."),
    SlashCommand(
        "truncate", "/truncate MS", "Say how much of the last answer with audio was heard."
    ),
    SlashCommand("raw", "/raw JSON", "Send a frame exactly as typed."),
    SlashCommand("save", "/save", "Write the transcript to a file."),
    SlashCommand("help", "/help", "Keys and how to read the screen."),
    SlashCommand("exit", "/exit", "Close the connection and leave; so does a line `exit`."),
)
