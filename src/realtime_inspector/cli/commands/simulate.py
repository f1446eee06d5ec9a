"""`realtime-inspector simulate`: only the simulator, for other clients."""

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
from realtime_inspector.cli.output import ExitCode
from realtime_inspector.cli.simulation import add_behaviour, behaviour_of, list_scenarios

if TYPE_CHECKING:
    import ssl
    from pathlib import Path

    from realtime_inspector.simulator.settings import SimulatorSettings

_EPILOG: Final = """\
Stops at Ctrl+C or SIGTERM, with exit code 0.
"""
_GUIDE: Final = """\
The simulator serves the Realtime API at {url}
Point a client at it ({key_words}):

  environment      OPENAI_BASE_URL={base} OPENAI_API_KEY={key}
  openai (Python)  AsyncOpenAI(base_url="{base}", api_key="{key}").realtime.connect(model="{model}")
  Agents (JS)      new OpenAIRealtimeWebSocket({{ url: "{url}" }})
  Agents (Python)  RealtimeRunner(agent).run(model_config={{"url": "{url}", "api_key": "{key}"}})
  Pipecat          OpenAIRealtimeLLMService(api_key="{key}", base_url="{url}")
  LiveKit          openai.realtime.RealtimeModel(base_url="{base}", api_key="{key}")
  this program     realtime-inspector --url {url}{own_key}
  client secrets   POST {base}/realtime/client_secrets
{trust}
Ctrl+C stops it."""


def milliseconds(text: str) -> float:
    """A delay that is not negative."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < float("inf"):
        raise ArgumentTypeError("expected milliseconds such as 60")
    return value


def configure(parser: ArgumentParser) -> None:
    """Where it listens and how it behaves."""
    add_listen(parser)
    parser.add_argument("--seed", metavar="N", type=int, help="make it repeatable")
    parser.add_argument(
        "--latency", metavar="MS", type=milliseconds, help="delay before each event is handled"
    )
    add_behaviour(parser)
    parser.add_argument("--require-key", metavar="KEY", help="let in only clients with this key")
    parser.add_argument(
        "--require-model", action="store_true", help="refuse URLs without ?model=, as OpenAI does"
    )
    parser.add_argument(
        "--refuse-beta",
        action="store_true",
        help="refuse the beta shape, as OpenAI does since May 2026",
    )
    add_tls(parser)


def run(arguments: Namespace) -> int:
    """Serve until stopped."""
    import asyncio
    from dataclasses import replace

    from realtime_inspector.simulator.settings import SimulatorSettings

    settings = SimulatorSettings(
        seed=arguments.seed,
        require_key=arguments.require_key,
        require_model=arguments.require_model,
        refuse_beta=arguments.refuse_beta,
    )
    if arguments.list_scenarios:
        return list_scenarios()
    settings = replace(settings, **behaviour_of(arguments))
    if arguments.latency is not None:
        settings = replace(settings, latency_ms=arguments.latency)
    host, port = arguments.listen
    tls, authority = tls_context(wanted=arguments.tls)
    with listening_errors(host, port):
        asyncio.run(_serve(host, port, settings, tls, authority))
    return ExitCode.FINE


async def _serve(
    host: str,
    port: int,
    settings: SimulatorSettings,
    tls: ssl.SSLContext | None,
    authority: Path | None,
) -> None:
    import asyncio

    from realtime_inspector.simulator.server import SimulatorServer

    stopped = asyncio.Event()
    set_when_stopped(stopped)
    async with SimulatorServer(host, port, settings, tls=tls) as server:
        warn_if_reachable(host, server.url)
        output.line(guide(server.url, settings, authority))
        await stopped.wait()
    output.note("The simulator has stopped.")


def guide(url: str, settings: SimulatorSettings, authority: Path | None = None) -> str:
    """How to point clients at the simulator; the key that it wants is not repeated.

    Args:
        url: Where it listens.
        settings: How it behaves.
        authority: The file of the authority that signed its certificate, with TLS.
    """
    wants_key = settings.require_key is not None
    return _GUIDE.format(
        url=url,
        base=base_url(url),
        trust=trust_words(authority),
        key="YOUR_KEY" if wants_key else "any",
        own_key=" -H 'Authorization: Bearer YOUR_KEY'" if wants_key else "",
        key_words="with the key you chose" if wants_key else "any key will do",
        model=settings.default_model,
    )


COMMAND: Final = Command(
    name="simulate",
    help="only the simulator, for other clients",
    configure=configure,
    run=run,
    epilog=_EPILOG,
)
