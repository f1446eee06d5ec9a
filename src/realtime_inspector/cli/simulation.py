"""Options of the simulator's behaviour: scenarios, and a chat model as its brain."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from realtime_inspector.cli import output
from realtime_inspector.cli.output import ExitCode
from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

CHAT_KEY: Final = "REALTIME_INSPECTOR_CHAT_API_KEY"


def add_behaviour(parser: ArgumentParser) -> None:
    """`--scenario`, `--list-scenarios`, `--chat-url` and `--chat-model`."""
    from realtime_inspector.simulator import scenario_file

    parser.add_argument(
        "--scenario", metavar="NAME", help="a built-in scenario, or a file NAME.toml (see below)"
    )
    parser.add_argument(
        "--list-scenarios", action="store_true", help="list the built-in scenarios and stop"
    )
    parser.add_argument(
        "--chat-url",
        metavar="URL",
        help=f"let a chat-completions endpoint answer, http://127.0.0.1:PORT/v1 (key: {CHAT_KEY})",
    )
    parser.add_argument("--chat-model", metavar="NAME", help="model at that endpoint")
    parser.epilog = f"{parser.epilog or ''}\n{scenario_file.__doc__ or ''}"


def behaviour_of(arguments: Namespace) -> dict[str, Any]:
    """Fields of `SimulatorSettings`.

    Raises:
        ScenarioError: The scenario cannot be used.
        UsageError: The endpoint is named by halves, or its address is none.
    """
    from realtime_inspector.simulator.chat_brain import ChatEndpoint
    from realtime_inspector.simulator.scenario_file import load_scenario

    fields: dict[str, Any] = {}
    if arguments.scenario is not None:
        fields["scenario"] = load_scenario(arguments.scenario)
    url, model = arguments.chat_url, arguments.chat_model
    if (url is None) != (model is None):
        raise UsageError("--chat-url and --chat-model belong together.")
    if url is not None:
        _check_url(url)
        fields["chat"] = ChatEndpoint(url, model, os.environ.get(CHAT_KEY, "").strip())
    return fields


def list_scenarios() -> int:
    """Print the built-in scenarios, a line each."""
    from realtime_inspector.simulator.scenario_file import built_in_scenarios, one_line_each

    for line in one_line_each(built_in_scenarios()):
        output.line(line)
    return ExitCode.FINE


def _check_url(url: str) -> None:
    """Refuse what is no address; the message does not repeat it, it may hold a key."""
    try:
        parts = urlsplit(url)
        is_fine = parts.scheme in ("http", "https") and bool(parts.hostname)
        is_fine = is_fine and (parts.port is None or parts.port > 0)
    except ValueError:
        is_fine = False
    if not is_fine:
        raise UsageError("--chat-url: expected an address such as http://127.0.0.1:8080/v1.")
