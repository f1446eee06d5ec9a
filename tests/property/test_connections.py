"""Which connection a record is of: the same in a stream, in columns, and by a filter."""

from __future__ import annotations

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.support.logs import store_in_place

from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.core.codec import CaptureHeader, encode_header
from realtime_inspector.core.filters import parse_filter
from realtime_inspector.core.record import Direction, text_record
from realtime_inspector.store.query import Query
from realtime_inspector.store.store import Store

CREATED = {"type": "session.created"}
foreign = st.sampled_from(
    [
        json.dumps(CREATED),
        '{"type":"response.create"}',
        '{"direction":"received","data":{"type":"session.created"}}',
        '{"kind":"close","code":1011}',
        '{"direction":"sent","opcode":2,"payload":"AAE="}',
        '{"direction":"sent","connId":"a","data":{"type":"session.created"}}',
        '{"direction":"sent","connId":"a","data":{"type":"response.create"}}',
        '{"direction":"sent","connId":"b","data":{"type":"response.create"}}',
        '{"kind":"close","connId":"b"}',
        '{"direction":"received","opcode":8,"payload":""}',
        '{"source":"client","conn":4,"text":"plain"}',
        '{"source":"server","conn":1,"event":{"type":"session.created"}}',
        "scribble",
        "# a comment",
        "",
    ]
)
ours = st.builds(
    lambda conn, what: f'{{"time":null,"source":"server","conn":{conn},{what}}}',
    st.sampled_from([1, 1, 2, 3, 12]),
    st.sampled_from(['"event":{"type":"session.created"}', '"text":"x"', '"notice":{"kind":"x"}']),
)
HEADER = encode_header(CaptureHeader(app="x")).decode()


def check(path: Path) -> None:
    """Compares the ways to a connection."""
    records = list(CaptureReader(path))
    store = store_in_place(path)
    conns = [record.conn for record in records]
    columns = store.columns
    assert [columns.connection(place) for place in range(len(columns))] == conns
    assert [store.record(seq).conn for seq in range(1, len(store) + 1)] == conns
    counts = {conn: conns.count(conn) for conn in sorted(set(conns))}
    assert columns.connection_counts() == counts
    assert columns.has_several_connections == (len(set(conns)) > 1)
    for conn in (*counts, 99):
        wanted = [place for place, one in enumerate(conns) if one == conn]
        query = Query(store, parse_filter(f"conn:{conn}").tree)
        assert list(query.advance()) == wanted
        if wanted:
            chosen = list(CaptureReader(path, connection=conn))
            assert chosen == [records[place] for place in wanted]


@given(st.lists(foreign, max_size=25))
def test_in_files_of_others(lines: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "c.jsonl")
        path.write_text("\n".join([json.dumps(CREATED), *lines, ""]))
        check(path)


@given(st.lists(ours | st.just("scribble"), min_size=1, max_size=25))
def test_in_files_of_ours(lines: list[str]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "c.jsonl")
        path.write_text(HEADER + "\n".join([*lines, ""]))
        check(path)


@given(st.lists(st.integers(1, 3), max_size=30), st.data())
def test_in_what_is_appended(conns: list[int], data: st.DataObject) -> None:
    store = Store()
    for conn in conns:
        store.append(text_record('{"type":"x"}', Direction.SENT, None, conn))
    columns = store.columns
    first = data.draw(st.integers(0, len(conns)))
    last = data.draw(st.integers(first, len(conns)))
    assert list(columns.connections(first, last)) == conns[first:last]
    found: list[Any] = list(Query(store, parse_filter("conn>1").tree).advance())
    assert found == [place for place, conn in enumerate(conns) if conn > 1]
