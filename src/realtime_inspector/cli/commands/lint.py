"""`realtime-inspector lint CAPTURE…`: what is wrong with captures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.cli import output
from realtime_inspector.cli.command import Command
from realtime_inspector.cli.options import STDIN, add_connection, add_language, settings_of
from realtime_inspector.cli.output import ExitCode
from realtime_inspector.cli.paint import Paint, add_colour, paint_of
from realtime_inspector.cli.target import add_target, check_target, write
from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator, Sequence

    from realtime_inspector.analysis.lint import Rule
    from realtime_inspector.guide.model import Language

_FORMATS: Final = ("text", "json", "sarif", "github")
_SEVERITIES: Final = ("error", "warn", "info")
_EPILOG: Final = """\
RULES are ids (RT003), beginnings of ids (RT00, RT1) or names (active-response-collision), separated
by commas. Rules that may be wrong are asked only if --select has their whole id or name, or with
--all-rules; some rules hold for OpenAI and Azure only, and are silent on other servers.

formats:
  text    file:line: severity rule title (records), what was found, and what to do
  json    one object, documented in the README
  sarif   SARIF 2.1.0, for code scanning
  github  annotations of GitHub Actions

CAPTURE may be - for standard input. Where a record has no line of its own, as in a HAR file, the
number of the event stands in place of the line, as #23. Keys and tokens are never shown.

Exit code: 0 nothing found, 1 findings, 2 usage, 4 a capture that cannot be read. What --severity,
--select and --ignore leave out is no finding: `--severity error` fails for errors alone.
"""


def configure(parser: ArgumentParser) -> None:
    """The captures, the rules, the form."""
    parser.add_argument("captures", metavar="CAPTURE", nargs="*", help="file to look at")
    parser.add_argument("--format", choices=_FORMATS, default=_FORMATS[0], help="see below")
    for option, words in (
        ("--select", "ask only these rules"),
        ("--ignore", "do not ask these rules"),
    ):
        parser.add_argument(
            option,
            metavar="RULES",
            action="append",
            default=[],
            help=f"{words}; may be given again",
        )
    parser.add_argument(
        "--severity",
        choices=_SEVERITIES,
        default=_SEVERITIES[-1],
        help="leave out what is less severe (default: info, that is everything)",
    )
    parser.add_argument(
        "--all-rules", action="store_true", help="ask also the rules that may be wrong"
    )
    parser.add_argument("--explain", metavar="RULES", help="why, and what to do")
    parser.add_argument("--list", action="store_true", help="list the rules")
    add_connection(parser)
    add_language(parser)
    add_colour(parser)
    add_target(parser)


def run(arguments: Namespace) -> int:
    """Explain rules, list them, or look at captures."""
    lang = settings_of(arguments).ui.lang
    if arguments.explain is not None or arguments.list:
        lines = (
            _explained(arguments, lang)
            if arguments.explain is not None
            else _listed(arguments, lang)
        )
        _give((f"{line}\n" for line in lines), arguments)
        return ExitCode.FINE
    if not arguments.captures:
        raise UsageError(
            "Name a capture to look at.",
            "Without one there are --list and --explain RT003; see --help.",
        )
    return _look(arguments, lang)


def _look(arguments: Namespace, lang: Language) -> int:
    from realtime_inspector.analysis.lint import Severity
    from realtime_inspector.cli.lint_formats import form_of
    from realtime_inspector.cli.lint_judge import Judge

    rules = _rules(arguments)
    if _target(arguments):
        check_target(arguments.captures, _target(arguments), force=arguments.force)
    least = Severity(arguments.severity)
    judge = Judge(arguments.captures, rules, least, lang, arguments.connection)
    is_plain = _target(arguments) and arguments.color == "auto"
    paint = Paint() if is_plain else paint_of(arguments.color)
    _give(form_of(arguments.format)(judge, paint), arguments)
    return ExitCode.FINDINGS if judge.count else ExitCode.FINE


def _rules(arguments: Namespace) -> Sequence[type[Rule]]:
    from realtime_inspector.cli.lint_choice import chosen_rules, words_of

    return chosen_rules(
        [word for text in arguments.select for word in words_of(text)],
        [word for text in arguments.ignore for word in words_of(text)],
        heuristics=arguments.all_rules,
    )


def _listed(arguments: Namespace, lang: Language) -> Iterator[str]:
    from realtime_inspector.cli.lint_pages import listing

    arguments.all_rules = True
    return listing(_rules(arguments), lang)


def _explained(arguments: Namespace, lang: Language) -> Iterator[str]:
    from realtime_inspector.cli.lint_choice import rules_named, words_of
    from realtime_inspector.cli.lint_pages import page

    words = words_of(arguments.explain)
    if not words:
        raise UsageError("--explain needs the id of a rule.", "Such as --explain RT003.")
    rules = dict.fromkeys(rule for word in words for rule in rules_named(word))
    for number, rule in enumerate(rules):
        if number:
            yield ""
        yield from page(rule, lang)


def _target(arguments: Namespace) -> str:
    return "" if arguments.output in (None, STDIN) else arguments.output


def _give(pieces: Iterable[str], arguments: Namespace) -> None:
    target = _target(arguments)
    if target:
        write(target, (piece.encode("utf-8", "backslashreplace") for piece in pieces))
        output.note(f"Wrote {target}.")
    else:
        output.pieces(pieces)


COMMAND: Final = Command(
    name="lint",
    help="what is wrong with captures, why, and what to do",
    configure=configure,
    run=run,
    epilog=_EPILOG,
)
