"""What is said about the cause of an event, and about what follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Why(StrEnum):
    """How an event follows from its cause, or why no cause can be named.

    The words of each are in `guide/causes.py`.
    """

    # There is a cause.
    ANSWERS = "answers"
    REFUSES = "refuses"
    REQUESTED = "requested"
    """A response, by `response.create`."""
    TURN_ENDED = "turn_ended"
    """A response, by voice activity detection with `create_response`."""
    SILENCE = "silence"
    """By `idle_timeout_ms`."""
    PART_OF_RESPONSE = "part_of_response"
    PART_OF_ITEM = "part_of_item"
    STREAMS = "streams"
    """A delta, in the content part or the call that was opened."""
    CLOSES = "closes"
    ENDS_RESPONSE = "ends_response"
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"
    HEARD = "heard"
    """Speech in the audio that was appended."""
    SPEECH_ENDED = "speech_ended"
    COMMITTED = "committed"
    """An item, from the audio of a commit."""
    TRANSCRIBES = "transcribes"
    AFTER_RESPONSE = "after_response"
    AT_RESPONSE_START = "at_response_start"
    PLAYS = "plays"
    TRANSLATES = "translates"
    SESSION_BEGAN = "session_began"
    CONNECTED = "connected"
    CLOSED_AFTER_ERROR = "closed_after_error"
    RESULT_OF_CALL = "result_of_call"
    APPROVES = "approves"
    ASKS_ABOUT = "asks_about"
    """`response.create`, after what the client put into the conversation."""
    COMMITS = "commits"
    STOPS = "stops"
    ABOUT_ITEM = "about_item"

    # There is none, or none that is certain.
    APP = "app"
    BY_ITSELF = "by_itself"
    MEDIA_TRACK = "media_track"
    """Audio that does not travel over this connection (WebRTC, SIP)."""
    CLIENT_NOT_RECORDED = "client_not_recorded"
    BEFORE_CAPTURE = "before_capture"
    UNASKED = "unasked"
    NAMES_NO_EVENT = "names_no_event"
    """An error that names no `event_id`, and several events can be meant."""
    NAMES_UNKNOWN_EVENT = "names_unknown_event"
    ABOUT_SESSION = "about_session"
    NOTE = "note"
    UNREADABLE = "unreadable"
    UNKNOWN_TYPE = "unknown_type"
    NOT_READ = "not_read"


@dataclass(frozen=True, slots=True)
class Cause:
    """What caused an event, or why that is not known."""

    why: Why
    seq: int | None = None
    """Number of the record, always a smaller one than the event's own."""


class Role(StrEnum):
    """What an event is to the one that it follows from."""

    ANSWER = "answer"
    REFUSAL = "refusal"
    END = "end"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Effect:
    """An event that follows from another one."""

    role: Role
    seq: int
