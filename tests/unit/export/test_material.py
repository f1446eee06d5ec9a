"""What every format is made of: chapters, ranges, share bundles."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.export.captures import (
    CAPTURES,
    SECOND_OF_PCM,
    added,
    begun,
    call,
    created,
    delta,
    done,
    exported,
    message,
    output,
    records_of,
    result,
    sent,
    source,
    spoken_session,
)

from realtime_inspector.core.filters import FilterError, parse_filter
from realtime_inspector.core.omission import Omission
from realtime_inspector.core.record import Direction, binary_record, text_record
from realtime_inspector.export import EXPORTERS, exporter
from realtime_inspector.export import material as material_module
from realtime_inspector.export.material import Material
from realtime_inspector.export.part import part_of, range_term

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from realtime_inspector.core.record import Record

BUNDLE = Omission(audio=True, text=True)
SAYING = "Xyzzy"
"""A word that stands in all that is said, and nowhere else."""


def sessions(count: int) -> Iterator[Record]:
    """Sessions that share nothing, each with a question, an answer, a tool and an error."""
    for number in range(count):
        at, mark = number * 1000, f"{number}"
        yield created(at, model=f"model-{number}", instructions=f"be {number}")
        yield added(at + 1, message("user", f"question {number}", f"u{mark}"))
        yield sent(at + 2, "response.create")
        yield begun(at + 3, f"resp_{mark}")
        yield output(at + 4, f"resp_{mark}", message("assistant", "", f"a{mark}"))
        yield added(at + 5, message("assistant", "", f"a{mark}"), f"u{mark}")
        yield delta(at + 6, "output_text", f"answer {number}", f"resp_{mark}", f"a{mark}")
        yield delta(at + 7, "output_audio", SECOND_OF_PCM, f"resp_{mark}", f"a{mark}")
        yield done(at + 8, f"resp_{mark}")
        yield added(at + 9, call("f", "{}", f"c{mark}", f"f{mark}"), f"a{mark}")
        yield added(at + 10, result("1", f"c{mark}", f"r{mark}"), f"f{mark}")
        yield sent(at + 11, "input_audio_buffer.append", audio=SECOND_OF_PCM)


@pytest.mark.parametrize("name", ["md", "txt", "json"])
@pytest.mark.parametrize("most", [1, 13, 30])
def test_chapters_read_like_the_whole(
    name: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = exported(exporter(name), sessions(5))
    monkeypatch.setattr(material_module, "CHAPTER_RECORDS", most)
    assert len(list(Material(lambda: list(sessions(5)), source()).chapters())) > 1
    assert exported(exporter(name), sessions(5)) == whole


@pytest.mark.parametrize("name", ["md", "json"])
@pytest.mark.parametrize("wanted", ["resp:resp_3", "n:20..40", "type:error"])
def test_a_part_of_chapters_reads_like_that_of_the_whole(
    name: str, wanted: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = parse_filter(wanted)
    whole = exported(exporter(name), sessions(5), wanted=tree)
    monkeypatch.setattr(material_module, "CHAPTER_RECORDS", 10)
    assert exported(exporter(name), sessions(5), wanted=tree) == whole


def test_records_keep_their_numbers_behind_a_filter() -> None:
    material = Material(lambda: list(sessions(2)), source(), wanted=parse_filter("type:*.delta"))
    assert [row.seq for row in material.records()] == [7, 8, 19, 20]
    assert "4 of 24 events match" in material.source.notes[-1]


def test_marks_are_what_the_filter_means_by_marked() -> None:
    wanted = parse_filter("marked")
    material = Material(lambda: list(sessions(1)), source(), wanted=wanted, marks={3, 5})
    assert [row.seq for row in material.records()] == [3, 5]


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("20..40", "n:20..40"),
        (" 20 .. 40 ", "n:20..40"),
        ("45..", "n:45.."),
        ("..45", "n:..45"),
        ("00:06..01:20", "time:00:06..01:20"),
        ("1.5s..3s", "time:1.5s..3s"),
        ("6s..", "time:6s.."),
    ],
)
def test_ranges(text: str, term: str) -> None:
    assert range_term(text) == term
    assert part_of("err | x", text) == parse_filter(f"(err | x) {term}")


@pytest.mark.parametrize("text", ["..", "20", "a", "20-40", "1 2..3"])
def test_what_is_no_range(text: str) -> None:
    with pytest.raises(ValueError, match=r"20\.\.40"):
        range_term(text)


def test_a_range_of_nonsense() -> None:
    with pytest.raises(FilterError):
        part_of("", "soon..later")


def test_the_whole_is_no_filter() -> None:
    assert part_of("", "") is None


# Share bundles.


def talk() -> Iterator[Record]:
    """All places where something is said, with a word that must not be found again."""
    yield created(0, instructions=f"Say {SAYING}.", model="gpt-realtime")
    tool = {"type": "function", "name": "get_weather", "description": f"Tells {SAYING}."}
    schema = {"type": "object", "properties": {"city": {"type": "string", "enum": [SAYING]}}}
    yield sent(1, "session.update", session={"tools": [{**tool, "parameters": schema}]})
    prompt = {"id": "pmpt_1", "variables": {"name": SAYING}}
    yield sent(2, "session.update", session={"prompt": prompt, "metadata": {"who": SAYING}})
    yield added(3, message("user", SAYING, "item_u"))
    heard = "conversation.item.input_audio_transcription"
    logprobs = [{"token": SAYING, "logprob": -0.1, "bytes": list(SAYING.encode())}]
    yield sent(4, f"{heard}.delta", item_id="item_u", delta=SAYING, logprobs=logprobs)
    yield sent(5, f"{heard}.completed", item_id="item_u", transcript=SAYING)
    yield begun(6, "resp_1")
    yield output(7, "resp_1", message("assistant", "", "item_a"))
    yield delta(8, "output_text", SAYING, "resp_1", "item_a")
    yield delta(9, "output_audio", SECOND_OF_PCM, "resp_1", "item_a")
    yield added(10, call("get_weather", json.dumps({"city": SAYING}), "call_1", "item_f"))
    yield added(11, result(json.dumps({"answer": SAYING}), "call_1", "item_r"))
    image = [{"type": "input_image", "image_url": f"data:image/png;base64,{SAYING}"}]
    yield added(12, {"id": "item_i", "type": "message", "role": "user", "content": image})
    yield sent(13, "input_audio_buffer.append", audio=SECOND_OF_PCM)
    yield text_record(f"a scribbled line with {SAYING}", Direction.UNKNOWN, None)
    yield binary_record(SAYING.encode(), Direction.RECEIVED, None)
    yield sent(14, "future.event", words=f"{SAYING} with spaces", nested=[{"say": f"é{SAYING}"}])
    yield done(15, "resp_1")


def bundled(name: str, omission: Omission) -> bytes:
    kept = list(talk())
    return b"".join(exporter(name).export(Material(lambda: kept, source(), omission=omission)))


@pytest.mark.parametrize("name", [one.name for one in EXPORTERS if one.is_text])
def test_what_was_said_is_in_no_format(name: str) -> None:
    text = bundled(name, Omission(text=True)).decode()
    assert SAYING not in text


@pytest.mark.parametrize("name", ["md", "txt", "json", "jsonl", "har"])
def test_a_bundle_says_that_it_is_one(name: str) -> None:
    text = bundled(name, BUNDLE).decode()
    assert "--no-text" in text
    assert "--no-audio" in text


@pytest.mark.parametrize("name", [one.name for one in EXPORTERS if one.is_text])
def test_audio_is_in_no_format(name: str) -> None:
    assert b"A" * 40 not in bundled(name, Omission(audio=True))


def events(omission: Omission) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in bundled("jsonl", omission).splitlines()[1:]]
    return [line["event"] for line in lines if "event" in line]


def test_structure_stays() -> None:
    found = {event["type"]: event for event in events(BUNDLE)}
    assert found["response.output_text.delta"]["delta"] == "«5 characters»"
    assert found["input_audio_buffer.append"]["audio"] == {
        "$audio": {
            "bytes": 48_000,
            "ms": 1000.0,
            "sha256": hashlib.sha256(bytes(48_000)).hexdigest(),
        }
    }
    tool = next(e for e in events(BUNDLE) if "tools" in e.get("session", {}))["session"]["tools"][0]
    assert (tool["name"], tool["type"]) == ("get_weather", "function")
    assert tool["parameters"]["properties"]["city"] == {
        "type": "string",
        "enum": ["«5 characters»"],
    }
    assert found["session.created"]["session"]["model"] == "gpt-realtime"
    assert found["response.done"]["response"]["usage"]["total_tokens"] == 15
    assert found["conversation.item.input_audio_transcription.delta"]["logprobs"] == [
        {"token": "«5 characters»", "logprob": -0.1, "bytes": []}
    ]


def test_without_an_omission_nothing_changes() -> None:
    assert events(Omission()) == [
        json.loads(record.payload) for record in talk() if record.kind == "event"
    ]


def test_the_length_of_audio_is_told_although_it_is_left_out() -> None:
    assert "audio 1.0 s" in bundled("md", Omission(audio=True)).decode()


def test_a_bundle_can_be_opened_again() -> None:
    from realtime_inspector.core.codec import decode_line
    from realtime_inspector.core.record import Record

    lines = bundled("jsonl", BUNDLE).splitlines()[1:]
    records = [record for line in lines if isinstance(record := decode_line(line), Record)]
    assert len(records) == len(lines)
    text = exported(exporter("md"), records).decode()
    assert "get_weather" in text
    assert "0 errors" in text


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_every_capture_makes_a_bundle(path: Path) -> None:
    kept = records_of(path.name)
    for name in ("md", "jsonl", "har"):
        data = b"".join(exporter(name).export(Material(lambda: kept, source(), omission=BUNDLE)))
        assert data.endswith(b"\n")


@given(st.text(alphabet=st.characters(codec=None), min_size=1, max_size=20).map(lambda t: f"ß {t}"))
def test_no_text_passes_wherever_it_stands(said: str) -> None:
    record = text_record(json.dumps({"type": "x", "some": {"where": [said]}}), Direction.SENT)
    material = Material(lambda: [record], source(), omission=Omission(text=True))
    (row,) = material.records()
    assert row.event.get("some", "where", 0).endswith("s»")


def test_the_spoken_session_in_chapters_of_one_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """One session is one chapter, however long."""
    monkeypatch.setattr(material_module, "CHAPTER_RECORDS", 1)
    chapters = list(Material(lambda: list(spoken_session()), source()).chapters())
    assert [chapter.is_last for chapter in chapters] == [True]
