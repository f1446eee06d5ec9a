"""What a response's times mean: the one place that defines its latencies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing import Protocol

    class _Timed(Protocol):
        """What is known of the times of a response, in nanoseconds since 1970."""

        @property
        def request_ns(self) -> int | None: ...
        @property
        def created_ns(self) -> int | None: ...
        @property
        def speech_end_ns(self) -> int | None: ...
        @property
        def first_token_ns(self) -> int | None: ...
        @property
        def first_audio_ns(self) -> int | None: ...
        @property
        def last_delta_ns(self) -> int | None: ...
        @property
        def done_ns(self) -> int | None: ...
        @property
        def deltas(self) -> int: ...
        @property
        def start_ns(self) -> int | None: ...
        @property
        def stream_ms(self) -> float | None: ...


FEWEST_DELTAS: Final = 3
"""Of fewer deltas a rate says nothing."""


class ResponseTimes:
    """Latencies of a response, in milliseconds, as the inspector saw its events."""

    __slots__ = ()

    @property
    def start_ns(self: _Timed) -> int | None:
        """When it was asked for, else when the server announced it."""
        return self.request_ns if self.request_ns is not None else self.created_ns

    @property
    def queue_ms(self: _Timed) -> float | None:
        """From `response.create` to `response.created`."""
        return span_ms(self.request_ns, self.created_ns)

    @property
    def first_token_ms(self: _Timed) -> float | None:
        """From `response.create` (else `response.created`) to the first delta of any kind."""
        return span_ms(self.start_ns, self.first_token_ns)

    @property
    def first_audio_ms(self: _Timed) -> float | None:
        """From `response.create` (else `response.created`) to the first audio delta."""
        return span_ms(self.start_ns, self.first_audio_ns)

    @property
    def reply_ms(self: _Timed) -> float | None:
        """From the end of the user's speech to the first audio delta, else the first delta.

        Speech ends with `input_audio_buffer.speech_stopped`, which comes after the silence that
        voice activity detection waits for; without it, with `input_audio_buffer.commit`.
        """
        first = self.first_token_ns if self.first_audio_ns is None else self.first_audio_ns
        return span_ms(self.speech_end_ns, first)

    @property
    def stream_ms(self: _Timed) -> float | None:
        """From the first delta to the last one."""
        return span_ms(self.first_token_ns, self.last_delta_ns)

    @property
    def duration_ms(self: _Timed) -> float | None:
        """From `response.create` (else `response.created`) to `response.done`."""
        return span_ms(self.start_ns, self.done_ns)

    def per_second(self: _Timed, amount: float) -> float | None:
        """How much of something came each second while it streamed; `None` of too few deltas."""
        took_ms = self.stream_ms
        if took_ms is None or took_ms <= 0 or self.deltas < FEWEST_DELTAS:
            return None
        return amount * 1000 / took_ms


def span_ms(start_ns: int | None, end_ns: int | None) -> float | None:
    """Milliseconds between two moments; `None` if one of them is not known."""
    return None if start_ns is None or end_ns is None else (end_ns - start_ns) / 1e6
