"""Parquet: read back by pyarrow, and asked by DuckDB with the README's own words."""

from __future__ import annotations

import io
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet as pq
from tests.unit.export.captures import (
    CAPTURES,
    START_NS,
    created,
    delta,
    exported,
    records_of,
    sent,
    source,
    spoken_session,
)

from realtime_inspector.core.codec import CaptureHeader
from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.event import Event
from realtime_inspector.core.record import (
    Direction,
    Record,
    RecordKind,
    binary_record,
    notice,
    text_record,
)
from realtime_inspector.export import exporter, parquet
from realtime_inspector.export.base import ExportSource

if TYPE_CHECKING:
    from collections.abc import Iterable

PARQUET = exporter("parquet")
README = Path(__file__).parents[3] / "README.md"


def table(records: Iterable[Record], where: ExportSource | None = None) -> pa.Table:
    return pq.read_table(io.BytesIO(exported(PARQUET, records, where)))


def rows(records: Iterable[Record]) -> list[dict[str, Any]]:
    """With times as nanoseconds: Python's own have none."""
    found = table(records)
    at = found.schema.get_field_index("time")
    return list(found.set_column(at, "time", found.column("time").cast(pa.int64())).to_pylist())


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_real_captures_have_a_row_a_record(path: Path) -> None:
    records = list(records_of(path.name))
    found = rows(records)
    assert [row["seq"] for row in found] == list(range(1, len(records) + 1))
    assert Counter(row["type"] for row in found if row["kind"] == "event") == Counter(
        Event.of(one).type for one in records if one.kind is RecordKind.EVENT
    )
    for row, record in zip(found, records, strict=True):
        assert row["event"].encode() == record.payload
        assert row["bytes"] == len(record.payload)


def test_a_row_tells_what_is_known_of_a_record() -> None:
    records = [
        created(0),
        delta(1500, "output_text", "hi", "r", "a"),
        sent(None, "response.create", event_id="e1"),
        text_record("not json", Direction.RECEIVED, START_NS + 1, 2),
    ]
    first, second, third, last = rows(records)
    assert (first["gap_ms"], first["elapsed_ms"]) == (None, 0.0)
    expected = {
        "capture": "a.jsonl", "seq": 2, "source": "server", "conn": 1, "kind": "event",
        "type": "response.output_text.delta", "family": "response", "response_id": "r",
        "item_id": "a", "call_id": None, "event_id": None, "is_error": False,
        "time": START_NS + 1_500_000_000,
        "elapsed_ms": 1500.0, "gap_ms": 1500.0, "bytes": len(records[1].payload),
        "event": records[1].payload.decode(),
    }  # fmt: skip
    assert second == expected
    assert (third["time"], third["elapsed_ms"], third["event_id"]) == (None, None, "e1")
    assert (last["conn"], last["kind"], last["type"], last["is_error"]) == (2, "text", "text", True)


def test_times_are_exact_and_in_utc() -> None:
    found = table([notice("open", START_NS + 1), notice("close", None)])
    assert found.schema.field("time").type == pa.timestamp("ns", tz="UTC")
    assert found.column("time").cast(pa.int64()).to_pylist() == [START_NS + 1, None]


RECORDS = st.lists(
    st.one_of(
        st.builds(
            binary_record, st.binary(max_size=20), st.sampled_from(Direction), st.just(START_NS)
        ),
        st.builds(
            text_record,
            st.one_of(st.binary(max_size=20), st.text(max_size=20)),
            st.sampled_from(Direction),
            st.one_of(st.none(), st.integers(-(2**62), 2**62)),
            st.integers(1, 2**31 - 1),
        ),
        st.builds(
            lambda fields: text_record(json.dumps(fields), Direction.RECEIVED),
            st.dictionaries(st.sampled_from(("type", "event_id", "item_id")), st.text(max_size=5)),
        ),
    ),
    max_size=12,
)


@given(RECORDS)
def test_any_records_are_a_sound_table(records: list[Record]) -> None:
    found = rows(records)
    assert [row["conn"] for row in found] == [one.conn for one in records]
    for row, record in zip(found, records, strict=True):
        assert row["event"] == record.payload.decode("utf-8", "replace")


def test_rows_come_in_groups_and_nothing_waits_for_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(parquet, "GROUP_ROWS", 10)
    data = exported(PARQUET, [created(at) for at in range(35)])
    file = pq.ParquetFile(io.BytesIO(data))
    groups = range(file.metadata.num_row_groups)
    assert [file.metadata.row_group(at).num_rows for at in groups] == [10, 10, 10, 5]
    monkeypatch.setattr(parquet, "GROUP_BYTES", 1)
    one_each = pq.ParquetFile(io.BytesIO(exported(PARQUET, [created(at) for at in range(3)])))
    assert one_each.metadata.num_row_groups == 3


def test_the_file_says_where_it_is_from() -> None:
    header = CaptureHeader(START_NS, url="wss://h/v1", provider="openai", model="m")
    where = ExportSource("b.jsonl", ("a note",), 2, "0.1.0", header)
    data = io.BytesIO(exported(PARQUET, spoken_session(), where))
    told = json.loads(pq.read_metadata(data).metadata[parquet.METADATA_KEY])
    assert told["capture"]["name"] == "b.jsonl"
    assert told["capture"]["provider"] == "openai"
    assert told["notes"] == ["a note"]
    assert "3 secrets" in told["secrets"]


def test_an_empty_capture_is_an_empty_table() -> None:
    assert table([]).num_rows == 0


def test_without_pyarrow_it_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(UsageError, match="pyarrow") as caught:
        exported(PARQUET, [created(0)], source())
    assert "realtime-inspector[parquet]" in caught.value.hint


def recipes() -> list[str]:
    """The statements of the README's recipe."""
    match = re.search(r"<!-- sql -->\n```sql\n(.*?)```", README.read_text("utf-8"), re.DOTALL)
    assert match is not None
    return [one for one in match[1].split(";") if one.strip()]


def test_the_recipe_of_the_readme_works(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tables").mkdir()
    captures = {
        "spoken": list(spoken_session()),
        "tools": list(records_of("openai-ga-text-tools.jsonl")),
        "log": [text_record("not json", Direction.RECEIVED)],
    }
    for name, records in captures.items():
        where = ExportSource(f"{name}.jsonl")
        Path(f"tables/{name}.parquet").write_bytes(exported(PARQUET, records, where))
    database = duckdb.connect()
    view, failures, tokens, waits, silences = recipes()
    database.execute(view)
    found = database.execute(failures).fetchall()
    assert {(name, events) for name, events, *_ in found} == {
        (f"{name}.jsonl", len(records)) for name, records in captures.items()
    }
    assert {name: broken for name, _, broken, _ in found}["spoken.jsonl"] >= 2
    assert ("spoken.jsonl", 4, 40, None, 20) in database.execute(tokens).fetchall()
    assert database.execute(waits).fetchall() == [([pytest.approx(330.0)] * 2,)]
    longest = database.sql(silences).project("capture, seq").fetchall()[0]
    assert longest == ("spoken.jsonl", len(captures["spoken"]))
