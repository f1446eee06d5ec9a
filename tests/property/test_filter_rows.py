"""What `filter` finds is what a plain reading of every line finds, however dirty the file."""

from __future__ import annotations

import base64
import io
import json
import re
import tempfile
from fnmatch import translate
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from realtime_inspector.cli.matches import Search
from realtime_inspector.core.codec import decode_line
from realtime_inspector.core.event import Event
from realtime_inspector.core.failures import is_failure
from realtime_inspector.core.filter_clauses import holds
from realtime_inspector.core.filter_sieve import required_bytes, sieve
from realtime_inspector.core.filter_tree import (
    And,
    Between,
    Contains,
    DirectionIs,
    FamilyIs,
    Flag,
    IdStarts,
    Matches,
    Measure,
    Node,
    Not,
    Or,
    PathIs,
    TypeIs,
)
from realtime_inspector.core.filters import Filter, Row
from realtime_inspector.core.names import FAMILIES, canonical, family_of
from realtime_inspector.core.record import Direction, Record, RecordKind

HEADER = b'{"realtime_capture":1,"created":"2026-11-22T12:00:00.000000Z","app":"0.1.0"}\n'
WORDS = ["refund", "REFUND", "Kelvin", "\u212aelvin", "straße", "STRASSE", "東京", "東", "a/b",
         'say "hi"', "back\\slash", "\n", "é", "😀", "𠮷", "client", "text", "x" * 220, "…",
         "\\u0072efund", "resp_1", "null", "12"]  # fmt: skip
TYPES = ["response.done", "error", "response.text.delta", "response.output_text.delta", "text",
         "session.update", "input_audio_buffer.append", "x.failed", "", "événement"]  # fmt: skip
KEYS = ["type", "response", "item", "error", "code", "event_id", "response_id", "a/b", "é", "n"]

words = st.sampled_from(WORDS) | st.text(max_size=6)
values = st.recursive(
    words | st.integers(-5, 300) | st.none() | st.booleans() | st.floats(-2, 2),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from([*KEYS, "id", "status", "call_id"]), inner, max_size=3)
    ),
    max_leaves=6,
)
events = st.builds(
    lambda name, rest: {**({} if name is None else {"type": name}), **rest},
    st.none() | st.sampled_from(TYPES),
    st.dictionaries(st.sampled_from([*KEYS[1:], "text", "delta"]), values, max_size=4),
)
times = st.sampled_from(["2026-11-22T12:00:00.000000Z", "2026-11-22T12:00:00.750000Z",
                         "2026-11-22T12:00:09.000000Z", "no time", None])  # fmt: skip
sources = st.sampled_from(["client", "server", "unknown"])
conns = st.sampled_from([1, 1, 2, 12])


@st.composite
def lines(draw: st.DrawFn) -> bytes:
    """One line of a capture, as our writer, another writer or an accident would leave it."""
    how = draw(st.sampled_from(["ours"] * 6 + ["order", "text", "binary", "frame", "notice", "cut",
                                               "scribbled", "more", "junk", "header"]))  # fmt: skip
    if how == "junk":
        return draw(st.sampled_from([b"\n", b"  \r\n", b"no json refund\n", b"\xff\xfe{\n", b"{}\n",
                                     b'"text"\n', b"[1]\n", "東京\n".encode()]))  # fmt: skip
    if how == "header":
        return HEADER
    event = draw(events)
    compact: Any = {"ensure_ascii": draw(st.booleans()), "separators": (",", ":")}
    text = json.dumps(event, **compact)
    front: dict[str, Any] = {"time": draw(times), "source": draw(sources), "conn": draw(conns)}
    if how == "text":
        front["text"] = draw(words | st.just(text))
    elif how == "binary":
        front["binary"] = base64.b64encode(draw(st.binary(max_size=9))).decode()
    elif how == "frame":
        front |= {"binary": base64.b64encode(text.encode("utf-8", "replace")).decode()}
        front |= {"frame": draw(st.sampled_from(["event", "text", "notice"]))}
    elif how == "notice":
        front["notice"] = {"kind": draw(st.sampled_from(["close", "error", "tool"])), **event}
    else:
        front["event"] = event
    if how == "more":
        front |= {"later": draw(values), "realtime_capture": 1}
    if how == "order":
        front = dict(sorted(front.items(), reverse=True))
        compact["separators"] = (", ", ": ")
    line = json.dumps(front, **compact).encode("utf-8", "surrogatepass")
    if how == "cut":
        line = line[: draw(st.integers(1, len(line)))]
    elif how == "scribbled":
        at = draw(st.integers(1, len(line) - 2))
        line = (
            line[:at] + draw(st.sampled_from([b"**", b"\xff", b"}", b'"', b"\\u0072"])) + line[at:]
        )
    return line + draw(st.sampled_from([b"\n", b"\r\n"]))


operators = st.sampled_from([">", "<", ">=", "<=", "=", "!="])
terms: st.SearchStrategy[Node] = st.one_of(
    st.builds(TypeIs, st.sampled_from([*TYPES, "response.*", "*delta", "*", "e*t", "clos?", "É*"])),
    st.builds(DirectionIs, st.sampled_from(list(Direction))),
    st.builds(FamilyIs, st.sampled_from(FAMILIES)),
    st.builds(Flag, st.sampled_from(["err", "marked"])),
    st.builds(IdStarts, st.sampled_from(["resp", "item", "call", "id"]), words),
    st.builds(Contains, words),
    st.builds(Matches, st.sampled_from(
        ["refund", "re.?fund", "kelvin", "東京|12", "(?:re)fund", "[r]efund", r"a\/b", "x{2,}",
         "ref(?!x)und", r"\x72efund", "resp_1", "no json", "re+fund"])),
    st.builds(
        PathIs,
        st.lists(st.sampled_from(KEYS) | st.integers(0, 1), min_size=1, max_size=3).map(tuple),
        st.sampled_from(["", "=", "!=", ":", ">", "<="]),
        words | st.sampled_from(["*", "null", "true", "12.0"]),
    ),
    st.builds(Measure, st.just("n"), operators, st.integers(0, 9).map(float)),
    st.builds(Between, st.just("n"), st.none() | st.just(2.0), st.just(5.0)),
    st.builds(Measure, st.just("size"), operators, st.sampled_from([2.0, 40.0, 150.0])),
    st.builds(Between, st.just("size"), st.just(30.0), st.none() | st.just(90.0)),
    st.builds(Measure, st.sampled_from(["gap", "time"]), operators, st.sampled_from([0.0, 750.0])),
    st.builds(Measure, st.just("conn"), operators, st.integers(0, 3).map(float)),
    st.builds(Between, st.just("conn"), st.none() | st.just(2.0), st.just(12.0)),
)  # fmt: skip


def groups(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.builds(And, several) | st.builds(Or, several) | st.builds(Not, inner)


trees = st.recursive(terms, groups, max_leaves=5)


class Plain:
    """All that there is to know of one record, worked out without any haste."""

    def __init__(self, seq: int, line: bytes, record: Record) -> None:
        self.seq, self.line, self.record = seq, line, record
        self.event = Event.of(record)
        self.gap_ms: float | None = None
        self.elapsed_ms: float | None = None

    @property
    def type(self) -> str:
        kind = str(self.event.get("kind") or "") if isinstance(self.event.get("kind"), str) else ""
        if self.record.kind is RecordKind.NOTICE:
            return kind or "notice"
        return self.event.type or self.record.kind.value

    def texts(self) -> list[str]:
        if self.record.kind is RecordKind.BINARY:
            return []
        text = self.record.payload.decode("utf-8", "replace")
        text = re.sub("[A-Za-z0-9+/]{200,}={0,2}", "…", text)
        return [text, unescaped(text)]


def unescaped(text: str) -> str:
    simple = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
    units: list[str] = []
    at = 0
    while at < len(text):
        if re.match(r"\\u[0-9a-fA-F]{4}", text[at:]):
            units.append(chr(int(text[at + 2 : at + 6], 16)))
            at += 6
        elif re.match(r'\\["\\/bfnrt]', text[at:]):
            units.append(simple.get(text[at + 1], text[at + 1]))
            at += 2
        else:
            units.append(text[at])
            at += 1
    return "".join(units).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def rows_of(data: bytes) -> list[Plain]:
    rows: list[Plain] = []
    first = last = None
    for line in io.BytesIO(data).readlines():
        decoded = decode_line(line)
        if decoded is None and line.strip():
            decoded = Record(RecordKind.TEXT, Direction.UNKNOWN, line.rstrip(b"\r\n"))
        if not isinstance(decoded, Record):
            continue
        row = Plain(len(rows) + 1, line, decoded)
        if decoded.time_ns is not None:
            first = decoded.time_ns if first is None else first
            row.elapsed_ms = (decoded.time_ns - first) / 1e6
            row.gap_ms = None if last is None else (decoded.time_ns - last) / 1e6
            last = decoded.time_ns
        rows.append(row)
    return rows


def is_wanted(node: Node, row: Plain) -> bool:
    match node:
        case And(parts):
            return all(is_wanted(part, row) for part in parts)
        case Or(parts):
            return any(is_wanted(part, row) for part in parts)
        case Not(part):
            return not is_wanted(part, row)
        case Contains(text):
            fold = ascii_lower if text.isascii() else str.casefold
            return any(fold(text) in fold(searched) for searched in row.texts())
        case Matches(pattern):
            return any(re.search(pattern, text, re.IGNORECASE) for text in row.texts())
        case PathIs():
            return compares(node, row.event.get(*node.path))
        case Measure() | Between():
            return is_measured(node, measure(node.name, row))
    return is_known(node, row)


def is_known(node: Node, row: Plain) -> bool:
    match node:
        case TypeIs(glob):
            return any(like(glob, name) for name in twins(row.type))
        case DirectionIs(direction):
            return row.record.direction == direction
        case FamilyIs(family):
            name = row.type if row.record.kind is RecordKind.EVENT else ""
            return family_of(name) == family
        case Flag(name):
            return name == "err" and is_failure(row.record, row.event)
        case IdStarts(which, prefix):
            return any(one is not None and one.startswith(prefix) for one in ids(which, row))
    raise AssertionError(node)


def is_measured(node: Measure | Between, found: float | None) -> bool:
    if found is None:
        return False
    if isinstance(node, Measure):
        return compare(node.operator, found, node.value)
    return (node.low or 0) <= found <= (1e99 if node.high is None else node.high)


def like(glob: str, text: str) -> bool:
    flags = re.IGNORECASE | (re.ASCII if glob.isascii() else re.NOFLAG)
    return re.compile(translate(glob.replace("[", "[[]")), flags).match(text) is not None


def twins(name: str) -> set[str]:
    ga = canonical(name)
    back = {"response.output_text.delta": "response.text.delta",
            "session.update": "transcription_session.update"}  # fmt: skip
    return {name, ga, back.get(ga, name)}


def ids(which: str, row: Plain) -> list[str | None]:
    event = row.event
    is_event = row.record.kind is RecordKind.EVENT
    named = {
        "resp": event.response_id if is_event else None,
        "item": event.item_id if is_event else None,
        "call": event.call_id,
    }
    if which != "id":
        return [named[which]]
    paths = (("event_id",), ("error", "event_id"), ("session", "id"),
             ("response", "conversation_id"))  # fmt: skip
    return [*named.values(), *(event.text(*path) for path in paths)]


def ascii_lower(text: str) -> str:
    return "".join(char.lower() if char.isascii() else char for char in text)


def measure(name: str, row: Plain) -> float | None:
    known = {"n": row.seq, "size": len(row.record.payload), "conn": row.record.conn}
    return {**known, "gap": row.gap_ms, "time": row.elapsed_ms}[name]


def compare(operator: str, found: Any, value: Any) -> bool:
    is_less, is_same = bool(found < value), bool(found == value)
    return {
        "=": is_same, "!=": not is_same, "<": is_less, ">": not is_less and not is_same,
        "<=": is_less or is_same, ">=": not is_less,
    }[operator]  # fmt: skip


def compares(node: PathIs, found: Any) -> bool:
    is_number = isinstance(found, int | float) and not isinstance(found, bool)
    text = found if isinstance(found, str) else json.dumps(
        found, ensure_ascii=False, separators=(",", ":"))  # fmt: skip
    try:
        number: float | None = float(node.value)
    except ValueError:
        number = None
    match node.operator:
        case "":
            return found is not None
        case "=" | "!=":
            is_same = found == number if is_number else text == node.value
            return is_same if node.operator == "=" else found is not None and not is_same
        case ":":
            return found is not None and like(node.value, text)
    if number is not None:
        return is_number and compare(node.operator, found, number)
    return isinstance(found, str) and compare(node.operator, found, node.value)


@given(st.lists(lines(), max_size=8).map(b"".join), trees, st.booleans())
def test_filter_finds_what_a_plain_reading_finds(data: bytes, tree: Node, with_gaps: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "capture.jsonl"
        path.write_bytes(HEADER + data)
        search = Search(str(path), Filter(tree), with_gaps=with_gaps, progress=False)
        found = [(row.seq, line) for row, line in search]
    rows = rows_of(data)
    expected = [(row.seq, row.line) for row in rows if is_wanted(tree, row)]
    assert found == expected
    assert search.records == len(rows)


LETTERS = st.sampled_from([*'refundKs/"\\ \n\u212a東é😀𠮷ß…_']) | st.characters()
SHORT = {'"': '\\"', "\\": "\\\\", "/": "\\/", "\n": "\\n", "\t": "\\t"}


@st.composite
def spelt(draw: st.DrawFn, text: str) -> str:
    """A text as a JSON string, each character in one of the ways that JSON knows."""
    pieces: list[str] = []
    for char in text:
        units = char.encode("utf-16-be", "surrogatepass").hex()
        escaped = "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
        plain = json.dumps(char, ensure_ascii=False)[1:-1]
        if "\ud800" <= char <= "\udfff":
            plain = escaped
        pieces.append(draw(st.sampled_from([plain, plain, plain, escaped, SHORT.get(char, plain)])))
    return f'"{"".join(pieces)}"'


@st.composite
def lines_with_filters(draw: st.DrawFn) -> tuple[bytes, Node]:
    """A line, and a filter for something in it."""
    word = draw(st.text(LETTERS, min_size=1, max_size=6))
    key = draw(st.text(LETTERS, min_size=1, max_size=4))
    written = draw(spelt(draw(st.sampled_from([word, word.upper(), word.lower()]))))
    name = draw(st.sampled_from([key, "response_id", "type"]))
    event = f"{{{draw(spelt(name))}:{written}}}"
    if draw(st.booleans()):
        event = f'{{"type":"response.text.delta","in":[{event}]}}'
    start = draw(st.integers(0, len(word)))
    part = word[start : draw(st.integers(start, len(word)))]
    nodes: list[Node] = [
        Contains(word),
        Contains(part),
        Matches(re.escape(word)),
        Matches(f"({re.escape(part)})?{re.escape(word)}+"),
        Matches(f"{re.escape(part)}.{{1,2}}|[{re.escape(word)}]"),
        Matches(f"{re.escape(word)}x?"),
        IdStarts("resp", word),
        TypeIs(word),
        TypeIs(f"{part}*"),
        TypeIs("response.output_text.delta"),
        FamilyIs("output"),
        PathIs((key,)),
        PathIs((key,), "=", word),
        PathIs(("in", 0, key), "=", word),
        PathIs(("in", 0, key), ":", f"*{part}*"),
        PathIs(("no such key",), "=", "null"),
    ]
    node = draw(st.sampled_from(nodes))
    front = '{"time":"2026-11-22T12:00:00.000000Z","source":"server","conn":1,"event":'
    return f"{front}{event}}}\n".encode(), node


@given(lines() | lines_with_filters().map(lambda both: both[0]), trees)
def test_no_match_fails_the_sieve(line: bytes, tree: Node) -> None:
    assert_necessary(line, tree)


@given(lines_with_filters())
def test_what_a_filter_demands_of_a_line_is_necessary(both: tuple[bytes, Node]) -> None:
    assert_necessary(*both)


def assert_necessary(line: bytes, tree: Node) -> None:
    for row in rows_of(line) if b'"binary"' not in line else ():
        if is_wanted(tree, row):
            clause = required_bytes(tree)
            assert clause is None or holds(clause, line.lower())
            passes = sieve(tree)
            assert passes is None or passes(line.lower(), row.seq)


@given(lines_with_filters())
def test_a_search_is_the_same_in_bytes_and_in_text(both: tuple[bytes, Node]) -> None:
    line, node = both
    for row in rows_of(line):
        assert node.matches(Row(row.seq, row.record)) is is_wanted(node, row)
