"""`realtime-inspector events [TYPE]`: the event guide in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.cli import output
from realtime_inspector.cli.columns import cut
from realtime_inspector.cli.command import Command
from realtime_inspector.cli.options import add_language, settings_of
from realtime_inspector.cli.output import ExitCode
from realtime_inspector.cli.wrapping import line_width, wrapped
from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator, Mapping

    from realtime_inspector.guide import EventGuide, Language

_ARROWS: Final[Mapping[str, str]] = {"client": "↑", "server": "↓"}
_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "client": "↑ sent by the client",
        "server": "↓ sent by the server",
        "beta_name": "beta name of {}",
        "trigger": "Cause",
        "follows": "Next",
        "pitfall": "Careful",
        "more": "realtime-inspector events TYPE explains one of them.",
    },
    "ja": {
        "client": "↑ クライアントが送信",
        "server": "↓ サーバーが送信",
        "beta_name": "{} のベータ版での名前",
        "trigger": "きっかけ",
        "follows": "次に来るもの",
        "pitfall": "注意",
        "more": "realtime-inspector events TYPE で各イベントの説明を表示します。",
    },
}


def configure(parser: ArgumentParser) -> None:
    """The type, or a part of one."""
    parser.add_argument(
        "type", metavar="TYPE", nargs="?", help="event type, or a part of one; without it: all"
    )
    add_language(parser)


def run(arguments: Namespace) -> int:
    """Print a list, or one event's page."""
    from realtime_inspector.guide import GUIDE, lookup

    lang = settings_of(arguments).ui.lang
    wanted: str = arguments.type or ""
    found = lookup(wanted) if wanted else None
    if found is not None:
        output.pieces(f"{line}\n" for line in page(wanted, found, lang))
        return ExitCode.FINE
    matches = [guide for name, guide in GUIDE.items() if wanted.lower() in name]
    if not matches:
        raise UsageError(f"There is no event {wanted!r} in the guide.", _suggestion(wanted, GUIDE))
    output.pieces(f"{line}\n" for line in listing(matches, lang))
    return ExitCode.FINE


def page(name: str, guide: EventGuide, lang: Language) -> Iterator[str]:
    """Everything about one event, in lines."""
    words = _WORDS[lang]
    text = guide.text(lang)
    yield name
    if name != guide.type:
        yield words["beta_name"].format(guide.type)
    yield words[guide.direction] + (f" · {guide.transport}" if guide.transport else "")
    yield ""
    yield from wrapped(text.summary, "")
    for label in ("trigger", "follows", "pitfall"):
        body: str = getattr(text, label)
        if body:
            yield ""
            yield words[label]
            yield from wrapped(body, "  ")


def listing(guides: list[EventGuide], lang: Language) -> Iterator[str]:
    """One line an event, and how to see more."""
    width = max(len(guide.type) for guide in guides)
    for guide in guides:
        line = f"{_ARROWS[guide.direction]} {guide.type:<{width}}  {guide.text(lang).summary}"
        yield cut(line, line_width())
    yield ""
    yield _WORDS[lang]["more"]


def _suggestion(wanted: str, names: Mapping[str, object]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(wanted.lower(), names, n=3)
    return f"Did you mean {' or '.join(near)}?" if near else "Without TYPE all are listed."


COMMAND: Final = Command(
    name="events",
    help="the event guide in the terminal",
    configure=configure,
    run=run,
)
