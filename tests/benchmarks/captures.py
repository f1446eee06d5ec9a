"""Generated captures of any size, with exact counts of what is in them.

For benchmarks, which need files (made once, then found again):

    from tests.benchmarks.captures import capture
    found = capture("mixed", "1g")       # "10m", "100m", "1g", "1000rows", "1000000rows", …
    found.path                           # <folder>/mixed-1g.v1.jsonl
    found.tally.events["server", "response.done"], found.tally.unreadable, found.tally.lines

The folder is an argument, or `$REALTIME_INSPECTOR_BENCH_DIR`, or `realtime-inspector-bench` in
the system's folder for temporary files. From a shell:

    python -m tests.benchmarks.captures mixed dirtiest --size 10m 100m --dir FOLDER

For tests, which need some lines in memory:

    from tests.benchmarks.captures import RECIPES, small
    data, tally = small("dirtiest", seed=7, rows=300)
    for line in lines("foreign", Limit(rows=50), seed=7): line.data, line.fate, line.type

`RECIPES` names the kinds of captures. `Tally` says of every file how many events of which type
went which way (`by_direction`), how many lines are unreadable, and of those that begin like an
event and break later (`Fate.CUT`, `Fate.NOT_UTF8`) what their beginning claims (`begun`). The
same name, size and seed always give the same bytes.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from tests.benchmarks.generator.damage import (
    Damage,
    blank,
    crlf,
    cut,
    inserted,
    noise,
    not_utf8,
    torn,
)
from tests.benchmarks.generator.lines import Line, Tally, bare, foreign, header, ours
from tests.benchmarks.generator.session import (
    AUDIO,
    MIXED,
    Event,
    Ids,
    Mix,
    Session,
    sessions,
)
from tests.benchmarks.generator.strange import with_strangers

VERSION: Final = 1
"""Of the generator: another one means other bytes, and files that are made anew."""
FOLDER_VARIABLE: Final = "REALTIME_INSPECTOR_BENCH_DIR"
SEED: Final = 4
LONG_LINE_BYTES: Final = 50_000_000
_UNITS: Final = {"k": 10**3, "m": 10**6, "g": 10**9}

Wrap = Callable[[Event], Line]


@dataclass(frozen=True, slots=True)
class Limit:
    """Where a capture ends: at the first line that reaches it."""

    bytes: int | None = None
    rows: int | None = None
    """Lines, the header not counted."""

    @classmethod
    def parse(cls, text: str) -> Limit:
        """Reads `10m`, `1g` or `1000rows`.

        Raises:
            ValueError: It is none of these.
        """
        rows = text.removesuffix("rows")
        if rows != text:
            return cls(rows=int(rows))
        if text[-1:] not in _UNITS:
            raise ValueError(f"{text!r} is not a size; write 10m, 1g or 1000rows")
        return cls(bytes=int(text[:-1]) * _UNITS[text[-1]])


@dataclass(frozen=True, slots=True)
class Recipe:
    """One kind of capture."""

    title: str
    mix: Mix = MIXED
    events: Callable[[Random, Mix], Iterator[Event]] = sessions
    wrap: Callable[[], Wrap] = ours
    has_header: bool = True
    strangers: float = 0.0
    """Share of lines after which something strange but valid comes; see `strange.py`."""
    damages: tuple[Damage, ...] = ()
    long_line: bool = False
    """Whether one line in it is of 50 MB."""
    is_torn: bool = False


@dataclass(frozen=True, slots=True)
class Capture:
    """A generated file."""

    path: Path
    tally: Tally


def _errors(rng: Random, mix: Mix) -> Iterator[Event]:
    session = Session(rng, mix, Ids())
    while True:
        yield session.error()


RECIPES: Final[dict[str, Recipe]] = {
    "mixed": Recipe("typed and spoken turns, a mean line of 1 KB, 60 % base64"),
    "audio": Recipe("spoken turns only, a mean line of 4 KB, 94 % base64", mix=AUDIO),
    "reconnects": Recipe("as mixed, each session a new `conn`", mix=Mix(reconnects=True)),
    "id-first": Recipe("event_id, and much else, before type", mix=Mix(id_first=0.7)),
    "bare": Recipe("events without a wrapper", wrap=bare, has_header=False),
    "foreign": Recipe("a wrapper with t, dir and event", wrap=foreign, has_header=False),
    "errors": Recipe("nothing but errors", events=_errors),
    "crlf": Recipe("line ends of Windows", damages=(crlf(),)),
    "blank-lines": Recipe("empty lines between", damages=(blank(0.3),)),
    "torn": Recipe("the last line is not whole", is_torn=True),
    "long-line": Recipe("one line of 50 MB", long_line=True),
    "invalid-json": Recipe(
        "lines that are no JSON, or break off", damages=(noise(0.02), cut(0.02))
    ),
    "invalid-utf8": Recipe("bytes that are no UTF-8", damages=(not_utf8(0.05),)),
    "strange": Recipe("valid, but in no expected order or shape", strangers=0.2),
    "dirtiest": Recipe(
        "all of it in one file",
        mix=Mix(id_first=0.1, reconnects=True),
        strangers=0.2,
        damages=(noise(0.01), cut(0.01), not_utf8(0.01), blank(0.05), crlf(0.2)),
        long_line=True,
        is_torn=True,
    ),
    "dirtiest-foreign": Recipe(
        "a foreign wrapper with all that can befall it",
        mix=Mix(id_first=0.1),
        wrap=foreign,
        has_header=False,
        damages=(noise(0.01), cut(0.01), not_utf8(0.01), blank(0.05), crlf(0.2)),
        long_line=True,
        is_torn=True,
    ),
}


def lines(
    name: str, limit: Limit, *, seed: int = SEED, long_line_bytes: int = LONG_LINE_BYTES
) -> Iterator[Line]:
    """The lines of a capture.

    Args:
        name: Of `RECIPES`.
        limit: Where it ends; a long line comes on top.
        seed: Of everything drawn.
        long_line_bytes: Length of the long line where there is one.

    Raises:
        KeyError: There is no such recipe.
    """
    recipe = RECIPES[name]
    rng = Random(f"{name} {seed}")  # noqa: S311 - not for secrets
    wrap = recipe.wrap()
    events = recipe.events(rng, recipe.mix)
    made: Iterable[Line]
    if recipe.strangers:
        made = with_strangers(wrap, recipe.strangers)(events, rng)
    else:
        made = map(wrap, events)
    for damage in recipe.damages:
        made = damage(made, rng)
    made = _limited(made, limit)
    if recipe.long_line:
        long = Session(rng, recipe.mix, Ids()).large_audio(long_line_bytes)
        made = inserted(made, 100, [wrap(long)])
    if recipe.has_header:
        made = itertools.chain([header()], made)
    if recipe.is_torn:
        made = torn(made, rng)
    yield from made


def small(name: str, *, seed: int = SEED, rows: int = 200) -> tuple[bytes, Tally]:
    """A capture in memory with its counts; a long line has 50 KB in it."""
    tally = Tally()
    parts = []
    for line in lines(name, Limit(rows=rows), seed=seed, long_line_bytes=50_000):
        tally.add(line)
        parts.append(line.data)
    return b"".join(parts), tally


def capture(name: str, size: str = "10m", folder: Path | None = None) -> Capture:
    """A capture on the disk, generated unless it is there already.

    Raises:
        KeyError: There is no such recipe.
        ValueError: The size cannot be read.
    """
    limit = Limit.parse(size)
    folder = folder or default_folder()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{size}.v{VERSION}.jsonl"
    beside = path.with_suffix(".json")
    if path.exists() and beside.exists():
        return Capture(path, Tally.from_json(json.loads(beside.read_text())))
    # The counts come last: an interrupted run leaves a file without, which is made anew.
    beside.unlink(missing_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    tally = write(part, lines(name, limit))
    part.replace(path)
    beside.write_text(json.dumps(tally.to_json(), indent=1, ensure_ascii=False))
    return Capture(path, tally)


def write(path: Path, made: Iterable[Line]) -> Tally:
    """Writes lines to a file and counts them."""
    tally = Tally()
    with path.open("wb", buffering=1 << 20) as file:
        for line in made:
            tally.add(line)
            file.write(line.data)
    return tally


def default_folder() -> Path:
    """Where generated captures are kept unless a folder is given."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else Path(tempfile.gettempdir()) / "realtime-inspector-bench"


def _limited(made: Iterable[Line], limit: Limit) -> Iterator[Line]:
    size = 0
    for line in itertools.islice(made, limit.rows):
        yield line
        size += len(line.data)
        if limit.bytes is not None and size >= limit.bytes:
            return


def main() -> None:
    """Generate what is asked for and name the files."""
    parser = argparse.ArgumentParser(description="Generate captures for benchmarks.")
    parser.add_argument("names", nargs="+", choices=sorted(RECIPES), metavar="NAME",
                        help=", ".join(RECIPES))  # fmt: skip
    parser.add_argument("--size", nargs="+", default=["10m"], help="10m, 100m, 1g or 1000rows")
    parser.add_argument("--dir", type=Path, help=f"default: ${FOLDER_VARIABLE}, or temporary")
    options = parser.parse_args()
    for name, size in itertools.product(options.names, options.size):
        start = time.perf_counter()
        made = capture(name, size, options.dir)
        seconds = time.perf_counter() - start
        tally = made.tally
        print(
            f"{made.path}  {tally.bytes / 1e6:,.1f} MB  {tally.lines:,} lines  "
            f"{tally.events.total():,} events  {tally.unreadable:,} unreadable  {seconds:.1f} s"
        )


if __name__ == "__main__":
    main()
