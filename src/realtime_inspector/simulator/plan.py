"""What a brain is given and what it decides: the seam between thinking and streaming.

A brain answers at once with a list of steps, or with a `Thought`: a plan that somebody outside
the engine makes and hands in piece by piece (`Engine.feed`).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping, Sequence


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
    calls_in_parallel: bool = True
    """Whether several functions may be called at once (`parallel_tool_calls`)."""


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
    raw: str | None = None
    """The text of the arguments in place of `arguments`; it need not be JSON."""


@dataclass(frozen=True, slots=True)
class McpCall:
    """A call that the server itself makes to a remote MCP server (lifecycles.md §15)."""

    server: str
    name: str
    arguments: Mapping[str, Any]
    output: str = ""
    error: str | None = None
    """Why the call fails; `None`: it succeeds with `output`."""
    needs_approval: bool = False


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing for a while."""

    seconds: float


_SENTENCE_ENDS = (".", "!", "?", "。", "！", "？", "\n", "…")

Status: TypeAlias = Literal["completed", "incomplete", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a response ends; without one it is completed."""

    status: Status = "completed"
    details: Mapping[str, Any] | None = None
    """`status_details`, for every status but `completed` (events.md §10)."""
    usage: Mapping[str, Any] = field(default_factory=dict)
    """Fields of `usage` that replace the counted ones."""
    has_rate_limits: bool = True
    """Whether `rate_limits.updated` follows."""
    remaining_tokens: int | None = None
    """What `rate_limits.updated` says is left; `None`: counted."""


COMPLETED = Ending()


def failed(kind: str, code: str | None, message: str) -> Ending:
    """The ending of a response that fails (lifecycles.md §13)."""
    error = {"type": kind, "code": code, "message": message}
    return Ending("failed", {"type": "failed", "error": error})


Output: TypeAlias = Say | Call | McpCall
Step: TypeAlias = Output | Pause | Ending


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of a message that is still being thought of."""

    text: str


@dataclass(frozen=True, slots=True)
class CallPiece:
    """A piece of a function call's arguments."""

    index: int
    """Which call of the response, from 0."""
    name: str
    """The function's name; may be empty in later pieces."""
    arguments: str


Piece: TypeAlias = Words | CallPiece | Ending


class Waiter:
    """Something that a response waits for without knowing how long.

    Whoever makes it ready calls `go`; before anybody waits that does nothing.
    """

    def __init__(self) -> None:
        self.wake: Callable[[], None] | None = None

    def go(self) -> None:
        """Let the waiting response go on."""
        wake, self.wake = self.wake, None
        if wake is not None:
            wake()


class Thought(Waiter):
    """A plan that arrives in pieces; the last one is an `Ending`."""

    def __init__(self, prompt: Prompt) -> None:
        super().__init__()
        self.prompt = prompt
        self.pieces: deque[Piece] = deque()
        self.is_over = False
        """Nobody waits for more: the response has ended, perhaps by a cancel."""

    def take(self, *, sentences: bool) -> Piece | None:
        """The next piece; `None` if there is none yet.

        Args:
            sentences: Words come a sentence at a time: what is spoken needs its melody.
        """
        if not self.pieces:
            return None
        if not sentences or not isinstance(self.pieces[0], Words):
            return self.pieces.popleft()
        words = list(takewhile(lambda each: isinstance(each, Words), self.pieces))
        text = "".join(each.text for each in words if isinstance(each, Words))
        if len(words) == len(self.pieces) and not text.rstrip(" ").endswith(_SENTENCE_ENDS):
            return None
        for _ in words:
            self.pieces.popleft()
        return Words(text)

    def add(self, piece: Piece) -> None:
        """Hand in the next piece."""
        if not self.is_over:
            self.pieces.append(piece)
            self.go()


class Brain(Protocol):
    """Decides what a response consists of; must not raise."""

    def plan(self, prompt: Prompt) -> Sequence[Step] | Thought:
        """The steps of a response in order, or a thought that gives them later."""
        ...
