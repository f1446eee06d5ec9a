"""What the index makes of a file: `python -m realtime_inspector.runtime.count [--read] FILE`.

For the benchmarks. Prints how many events there are by direction and type, and how many lines
cannot be read, as JSON: after the first pass over the file, or with `--read` after both.
"""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Final

from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.core.record import Direction, RecordKind
from realtime_inspector.runtime.indexing import Indexer

if TYPE_CHECKING:
    from realtime_inspector.capture.columns import Columns

ALL: Final = 1 << 62


def counts(columns: Columns) -> tuple[dict[str, dict[str, int]], int]:
    """How many events there are, by direction and type; and how many lines cannot be read."""
    found: dict[str, dict[str, int]] = {}
    unreadable = 0
    for number, count in columns.counts.items():
        kind = columns.kinds.values[number]
        if kind.record is RecordKind.TEXT and kind.direction is Direction.UNKNOWN:
            unreadable += count
        elif count and kind.record is RecordKind.EVENT:
            name = "" if kind.type == RecordKind.EVENT else kind.type
            found.setdefault(kind.direction.value, {})[name] = count
    return found, unreadable


def index(path: str, *, is_read: bool) -> Columns:
    """The columns of a file of lines.

    Args:
        path: The file.
        is_read: Whether its records are read, too.

    Raises:
        UnreadableCapture: It is not there, or there is nothing in it.
        ValueError: It is not a file of lines.
    """
    log = CaptureReader(path).in_place()
    if log is None:
        raise ValueError(f"{path} is not a file of lines")
    indexer = Indexer(log)
    indexer.scan(ALL, ALL)
    if is_read:
        indexer.describe()
    for piece in indexer.take():
        log.columns.add(piece)
    indexer.close()
    return log.columns


def main() -> None:
    """Prints the counts."""
    parser = argparse.ArgumentParser(prog="python -m realtime_inspector.runtime.count")
    parser.add_argument("--read", action="store_true")
    parser.add_argument("file")
    arguments = parser.parse_args()
    types, unreadable = counts(index(arguments.file, is_read=arguments.read))
    print(json.dumps({"types": types, "unreadable": unreadable}, ensure_ascii=False))  # noqa: T201


if __name__ == "__main__":
    main()
