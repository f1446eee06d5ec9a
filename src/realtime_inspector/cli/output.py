"""All of stdout (data) and stderr (diagnostics), and the exit codes."""

from __future__ import annotations

import io
import os
import shutil
import sys
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING, Final, TypeVar

from realtime_inspector.cli.columns import cut
from realtime_inspector.core.errors import InspectorError
from realtime_inspector.core.safe import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")
_REPORT_EVERY: Final = 20_000


class ExitCode(IntEnum):
    """What a command's end says (PRODUCT.md section 3)."""

    FINE = 0
    FINDINGS = 1
    """Findings, differences, or an error of ours."""
    USAGE = 2
    CONNECTION = 3
    UNREADABLE = 4
    INTERRUPTED = 130


def prepare() -> None:
    """Let text that the terminal's encoding does not have appear as escapes, not as an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def line(text: str = "") -> None:
    """One line of our own words on stdout, written at once."""
    pieces((f"{text}\n",))


def pieces(parts: Iterable[str]) -> None:
    """Data on stdout, as it is.

    Raises:
        BrokenPipeError: The reader has left.
        InspectorError: It cannot be written, such as on a full disk.
    """
    for part in parts:
        with _stdout_errors():
            print(part, end="")
    flush()


def note(text: str) -> None:
    """One line on stderr."""
    print(visible(text), file=sys.stderr, flush=True)


def warning(text: str) -> None:
    """Something that does not stop us, on stderr."""
    note(f"realtime-inspector: warning: {text}")


def error(text: str, hint: str = "") -> None:
    """What went wrong and what to do about it, on stderr."""
    note(f"realtime-inspector: {text}")
    for row in hint.split("\n") if hint else ():
        note(f"  {row}")


def is_terminal() -> bool:
    """Whether what goes to stdout is shown at once."""
    return sys.stdout is not None and sys.stdout.isatty()


def raw(parts: Iterable[bytes]) -> None:
    """Bytes on stdout, as they are.

    Raises:
        BrokenPipeError: The reader has left.
        InspectorError: They cannot be written, such as on a full disk.
    """
    flush()
    for part in parts:
        if sys.stdout is not None:
            with _stdout_errors():
                sys.stdout.buffer.write(part)
    flush()


def counted(things: Iterable[T], words: str, *, shown: bool = True) -> Iterator[T]:
    """The same things, with a count on stderr while it takes long and somebody watches.

    Args:
        things: What to count.
        words: What they are, such as `records read`.
        shown: Whether to show it at all; not while the things themselves appear on the screen.
    """
    watched = shown and sys.stderr is not None and sys.stderr.isatty()
    if not watched:
        yield from things
        return
    was_shown = False
    try:
        for number, thing in enumerate(things, 1):
            if number % _REPORT_EVERY == 0:
                was_shown = True
                print(f"\r{number:,} {words} …", end="", file=sys.stderr, flush=True)
            yield thing
    finally:
        if was_shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def status(text: str) -> None:
    """What goes on, on a line of stderr that the next one overwrites; nothing takes it away."""
    width = shutil.get_terminal_size().columns - 1
    print(f"\r\x1b[K{cut(visible(text), width)}", end="", file=sys.stderr, flush=True)


def flush() -> None:
    """Write out stdout now, so that a reader who left is noticed here and not at the exit."""
    if sys.stdout is not None:
        with _stdout_errors():
            sys.stdout.flush()


@contextmanager
def _stdout_errors() -> Iterator[None]:
    """Turn a failure to write into words, but leave a closed pipe to `main`."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon_stdout()
        reason = (error.strerror or type(error).__name__).lower()
        raise InspectorError(f"Cannot write to standard output: {reason}.") from None


def abandon_stdout() -> None:
    """Send what is still buffered nowhere: the reader of a pipe has left."""
    try:
        descriptor = sys.stdout.fileno()
    except (AttributeError, OSError, ValueError):
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
