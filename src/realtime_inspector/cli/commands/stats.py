"""`realtime-inspector stats CAPTURE…`: what captures add up to."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.cli import output
from realtime_inspector.cli.columns import cells, padded
from realtime_inspector.cli.command import Command
from realtime_inspector.cli.options import (
    STDIN,
    add_connection,
    add_prices,
    check_capture,
    settings_of,
)
from realtime_inspector.cli.output import ExitCode
from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections import Counter
    from collections.abc import Iterator, Mapping

    from realtime_inspector.analysis.metrics import Tariff
    from realtime_inspector.analysis.stats import Stats, TokenCounts

Fields = dict[str, Any]

_EPILOG: Final = """\
With --json one capture gives one object:
  capture       its name
  records       everything with a number in the log: events, other frames, notices, bad lines
  events        JSON objects with a type; types (a count each) adds up to it
  unreadable    lines that could not be read as events
  failures      records that the filter err matches
  sent, received, undirected    frames by who sent them
  connections, bytes (of payload), duration_s (null when the capture carries no times)
  responses     a count for each status of response.done; unfinished: it never came
  tokens        {input, output, total, cached, reasoning, input_by, cached_by, output_by} of all
                responses; the _by hold text, audio and image; cached is a part of input
  turns         {count, spoken, interrupted, tool_calls}
  latency_ms    {queue, first_token, first_audio, speech_to_reply, duration, turn, tool}: see below
  rate          {tokens_per_s, audio_per_s}
  tokens_per_response   {input, output}; cached_share, from 0 to 1
  cost          {usd, is_whole, is_estimate, priced, unpriced, doubts, prices_read, per_response,
                per_turn, per_session}: usd is of all sessions, transcription included, null if
                nothing has a price; unpriced counts responses and transcripts that are not in it
  transcription {input, output, total, input_by, seconds}: billed on top of tokens
Several captures give {"captures": [...], "total": {...}}; in the total, durations are added up,
and percentiles are those of all figures together.
Each figure of latency_ms, rate, tokens_per_response and cost.per_… is null, or {count, mean, min,
p50, p90, p99, max}; percentiles are by nearest rank, so that each is a figure that occurred.

What the figures mean:
DEFINITIONS

Cost is worked out by the built-in list prices of OpenAI, or by those of --prices FILE. A model
without a price costs an unknown amount. ≈ marks an estimate, ≥ that something is not in it.

CAPTURE may be - for standard input.
"""
_DEFINITIONS: Final = "DEFINITIONS"
"""Where they stand in the help."""
_MOST_TYPES: Final = 40
"""Types in the table; --json has all of them."""


def configure(parser: ArgumentParser) -> None:
    """The captures, and for whom to count."""
    parser.add_argument("captures", metavar="CAPTURE", nargs="+", help="file to count")
    parser.add_argument("--json", action="store_true", help="for programs, see below")
    add_connection(parser)
    add_prices(parser)
    from realtime_inspector.cli.stats_metrics import definitions

    parser.epilog = _EPILOG.replace(_DEFINITIONS, definitions())


def run(arguments: Namespace) -> int:
    """Count each capture, then say all of it."""
    captures: list[str] = arguments.captures
    if captures.count(STDIN) > 1:
        raise UsageError("Standard input can be read only once.", "Give - only once.")
    for path in captures:
        check_capture(path)
    from realtime_inspector.analysis.metrics import tariff_of

    tariff = tariff_of(settings_of(arguments))
    counted = [(path, stats_of(path, arguments.connection, tariff)) for path in captures]
    if arguments.json:
        output.pieces((json_text(counted),))
    else:
        output.pieces(f"{line}\n" for line in table(counted))
    return ExitCode.FINE


def stats_of(path: str, connection: int | None = None, tariff: Tariff | None = None) -> Stats:
    """The counts of one capture, or of one of its connections; what its reader says goes to stderr.

    Raises:
        UnreadableCapture: It cannot be read.
        UsageError: It has no such connection.
    """
    from realtime_inspector.analysis.metrics import Tariff
    from realtime_inspector.analysis.stats import StatsCounter
    from realtime_inspector.capture.reader import read_capture
    from realtime_inspector.core.codec import CaptureHeader

    with read_capture(path, connection=connection) as reader:
        header = reader.header or CaptureHeader()
        counter = StatsCounter((tariff or Tariff()).of(header.provider, header.url))
        for row in output.counted(reader.rows(), "records read"):
            if row.record is not None:
                counter.feed(row.record, row.event)
    for text in reader.notes:
        output.warning(f"{_name(path)}: {text}")
    return counter.result(reader.unreadable)


def json_text(counted: list[tuple[str, Stats]]) -> str:
    """One object, or all of them with their total."""
    from realtime_inspector.analysis.stats import total_of
    from realtime_inspector.core.safe import json_escaped

    objects = [{"capture": _name(path), **_fields(stats)} for path, stats in counted]
    document: Fields = objects[0]
    if len(objects) > 1:
        total = _fields(total_of(stats for _, stats in counted))
        document = {"captures": objects, "total": total}
    return json_escaped(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def _fields(stats: Stats) -> Fields:
    from realtime_inspector.cli.stats_metrics import metrics_fields

    return {
        "records": stats.records,
        "events": stats.events,
        "unreadable": stats.unreadable,
        "failures": stats.failures,
        "sent": stats.sent,
        "received": stats.received,
        "undirected": stats.undirected,
        "connections": stats.connections,
        "bytes": stats.bytes,
        "duration_s": stats.duration_s,
        "types": dict(stats.types.most_common()),
        "responses": dict(stats.responses.most_common()),
        "tokens": _token_fields(stats.tokens),
        "transcription": {
            "input": stats.transcription.input,
            "output": stats.transcription.output,
            "total": stats.transcription.total,
            "input_by": dict(stats.transcription.input_by),
            "seconds": stats.transcription_s,
        },
        **metrics_fields(stats.metrics),
    }


def _token_fields(tokens: TokenCounts) -> Fields:
    from realtime_inspector.analysis.stats import MODALITIES

    def by(counts: Mapping[str, int]) -> Fields:
        return {modality: counts.get(modality, 0) for modality in MODALITIES}

    return {
        "input": tokens.input,
        "output": tokens.output,
        "total": tokens.total,
        "cached": tokens.cached,
        "reasoning": tokens.reasoning,
        "input_by": by(tokens.input_by),
        "cached_by": by(tokens.cached_by),
        "output_by": by(tokens.output_by),
    }


def table(counted: list[tuple[str, Stats]]) -> Iterator[str]:
    """For people: each capture under its name, then all of them together."""
    from realtime_inspector.analysis.stats import total_of
    from realtime_inspector.core.safe import visible

    for at, (path, stats) in enumerate(counted):
        if len(counted) > 1:
            yield from ("",) if at else ()
            yield f"==> {visible(_name(path))} <=="
        yield from _rows(stats)
    if len(counted) > 1:
        yield from ("", "==> total <==")
        yield from _rows(total_of(stats for _, stats in counted))


def _rows(stats: Stats) -> Iterator[str]:
    from realtime_inspector.cli.stats_metrics import fact_rows, tables
    from realtime_inspector.ui.present import numbers

    duration_ms = None if stats.duration_s is None else stats.duration_s * 1000
    facts = [
        ("records", f"{stats.records:,} ({_frames(stats)})"),
        ("events", f"{stats.events:,} of {len(stats.types):,} types"),
        ("unreadable", f"{stats.unreadable:,}"),
        ("failures", f"{stats.failures:,}"),
        ("connections", f"{stats.connections:,}"),
        ("size", numbers.size(stats.bytes)),
        ("duration", "not known" if duration_ms is None else numbers.span(duration_ms)),
        ("responses", _listed(stats.responses) or "none"),
        *_token_rows(stats),
        *fact_rows(stats.metrics),
    ]
    width = max(len(label) for label, _ in facts)
    yield from (f"{label:<{width}}  {value}" for label, value in facts if value)
    yield from tables(stats.metrics)
    yield from _type_rows(stats.types)


def _frames(stats: Stats) -> str:
    words = f"{stats.sent:,} sent, {stats.received:,} received"
    return f"{words}, {stats.undirected:,} unknown" if stats.undirected else words


def _token_rows(stats: Stats) -> Iterator[tuple[str, str]]:
    tokens, heard = stats.tokens, stats.transcription
    if tokens.total or tokens.input or tokens.output:
        cached = _with_parts(f"{tokens.cached:,} cached", tokens.cached_by) if tokens.cached else ""
        parts = (_listed(tokens.input_by), cached)
        yield "tokens in", _with_words(f"{tokens.input:,}", "; ".join(filter(None, parts)))
        thought = f"{tokens.reasoning:,} of it reasoning" if tokens.reasoning else ""
        parts = (_listed(tokens.output_by), thought)
        yield "tokens out", _with_words(f"{tokens.output:,}", "; ".join(filter(None, parts)))
        yield "tokens total", f"{tokens.total:,}"
    if heard.total or stats.transcription_s:
        words = [f"{heard.total:,} tokens"] if heard.total else []
        words += [f"{stats.transcription_s:g} s of audio"] if stats.transcription_s else []
        yield "transcription", f"{', '.join(words)}, billed on top"


def _type_rows(types: Counter[str]) -> Iterator[str]:
    from realtime_inspector.core.safe import visible

    most = [(visible(name), count) for name, count in types.most_common(_MOST_TYPES)]
    if not most:
        return
    width = max(cells(name) for name, _ in most)
    digits = max(len(f"{count:,}") for _, count in most)
    yield ""
    yield from (f"{padded(name, width)}  {count:>{digits},}" for name, count in most)
    if len(types) > len(most):
        yield f"and {len(types) - len(most):,} more types; --json has all"


def _listed(counts: Counter[str]) -> str:
    from realtime_inspector.core.safe import visible

    return ", ".join(f"{count:,} {visible(name)}" for name, count in counts.most_common() if count)


def _with_parts(words: str, counts: Counter[str]) -> str:
    return _with_words(words, _listed(counts))


def _with_words(figure: str, words: str) -> str:
    return f"{figure} ({words})" if words else figure


def _name(path: str) -> str:
    return "standard input" if path == STDIN else path


COMMAND: Final = Command(
    name="stats",
    help="what captures add up to: events, responses, tokens, latencies, cost",
    configure=configure,
    run=run,
)
