"""`realtime-inspector resend CAPTURE`: its client's events, sent to a server once more."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from typing import TYPE_CHECKING, Final

from realtime_inspector.cli import output
from realtime_inspector.cli.command import Command
from realtime_inspector.cli.commands.diff import add_comparison, rules_of, show
from realtime_inspector.cli.commands.live import add_connection, add_simulator, check
from realtime_inspector.cli.diff_document import SCHEMA
from realtime_inspector.cli.options import SETTING, STDIN, check_capture, settings_of
from realtime_inspector.cli.output import ExitCode
from realtime_inspector.core.errors import ConnectionFailed, UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from realtime_inspector.analysis.resending import Pace, Script
    from realtime_inspector.analysis.session_diff import Digest
    from realtime_inspector.config.settings import Settings
    from realtime_inspector.runtime.resend import Outcome, Progress

_BETA: Final = ("OpenAI-Beta", "realtime=v1")
_LONGEST_PAUSE_S: Final = 10.0

_EPILOG: Final = f"""\
Each event is sent when the server events that had preceded it have come again, after the pause
that the client had made; ids that the server gives are put in the place of the old ones, also in
results of calls, which are sent as they were recorded: no tool is run. The new session is recorded
as a live one is, and compared with the old one (see `diff --help`).

Without --provider and --url: the built-in simulator, whatever keys are set. With a provider it
costs what the session cost.

Audio is sent in its recorded timing, or in its own where the capture has no times. --asap sends
everything as soon as what preceded it has come; voice activity detection hears the same.

Exit code: 0 no differences, 1 differences, or it did not come to its end, 2 usage, 3 no connection,
4 unreadable or it cannot be recorded, 130 interrupted (what came until then is recorded).

{SCHEMA}"""


def positive(text: str) -> float:
    """A number above 0."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < float("inf"):
        raise ArgumentTypeError("expected a number above 0, such as 2")
    return value


def configure(parser: ArgumentParser) -> None:
    """What to send, to whom, how fast, and what to say about it."""
    parser.add_argument("capture", metavar="CAPTURE", help="whose client events to send, or -")
    add_connection(parser)
    parser.epilog = f"{_EPILOG}\n{parser.epilog}"
    add_simulator(parser)
    parser.add_argument(
        "--connection", metavar="N", type=int, help="send only what was sent on this connection"
    )
    parser.add_argument(
        "--record", metavar="FILE", dest=f"{SETTING}record.path",
        help="record to this file, not to a new one of its own",
    )  # fmt: skip
    pace = parser.add_mutually_exclusive_group()
    pace.add_argument("--speed", metavar="X", type=positive, default=1.0,
        help="shorten the client's pauses X times")  # fmt: skip
    pace.add_argument("--asap", action="store_true", help="make no pauses at all")
    parser.add_argument("--max-pause", metavar="S", type=positive, default=_LONGEST_PAUSE_S,
        help=f"seconds that longer pauses are cut to (default: {_LONGEST_PAUSE_S:g})")  # fmt: skip
    parser.add_argument("--timeout", metavar="S", type=positive, default=30.0,
        help="seconds to bear a silent server when something is to come (default: 30)")  # fmt: skip
    parser.add_argument("--keep-going", action="store_true",
        help="send the next event even if what had preceded it does not come")  # fmt: skip
    parser.add_argument("--no-diff", action="store_true", help="do not compare at the end")
    add_comparison(parser)


def run(arguments: Namespace) -> int:
    """Read the capture, send it, compare."""
    import asyncio

    from realtime_inspector.analysis.session_diff import compare

    check_capture(arguments.capture)
    scripts, old = _read(arguments.capture, arguments.connection)
    settings = _settings(arguments, scripts)
    check(settings)
    _warn(scripts)
    outcome = asyncio.run(_resend(scripts, settings, _pace(arguments)))
    code = _end(outcome)
    if code in (ExitCode.INTERRUPTED, ExitCode.UNREADABLE) or arguments.no_diff:
        return code
    diff = compare(old, outcome.digest, rules_of(arguments))
    name = "standard input" if arguments.capture == STDIN else arguments.capture
    return max(code, show(diff, name, outcome.path, arguments))


def _read(capture: str, connection: int | None) -> tuple[tuple[Script, ...], Digest]:
    """The scripts of a capture, and the capture boiled down.

    Raises:
        UnreadableCapture: It cannot be read.
        UsageError: There is nothing to send.
    """
    from realtime_inspector.analysis.resending import ScriptWriter
    from realtime_inspector.analysis.session_diff import Digester
    from realtime_inspector.capture.reader import read_capture
    from realtime_inspector.core.redact import Redactor

    writer, digester, redactor = ScriptWriter(), Digester(), Redactor()
    with read_capture(capture) as reader:
        for row in output.counted(reader.rows(), "records read"):
            if row.record is None:
                continue
            writer.feed(row.record, row.event)
            if connection in (None, row.record.conn):
                # It is compared with a recording, which holds no keys.
                clean = redactor.record(row.record)
                digester.feed(clean, row.event if clean is row.record else None)
    for text in reader.notes:
        output.warning(f"{capture}: {text}")
    scripts = tuple(one for one in writer.scripts() if connection in (None, one.conn))
    _check(scripts, connection)
    return scripts, digester.result()


def _check(scripts: tuple[Script, ...], connection: int | None) -> None:
    """Refuse what cannot be sent.

    Raises:
        UsageError: There are no client events, or their audio was left out.
    """
    from realtime_inspector.analysis.resending.preflight import steps_without_audio

    if not scripts:
        where = "this capture" if connection is None else f"connection {connection} of it"
        raise UsageError(f"There is nothing to send: {where} holds no client event.")
    without = sum(map(steps_without_audio, scripts))
    if without:
        raise UsageError(
            f"The audio of {without} client events was left out of this capture (--no-audio).",
            "Send the capture that it was made from.",
        )


def _warn(scripts: tuple[Script, ...]) -> None:
    from realtime_inspector.analysis.resending.preflight import warnings_of

    for script in scripts:
        for text in warnings_of(script):
            output.warning(text)


def _settings(arguments: Namespace, scripts: tuple[Script, ...]) -> Settings:
    """The settings: the simulator, the capture's own model and dialect, unless others are named."""
    provider, url = f"{SETTING}connect.provider", f"{SETTING}connect.url"
    if getattr(arguments, provider) is None and getattr(arguments, url) is None:
        setattr(arguments, provider, "simulator")
    model = f"{SETTING}connect.model"
    if getattr(arguments, provider) == "simulator" and getattr(arguments, model) is None:
        setattr(arguments, model, _simulated_model(scripts[0].model))
    _match_dialect(arguments, scripts[0])
    setattr(arguments, f"{SETTING}record.enabled", True)
    return settings_of(arguments, session=True)


def _simulated_model(recorded: str) -> str | None:
    """The capture's model if the simulator plays such; `None`, its default, if it does not."""
    name = recorded.lower()
    return recorded if "realtime" in name and "translate" not in name else None


def _match_dialect(arguments: Namespace, script: Script) -> None:
    """Ask a server that knows both for the capture's dialect; refuse one that does not.

    Raises:
        UsageError: The capture speaks beta, and the provider only GA.
    """
    from realtime_inspector.core.dialects import Dialect, provider

    if script.dialect is not Dialect.BETA:
        return
    name = getattr(arguments, f"{SETTING}connect.provider") or "custom"
    headers = getattr(arguments, f"{SETTING}connect.headers") or {}
    if name == "simulator":
        setattr(arguments, f"{SETTING}connect.headers", {**dict([_BETA]), **headers})
    elif name == "openai":
        raise UsageError(
            "This capture speaks the beta shape of the API, which OpenAI refuses since May 2026.",
            "Send it to the simulator, or to a server that speaks beta, with --url.",
        )
    elif provider(name).dialect is Dialect.GA:
        output.warning(f"This capture speaks the beta shape of the API, and {name} may not.")


def _pace(arguments: Namespace) -> Pace:
    from realtime_inspector.analysis.resending import Pace

    return Pace(
        speed=0.0 if arguments.asap else arguments.speed,
        longest_pause_s=arguments.max_pause,
        patience_s=arguments.timeout,
        keeps_going=arguments.keep_going,
    )


async def _resend(scripts: tuple[Script, ...], settings: Settings, pace: Pace) -> Outcome:
    import asyncio
    import signal

    from realtime_inspector.config.connection import secrets_of
    from realtime_inspector.runtime.clock import steady_clock
    from realtime_inspector.runtime.launch import make_recorder, open_endpoint, source_name
    from realtime_inspector.runtime.resend import Resend

    connect = settings.connect
    secrets = secrets_of(connect)
    clock = steady_clock()
    recorder = make_recorder(settings, secrets, clock)
    line = _ProgressLine()
    resend = Resend(
        scripts,
        endpoint=lambda: open_endpoint(connect),
        clock=clock,
        recorder=recorder,
        pace=pace,
        secrets=secrets,
        on_progress=line.show,
    )
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, resend.stop)
    total = sum(len(one.steps) for one in scripts)
    output.note(f"Sending {total:,} client events to {source_name(settings)}.")
    try:
        outcome = await resend.run()
    finally:
        line.clear()
    output.note(f"Sent {outcome.sent:,} of {total:,}; recorded in {outcome.path}.")
    return outcome


def _end(outcome: Outcome) -> ExitCode:
    """Say what was not as it should be.

    Raises:
        ConnectionFailed: There was no connection.
    """
    if outcome.connection_problem:
        raise ConnectionFailed(f"Cannot connect: {outcome.connection_problem}")
    for text in outcome.notes:
        output.warning(text)
    for text in outcome.problems:
        output.error(text)
    if outcome.recorder_problem:
        output.error(f"The recording is not complete: {outcome.recorder_problem}")
        return ExitCode.UNREADABLE
    if outcome.is_stopped:
        return ExitCode.INTERRUPTED
    return ExitCode.FINDINGS if outcome.problems else ExitCode.FINE


class _ProgressLine:
    """One line on stderr that is written again and again, if somebody watches."""

    def __init__(self) -> None:
        self._is_watched = sys.stderr is not None and sys.stderr.isatty()

    def show(self, progress: Progress) -> None:
        """Write it."""
        if self._is_watched:
            words = f" · waiting for {progress.waits_for}" if progress.waits_for else ""
            output.status(f"{progress.sent:,} of {progress.total:,} sent{words}")

    def clear(self) -> None:
        """Take it away."""
        if self._is_watched:
            output.status("")


COMMAND: Final = Command(
    name="resend",
    help="send the client events of a capture to a server again, and compare",
    configure=configure,
    run=run,
)
