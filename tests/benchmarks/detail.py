"""Goal 7: from the key to the detail of a very large event, beside rich's Syntax.

python -m tests.benchmarks.detail
"""

from __future__ import annotations

import re
from random import Random
from typing import TYPE_CHECKING, Final

from tests.benchmarks.captures import VERSION, default_folder, write
from tests.benchmarks.first_screen import FIRST_ROW
from tests.benchmarks.generator.lines import header
from tests.benchmarks.generator.lines import ours as our_lines
from tests.benchmarks.generator.session import MIXED, Ids, Session
from tests.benchmarks.measure import Options, Report, interleaved, ours, ratios, script
from tests.benchmarks.peers import app
from tests.benchmarks.terminal import LIMIT_S, Terminal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

MB: Final = 1_000_000
LARGE_LINE: Final = 2
"""Where the large event is: after the header and session.created."""


def run(options: Options) -> Report:
    """Press j and see the event: 5 MB of text, 5 MB of base64, 1 MB beside Syntax."""
    report = Report("Detail of a large event")
    text_5, audio_5, text_1 = (
        _file(options, name, size) for name, size in (("text", 5), ("audio", 5), ("text", 1))
    )
    times = interleaved(
        {
            "5 MB of text": lambda: _shown(text_5),
            "5 MB of base64": lambda: _shown(audio_5),
            "1 MB of text": lambda: _shown(text_1),
            "1 MB of text: Syntax": lambda: _shown_by_syntax(text_1),
        },
        options.rounds,
    )
    for name, samples in times.items():
        report.figure(name, samples, "ms")
    report.check("7", "5 MB of text", times["5 MB of text"], 100, "ms", can_fail=False)
    report.check("7", "5 MB of base64", times["5 MB of base64"], 40, "ms", can_fail=False)
    faster = ratios(times["1 MB of text: Syntax"], times["1 MB of text"])
    report.check("7", "rich Syntax / ours, 1 MB", faster, 50, is_most=False)
    return report


def _file(options: Options, kind: str, megabytes: int) -> Path:
    """A capture of three events, the second of them large."""
    folder = options.folder or default_folder()
    path = folder / f"detail-{kind}-{megabytes}m.v{VERSION}.jsonl"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        session = Session(Random(7), MIXED, Ids())  # noqa: S311 - not for secrets
        large = session.large_response if kind == "text" else session.large_audio
        events = (next(session.events()), large(megabytes * MB), session.error())
        write(path, [header(), *map(our_lines(), events)])
    return path


def _shown(path: Path) -> float:
    return _key_to_detail(ours("open", path), FIRST_ROW, _marker(path))


def _shown_by_syntax(path: Path) -> float:
    command = app("syntax", path, str(LARGE_LINE))
    return _key_to_detail(command, "syntax-app-is-painted", _marker(path))


def _marker(path: Path) -> str:
    """The id of the large event: it stands at its top, and nowhere else on the screen."""
    with path.open("rb") as lines:
        line = [next(lines) for _ in range(LARGE_LINE + 1)][LARGE_LINE]
    found = re.search(rb'"event_id":"(event_\w+)"', line[:400])
    if found is None:
        raise ValueError(f"no event_id at the beginning of line {LARGE_LINE} of {path}")
    return found[1].decode()


def _key_to_detail(command: Sequence[str | Path], painted: str, marker: str) -> float:
    """Milliseconds from the key to the paint that has the marker in it."""
    with Terminal(command) as terminal:
        terminal.wait_for(painted)
        terminal.rest()
        reaction = terminal.press("j", expect=marker, settle=False, limit_s=LIMIT_S)
        if reaction is None:
            raise TimeoutError(f"{marker} was not shown; last seen:\n{terminal.text[-2000:]}")
        return reaction.first_ms


if __name__ == "__main__":
    script(run)
