"""Findings in exports: in each form, for a part, without what is left out, and bounded."""

from __future__ import annotations

import csv
import gc
import json
import re
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest
from tests.support.script import beginning
from tests.unit.export.captures import records_of, source

from realtime_inspector.core.filters import parse_filter
from realtime_inspector.core.finding import Finding
from realtime_inspector.core.omission import Omission
from realtime_inspector.export import exporter
from realtime_inspector.export.material import Material
from realtime_inspector.store.findings import KEPT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from realtime_inspector.core.record import Record

REFUSED = records_of("openai-ga-error-then-long-text.jsonl")
KEY = "sk-proj-Zt4c8Qm1Rv7Lx2Wn9Kp3"


def document(name: str, records: Iterable[Record], **options: Any) -> str:
    kept = tuple(records)
    pieces = exporter(name).export(Material(lambda: kept, source(), **options))
    return b"".join(pieces).decode("utf-8-sig")


@pytest.mark.parametrize("name", ["md", "txt", "json", "csv", "html"])
def test_findings_are_in_it(name: str) -> None:
    assert "RT104" in document(name, REFUSED)


@pytest.mark.parametrize("name", ["md", "txt", "html"])
def test_without_findings_there_is_no_section(name: str) -> None:
    assert "Findings</h3>" not in document(name, records_of("xai-text-tools.jsonl"))
    assert "## Findings" not in document(name, records_of("xai-text-tools.jsonl"))
    assert "\nFindings\n" not in document(name, records_of("xai-text-tools.jsonl"))


def test_a_part_holds_the_findings_that_name_one_of_its_events() -> None:
    def rules(expression: str) -> list[str]:
        found = json.loads(document("json", REFUSED, wanted=parse_filter(expression)))
        return [one["rule"] for one in found["findings"]]

    assert rules("n:8") == ["RT104", "RT123"]
    assert rules("n:5") == ["RT104"]
    assert rules("n:20..30") == []


def test_each_row_of_a_table_names_its_rules() -> None:
    rows = list(csv.DictReader(StringIO(document("csv", REFUSED))))
    marked = {row["seq"]: row["findings"] for row in rows if row["findings"]}
    assert marked == {"1": "RT036", "3": "RT036", "5": "RT104", "8": "RT104 RT123"}


def test_a_bundle_without_text_names_rules_and_quotes_nothing() -> None:
    script = beginning().sent("session.update", session={"type": "realtime", "voice": "x"})
    script.error("unknown_parameter", "My own words", param="session.voice")
    for name in ("md", "json"):
        omission = Omission(text=True)
        assert "RT022" in document(name, script.records, omission=omission)
    found = json.loads(document("json", script.records, omission=Omission(text=True)))
    assert {one["message"] for one in found["findings"]} == {""}


@pytest.mark.parametrize("name", ["md", "txt", "json", "html"])
def test_a_key_is_found_and_not_shown(name: str) -> None:
    script = beginning().open(url=f"wss://gateway.example/v1/realtime?api-key={KEY}").created()
    text = document(name, script.close().records)
    assert "RT129" in text
    assert KEY not in text


def test_many_findings_are_counted_and_the_first_listed() -> None:
    script = beginning()
    for _ in range(1_100):
        script.sent("response.cancel").error("response_cancel_not_active")
    text = document("md", script.records)
    assert "- and 1,080 more\n" in text
    told = json.loads(document("json", script.records))
    assert told["findings_left_out"] == {"RT064": 100}
    assert sum(one["rule"] == "RT064" for one in told["findings"]) == 1_000


def test_a_page_links_to_the_events() -> None:
    text = document("html", REFUSED)
    assert '<a href="#e5">#5</a>, <a href="#e8">#8</a>: ' in text
    part = document("html", REFUSED, wanted=parse_filter("n:8"))
    assert '#5, <a href="#e8">#8</a>: ' in part


@pytest.mark.parametrize("name", ["svg", "mermaid"])
def test_every_finding_is_marked_however_many_there_are(name: str) -> None:
    script = beginning()
    for _ in range(KEPT + 100):
        script.sent("response.cancel").error("response_cancel_not_active")
    files = exporter(name).files(Material(lambda: script.records, source()))
    assert files is not None
    drawn = "".join(b"".join(pieces).decode() for _, pieces in files)
    assert len(re.findall("[✖▲●] RT064", drawn)) == KEPT + 100


def test_what_a_filter_leaves_out_is_not_kept() -> None:
    script = beginning()
    for _ in range(500):
        script.sent("response.cancel").error("response_cancel_not_active")
    alive = []

    def read() -> Iterator[Record]:
        yield from script.records
        alive.append(sum(isinstance(one, Finding) for one in gc.get_objects()))

    before = sum(isinstance(one, Finding) for one in gc.get_objects())
    found = Material(read, source(), wanted=parse_filter("n:1")).findings
    assert not found.counts["RT064"]
    assert Material(read, source()).findings.counts["RT064"] == 500
    assert alive[0] - before < 10
    assert alive[1] - before >= 500
