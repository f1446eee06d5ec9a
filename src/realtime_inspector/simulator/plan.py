"""What a brain is given and what it decides: the seam between thinking and streaming."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

if TYPE_CHECKING:
    import random
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Prompt:
    """All that a response is made from."""

    items: Sequence[Mapping[str, Any]]
    """The context's conversation items, oldest first."""
    tools: Sequence[Mapping[str, Any]]
    tool_choice: str | Mapping[str, Any]
    instructions: str
    request_instructions: str | None
    """Instructions that the client gave for this response only."""
    rng: random.Random


@dataclass(frozen=True, slots=True)
class Say:
    """A message to write or speak."""

    text: str
    is_commentary: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """A function call."""

    name: str
    arguments: Mapping[str, Any]


Output: TypeAlias = Say | Call


class Brain(Protocol):
    """Decides what a response consists of; must not raise."""

    def plan(self, prompt: Prompt) -> list[Output]:
        """The outputs of a response, in order; at least one."""
        ...
