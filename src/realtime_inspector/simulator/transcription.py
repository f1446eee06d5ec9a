"""Input transcription: its events beside, and independent of, the response (lifecycles.md §16)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.simulator.tokens import pieces_of
from realtime_inspector.simulator.usage import text_tokens

if TYPE_CHECKING:
    from collections.abc import Generator, Mapping

    from realtime_inspector.simulator.hearing import NotHeardError
    from realtime_inspector.simulator.world import World

_KIND: Final = "conversation.item.input_audio_transcription"
_FIRST_DELTA_S: Final = (0.12, 0.2)
_DELTA_S: Final = (0.03, 0.09)
_LOGPROBS: Final = "item.input_audio_transcription.logprobs"
_LOGPROB: Final = (-0.5, -0.001)
_COMPLETED_S: Final = 0.1
_FAILED_S: Final = 0.08
_WHOLE_AT_ONCE: Final = ("whisper-1",)
"""Models whose one delta is the whole text (events.md §4)."""
_LEADING_SPACE: Final = ("gpt-realtime-whisper",)
"""Models whose first delta begins with a space that the transcript lacks (observed.md §4)."""
_BILLED_BY_TOKENS: Final = "gpt-4o"
_MS_PER_TOKEN: Final = 100
_PADDED_LENGTH: Final = 16


class Transcription:
    """The transcription of one item, from the commit to `completed` or `failed`."""

    def __init__(self, world: World, item_id: str, seconds: float, model: str) -> None:
        """Prepare the transcription of an item.

        Args:
            world: The connection's state.
            item_id: The user's audio item.
            seconds: The length of its audio.
            model: The model that the session names; it decides pieces and billing.
        """
        self._world = world
        self._item_id = item_id
        self._seconds = seconds
        self._model = model

    def succeed(self, transcript: str) -> None:
        """Plan deltas and `completed`."""
        self._advance(self._telling(transcript))

    def fail(self, reason: NotHeardError) -> None:
        """Plan `failed`; the response is not touched."""
        error = reason.as_error(self._item_id)
        when = self._world.after(_FAILED_S)
        self._world.schedule.at(when, lambda: self._emit("failed", error=error))

    def _telling(self, transcript: str) -> Generator[float, None, None]:
        rng = self._world.rng
        yield rng.uniform(*_FIRST_DELTA_S)
        guesses: list[dict[str, Any]] = []
        for piece in self._pieces(transcript):
            padding = self._world.ids.noise(max(0, _PADDED_LENGTH - len(piece)))
            guess = self._guesses(piece)
            guesses += guess.get("logprobs", [])
            self._emit("delta", delta=piece, **guess, obfuscation=padding)
            yield rng.uniform(*_DELTA_S)
        yield _COMPLETED_S
        self._remember(transcript)
        usage = self._usage(transcript)
        more = {"logprobs": guesses} if self._shows_guesses else {}
        self._emit("completed", transcript=transcript, **more, usage=usage)

    @property
    def _shows_guesses(self) -> bool:
        return _LOGPROBS in (self._world.session.get("include") or ())

    def _guesses(self, piece: str) -> dict[str, list[dict[str, Any]]]:
        """`logprobs`, if the session includes them; invented, as there is no model."""
        if not self._shows_guesses:
            return {}
        logprob = round(self._world.rng.uniform(*_LOGPROB), 6)
        token = {
            "token": piece,
            "logprob": logprob,
            "bytes": list(piece.encode("utf-8", "replace")),
        }
        return {"logprobs": [token]}

    def _pieces(self, transcript: str) -> list[str]:
        if self._model in _WHOLE_AT_ONCE:
            return [transcript] if transcript else []
        pieces = list(pieces_of(transcript, self._world.rng))
        if pieces and self._model in _LEADING_SPACE:
            pieces[0] = f" {pieces[0]}"
        return pieces

    def _remember(self, transcript: str) -> None:
        item = self._world.conversation.find(self._item_id)
        if item is not None:
            item["content"] = [part | {"transcript": transcript} for part in item["content"]]

    def _usage(self, transcript: str) -> Mapping[str, Any]:
        """By model: `duration` in whole seconds, or `tokens` (usage.md §1)."""
        if not self._model.startswith(_BILLED_BY_TOKENS):
            return {"type": "duration", "seconds": math.ceil(self._seconds) if transcript else 0}
        heard = math.ceil(self._seconds * 1000 / _MS_PER_TOKEN)
        written = text_tokens(transcript)
        return {
            "type": "tokens",
            "total_tokens": heard + written,
            "input_tokens": heard,
            "input_token_details": {"text_tokens": 0, "audio_tokens": heard},
            "output_tokens": written,
        }

    def _advance(self, telling: Generator[float, None, None]) -> None:
        delay = next(telling, None)
        if delay is not None:
            when = self._world.after(delay)
            self._world.schedule.at(when, lambda: self._advance(telling))

    def _emit(self, what: str, **fields: Any) -> None:
        self._world.emit(f"{_KIND}.{what}", item_id=self._item_id, content_index=0, **fields)
