"""Tokens as the API counts them, and as it bills them (usage.md §1, §2). Prices are not known here.

What a server leaves out is `None` and not zero: without the details of a usage nobody can tell
what it costs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.frozen import replace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from realtime_inspector.core.event import Event

MOST_TRANSCRIBERS: Final = 16
"""Transcription models told apart in one bill; further ones count as one without a name."""


class Doubt(StrEnum):
    """Why a figure is an estimate."""

    CACHE_SPLIT = "cache_split"
    """The server does not say of which kind the cached tokens are; text is taken first."""
    UNKNOWN_KIND = "unknown_kind"
    """The details do not add up to the totals: there are tokens of a kind that they do not name."""
    PRICE = "price"
    """The price is of a secondary source."""
    MINUTES = "minutes"
    """It is billed by time, and how the time is rounded is not documented."""


NO_DOUBTS: Final[frozenset[Doubt]] = frozenset()


@dataclass(frozen=True, slots=True)
class Tokens:
    """Counts by modality."""

    text: int = 0
    audio: int = 0
    image: int = 0

    def __add__(self, other: Tokens) -> Tokens:
        """Both together."""
        return Tokens(self.text + other.text, self.audio + other.audio, self.image + other.image)

    @property
    def total(self) -> int:
        """All of them."""
        return self.text + self.audio + self.image


NO_TOKENS: Final = Tokens()


@dataclass(frozen=True, slots=True)
class Usage:
    """Token counts of one response, or of several together (usage.md §1)."""

    input: int = 0
    """All that was sent to the model, cached or not."""
    output: int = 0
    total: int = 0
    cached: int = 0
    """The part of `input` that came from the cache."""
    reasoning: int = 0
    """The part of the output's text that was thought and not said; not to be added."""
    input_by: Tokens | None = None
    cached_by: Tokens | None = None
    output_by: Tokens | None = None

    def __add__(self, other: Usage) -> Usage:
        """Both together; the details are those of the responses that have them."""
        return Usage(
            self.input + other.input,
            self.output + other.output,
            self.total + other.total,
            self.cached + other.cached,
            self.reasoning + other.reasoning,
            _both(self.input_by, other.input_by),
            _both(self.cached_by, other.cached_by),
            _both(self.output_by, other.output_by),
        )

    @property
    def cached_share(self) -> float | None:
        """Which part of the input came from the cache, 0 to 1; `None` without input."""
        return min(1.0, max(0, self.cached) / self.input) if self.input > 0 else None


def _both(one: Tokens | None, other: Tokens | None) -> Tokens | None:
    if one is None or other is None:
        return other if one is None else one
    return one + other


def usage_of(event: Event) -> Usage | None:
    """Tokens of a `response.done`; `None` if it has none.

    xAI puts them at the top level (observed.md §4).
    """
    for path in (("response", "usage"), ("usage",)):
        if event.integer(*path, "total_tokens") is not None:
            return usage_in(event.mapping(*path))
    return None


def usage_in(raw: Mapping[str, Any]) -> Usage:
    """The tokens that a usage object names; Qwen writes `input_tokens_details` (observed.md §4)."""
    received, produced = _details(raw, "input"), _details(raw, "output")
    return Usage(
        input=_count(raw, "input_tokens"),
        output=_count(raw, "output_tokens"),
        total=_count(raw, "total_tokens"),
        cached=_count(received, "cached_tokens"),
        reasoning=_count(produced, "reasoning_tokens"),
        input_by=_by_modality(received),
        cached_by=_by_modality(received.get("cached_tokens_details")),
        output_by=_by_modality(produced),
    )


def _details(raw: Mapping[str, Any], side: str) -> Mapping[str, Any]:
    found = raw.get(f"{side}_token_details") or raw.get(f"{side}_tokens_details")
    return found if isinstance(found, dict) else {}


def _by_modality(details: Any) -> Tokens | None:
    if not isinstance(details, dict) or not details:
        return None
    return Tokens(*(_count(details, f"{kind}_tokens") for kind in ("text", "audio", "image")))


def _count(raw: Mapping[str, Any], name: str) -> int:
    value = raw.get(name)
    # A boolean is no number; what is larger than this is not believed.
    return value if type(value) is int and 0 < value < 2**63 else 0


def contradictions(usage: Usage) -> tuple[str, ...]:
    """What in a usage does not add up, in words (usage.md §5); empty if all is well."""
    found: list[str] = []
    for name, count, parts in (
        ("input", usage.input, usage.input_by),
        ("output", usage.output, usage.output_by),
    ):
        if parts is not None and parts.total != count:
            found.append(f"{name}_tokens is {count}, its details add up to {parts.total}")
    if usage.cached > usage.input:
        found.append(f"cached_tokens is {usage.cached}, more than the {usage.input} of the input")
    if usage.total != usage.input + usage.output:
        sum_of = usage.input + usage.output
        found.append(f"total_tokens is {usage.total}, input and output add up to {sum_of}")
    return (*found, *_cached_contradictions(usage))


def _cached_contradictions(usage: Usage) -> tuple[str, ...]:
    whole, part = usage.input_by, usage.cached_by
    if whole is None or part is None:
        return ()
    pairs = (
        ("text", whole.text, part.text),
        ("audio", whole.audio, part.audio),
        ("image", whole.image, part.image),
    )
    return tuple(
        f"{cached} {kind} tokens are cached, but the input has {count}"
        for kind, count, cached in pairs
        if cached > count
    )


@dataclass(frozen=True, slots=True)
class Metered:
    """Tokens as they are billed: each stands in one place only."""

    fresh: Tokens = NO_TOKENS
    """Input that did not come from the cache."""
    cached: Tokens = NO_TOKENS
    output: Tokens = NO_TOKENS
    doubts: frozenset[Doubt] = NO_DOUBTS

    def __add__(self, other: Metered) -> Metered:
        """Both together."""
        return Metered(
            self.fresh + other.fresh,
            self.cached + other.cached,
            self.output + other.output,
            self.doubts | other.doubts,
        )


def metered(usage: Usage) -> Metered | None:
    """A usage as it is billed (usage.md §2); `None` if its details are missing."""
    received = usage.input_by if usage.input else usage.input_by or NO_TOKENS
    produced = usage.output_by if usage.output else usage.output_by or NO_TOKENS
    if received is None or produced is None:
        return None
    cached = _cached_of(usage, received)
    doubts = {Doubt.CACHE_SPLIT} if cached != (usage.cached_by or NO_TOKENS) else set()
    if received.total != usage.input or produced.total != usage.output:
        doubts.add(Doubt.UNKNOWN_KIND)
    fresh = Tokens(
        received.text - cached.text, received.audio - cached.audio, received.image - cached.image
    )
    return Metered(fresh, cached, produced, frozenset(doubts))


def _cached_of(usage: Usage, whole: Tokens) -> Tokens:
    """The cached tokens by modality; those of which nothing is said are text first."""
    told = usage.cached_by or NO_TOKENS
    left = max(0, usage.cached - told.total)

    def part(count: int, cached: int) -> int:
        nonlocal left
        known = min(count, cached)
        more = min(left, count - known)
        left -= more
        return known + more

    return Tokens(
        part(whole.text, told.text), part(whole.audio, told.audio), part(whole.image, told.image)
    )


@dataclass(frozen=True, slots=True)
class Transcribed:
    """What one transcription model has heard: billed on top of the responses (usage.md §1)."""

    model: str = ""
    count: int = 0
    """Transcripts with a usage."""
    unmetered: int = 0
    """Transcripts of which the server says no usage: nobody knows what they cost."""
    input: int = 0
    """Tokens, of models that are billed by tokens."""
    output: int = 0
    duration_ms: int = 0
    """Audio, of models that are billed by time."""

    def __add__(self, other: Transcribed) -> Transcribed:
        """Both together, under the name of the first."""
        return Transcribed(
            self.model,
            self.count + other.count,
            self.unmetered + other.unmetered,
            self.input + other.input,
            self.output + other.output,
            self.duration_ms + other.duration_ms,
        )


def transcribed(event: Event, model: str) -> Transcribed:
    """What a `conversation.item.input_audio_transcription.completed` says of its usage.

    Args:
        event: The event.
        model: The transcription model of the session; empty if it is not known.
    """
    seconds = event.number("usage", "seconds")
    if seconds is not None and seconds >= 0:
        return Transcribed(model, count=1, duration_ms=round(seconds * 1000))
    raw = event.mapping("usage")
    if event.integer("usage", "input_tokens") is None:
        return Transcribed(model, unmetered=1)
    return Transcribed(
        model, 1, input=_count(raw, "input_tokens"), output=_count(raw, "output_tokens")
    )


@dataclass(frozen=True, slots=True)
class Bill:
    """All that a session has been billed for, so that a price list can say what it cost."""

    tokens: Metered = Metered()
    responses: int = 0
    """Responses whose tokens are in `tokens`."""
    unmetered: int = 0
    """Responses of which the server says no usage, or no details."""
    transcribed: tuple[Transcribed, ...] = ()
    """By model, in the order of their first transcript."""

    def with_response(self, usage: Usage | None) -> Bill:
        """With one more response, however it ended and wherever it belongs."""
        found = None if usage is None else metered(usage)
        if found is None:
            return replace(self, unmetered=self.unmetered + 1)
        return replace(self, tokens=self.tokens + found, responses=self.responses + 1)

    def with_transcript(self, heard: Transcribed) -> Bill:
        """With one more transcript."""
        models = [one.model for one in self.transcribed]
        if heard.model not in models and len(models) >= MOST_TRANSCRIBERS:
            heard = replace(heard, model="")
        if heard.model not in models:
            return replace(self, transcribed=(*self.transcribed, heard))
        at = models.index(heard.model)
        sums = (*self.transcribed[:at], self.transcribed[at] + heard, *self.transcribed[at + 1 :])
        return replace(self, transcribed=sums)


def transcription_model(session: Mapping[str, Any]) -> str:
    """The model that transcribes the input, in GA or beta shape; empty if none is named."""
    audio = session.get("audio")
    received = audio.get("input") if isinstance(audio, dict) else None
    nested = received.get("transcription") if isinstance(received, dict) else None
    found = nested or session.get("input_audio_transcription")
    model = found.get("model") if isinstance(found, dict) else None
    return model if isinstance(model, str) else ""
