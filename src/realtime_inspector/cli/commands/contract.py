"""`realtime-inspector contract CAPTURE`: what each session asked for, was granted, and showed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.cli import output
from realtime_inspector.cli.columns import cells, padded
from realtime_inspector.cli.command import Command
from realtime_inspector.cli.options import add_connection, check_capture
from realtime_inspector.cli.output import ExitCode

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from realtime_inspector.analysis.contract import Clause

_EPILOG: Final = """\
A sign stands before each field: = as asked, ≠ differs, ? nothing in the traffic tells. Where
nothing was asked, what the session says is compared with the traffic.

With --json:
  sessions   a list of clauses for each session of the capture; a clause has name, verdict
             (kept, differs, unseen), asked, accepted, observed (null where there is none), and
             seqs, the numbers of the records that show it

Exit code: 0 nothing differs, 1 something does, 2 usage, 4 unreadable.

CAPTURE may be - for standard input.
"""


def configure(parser: ArgumentParser) -> None:
    """The capture, and for whom to tell."""
    parser.add_argument("capture", metavar="CAPTURE", help="file to look at")
    parser.add_argument("--json", action="store_true", help="for programs, see below")
    add_connection(parser)
    parser.epilog = _EPILOG


def run(arguments: Namespace) -> int:
    """Tell the contract of each session."""
    from realtime_inspector.analysis.contract import Verdict

    check_capture(arguments.capture)
    contracts = list(contracts_of(arguments.capture, arguments.connection))
    if arguments.json:
        output.pieces((json_text(contracts),))
    else:
        output.pieces(f"{line}\n" for line in lines_of(contracts))
    differs = any(one.verdict is Verdict.DIFFERS for clauses in contracts for one in clauses)
    return ExitCode.FINDINGS if differs else ExitCode.FINE


def contracts_of(path: str, connection: int | None = None) -> Iterator[list[Clause]]:
    """The contract of each session of a capture; what its reader says goes to stderr.

    Raises:
        UnreadableCapture: It cannot be read.
        UsageError: It has no such connection.
    """
    from realtime_inspector.analysis.contract import Observer, contract_of
    from realtime_inspector.capture.reader import read_capture
    from realtime_inspector.core.event import Event

    watched = Observer()
    with read_capture(path, connection=connection) as reader:
        rows = output.counted(reader.rows(), "records read")
        for number, row in enumerate(rows, start=1):
            if row.record is None:
                continue
            event = row.event or Event.of(row.record)
            is_next = event.canonical_type == "session.created" and watched.answers.count
            if is_next:
                yield contract_of(watched)
            watched.feed(number, row.record, event)
    for text in reader.notes:
        output.warning(text)
    yield contract_of(watched)


def json_text(contracts: list[list[Clause]]) -> str:
    """All of it as one object."""
    from realtime_inspector.core.safe import json_escaped

    document = {"sessions": [[_fields(one) for one in clauses] for clauses in contracts]}
    return json_escaped(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def lines_of(contracts: list[list[Clause]]) -> Iterator[str]:
    """For people: a block for each field."""
    from realtime_inspector.core.safe import visible

    for number, clauses in enumerate(contracts, start=1):
        if len(contracts) > 1:
            yield from ("",) if number > 1 else ()
            yield f"==> session {number} <=="
        width = max((cells(visible(one.name)) for one in clauses), default=0)
        for one in clauses:
            seqs = " ".join(f"#{seq}" for seq in one.seqs)
            yield f"{one.verdict} {padded(visible(one.name), width)}  {seqs}".rstrip()
            for label in ("asked", "accepted", "observed"):
                if text := getattr(one, label):
                    yield f"    {label:<9} {visible(text)}"


def _fields(clause: Clause) -> dict[str, Any]:
    return {
        "name": clause.name,
        "verdict": clause.verdict.name.lower(),
        "asked": clause.asked or None,
        "accepted": clause.accepted or None,
        "observed": clause.observed or None,
        "seqs": list(clause.seqs),
    }


COMMAND: Final = Command(
    name="contract",
    help="what sessions asked for, what was accepted, and what the traffic shows",
    configure=configure,
    run=run,
)
