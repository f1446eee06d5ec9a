"""Turns: what one side began and the other answered, with the times a caller would notice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from realtime_inspector.analysis.transcript.model import Ending, Speaker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from realtime_inspector.analysis.transcript.model import Line, SessionTranscript

_OF_TURNS = (Speaker.USER, Speaker.ASSISTANT, Speaker.TOOL_CALL, Speaker.TOOL_RESULT)
_ANSWERS = (Speaker.ASSISTANT, Speaker.TOOL_CALL)


@dataclass(frozen=True, slots=True)
class Turn:
    """What a user said and all that came of it, until the user speaks again.

    Lines of the user that follow each other are one turn. What the agent says before the user
    has spoken is a turn of its own, without the user.
    """

    number: int
    """Within its session, from 1."""
    user: tuple[Line, ...] = ()
    agent: tuple[Line, ...] = ()
    """Answers, calls of tools and their results."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """All of it."""
        return self.user + self.agent

    @property
    def responses(self) -> tuple[str, ...]:
        """Ids of its responses, in order, each once."""
        return tuple(dict.fromkeys(one.response_id for one in self.agent if one.response_id))

    @property
    def tool_calls(self) -> int:
        """How many tools were called."""
        return sum(one.speaker is Speaker.TOOL_CALL for one in self.agent)

    @property
    def first_token_ms(self) -> float | None:
        """From the request for its first answer to the first sign of it."""
        return next((one.first_token_ms for one in self.agent if one.speaker in _ANSWERS), None)

    @property
    def is_interrupted(self) -> bool:
        """Whether the user broke in on an answer."""
        return any(one.ending is Ending.INTERRUPTED for one in self.agent)


def turns(session: SessionTranscript) -> Iterator[Turn]:
    """The turns of a session's conversation.

    Out-of-band answers, refused items and what a resumed session repeats are in none.
    """
    number = 1
    user: list[Line] = []
    agent: list[Line] = []
    for line in session.lines:
        is_aside = line.is_out_of_band or line.is_refused or line.is_replayed
        if line.speaker not in _OF_TURNS or is_aside:
            continue
        if line.speaker is Speaker.USER:
            if agent:
                yield Turn(number, tuple(user), tuple(agent))
                number, user, agent = number + 1, [], []
            user.append(line)
        else:
            agent.append(line)
    if user or agent:
        yield Turn(number, tuple(user), tuple(agent))
