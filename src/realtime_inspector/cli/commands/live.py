"""`realtime-inspector live`: the full-screen inspector on a session of its own."""

from __future__ import annotations

from argparse import Action, ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.cli import output
from realtime_inspector.cli.command import Command
from realtime_inspector.cli.options import (
    SETTING,
    add_prices,
    add_screen,
    require_terminal,
    settings_of,
)
from realtime_inspector.cli.quick_start import quick_start
from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from realtime_inspector.config.settings import Settings

_EPILOG: Final = """\
Without --provider and --url: openai if OPENAI_API_KEY is set (in the environment or in
.env), else the built-in simulator.
"""


class _Header(Action):
    """Collects `-H 'Name: value'` into a mapping."""

    def __call__(
        self,
        parser: ArgumentParser,
        namespace: Namespace,
        values: str | Sequence[Any] | None,
        option_string: str | None = None,
    ) -> None:
        """Add one header; a message about a wrong one does not repeat it, it may be a key."""
        from realtime_inspector.config.options import check_header

        del option_string
        name, colon, value = str(values).partition(":")
        try:
            check_header(name.strip() if colon else "", value.strip())
        except ValueError as error:
            parser.error(f"argument -H: {error}")
        headers = {**(getattr(namespace, self.dest, None) or {}), name.strip(): value.strip()}
        setattr(namespace, self.dest, headers)


def call_id(text: str) -> str:
    """A call's id: what a URL can hold without quoting."""
    if not text or not all(c.isascii() and (c.isalnum() or c in "_-") for c in text):
        raise ArgumentTypeError("expected an id such as rtc_u1_9c6574da8b8a41a18da9308f4ad974ce")
    return text


def configure(parser: ArgumentParser) -> None:
    """The options of PRODUCT.md section 3."""
    add_connection(parser)
    parser.epilog = f"{parser.epilog}\n\n{_EPILOG}"
    add = parser.add_argument
    add("--call-id", metavar="rtc_…", type=call_id, dest=f"{SETTING}connect.call_id",
        help="observe a WebRTC or SIP call")  # fmt: skip
    add("--instructions", metavar="TEXT", dest=f"{SETTING}connect.instructions",
        help="instructions of the session")  # fmt: skip
    add("--output", choices=("text", "audio"), dest=f"{SETTING}connect.output",
        help="kind of answers (default: text)")  # fmt: skip
    add("--voice", metavar="NAME", dest=f"{SETTING}connect.voice",
        help="voice of audio answers")  # fmt: skip
    add("--tools", metavar="FILE.py", dest=f"{SETTING}connect.tools",
        help="Python file whose public functions the model may call")  # fmt: skip
    add("--no-auto-response", action="store_const", const=False,
        dest=f"{SETTING}connect.auto_response",
        help="do not ask for a response after each message")  # fmt: skip
    add_simulator(parser)
    record = parser.add_mutually_exclusive_group()
    record.add_argument("--record", metavar="FILE", dest=f"{SETTING}record.path",
        help="record to this file, not to a new one of its own")  # fmt: skip
    record.add_argument("--no-record", action="store_const", const=False,
        dest=f"{SETTING}record.enabled", help="do not record")  # fmt: skip
    add_prices(parser)
    add_screen(parser)


def add_connection(parser: ArgumentParser) -> None:
    """`--provider`, `--url`, `--model`, `-H`; the providers are listed at the end of the help."""
    from realtime_inspector.core.dialects import PROVIDERS

    rows = "\n".join(f"  {one.name:<15}{one.help}" for one in PROVIDERS)
    parser.epilog = f"providers:\n{rows}"
    add = parser.add_argument
    names = tuple(one.name for one in PROVIDERS)
    add("--provider", choices=names, metavar="NAME", dest=f"{SETTING}connect.provider",
        help="whom to connect to, see below")  # fmt: skip
    add("--url", metavar="URL", dest=f"{SETTING}connect.url",
        help="address to connect to, ws(s):// or http(s)://")  # fmt: skip
    add("--model", metavar="NAME", dest=f"{SETTING}connect.model",
        help="model, or deployment on Azure")  # fmt: skip
    add("-H", "--header", metavar="'NAME: VALUE'", action=_Header,
        dest=f"{SETTING}connect.headers", help="header to add; may be given again")  # fmt: skip


def add_simulator(parser: ArgumentParser) -> None:
    """`--seed` and `--scenario`."""
    add = parser.add_argument
    add("--seed", metavar="N", type=int, dest=f"{SETTING}connect.seed",
        help="make the built-in simulator repeatable")  # fmt: skip
    add("--scenario", metavar="NAME", dest=f"{SETTING}connect.scenario",
        help="what the built-in simulator plays; simulate --list-scenarios")  # fmt: skip


def run(arguments: Namespace) -> int:
    """Check everything that can be checked, then open the screen."""
    if getattr(arguments, f"{SETTING}record.path") is not None:
        setattr(arguments, f"{SETTING}record.enabled", True)
    settings = settings_of(arguments, session=True)
    check(settings)
    require_terminal("live")
    with quick_start():
        from realtime_inspector.ui.app import run_live

        return run_live(settings, tell=output.line)


def check(settings: Settings) -> None:
    """Refuse what would fail later, after the screen has opened.

    Raises:
        UsageError: The tools are missing, the scenario cannot be played, or the recording
            exists already.
    """
    tools = settings.connect.tools
    if tools and not Path(tools).is_file():
        raise UsageError(f"--tools: there is no file {tools}.")
    _check_scenario(settings)
    target = settings.record.path
    if settings.record.enabled and target and Path(target).is_file():
        raise UsageError(
            f"--record: {target} exists, and captures are never overwritten.",
            "Choose another name, or a folder to get a free name in it.",
        )


def _check_scenario(settings: Settings) -> None:
    connect = settings.connect
    if not connect.scenario:
        return
    if connect.provider != "simulator" or connect.url:
        raise UsageError(
            "--scenario: only the built-in simulator plays scenarios.",
            "Add --provider simulator.",
        )
    from realtime_inspector.simulator.scenario_file import load_scenario

    load_scenario(connect.scenario)


COMMAND: Final = Command(
    name="live",
    help="the full-screen inspector on a live session (default)",
    configure=configure,
    run=run,
)
