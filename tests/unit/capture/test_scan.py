"""The first pass: lines in pieces, and a last line that is still being written."""

from __future__ import annotations

from io import BufferedReader, BytesIO
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import pytest
from tests.benchmarks.captures import small
from tests.support.logs import HEADER, line_of

from realtime_inspector.capture.columns import OTHER, Columns
from realtime_inspector.capture.formats.lines import LinesFormat
from realtime_inspector.capture.formats.own import OwnFormat
from realtime_inspector.capture.scan import Scanner
from realtime_inspector.runtime.count import counts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

    from realtime_inspector.capture.columns import Scanned

DELTA: Final = "response.output_text.delta"


def scanner_of(content: bytes) -> tuple[Scanner, Columns]:
    columns = Columns()
    return Scanner(BufferedReader(BytesIO(content)), OwnFormat(), columns.kinds), columns


def scanned(scanner: Scanner, columns: Columns, most: int) -> list[Scanned]:
    """All pieces up to the end of the file, taken in."""
    pieces: list[Scanned] = []
    while True:
        piece = scanner.scan(most)
        if not piece.codes and not piece.before:
            return pieces
        columns.add_scanned(piece)
        pieces.append(piece)


@pytest.mark.parametrize("most", [1, 2, 16, 255, 256, 257, 10_000])
def test_pieces_of_any_size_make_the_same_columns(most: int) -> None:
    lines = [
        line_of(f"t{n % 3}", n) + b"\n \n" * (n % 5 == 0) + b"junk\n" * (n % 7 == 0)
        for n in range(600)
    ]
    content = HEADER + b"\n\n" + b"".join(lines) + b"\n"
    scanner, columns = scanner_of(content)
    pieces = scanned(scanner, columns, most)
    assert len(pieces) >= 600 // most
    text = content.splitlines(keepends=True)
    numbers = [n for n, line in enumerate(text, 1) if line.strip() and n > 1]
    assert [columns.line_number(place) for place in range(len(columns))] == numbers
    for place, number in enumerate(numbers):
        offset, length = columns.span(place)
        assert content[offset : offset + length].startswith(text[number - 1])
    assert columns.end == len(content)
    assert sum(columns.lengths) + columns.span(0)[0] == len(content)


def test_more_kinds_than_a_byte_tells_keep_their_counts() -> None:
    lines = [line_of(f"kind.{n * 7 % 400}", n) for n in range(1_000)]
    scanner, columns = scanner_of(HEADER + b"".join(lines))
    scanned(scanner, columns, 100)
    assert columns.codes.count(OTHER) == 290
    for n in (0, 57, 300, 399, 999):
        assert columns.kind(n).type == f"kind.{n * 7 % 400}"
        wanted = columns.kind_number(n)
        same = [place for place in range(1_000) if place * 7 % 400 == n * 7 % 400]
        assert list(columns.places_of_kind(wanted)) == same
        assert list(columns.places_of_kind(wanted, same[1])) == same[1:]
    found, unreadable = counts(columns)
    assert found == {"server": {f"kind.{n}": 2 + (n * 343 % 400 < 200) for n in range(400)}}
    assert unreadable == 0


class Growing:
    """A file that others write to while it is scanned."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("ab", buffering=0)
        reader: BinaryIO = path.open("rb", buffering=1 << 20)
        self.reader = reader
        self.columns = Columns()
        self.scanner = Scanner(reader, OwnFormat(), self.columns.kinds)

    def write(self, data: bytes) -> int:
        """Appends, and scans what is there; returns how many records are known."""
        self._file.write(data)
        while True:
            piece = self.scanner.scan(16, is_growing=True)
            if not piece.codes and not piece.before:
                return len(self.columns)
            self.columns.add_scanned(piece)

    def close(self) -> None:
        self.reader.close()
        self._file.close()


@pytest.fixture
def growing(tmp_path: Path) -> Iterator[Growing]:
    made = Growing(tmp_path / "c.jsonl")
    yield made
    made.close()


@pytest.mark.parametrize("is_known", [True, False])
def test_a_last_line_counts_when_its_line_break_comes(growing: Growing, is_known: bool) -> None:
    """Also a line whose beginning is known, so that the scanner does not look at its end."""
    first, second = line_of(DELTA, 1, delta="ab"), line_of(DELTA, 2, delta="東京" * 50)
    assert growing.write(HEADER + (first if is_known else b"")) == int(is_known)
    before = len(growing.columns)
    ends = (0, 1, 30, 100, len(second) - 5, len(second) - 1)  # in time, type, text, a letter
    for begin, end in pairwise(ends):
        assert growing.write(second[begin:end]) == before
        assert growing.write(b"") == before
    assert growing.write(b"\n") == before + 1
    assert growing.write(first * 40) == before + 41
    assert growing.columns.end == growing.reader.tell()
    assert {growing.columns.kind(place).type for place in range(before + 41)} == {DELTA}


def test_a_last_piece_that_is_full_may_end_in_a_torn_line(growing: Growing) -> None:
    lines = [line_of(DELTA, n) for n in range(40)]
    assert growing.write(HEADER + b"".join(lines[:32])[:-1]) == 31
    assert growing.write(b"\n" + b"".join(lines[32:])) == 40


def test_a_torn_line_of_a_file_that_does_not_grow_is_a_record() -> None:
    scanner, columns = scanner_of(HEADER + line_of("a") + line_of("b")[:40])
    scanned(scanner, columns, 10)
    assert len(columns) == 2
    assert columns.kind(0).type == "a"


@pytest.mark.parametrize("name", ["dirtiest", "dirtiest-foreign", "id-first", "reconnects"])
def test_the_counts_of_generated_captures(name: str) -> None:
    """Of broken lines that begin like an event, the first pass counts what they claim to be."""
    content, tally = small(name, rows=3_000)
    content = content[: content.rfind(b"\n") + 1]  # without what is torn
    columns = Columns()
    form = LinesFormat() if "foreign" in name else OwnFormat()
    scanner = Scanner(BufferedReader(BytesIO(content)), form, columns.kinds)
    scanned(scanner, columns, 500)
    found, _ = counts(columns)
    claimed = {key: count for key, count in (tally.events + tally.begun).items() if count}
    for (direction, kind), count in tally.events.items():
        assert count <= found[direction][kind] <= claimed[direction, kind]
    assert columns.end == len(content)
