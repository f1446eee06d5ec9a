"""Runs every benchmark at one size and ends with one table of goals.

python -m tests.benchmarks --size 1g
"""

from __future__ import annotations

import sys
import traceback
from typing import TYPE_CHECKING, Final

from tests.benchmarks import (
    detail,
    filter_search,
    first_screen,
    index,
    keys,
    lint,
    live_stream,
    startup,
    travel,
)
from tests.benchmarks.measure import Report, parse, show_checks, show_surroundings

if TYPE_CHECKING:
    from types import ModuleType

SCRIPTS: Final[tuple[ModuleType, ...]] = (
    first_screen,
    index,
    filter_search,
    lint,
    live_stream,
    keys,
    detail,
    startup,
    travel,
)


def main() -> None:
    """Run them one after the other; one that breaks does not keep the others from running."""
    options = parse("Every benchmark, then one table of goals.")
    show_surroundings()
    reports = []
    for module in SCRIPTS:
        try:
            report: Report = module.run(options)
        except Exception:  # noqa: BLE001 - whatever it was is in the report
            report = Report(module.__name__, errors=[traceback.format_exc()])
        report.show()
        sys.stdout.flush()
        reports.append(report)
    print(f"\n# Goals, {options.size}\n")
    show_checks(sorted((c for report in reports for c in report.checks), key=lambda c: c.goal))
    sys.exit(any(report.is_failed for report in reports))


if __name__ == "__main__":
    main()
