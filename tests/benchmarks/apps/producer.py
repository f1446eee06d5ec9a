"""Appends the lines of one capture to another at a fixed rate: `FROM TO EVENTS_PER_S SECONDS`.

The header must be there already. Prints how many lines it wrote, and the latest it was behind.
"""

from __future__ import annotations

import itertools
import sys
import time
from pathlib import Path

TICK_S = 0.02


def main() -> None:
    """Write in ticks, each in one piece, as a recorder flushes."""
    source, target, rate, seconds = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    batch = max(1, round(rate * TICK_S))
    ticks = round(rate * seconds / batch)
    written = 0
    late_s = 0.0
    with Path(source).open("rb") as lines, Path(target).open("ab", buffering=0) as file:
        lines.readline()
        start_s = time.perf_counter()
        for tick in range(ticks):
            piece = list(itertools.islice(lines, batch))
            wait_s = start_s + tick * TICK_S - time.perf_counter()
            late_s = max(late_s, -wait_s)
            if wait_s > 0:
                time.sleep(wait_s)
            file.write(b"".join(piece))
            written += len(piece)
    print(written, f"{late_s:.3f}")


if __name__ == "__main__":
    main()
