"""Everything that can be chosen, as frozen values. No secret shows in a `repr`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

Output = Literal["text", "audio"]
Language = Literal["en", "ja"]


@dataclass(frozen=True, slots=True)
class ConnectSettings:
    """Where a session goes and how it begins."""

    provider: str = "simulator"
    """A name of `core.dialects.PROVIDERS`."""
    url: str = field(default="", repr=False)
    """The whole address, if one was given; may hold a key in its query."""
    base_url: str = field(default="", repr=False)
    """The address without `/realtime`, from variables such as `OPENAI_BASE_URL`."""
    model: str = ""
    """Empty: none is named in the address."""
    key: str = field(default="", repr=False)
    token: str = field(default="", repr=False)
    """A bearer token in place of the key (`AZURE_OPENAI_AD_TOKEN`)."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Headers to add to the handshake; values may be secrets."""
    organization: str = ""
    project: str = ""
    api_version: str = ""
    call_id: str = ""
    """A WebRTC or SIP call to observe (`rtc_…`); empty: a session of our own."""
    instructions: str = ""
    """The session's instructions; empty: the server's own."""
    output: Output = "text"
    voice: str = ""
    """The voice of audio answers; empty: the server's own."""
    tools: str = ""
    """A Python file whose functions the model may call; empty: none."""
    auto_response: bool = True
    """Ask for a response by itself after each message that is sent."""
    seed: int | None = None
    """Makes the built-in simulator repeatable; `None`: a new seed each time."""
    scenario: str = ""
    """What the built-in simulator plays: a name or a TOML file; empty: nothing special."""


@dataclass(frozen=True, slots=True)
class RecordSettings:
    """Whether and where a session is recorded."""

    enabled: bool = True
    path: str = ""
    """The file to record to; empty: a new one in `directory`."""
    directory: str = ""
    """Where captures go that have no name of their own."""


@dataclass(frozen=True, slots=True)
class UiSettings:
    """How it looks."""

    lang: Language = "en"
    """The language of everything that explains."""
    theme: str = ""
    """A theme's name; empty: ours."""
    longest_gap_s: float = 5.0
    """When a capture is played, longer pauses are shortened to so many seconds; 0: none is."""
    plain: bool = False
    """Line by line instead of full screen."""
    keymap: Mapping[str, str] = field(default_factory=dict)
    """Ids of actions and the keys that they get, separated by commas."""


@dataclass(frozen=True, slots=True)
class CostSettings:
    """What things cost."""

    prices: str = ""
    """A price list in TOML that goes before ours; empty: none."""


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, merged."""

    connect: ConnectSettings = ConnectSettings()
    record: RecordSettings = RecordSettings()
    ui: UiSettings = UiSettings()
    cost: CostSettings = CostSettings()
    warnings: tuple[str, ...] = ()
    """What the person should know about the settings: unknown keys, a key that is not sent.
    Sentences without secrets."""
