"""OTLP: a capture as OpenTelemetry spans, in the JSON form that a collector takes.

A line is one `ExportTraceServiceRequest`, to be sent to `/v1/traces` or read from the file by
the collector's `otlpjsonfile` receiver; a capture of many sessions takes several lines, so that no
request is too large. Each session is a trace. Ids are made of the session, so that the
same capture gives the same ids, and sending it twice tells a backend nothing new.

What was said, instructions, tool arguments and results are not exported: the conventions leave
them to an explicit wish, and md, json and jsonl hold them.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from realtime_inspector.analysis.spans import Role, Span, session_spans, usage_attributes
from realtime_inspector.core.errors import InspectorError
from realtime_inspector.core.event import MOST
from realtime_inspector.core.id_times import IdClock
from realtime_inspector.export.base import PROGRAM, encoded, secrets_words
from realtime_inspector.export.material import Material

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from realtime_inspector.analysis.spans import Attribute
    from realtime_inspector.core.record import Record

SCHEMA_URL: Final = "https://opentelemetry.io/schemas/1.37.0"
"""The last published conventions that hold the `gen_ai.*` names which are not drafts."""
CONVENTIONS: Final = "draft: open-telemetry/semantic-conventions-genai PR #394, realtime spans"
_PROVIDERS: Final = {"openai": "openai", "azure": "azure.ai.openai", "xai": "x_ai"}
"""Our providers by OpenTelemetry's well-known names; others keep ours."""
_ERROR: Final = 2
"""`STATUS_CODE_ERROR`; a span without an error has no status, as its conventions ask."""
_WITH_PROVIDER: Final = frozenset({Role.SESSION, Role.RESPONSE})


class OtlpExporter:
    """A capture as traces."""

    def export(self, material: Material) -> Iterator[bytes]:
        """The requests, one a line.

        Raises:
            InspectorError: Neither the capture nor its ids tell times; before the first piece.
        """
        for told in _told(material):
            requests = _requests(told)
            first = next(requests, None)
            if first is not None:
                return encoded(chain((first,), requests))
        raise InspectorError(
            f"{material.source.name} tells no times, and a span cannot be without.",
            "Record the session with realtime-inspector, or export as json.",
        )


def _told(material: Material) -> Iterator[Material]:
    """The capture with its own times; and, if that is not enough, with those of its ids."""
    yield material
    yield _by_ids(material)


def _by_ids(material: Material) -> Material:
    """The same with the seconds that ids of OpenAI and Azure carry, for captures without times."""
    note = "Times are estimates from ids, whole seconds."

    def records() -> Iterator[Record]:
        clock = IdClock()
        for row in material.records():
            second = clock.feed(row.event)
            time_ns = None if second is None else second * 1_000_000_000
            yield replace(row.record, time_ns=time_ns)

    source = material.source
    return Material(records, replace(source, notes=(*source.notes, note)))


def _requests(material: Material) -> Iterator[str]:
    usages = _usages(material)
    for chapter in material.chapters():
        trees = list(session_spans(chapter.state, chapter.first_session, usages))
        if trees:
            yield _request(trees, material)


def _usages(material: Material) -> dict[int, dict[str, int]]:
    """Tokens of responses, by the number of the record that tells them."""
    return {
        row.seq: found
        for row in material.records()
        if row.event.canonical_type == "response.done" and (found := usage_attributes(row.event))
    }


def _request(trees: Iterable[Span], material: Material) -> str:
    source = material.source
    resource: dict[str, Attribute] = {
        "service.name": PROGRAM,
        "service.version": source.app,
        "realtime_inspector.capture.name": source.name,
        "realtime_inspector.secrets": secrets_words(source.redactions),
        "realtime_inspector.notes": source.notes,
    }
    scope = {
        "name": PROGRAM,
        "version": source.app,
        "attributes": _attributes({"realtime_inspector.conventions": CONVENTIONS}),
    }
    place = _place(source.header.url) | _provider(source.header.provider)
    spans = [one for tree in trees for one in _tree(tree, place, _identity(tree, material))]
    scoped = {"scope": scope, "spans": spans, "schemaUrl": SCHEMA_URL}
    resourced = {"resource": {"attributes": _attributes(resource)}, "scopeSpans": [scoped]}
    request = {"resourceSpans": [resourced]}
    return json.dumps(request, separators=(",", ":")) + "\n"


def _place(url: str) -> dict[str, Attribute]:
    """Where the server is."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return {}
    if not host:
        return {}
    default = 443 if parts.scheme in {"wss", "https"} else 80
    return {"server.address": host, "server.port": port or default}


def _provider(name: str) -> dict[str, Attribute]:
    return {"gen_ai.provider.name": _PROVIDERS.get(name, name)} if name else {}


def _identity(tree: Span, material: Material) -> str:
    """What makes a session this one: its id where it has one, and when it began."""
    name = tree.attributes.get("gen_ai.realtime_session.id") or material.source.name
    return f"{name} {tree.start_ns} {tree.key}"


def _tree(tree: Span, place: Mapping[str, Attribute], identity: str) -> Iterator[dict[str, Any]]:
    """The spans of a session, each after the one that it is in."""
    trace_id = _hex_id(identity, 16)
    for span, parent in tree.walk():
        about = {**place, **span.attributes} if span.role in _WITH_PROVIDER else span.attributes
        told: dict[str, Any] = {
            "traceId": trace_id,
            "spanId": _hex_id(f"{identity} {span.key}", 8),
            "name": _text(span.name),
            "kind": int(span.kind),
            "startTimeUnixNano": _time(span.start_ns),
            "endTimeUnixNano": _time(span.end_ns),
            "attributes": _attributes(about),
        }
        if parent is not None:
            told["parentSpanId"] = _hex_id(f"{identity} {parent.key}", 8)
        if span.events:
            told["events"] = [
                {
                    "timeUnixNano": _time(event.time_ns),
                    "name": event.name,
                    "attributes": _attributes(event.attributes),
                }
                for event in span.events
            ]
        if span.error is not None:
            told["status"] = {"code": _ERROR, "message": _text(span.error)}
        yield told


def _hex_id(identity: str, size_bytes: int) -> str:
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[: 2 * size_bytes]


def _time(time_ns: int) -> str:
    """A `fixed64`, which knows nothing before 1970; 64-bit numbers are strings in JSON."""
    return str(max(0, time_ns))


def _text(text: str) -> str:
    """Text that is sound UTF-8: half a surrogate pair would make the whole request invalid."""
    return text.encode("utf-8", "replace").decode()


def _attributes(values: Mapping[str, Attribute]) -> list[dict[str, Any]]:
    return [
        {"key": name, "value": _any_value(value)} for name, value in values.items() if value != ()
    ]


def _any_value(value: Attribute) -> dict[str, Any]:
    """`AnyValue` in protobuf's JSON."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int) and abs(value) < MOST:
        return {"intValue": str(value)}
    if isinstance(value, float):
        return {"doubleValue": value}
    if isinstance(value, tuple):
        return {"arrayValue": {"values": [_any_value(one) for one in value]}}
    return {"stringValue": _text(str(value))}
