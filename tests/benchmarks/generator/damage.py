"""What happens to captures: transformations of lines, each with a share of lines it touches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from random import Random
from typing import Final

from tests.benchmarks.generator.lines import Fate, Line

Damage = Callable[[Iterable[Line], Random], Iterator[Line]]

_NOISE: Final = (
    b"Traceback (most recent call last):",
    b'  File "agent.py", line 12, in on_message',
    b"2026-11-22 09:01:18.018 [thread] DEBUG Logger - reconnecting",
    "注文を確認しています…".encode(),
    b"42",
    b"[1,2,3]",
    b'"type"',
    b"{",
    b"}",
    b"\x00\x00\x00\x00",
)
_BLANKS: Final = (b"", b"", b" ", b"\t  ")


def crlf(share: float = 1.0) -> Damage:
    """Line ends of Windows."""

    def change(line: Line) -> Line:
        return line._replace(data=line.data.removesuffix(b"\n") + b"\r\n")

    return _changing(share, change)


def blank(share: float) -> Damage:
    """Empty lines and lines of white space between the others."""

    def make(rng: Random) -> Line:
        return Line(rng.choice(_BLANKS) + b"\n", Fate.BLANK)

    return _inserting(share, make)


def noise(share: float) -> Damage:
    """Lines that were never JSON objects between the others."""

    def make(rng: Random) -> Line:
        return Line(rng.choice(_NOISE) + b"\n", Fate.NOT_JSON)

    return _inserting(share, make)


def cut(share: float) -> Damage:
    """Events that begin well, and whose JSON then breaks: off, or in the middle."""

    def change(line: Line, rng: Random) -> Line:
        body = line.data.rstrip(b"\r\n")
        closing = len(body) - len(body.rstrip(b"}"))
        if rng.random() < 0.5:
            body = body[: int(len(body) * rng.uniform(0.6, 0.99))]
        else:
            # Looks whole from either end. A stray comma, because from most other mistakes
            # a reader of text logs could rescue the event inside the wrapper.
            body = body[:-closing] + b"," + b"}" * closing
        return _begun(line, body, Fate.CUT)

    return _breaking(share, change)


def not_utf8(share: float) -> Damage:
    """Events with a byte in them that is no UTF-8."""

    def change(line: Line, _rng: Random) -> Line:
        body = line.data.rstrip(b"\r\n")
        end = len(body.rstrip(b"}]"))
        return _begun(line, body[: end - 1] + b"\xff" + body[end - 1 :], Fate.NOT_UTF8)

    return _breaking(share, change)


def torn(lines: Iterable[Line], rng: Random) -> Iterator[Line]:
    """Ends in the middle of the last line, as after a crash."""
    last: Line | None = None
    for line in lines:
        if last is not None:
            yield last
        last = line
    if last is not None:
        keep = int(len(last.data) * rng.uniform(0.3, 0.9))
        yield Line(last.data[:keep], Fate.TORN)


def inserted(lines: Iterable[Line], at: int, extra: Iterable[Line]) -> Iterator[Line]:
    """The lines with others after so many of them, or at the end of fewer."""
    iterator = iter(lines)
    for _, line in zip(range(at), iterator, strict=False):
        yield line
    yield from extra
    yield from iterator


def _changing(share: float, change: Callable[[Line], Line]) -> Damage:
    def damage(lines: Iterable[Line], rng: Random) -> Iterator[Line]:
        for line in lines:
            yield change(line) if rng.random() < share else line

    return damage


def _inserting(share: float, make: Callable[[Random], Line]) -> Damage:
    def damage(lines: Iterable[Line], rng: Random) -> Iterator[Line]:
        for line in lines:
            yield line
            if rng.random() < share:
                yield make(rng)

    return damage


def _breaking(share: float, change: Callable[[Line, Random], Line]) -> Damage:
    def damage(lines: Iterable[Line], rng: Random) -> Iterator[Line]:
        for line in lines:
            hit = line.fate is Fate.EVENT and rng.random() < share
            yield change(line, rng) if hit else line

    return damage


def _begun(line: Line, body: bytes, fate: Fate) -> Line:
    """A broken event, with its type where that still stands in it."""
    says_type = f'"type":"{line.type}"'.encode() in body
    names = (line.direction, line.type) if says_type else ("", "")
    return Line(body + b"\n", fate, *names)
