"""Lines that are valid and yet surprise a reader which expects our recorder's own."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from tests.benchmarks.generator.lines import Fate, Line, header, record

from realtime_inspector.core.times import format_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from random import Random

    from tests.benchmarks.generator.session import Event

    Wrap = Callable[[Event], Line]
    Maker = Callable[[Event, Random], Line]

VENDOR_TYPES: Final = 400
"""More types than a byte can number."""


def with_strangers(wrap: Wrap, share: float) -> Callable[[Iterable[Event], Random], Iterator[Line]]:
    """Wraps events, and after some of them puts something strange of our own format."""

    def lines(events: Iterable[Event], rng: Random) -> Iterator[Line]:
        for event in events:
            yield wrap(event)
            if rng.random() < share:
                yield rng.choice(MAKERS)(event, rng)

    return lines


def _line(
    event: Event,
    body: str,
    kind: str,
    *,
    direction: str | None = None,
    template: str = '{"time":TIME,"source":"SOURCE","conn":CONN,"event":EVENT}',
) -> Line:
    direction = direction or event.direction
    text = (
        template.replace("TIME", f'"{format_time(event.time_us * 1000)}"')
        .replace("SOURCE", direction)
        .replace("CONN", str(event.conn))
        .replace("EVENT", body)
    )
    return Line(f"{text}\n".encode(), Fate.EVENT, direction, kind)


def _vendor(event: Event, rng: Random) -> Line:
    kind = f"vendor.event_{rng.randrange(VENDOR_TYPES)}"
    return _line(event, f'{{"type":"{kind}","value":1}}', kind)


def _escaped_type(event: Event, _rng: Random) -> Line:
    return _line(event, r'{"type":"response.\u0064one","response":{}}', "response.done")


def _hostile_type(event: Event, _rng: Random) -> Line:
    kind = 'a"b\\c\x1b[31m\u202e[/red]'
    return _line(event, json.dumps({"type": kind}), kind)


def _no_type(event: Event, rng: Random) -> Line:
    body = rng.choice(('{"event_id":"event_1"}', '{"type":5}', '{"type":null,"delta":"x"}', "{}"))
    return _line(event, body, "")


def _inner_type_first(event: Event, _rng: Random) -> Line:
    body = (
        '{"item":{"type":"message","content":[{"type":"input_text","text":"\\"type\\":\\"x\\""}]},'
        '"event_id":"event_2","type":"conversation.item.create"}'
    )
    return _line(event, body, "conversation.item.create")


def _type_in_text(event: Event, _rng: Random) -> Line:
    body = r'{"delta":"{\"type\":\"error\"}","type":"response.output_text.delta"}'
    return _line(event, body, "response.output_text.delta")


def _spaced(event: Event, _rng: Random) -> Line:
    template = '{ "time": TIME, "source": "SOURCE", "conn": CONN, "event": EVENT }'
    return _line(event, '{ "type" : "input_audio_buffer.clear" }', "input_audio_buffer.clear",
                 template=template)  # fmt: skip


def _other_order(event: Event, _rng: Random) -> Line:
    template = '{"event":EVENT,"note":"by hand","conn":CONN,"source":"SOURCE","time":TIME}'
    return _line(event, '{"type":"response.cancel"}', "response.cancel", template=template)


def _no_time(event: Event, _rng: Random) -> Line:
    template = '{"time":null,"source":"SOURCE","conn":CONN,"event":EVENT}'
    return _line(event, '{"type":"response.cancel"}', "response.cancel", template=template)


def _no_direction(event: Event, _rng: Random) -> Line:
    return _line(event, '{"type":"response.created"}', "response.created", direction="unknown")


def _line_separators(event: Event, _rng: Random) -> Line:
    body = '{"type":"response.output_text.delta","delta":"a\u2028b\u2029c\u0085d\\u0000\\ud83d"}'
    return _line(event, body, "response.output_text.delta")


def _long_type(event: Event, rng: Random) -> Line:
    kind = "x." + "y" * rng.randrange(200, 2_000)
    return _line(event, json.dumps({"type": kind}), kind)


def _text(event: Event, rng: Random) -> Line:
    return record("text", rng.choice(("ping", "", "{not json", "東京")), Fate.TEXT, event)


def _binary(event: Event, _rng: Random) -> Line:
    return record("binary", "AAECAw==", Fate.BINARY, event)


def _notice(event: Event, _rng: Random) -> Line:
    return record("notice", {"kind": "close", "code": 1001, "type": "x"}, Fate.NOTICE, event)


def _second_header(event: Event, _rng: Random) -> Line:
    return header(event.time_us)


MAKERS: Final[tuple[Maker, ...]] = (
    *(_vendor,) * 15,
    _escaped_type,
    _hostile_type,
    _no_type,
    _inner_type_first,
    _type_in_text,
    _spaced,
    _other_order,
    _no_time,
    _no_direction,
    _line_separators,
    _long_type,
    _text,
    _binary,
    _notice,
    _second_header,
)
