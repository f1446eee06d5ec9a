from __future__ import annotations

import json
import os
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.export.captures import (
    CAPTURES,
    FIXTURES,
    START_NS,
    added,
    call,
    created,
    exported,
    message,
    received,
    records_of,
    result,
    source,
    spoken_session,
)

from realtime_inspector.core import reduce
from realtime_inspector.core.codec import CaptureHeader
from realtime_inspector.core.errors import InspectorError, UsageError
from realtime_inspector.core.events import CATALOGUE
from realtime_inspector.core.safe import UNSAFE_CLASS
from realtime_inspector.export import EXPORTERS, exporter
from realtime_inspector.export.base import ExportSource

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from realtime_inspector.core.record import Record
    from realtime_inspector.core.state import CaptureState
    from realtime_inspector.export.listing import Exporter

GOLDEN = FIXTURES / "golden"
SPOKEN = "spoken-session"
GOLDEN_CAPTURES = (
    SPOKEN,
    "openai-ga-text-tools",
    "openai-ga-error-then-long-text",
    "xai-drop-and-resume",
)
UNSAFE = re.compile(UNSAFE_CLASS)


def formats(*names: str) -> pytest.MarkDecorator:
    """The formats of these names, or all of them."""
    chosen = [one for one in EXPORTERS if not names or one.name in names]
    return pytest.mark.parametrize("one", chosen, ids=lambda one: one.name)


FORMATS = formats()
TRANSCRIPTS = formats("md", "txt")
WITH_GOLDEN_FILES = formats("md", "txt", "json")


def document(
    one: Exporter, records: Iterable[Record] = (), where: ExportSource | None = None
) -> str:
    return exported(one, records, where).decode()


def golden_source(name: str) -> tuple[Iterable[Record], ExportSource]:
    if name != SPOKEN:
        return records_of(f"{name}.jsonl"), source(f"{name}.jsonl")
    header = CaptureHeader(START_NS, provider="openai", url="wss://api.example/v1/realtime?model=m")
    notes = ("3 lines could not be read, the first is line 7.",)
    where = ExportSource("live session", notes, 2, "0.1.0", header)
    return spoken_session(), where


@WITH_GOLDEN_FILES
@pytest.mark.parametrize("name", GOLDEN_CAPTURES)
def test_golden(one: Exporter, name: str) -> None:
    """Set `UPDATE_GOLDEN=1` to write the files anew; then read what changed."""
    text = document(one, *golden_source(name))
    path = GOLDEN / f"{name}{one.suffix}"
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


MAY_REFUSE = frozenset({"wav", "srt", "vtt", "otlp"})
"""Formats of sound and of time, where a capture holds none."""


def made_or_refused(one: Exporter, records: Iterable[Record]) -> bytes | None:
    """What an exporter makes; `None` if it says in words why it cannot."""
    try:
        return exported(one, records)
    except InspectorError as error:
        if one.name not in MAY_REFUSE or not str(error).endswith("."):
            raise
        return None


@FORMATS
@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.stem)
def test_every_capture_exports(one: Exporter, path: Path) -> None:
    data = made_or_refused(one, records_of(path.name))
    assert data != b""
    if one.is_text and data is not None:
        assert data.decode().endswith("\n")


@FORMATS
def test_an_empty_capture_exports(one: Exporter) -> None:
    assert made_or_refused(one, ()) != b""


@WITH_GOLDEN_FILES
def test_no_secret_leaves(one: Exporter) -> None:
    key = "sk-proj-_abcdefghijklmnopqrstuvwxyz_0123456789"
    records = [
        created(0, instructions=f"use {key}"),
        added(1, message("user", f"my key is {key}", "u")),
        added(2, call("f", json.dumps({"client_secret": {"value": "hunter2hunter2"}}), "c", "i")),
        added(3, result(f"{key}\n", "c", "r")),
    ]
    text = document(one, records, ExportSource(f"{key}.jsonl", (key,), 2))
    plain = text.replace("\\", "")
    assert "abcdefghij" not in plain
    assert "hunter2" not in plain
    assert "redacted" in text


@WITH_GOLDEN_FILES
def test_nothing_can_act_on_a_terminal(one: Exporter) -> None:
    hostile = "a\x1b[31mb\x07\u202ec\x9bd\U000e0041\ud800"
    records = [
        created(0, instructions=hostile, model=hostile),
        added(1, message("user", hostile, "u")),
        added(2, call(hostile, hostile, "c", "i")),
        added(3, result(hostile, "c", "r")),
    ]
    text = document(one, records, ExportSource(hostile, (hostile,)))
    assert set(UNSAFE.findall(text)) == {"\n"}
    text.encode()


def test_json_keeps_the_text_as_it_was() -> None:
    said = 'a\x1b\u202e\U000e0041 "東京" \\ \n\t'
    records = [created(), added(1, message("user", said, "u"))]
    read = json.loads(document(exporter("json"), records))
    assert read["schema"] == 1
    assert read["sessions"][0]["lines"][0]["text"] == said
    assert read["items"][0]["parts"][0]["text"] == said


@given(st.text(alphabet=st.characters(codec=None), max_size=60))
def test_json_parses_whatever_was_said(said: str) -> None:
    records = [created(), added(1, message("user", said, "u"))]
    text = document(exporter("json"), records)
    text.encode()
    assert json.loads(text)["items"][0]["role"] == "user"


@given(st.text(max_size=60))
def test_plain_text_keeps_session_text_indented(said: str) -> None:
    def margin(text: str) -> list[str]:
        records = [created(), added(1, message("user", text, "u"))]
        lines = document(exporter("txt"), records).splitlines()
        return [line for line in lines if line and not line.startswith("    ")]

    assert margin(said) == margin("x")


def test_secrets_are_counted() -> None:
    where = ExportSource("a", redactions=2)
    read = json.loads(document(exporter("json"), where=where))
    assert read["secrets_replaced"] == 2
    assert "2 secrets" in document(exporter("md"), where=where)


def test_an_unknown_format() -> None:
    with pytest.raises(UsageError, match="docx") as caught:
        exporter("docx")
    assert "md, txt, json" in caught.value.hint


@FORMATS
def test_every_exporter_describes_itself(one: Exporter) -> None:
    assert exporter(one.name) is one
    assert one.suffix.startswith(".")
    assert one.help


@TRANSCRIPTS
def test_what_is_missing_is_said(one: Exporter) -> None:
    picture = [{"type": "input_text", "text": "look"}, {"type": "input_image"}]
    records = [
        created(),
        created(1),
        added(2, {"id": "a", "type": "message", "role": "user", "content": picture}),
        added(3, {"id": "b", "type": "message", "role": "user", "content": []}),
        added(4, call("f", "", "c", "d")),
        added(5, result("", "c9", "e")),
        received(6, "conversation.item.input_audio_transcription.failed", item_id="b", error="?"),
    ]
    text = document(one, records)
    for words in ("No conversation item", "no text", "input image", "no arguments", "empty"):
        assert words in text
    assert "no result in this capture" in text
    assert "Transcription failed: ?" in text


@pytest.fixture
def broken_handler(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> CaptureState:
        raise RuntimeError

    broken = replace(CATALOGUE["session.created"], handle=fail)
    monkeypatch.setattr(reduce, "CATALOGUE", {"session.created": broken})


@pytest.mark.usefixtures("broken_handler")
def test_records_that_were_not_understood_are_counted() -> None:
    text = document(exporter("txt"), [created(), created(1)])
    assert "Note: 2 events could not be interpreted." in text


def test_a_secret_that_occurs_again_counts_once() -> None:
    key = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
    records = [created(), added(1, call("f", "{}", "c", "d")), added(2, result(key, "c", "e"))]
    read = json.loads(document(exporter("json"), records))
    assert read["secrets_replaced"] == 1
