"""What a lesson is. How its file looks is in `lesson_file`; this module knows no files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.core.filters import Filter
    from realtime_inspector.guide.model import Language
    from realtime_inspector.simulator.scenario import Scenario

ToolUse = Literal["none", "by hand", "automatic"]


@dataclass(frozen=True, slots=True)
class Words:
    """A text in both languages; `code` in backticks is shown as such."""

    en: str = ""
    ja: str = ""

    def text(self, lang: Language) -> str:
        """The text in a language."""
        return self.ja if lang == "ja" else self.en


NOTHING = Words()


@dataclass(frozen=True, slots=True)
class Expected:
    """An event that has to come, so many times, or that the person has to look at."""

    event: Filter
    times: int = 1
    is_looked_at: bool = False
    """Whether the person has to select such an event, instead of making it come."""
    note: Words = NOTHING
    """What the event means, said once it is there."""
    line: Words = NOTHING
    """What can be typed into the input line to make it come; empty: it comes by itself."""


@dataclass(frozen=True, slots=True)
class Slip:
    """An event that shows a common mistake, and what to say then."""

    event: Filter
    says: Words


@dataclass(frozen=True, slots=True)
class Step:
    """One task. It is done when all that is expected has come, in this order."""

    task: Words
    expected: Sequence[Expected]
    hints: Sequence[Words] = ()
    slips: Sequence[Slip] = ()


@dataclass(frozen=True, slots=True)
class Setup:
    """The session that a lesson takes place in, always with the built-in simulator."""

    is_auto_response: bool = False
    """Whether `response.create` follows a message by itself."""
    output: Literal["text", "audio"] = "text"
    instructions: str = ""
    tools: ToolUse = "none"
    """Whether a function is declared, and who answers its calls."""
    scenario: Scenario | None = None


@dataclass(frozen=True, slots=True)
class Lesson:
    """A few minutes about one thing."""

    name: str
    """The file's name without number and suffix, such as `first-session`."""
    title: Words
    about: Words
    """What one knows afterwards, in a sentence."""
    minutes: int
    steps: Sequence[Step]
    closing: Words
    """Said when all is done."""
    setup: Setup = Setup()
