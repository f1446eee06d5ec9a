"""SVG pictures; that a real browser draws them is tested in tests/browser."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st
from tests.unit.export.captures import (
    begun,
    done,
    exported,
    received,
    records_of,
    source,
    spoken_session,
)

from realtime_inspector.core.record import Direction, Record, text_record
from realtime_inspector.export import exporter
from realtime_inspector.export.material import Material
from realtime_inspector.export.svg import MOST_STEPS
from realtime_inspector.guide.rules import RULE_TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable

SVG: Final = exporter("svg")
NAMESPACE: Final = "{http://www.w3.org/2000/svg}"


def picture(records: Iterable[Record]) -> ET.Element:
    return ET.fromstring(exported(SVG, records, source("a<b>.jsonl")))  # noqa: S314 - our own


def parts(records: Iterable[Record]) -> dict[str, ET.Element]:
    kept = tuple(records)
    files = SVG.files(Material(lambda: kept, source()))
    assert files is not None
    return {name: ET.fromstring(b"".join(pieces)) for name, pieces in files}  # noqa: S314


def said(root: ET.Element) -> str:
    return "\n".join("".join(one.itertext()) for one in root.iter(f"{NAMESPACE}text"))


def is_number(one: ET.Element) -> bool:
    return one.get("class") == "seq"


def bars(root: ET.Element) -> list[ET.Element]:
    return [one for one in root.iter(f"{NAMESPACE}rect") if one.get("class") == "activation"]


@given(st.lists(st.tuples(st.text(), st.sampled_from(list(Direction))), max_size=6))
def test_whatever_was_sent_it_is_well_formed_and_nothing_acts(
    frames: list[tuple[str, Direction]],
) -> None:
    records = [
        text_record(json.dumps({"type": text, "item": {"role": text}}), direction)
        for text, direction in frames
    ]
    root = picture([*records, *(text_record(text, direction) for text, direction in frames)])
    names = {one.tag.removeprefix(NAMESPACE) for one in root.iter()}
    assert names <= {"svg", "title", "style", "rect", "text", "tspan", "g", "path"}
    for one in root.iter():
        assert not any(name.startswith("on") or "href" in name for name in one.attrib)


def test_a_session_with_everything() -> None:
    root = picture(spoken_session())
    text = said(root)
    for word in ("You", "Client", "API", "Tools", "東京は晴れです。", "without an event"):
        assert word in text
    assert "sk-proj" not in text
    assert bars(root)
    assert "Realtime session a<b>.jsonl" in text
    assert "http" not in (root.findtext(f"{NAMESPACE}style") or "")


def test_nothing_to_draw_is_a_picture_that_says_so() -> None:
    assert "There is no event to draw." in said(picture([]))


def test_a_long_capture_is_cut_in_one_picture_and_whole_in_several() -> None:
    count = MOST_STEPS + 10
    records = [begun(0, "r1"), *(received(1, "x.y") for _ in range(count)), done(2, "r1")]
    one = picture(records)
    assert "12 steps more are left out: -o DIR/ writes them all." in said(one)
    pictures = parts(records)
    assert list(pictures) == ["part-001.svg", "part-002.svg"]
    assert sum(said(root).count("x.y") for root in pictures.values()) == count
    assert [len(bars(root)) for root in pictures.values()] == [1, 1], "the bar goes on"
    assert "part 2" in said(pictures["part-002.svg"])


def test_findings_are_marked_where_they_are_with_a_sign_a_rule_and_a_legend() -> None:
    root = picture(records_of("openai-ga-error-then-long-text.jsonl"))
    marked = [one for one in root.iter(f"{NAMESPACE}text") if "finding" in one.get("class", "")]
    assert [one.text for one in marked] == ["● RT036", "● RT036", "✖ RT104", "● RT123"]
    rows = {one.get("y"): one.text for one in root.iter(f"{NAMESPACE}text") if is_number(one)}
    assert [rows[one.get("y")] for one in marked] == ["1", "3", "5", "8"]
    titles = [one.findtext(f"{NAMESPACE}title") for one in marked]
    assert titles[2] == f"RT104 {RULE_TEXTS['en']['RT104'].title}"
    assert "✖ error  ▲ warning  ● hint" in said(root)


def test_without_a_finding_there_is_no_mark_and_no_legend() -> None:
    root = picture(records_of("xai-text-tools.jsonl"))
    assert not [one for one in root.iter() if "finding" in one.get("class", "")]
    assert "Findings" not in said(root)
