"""What a transcript is made of: frozen values, ready for a screen or an export."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from realtime_inspector.core.usage import Usage


class Speaker(StrEnum):
    """Whose line it is."""

    USER = "user"
    ASSISTANT = "assistant"
    SYSTEM = "system"
    TOOL_CALL = "tool call"
    TOOL_RESULT = "tool result"
    ERROR = "error"
    NOTICE = "notice"


class Ending(StrEnum):
    """How something that a response produced came to its end."""

    WHOLE = ""
    INTERRUPTED = "interrupted"
    """The user spoke into it, or the client said how much of it was played."""
    CANCELLED = "cancelled"
    INCOMPLETE = "incomplete"
    FAILED = "failed"
    LOST = "lost"
    """The connection ended first."""
    OPEN = "in_progress"
    """The capture ended first."""


@dataclass(frozen=True, slots=True)
class ToolUse:
    """A call of a tool and its result, paired by `call_id`."""

    name: str = ""
    """Empty where the call itself is not in the capture."""
    call_id: str = ""
    arguments: str = ""
    """As the model wrote them; JSON, if it kept to the rules."""
    result: str | None = None
    """`None`: no result is in the capture, which is not an empty one."""
    call_seq: int | None = None
    result_seq: int | None = None
    result_ms: float | None = None
    """From the call's end to its result."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a transcript: an item, the end of a response, an error or a notice."""

    speaker: Speaker
    seq: int
    """Number of the record that first mentioned it."""
    last_seq: int
    """Number of the last record about it."""
    time_ns: int | None = None
    """Wall clock, nanoseconds since 1970. `None`: the capture does not say."""
    elapsed_ms: float | None = None
    """Since the first record with a time. `None`: unknown, which is not zero."""
    text: str = ""
    """What was said; of an error or notice, what happened in words."""
    attachments: tuple[str, ...] = ()
    """Content types without text, such as `input_image`."""
    audio_ms: float | None = None
    """Playing time of the audio in the capture; `None` if there is none."""
    tool: ToolUse | None = None
    item_id: str = ""
    item_type: str = ""
    status: str = ""
    """The wire's word, or ours: `sent` (not confirmed), `refused`, `lost`."""
    phase: str = ""
    """`commentary` or `final_answer`, where the model says so."""
    response_id: str = ""
    first_token_ms: float | None = None
    """From the request for the response (else its `response.created`) to its first delta."""
    ending: Ending = Ending.WHOLE
    reason: str = ""
    """Why a response was cancelled, failed or stayed incomplete, in the wire's word."""
    heard_ms: int | None = None
    """How much was played, by `conversation.item.truncated`."""
    struck_from: int | None = None
    """Index into `text` from which on it was cancelled or not heard. `None`: nothing was."""
    is_cut_estimated: bool = False
    """Whether `struck_from` is an estimate from the share of the audio that was played."""
    problem: str = ""
    """What went wrong with it, in the server's words."""
    problem_seq: int | None = None
    """The `error` event that says so."""
    code: str = ""
    """Of an error: its code, else its type."""
    param: str = ""
    """Of an error: the field it is about."""
    cause_seq: int | None = None
    """Of an error: the client event it answers, where known."""
    is_in_conversation: bool = False
    is_out_of_band: bool = False
    is_deleted: bool = False
    is_refused: bool = False
    is_replayed: bool = False
    """Whether a resumed session repeats an item of an earlier one."""


@dataclass(frozen=True, slots=True)
class SessionTranscript:
    """One session of the capture and what was said in it."""

    number: int
    """From 1; 0 if the capture does not show a session begin (a sideband, a cut file)."""
    lines: tuple[Line, ...] = ()
    usage: Usage = field(default_factory=Usage)
    is_known: bool = False
    """Whether the settings below are known: not of what stands before any session."""
    id: str = ""
    model: str = ""
    modalities: str = ""
    voice: str = ""
    input_format: str = ""
    output_format: str = ""
    instructions: str = ""
    tools: tuple[str, ...] = ()
    created_ns: int | None = None

    @property
    def readable_lines(self) -> tuple[Line, ...]:
        """The lines without tool results that stand with their call already."""
        shown = {
            line.tool.result_seq
            for line in self.lines
            if line.tool is not None and line.speaker is Speaker.TOOL_CALL
        }
        return tuple(
            line
            for line in self.lines
            if line.speaker is not Speaker.TOOL_RESULT or line.seq not in shown or line.is_deleted
        )


@dataclass(frozen=True, slots=True)
class Transcript:
    """A capture as a person reads it."""

    sessions: tuple[SessionTranscript, ...]
    records: int
    """Records in the capture."""
    first_ns: int | None
    last_ns: int | None
    items: int
    responses: int
    problems: int
    """`error` events."""
    usage: Usage
    input_audio_ms: float | None
    """Audio that the client appended in all sessions; `None` if it did not."""
    faults: int
    """Records that could not be interpreted."""

    @property
    def has_times(self) -> bool:
        """Whether the capture carries any time at all."""
        return self.first_ns is not None

    @property
    def duration_ms(self) -> float | None:
        """From the first record with a time to the last one."""
        if self.first_ns is None or self.last_ns is None:
            return None
        return (self.last_ns - self.first_ns) / 1e6

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines of all sessions."""
        return tuple(line for session in self.sessions for line in session.lines)

    @property
    def session_count(self) -> int:
        """How many sessions it tells of."""
        return len(self.sessions)

    @property
    def model(self) -> str:
        """The model of the last session whose settings are known."""
        return next((one.model for one in reversed(self.sessions) if one.is_known), "")

    @property
    def has_estimated_cuts(self) -> bool:
        """Whether the place of a cut in a text is anywhere an estimate."""
        return any(line.is_cut_estimated for line in self.lines)
