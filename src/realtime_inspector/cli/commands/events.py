"""`realtime-inspector events [TYPE]`: the event guide in the terminal."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from realtime_inspector.cli import output
from realtime_inspector.cli.command import Command
from realtime_inspector.cli.options import add_language, settings_of
from realtime_inspector.cli.output import ExitCode
from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable

    from realtime_inspector.guide import EventGuide, Language

_RULE: Final = re.compile(r"RT\d+", re.IGNORECASE)


def configure(parser: ArgumentParser) -> None:
    """The type, or a part of one."""
    parser.add_argument(
        "type", metavar="TYPE", nargs="?", help="event type, or a part of one; without it: all"
    )
    parser.add_argument("--json", action="store_true", help="the same as JSON, for programs")
    add_language(parser)


def run(arguments: Namespace) -> int:
    """Print a list, or one event's page."""
    from realtime_inspector.cli.event_page import listing, page
    from realtime_inspector.guide import GUIDE, lookup

    lang = settings_of(arguments).ui.lang
    wanted: str = arguments.type or ""
    found = lookup(wanted) if wanted else None
    matches = [guide for name, guide in GUIDE.items() if wanted.lower() in name]
    if found is None and not matches:
        raise UsageError(
            f"There is no event {wanted!r} in the guide.", _suggestion(wanted, GUIDE, lang)
        )
    if arguments.json:
        _print_json(matches if found is None else [found], lang)
        return ExitCode.FINE
    lines = listing(matches, lang) if found is None else page(wanted, found, lang)
    output.pieces(f"{line}\n" for line in lines)
    return ExitCode.FINE


def _print_json(guides: Iterable[EventGuide], lang: Language) -> None:
    """Always a list, so that a program need not know how much was asked for."""
    from realtime_inspector.cli.event_page import as_data

    data = [as_data(guide, lang) for guide in guides]
    output.line(json.dumps(data, ensure_ascii=False, indent=2))


def _suggestion(wanted: str, names: Iterable[str], lang: Language) -> str:
    """What may have been meant."""
    from difflib import get_close_matches

    from realtime_inspector.guide.misnomers import MISNOMERS

    if _RULE.fullmatch(wanted):
        rule = wanted.upper()
        return f"{rule} is a finding: realtime-inspector lint --explain {rule} explains it."
    if wanted.lower() in MISNOMERS:
        return MISNOMERS[wanted.lower()][lang]
    near = get_close_matches(wanted.lower(), names, n=3)
    return f"Did you mean {' or '.join(near)}?" if near else "Without TYPE all are listed."


COMMAND: Final = Command(
    name="events",
    help="the event guide in the terminal",
    configure=configure,
    run=run,
)
