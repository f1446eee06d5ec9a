"""A query over columns finds what asking each row finds, at once and as a log grows."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.property.test_filter_rows import lines, trees
from tests.support.logs import store_in_place

from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.core.codec import CaptureHeader, encode_header
from realtime_inspector.core.facts import FactStream
from realtime_inspector.core.filter_tree import Matches
from realtime_inspector.store.query import Query
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from realtime_inspector.core.filter_row import Row
    from realtime_inspector.core.filter_tree import Node
    from realtime_inspector.core.record import Record

HEADER = encode_header(CaptureHeader(app="x"))


def asked(tree: Node, records: list[Record]) -> list[int]:
    """The places of the records that match, by asking each of them."""
    facts = FactStream()
    rows: list[Row] = [facts.feed(record) for record in records]
    return [row.seq - 1 for row in rows if tree.matches(row)]


VEILED = b"".join(
    [
        *[b'{"time":null,"source":"client","conn":1,"event":{}}\n'] * 3,
        b'{"time":null,"source":"client","conn":1,'
        b'"binary":"eyJyZXNwb25zZSI6InJlZnVuZCJ9","frame":"event"}\n',
    ]
)
"""An event that does not stand in its line as text."""


@settings(max_examples=400)
@example(VEILED, Matches("refund"))
@given(st.lists(lines(), max_size=25).map(b"".join), trees)
def test_a_query_finds_what_asking_each_row_finds(content: bytes, tree: Node) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "c.jsonl")
        path.write_bytes(HEADER + content)
        records = list(CaptureReader(path))
        store = store_in_place(path)
        query = Query(store, tree)
        assert list(query.advance()) == asked(tree, records)
        assert query.is_complete


@settings(max_examples=150)
@given(st.lists(lines(), max_size=12).map(b"".join), trees, st.integers(1, 5))
def test_a_query_goes_on_as_records_arrive(content: bytes, tree: Node, step: int) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "c.jsonl")
        path.write_bytes(HEADER + content)
        records = list(CaptureReader(path))
    store = Store()
    query = Query(store, tree)
    found: list[int] = []
    for place, record in enumerate(records):
        store.append(record)
        if place % step == 0:
            found += query.advance()
    found += query.advance()
    assert found == asked(tree, records)
