"""What the simulator hears in a user's audio: the seam that scenarios fill.

The simulator understands no speech. Left alone it says so: its transcript of a turn is
`[2.3 s of speech]`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from realtime_inspector.core.pcm import samples_of
from realtime_inspector.simulator.vad import level

if TYPE_CHECKING:
    from collections.abc import Mapping

_AUDIBLE_LEVEL: Final = 33.0
_STRIDE: Final = 8
"""Every eighth sample is enough to tell sound from silence."""


class Hearing(Protocol):
    """Gives the words of audio items. Called once per committed item."""

    def hear(self, pcm: bytes, seconds: float, item: Mapping[str, Any]) -> str:
        """What was said; empty if nothing was.

        Args:
            pcm: The item's audio, PCM16 at 24 kHz.
            seconds: Its length.
            item: The item as it was announced.

        Raises:
            NotHeardError: The transcription fails, as that of a real service may.
        """
        ...


class NotHeardError(Exception):
    """A transcription that fails; the response goes on (lifecycles.md §16)."""

    def __init__(
        self,
        message: str,
        code: str | None = "audio_unintelligible",
        kind: str = "transcription_error",
        param: str | None = None,
    ) -> None:
        """Describe the failure with the fields of the event's `error` object.

        Args:
            message: The words; `{item_id}` stands for the item's id.
            code: For instance `audio_unintelligible` or `DeploymentNotFound`.
            kind: `error.type`, for instance `transcription_error` or `server_error`.
            param: `error.param`.
        """
        super().__init__(message)
        self.message = message
        self.code = code
        self.kind = kind
        self.param = param

    def as_error(self, item_id: str) -> dict[str, Any]:
        """The `error` object, keys in the order of the captures."""
        message = self.message.replace("{item_id}", item_id)
        return {"type": self.kind, "code": self.code, "message": message, "param": self.param}


class HonestHearing:
    """Tells sound from silence, and pretends no more."""

    def hear(self, pcm: bytes, seconds: float, item: Mapping[str, Any]) -> str:
        """How long somebody spoke, in brackets; nothing for silence."""
        del item
        samples = samples_of(pcm)[::_STRIDE]
        is_audible = bool(samples) and level(samples) >= _AUDIBLE_LEVEL
        return placeholder(seconds) if is_audible else ""


def placeholder(seconds: float) -> str:
    """The transcript of speech that nobody understood."""
    return f"[{seconds:.1f} s of speech]"
