"""`realtime-inspector serve CAPTURE`: the server's side of a capture, played to any client."""

from __future__ import annotations

from argparse import ArgumentParser, ArgumentTypeError, Namespace
from typing import TYPE_CHECKING, Final

from realtime_inspector.cli import output
from realtime_inspector.cli.command import Command
from realtime_inspector.cli.listening import (
    add_listen,
    add_tls,
    base_url,
    listening_errors,
    set_when_stopped,
    tls_context,
    trust_words,
    warn_if_reachable,
)
from realtime_inspector.cli.options import add_connection, check_capture
from realtime_inspector.cli.output import ExitCode

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from pathlib import Path

    from realtime_inspector.serving.cast import Cast
    from realtime_inspector.serving.manner import Manner
    from realtime_inspector.serving.report import Report
    from realtime_inspector.simulator.reception import Address

_MATCHES: Final = ("lenient", "strict")
_EPILOG: Final = """\
Each recorded server event is sent when the client event that preceded it has come, and the recorded
time since then has passed; the rest of an answer that has begun waits for no client event. Any key,
model, path and subprotocol is let in. Each new client gets the next connection of the capture; of a
capture with one connection, every client gets that one (with --once only the first). After the last
one a client is told so and closed with 1000. Recorded closes come with their code and reason.

matching:
  lenient  the types of the client's events must be the recorded ones, in their order. These may be
           missing or added: session.update, response.cancel, input_audio_buffer.clear,
           output_audio_buffer.clear, conversation.item.truncate, conversation.item.retrieve, audio.
           What waits for one of them is sent when the client has been quiet for --quiet seconds.
  strict   every field must be as recorded, but event_id, client_timestamp, audio_end_ms, audio,
           secrets, and what --ignore names. Nothing may be missing, added or in another order.
Audio may be appended in any number of pieces: what was recorded behind so many bytes of it waits
for as many, or until a client that has begun pauses for --quiet seconds. Ids that the client makes
for its items take the place of the recorded ones in all that is sent.

A client event that was not recorded is answered by an `error` event (code not_in_capture) that says
what was recorded instead, and the session goes on. One that comes too early passes over those
before it, but not over a response.create or commit; what the server said to those is sent all the
same. When a client leaves, standard error says what was sent and matched and what differed.

Stops at Ctrl+C, SIGTERM, or with --once when every connection has been played. The exit code is 1
if a client differed from the recording.
"""
_GUIDE: Final = """\
{name} is served at {url}
Point a client at it (any key will do):

  environment      OPENAI_BASE_URL={base} OPENAI_API_KEY=any
  openai (Python)  AsyncOpenAI(base_url="{base}", api_key="any").realtime.connect(model="{model}")
  this program     realtime-inspector --url {url}
{trust}
It holds {connections}. Ctrl+C stops it."""


def factor(text: str) -> float:
    """A speed that is not negative, such as `2`, `0.5` or `2x`."""
    return _not_negative(text.strip().lower().rstrip("x×"), "a number such as 2, or 0")


def seconds(text: str) -> float:
    """A time that is not negative."""
    return _not_negative(text, "seconds such as 1.5")


def _not_negative(text: str, words: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise ArgumentTypeError(f"expected {words}")
    return value


def configure(parser: ArgumentParser) -> None:
    """The capture, where it is served, and how."""
    parser.add_argument("capture", metavar="CAPTURE", help="file to serve")
    add_listen(parser)
    parser.add_argument(
        "--match",
        choices=_MATCHES,
        default=_MATCHES[0],
        help="how closely clients are compared, see below (default: lenient)",
    )
    parser.add_argument(
        "--speed",
        metavar="X",
        type=factor,
        default=1.0,
        help="how many times as fast as recorded; 0 sends without delay (default: 1)",
    )
    parser.add_argument(
        "--quiet",
        metavar="SECONDS",
        type=seconds,
        default=1.0,
        help="how long to wait for what a client may leave out (default: 1)",
    )
    parser.add_argument(
        "--ignore",
        metavar="PATH",
        action="append",
        default=[],
        help="do not compare what is there, such as .session.instructions; may be repeated",
    )
    add_connection(parser)
    parser.add_argument("--once", action="store_true", help="play every connection once, then stop")
    add_tls(parser)


def run(arguments: Namespace) -> int:
    """Serve until stopped, or until all has been played."""
    import asyncio

    from realtime_inspector.serving.cast import Cast
    from realtime_inspector.serving.load import load_scripts
    from realtime_inspector.serving.manner import Manner
    from realtime_inspector.serving.matching import Match
    from realtime_inspector.simulator.reception import Address

    check_capture(arguments.capture)
    loaded = load_scripts(
        arguments.capture, watched=lambda records: output.counted(records, "records read")
    )
    cast = Cast(loaded.scripts, connection=arguments.connection, again=not arguments.once)
    for note in loaded.notes:
        output.note(note)
    manner = Manner(
        Match(arguments.match), arguments.speed, arguments.quiet, tuple(arguments.ignore)
    )
    host, port = arguments.listen
    tls, authority = tls_context(wanted=arguments.tls)
    name = "Standard input" if arguments.capture == "-" else arguments.capture

    def tell(url: str) -> None:
        warn_if_reachable(host, url)
        output.line(guide(name, url, cast, loaded.model, authority))

    with listening_errors(host, port):
        serving = _serve(cast, manner, Address(host, port, tls), tell, once=arguments.once)
        reports = asyncio.run(serving)
    is_same = all(report.is_same for report in reports)
    return ExitCode.FINE if is_same else ExitCode.FINDINGS


async def _serve(
    cast: Cast, manner: Manner, address: Address, tell: Callable[[str], None], *, once: bool
) -> list[Report]:
    """Serve until stopped; what the clients did is told as they leave.

    Args:
        cast: The connections.
        manner: How they are played.
        address: Where to listen.
        tell: Called with the URL when it is listened on.
        once: Stop by itself when every connection has been played.
    """
    import asyncio

    from realtime_inspector.serving.server import CaptureServer

    stopped = asyncio.Event()
    set_when_stopped(stopped)
    async with CaptureServer(cast, manner, address, on_report=_show) as server:
        tell(server.url)
        async with asyncio.TaskGroup() as tasks:
            ending = tasks.create_task(_set_after(server.ended, stopped)) if once else None
            await stopped.wait()
            if ending is not None:
                ending.cancel()
    if not server.reports:
        output.note("No client came.")
    return server.reports


async def _set_after(first: asyncio.Event, then: asyncio.Event) -> None:
    await first.wait()
    then.set()


def _show(report: Report) -> None:
    for line in report.lines():
        output.note(line)


def guide(name: str, url: str, cast: Cast, model: str, authority: Path | None = None) -> str:
    """How to point clients at the capture.

    Args:
        name: What is served.
        url: Where it listens.
        cast: The connections that are played.
        model: The model of the session, if it is known.
        authority: The file of the authority that signed its certificate, with TLS.
    """
    from realtime_inspector.core.safe import visible

    count = len(cast.scripts)
    return _GUIDE.format(
        name=visible(name),
        url=url,
        base=base_url(url),
        model=visible(model) or "gpt-realtime",
        connections="1 connection" if count == 1 else f"{count} connections",
        trust=trust_words(authority),
    )


COMMAND: Final = Command(
    name="serve",
    help="play a capture's server side to any client",
    configure=configure,
    run=run,
    epilog=_EPILOG,
)
