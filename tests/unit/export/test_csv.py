from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.export.captures import added, exported, message, records_of, sent

from realtime_inspector.core.record import Direction, binary_record, text_record
from realtime_inspector.export import exporter
from realtime_inspector.export.csv_ import COLUMNS, guarded

FORMULA = re.compile(r"^[\s\"']*[=+\-@＝＋－＠]")


def rows(data: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_a_row_for_each_record() -> None:
    records = records_of("openai-ga-text-tools.jsonl")
    header, *found = rows(exported(exporter("csv"), records))
    assert tuple(header) == COLUMNS
    assert [row[0] for row in found] == [str(seq) for seq in range(1, len(records) + 1)]
    by_name = [dict(zip(header, row, strict=True)) for row in found]
    assert by_name[0]["type"] == "session.created"
    assert by_name[0]["time"] == ""
    first = next(row for row in by_name if row["type"] == "response.output_text.delta")
    assert first["response"].startswith("resp_")
    assert first["item"].startswith("item_")
    assert int(first["bytes"]) > 100
    assert first["family"] == "response"


def test_times_and_gaps() -> None:
    _, first, second = rows(exported(exporter("csv"), [sent(0, "a"), sent(1500, "b")]))
    assert first[1:4] == ["2026-11-22T12:00:05.000000Z", "0.0", ""]
    assert second[1:4] == ["2026-11-22T12:00:06.500000Z", "1500.0", "1500.0"]


def test_what_is_no_event_has_a_row_too() -> None:
    records = [binary_record(b"abc", Direction.SENT), text_record("plain", Direction.UNKNOWN)]
    _, binary, text = rows(exported(exporter("csv"), records))
    assert (binary[6], binary[7], binary[14]) == ("binary", "binary", "3")
    assert (text[4], text[6], text[15]) == ("unknown", "text", "plain")


@pytest.mark.parametrize(
    "text",
    ["=1+1", " =1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '"=1', "＝1+1", "\u200b=1", "'=1"],
)
def test_what_begins_like_a_formula_is_guarded(text: str) -> None:
    assert not FORMULA.match(guarded(text).replace("'", "x"))


@given(st.text(alphabet=st.sampled_from("=+-@;,\"' \n\tab＝"), max_size=12))
def test_no_cell_is_a_formula_by_comma_or_semicolon(said: str) -> None:
    records = [
        added(1, message("user", said, said)),
        sent(2, said),
        text_record(said, Direction.SENT),
    ]
    data = exported(exporter("csv"), records)
    for delimiter in ",;":
        for row in rows(data, delimiter)[1:]:
            for cell in row:
                is_number = re.fullmatch(r"-?\d+(\.\d+)?", cell)
                opened = cell.lstrip(' "')
                assert is_number or opened[:1] not in set("=+-@＝"), (delimiter, row)


def test_ordinary_text_stays() -> None:
    for text in ("東京の天気は?", "a = b - c", "resp_1", "1-2", "a@b.c", "x; y"):
        assert guarded(text) == text
