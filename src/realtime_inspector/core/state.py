"""What is known after a number of records: frozen values, replaced and never changed.

The fold that makes them is `realtime_inspector.core.reduce`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, TypeVar

from realtime_inspector.core.frozen import replace
from realtime_inspector.core.growing_text import GrowingText
from realtime_inspector.core.persistent_map import PersistentMap
from realtime_inspector.core.persistent_sequence import PersistentSequence
from realtime_inspector.core.response_times import ResponseTimes
from realtime_inspector.core.usage import Bill, Usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

MOST_ASIDE: Final = 64
"""Open responses beside the conversation behind which its own one is looked for."""
Value = TypeVar("Value")
_NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})
_NO_TEXT: Final = GrowingText()
_EMPTY_MAP: Final[PersistentMap[Any, Any]] = PersistentMap()
_EMPTY_SEQUENCE: Final[PersistentSequence[Any]] = PersistentSequence()


class Phase(StrEnum):
    """How far a connection is. Only `session.created` makes it `READY` (lifecycles.md §21)."""

    IDLE = "idle"
    CONNECTING = "connecting"
    OPEN = "open"
    READY = "ready"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Connection:
    """The newest connection of the capture."""

    phase: Phase = Phase.IDLE
    conn: int = 0
    url: str = ""
    opened_ns: int | None = None
    close_code: int | None = None
    close_reason: str = ""
    closed_by: str = ""
    """`client`, `server`, or `` if nobody said good-bye."""
    problem: str = ""
    """Why it could not be opened or broke, in words."""


@dataclass(frozen=True, slots=True)
class Session:
    """The session as asked for and as the server says it is."""

    id: str = ""
    effective: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    """The `session` object of the last `session.created` or `session.updated`."""
    asked: Mapping[str, Any] = field(default_factory=lambda: _NOTHING)
    """Top-level fields of all `session.update` events sent so far, the last one wins."""
    created_seq: int | None = None
    updated_seq: int | None = None
    created_ns: int | None = None
    expires_at_s: int | None = None
    """Epoch seconds."""
    number: int = 0
    """How many sessions began in this capture so far."""
    order: Sequence[int] = _EMPTY_SEQUENCE
    """Item keys of its conversation; of a former session only, else see `CaptureState.order`."""
    input_bytes: int = 0
    """Input audio appended in it; of a former session only, else see `InputBuffer`."""


@dataclass(frozen=True, slots=True)
class ContentPart:
    """One content part of an item."""

    kind: str = ""
    """The wire's content type, such as `output_text` or `input_audio`."""
    said: GrowingText = _NO_TEXT
    """The text, or the transcript of audio, as it grows."""
    audio_bytes: int = 0
    is_done: bool = False

    @property
    def text(self) -> str:
        """The text, or the transcript of audio."""
        return str(self.said)


@dataclass(frozen=True, slots=True)
class Item:
    """A conversation item, from the moment somebody mentions it."""

    key: int
    """Number of the record that first mentioned it; identifies it within the capture."""
    id: str = ""
    """The server's id; empty until the server has given one, which some servers never do."""
    type: str = "message"
    role: str = ""
    status: str = ""
    """`sent` before the server confirms it, then the wire's own words."""
    parts: tuple[ContentPart, ...] = ()
    name: str = ""
    """Of a function or MCP call."""
    call_id: str = ""
    written: GrowingText = _NO_TEXT
    """The arguments of a call, as they grow."""
    output: str = ""
    error: str = ""
    """Why the server refused it, or what failed."""
    phase: str = ""
    response_id: str = ""
    is_in_conversation: bool = False
    is_deleted: bool = False
    truncated_ms: int | None = None
    request_seq: int | None = None
    """The `conversation.item.create` that asked for it."""
    first_ns: int | None = None
    first_token_ns: int | None = None
    done_ns: int | None = None
    last_seq: int = 0
    session: int = 0
    """`Session.number` at its birth."""

    @property
    def arguments(self) -> str:
        """The arguments of a call, as the model wrote them."""
        return str(self.written)

    @property
    def text(self) -> str:
        """All text and transcripts, joined."""
        return "".join(part.text for part in self.parts)

    @property
    def audio_bytes(self) -> int:
        """Audio bytes seen for it."""
        return sum(part.audio_bytes for part in self.parts)


@dataclass(frozen=True, slots=True)
class Response(ResponseTimes):
    """A response from `response.created`, or the first event that names it, on."""

    id: str
    status: str = "in_progress"
    reason: str = ""
    error_code: str = ""
    error_message: str = ""
    is_out_of_band: bool = False
    items: PersistentSequence[int] = _EMPTY_SEQUENCE
    """Keys of its output items, in the order they were added."""
    request_seq: int | None = None
    """The `response.create` that asked for it; `None` if voice activity did, or unknown."""
    request_ns: int | None = None
    created_seq: int = 0
    created_ns: int | None = None
    speech_end_ns: int | None = None
    """When the speech that it answers was seen to end: `speech_stopped`, else the commit."""
    first_token_ns: int | None = None
    first_audio_ns: int | None = None
    last_delta_ns: int | None = None
    deltas: int = 0
    done_seq: int | None = None
    done_ns: int | None = None
    usage: Usage | None = None
    session: int = 0

    @property
    def is_active(self) -> bool:
        """Whether `response.done` is still to come."""
        return self.done_seq is None


@dataclass(frozen=True, slots=True)
class RateLimit:
    """One entry of `rate_limits.updated`."""

    name: str
    limit: float
    remaining: float
    reset_s: float
    """Seconds from `time_ns` until all of it is there again."""
    time_ns: int | None = None


@dataclass(frozen=True, slots=True)
class InputBuffer:
    """The input audio buffer and what voice activity detection says."""

    bytes: int = 0
    """Appended since the last commit or clear."""
    total_bytes: int = 0
    is_speaking: bool = False
    speech_started_ms: int | None = None
    speech_stopped_ms: int | None = None
    speech_end_ns: int | None = None
    """When the newest speech was seen to end, as long as no response has answered it."""
    first_seq: int | None = None
    """The first `append` since the last commit or clear."""
    last_seq: int | None = None
    """The newest `append` since then."""
    last_ns: int | None = None
    """When that was."""
    speech_seq: int | None = None
    """The newest `speech_started` or `speech_stopped`."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An `error` event."""

    seq: int
    type: str
    code: str
    message: str
    param: str = ""
    event_id: str = ""
    cause_seq: int | None = None
    """The client event it answers, where that is known."""
    time_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A client event that the server has not answered yet."""

    seq: int
    event_id: str
    type: str
    time_ns: int | None = None
    item_key: int | None = None
    """Of `conversation.item.create`: the item it will make."""
    at_root: bool = False
    """Of `conversation.item.create`: whether the item is to become the first one."""
    is_out_of_band: bool = False
    """Of `response.create`: whether it leaves the conversation alone (`conversation: none`)."""


class EntryKind(StrEnum):
    """What a line of the transcript stands for."""

    ITEM = "item"
    RESPONSE = "response"
    PROBLEM = "problem"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the transcript, in the order things happened."""

    kind: EntryKind
    key: int | str
    """Item key, response id, or the number of the record."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice record, as the transcript needs it."""

    seq: int
    kind: str
    fields: Mapping[str, Any]
    time_ns: int | None = None


@dataclass(frozen=True, slots=True)
class CaptureState:
    """Everything known after `seq` records."""

    seq: int = 0
    """Number of the last record, from 1; 0 before the first."""
    bytes: int = 0
    """Payload bytes so far."""
    first_ns: int | None = None
    last_ns: int | None = None
    connection: Connection = field(default_factory=Connection)
    session: Session = field(default_factory=Session)
    former_sessions: PersistentSequence[Session] = _EMPTY_SEQUENCE
    """The sessions that began in this capture before the current one, the oldest first."""
    items: PersistentMap[int, Item] = _EMPTY_MAP
    item_keys: PersistentMap[str, int] = _EMPTY_MAP
    """Keys of the items that have an id."""
    order: PersistentSequence[int] = _EMPTY_SEQUENCE
    """Item keys of the current session's conversation, in conversation order."""
    responses: PersistentMap[str, Response] = _EMPTY_MAP
    active: PersistentMap[str, None] = _EMPTY_MAP
    """Ids of all responses that are not over, in the order of `responses`."""
    rate_limits: tuple[RateLimit, ...] = ()
    input: InputBuffer = field(default_factory=InputBuffer)
    problems: PersistentMap[int, Problem] = _EMPTY_MAP
    unclaimed: tuple[int, ...] = ()
    """Keys of the newest problems whose cause is not known; bounded."""
    notices: PersistentMap[int, Notice] = _EMPTY_MAP
    entries: PersistentSequence[Entry] = _EMPTY_SEQUENCE
    asked: tuple[Asked, ...] = ()
    """Client events without an answer so far, the oldest first; bounded."""
    answered: PersistentMap[int, int] = _EMPTY_MAP
    """By the number of a server event: the client event that it answers."""
    usage: Usage = field(default_factory=Usage)
    """Sum over all responses."""
    bills: PersistentMap[int, Bill] = _EMPTY_MAP
    """What was billed, by `Session.number`."""
    faults: int = 0
    """Records whose handler failed; they are kept and shown, the state is unchanged by them."""

    def session_at(self, number: int) -> Session:
        """The session with this number, with its order and audio; an empty one if unknown."""
        if number == self.session.number:
            return replace(self.session, order=self.order, input_bytes=self.input.total_bytes)
        # They are numbered from 1 without a gap.
        is_former = 0 < number <= len(self.former_sessions)
        return self.former_sessions[number - 1] if is_former else Session(number=number)

    @property
    def bill(self) -> Bill:
        """What the current session has been billed for."""
        return self.bills.get(self.session.number) or Bill()

    def item(self, item_id: str | None) -> Item | None:
        """The item with this id in the newest session that has one."""
        if not item_id:
            return None
        key = self.item_keys.get(item_id)
        return None if key is None else self.items.get(key)

    @property
    def active_response(self) -> Response | None:
        """The response that occupies the default conversation now (lifecycles.md §4)."""
        for response_id in islice(reversed(self.active), MOST_ASIDE):
            response = self.responses[response_id]
            if response.session != self.session.number:
                return None
            if not response.is_out_of_band:
                return response
        return None

    @property
    def is_response_wanted(self) -> bool:
        """Whether a `response.create` is under way that no `response.created` has answered."""
        return any(one.type == "response.create" and not one.is_out_of_band for one in self.asked)


def newest_first(values: PersistentMap[Any, Value]) -> Iterator[Value]:
    """The values of a mapping of the state, the last entered first, without copying them."""
    return reversed(values.values())
