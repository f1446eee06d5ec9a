"""The HTML page as text; that it works in a browser is tested in tests/browser."""

from __future__ import annotations

import base64
import io
import json
import re
import wave
from dataclasses import dataclass, field
from hashlib import sha256
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.unit.export.captures import (
    CAPTURES,
    SECOND_OF_PCM,
    added,
    begun,
    created,
    delta,
    exported,
    message,
    output,
    received,
    records_of,
    sent,
    source,
    spoken_session,
)

from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.filters import parse_filter
from realtime_inspector.core.omission import Omission
from realtime_inspector.core.record import Direction, Record, binary_record, text_record
from realtime_inspector.core.safe import visible_lines
from realtime_inspector.export import exporter
from realtime_inspector.export.html import content, sounds
from realtime_inspector.export.html.events import TABLE_ROWS
from realtime_inspector.export.html.markup import readable_json
from realtime_inspector.export.material import Material

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HTML: Final = exporter("html")
VOID: Final = frozenset({"meta", "br", "input", "img", "link", "hr"})
RAW: Final = frozenset({"script", "style"})
ALLOWED: Final = frozenset(
    {"html", "head", "meta", "title", "style", "body", "a", "header", "div", "svg", "path", "h1",
     "h2", "h3", "p", "nav", "span", "button", "main", "section", "aside", "dl", "dt", "dd", "ul",
     "li", "details", "summary", "article", "time", "del", "pre", "code", "figure", "figcaption",
     "audio", "form", "input", "fieldset", "legend", "label", "output", "table", "thead", "tbody",
     "tr", "th", "td", "rect", "text", "tspan", "footer", "script", "small"}
)  # fmt: skip


@dataclass
class Reader(HTMLParser):
    """A page as a browser reads it."""

    open: list[str] = field(default_factory=list)
    seen: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[tuple[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append((self.open[-1] if self.open else "", data))

    def text(self) -> str:
        return "".join(data for tag, data in self.texts if tag not in RAW)

    def scripts(self, **wanted: str) -> list[str]:
        """The bodies of script elements with these attributes."""
        kinds = [attrs for tag, attrs in self.seen if tag == "script"]
        bodies = [data for tag, data in self.texts if tag == "script"]
        pairs = zip(kinds, bodies, strict=True)
        return [body for attrs, body in pairs if all(attrs.get(k) == v for k, v in wanted.items())]

    def events(self) -> list[list[Any]]:
        return [row for data in self.scripts(type="application/json") for row in json.loads(data)]


def read(document: str) -> Reader:
    reader = Reader()
    reader.feed(document)
    reader.close()
    assert reader.open == []
    assert {tag for tag, _ in reader.seen} <= ALLOWED
    return reader


def page(records: Iterable[Record], name: str = "a.jsonl") -> str:
    return exported(HTML, records, source(name)).decode()


def part(records: Iterable[Record], **options: Any) -> str:
    kept = tuple(records)
    return b"".join(HTML.export(Material(lambda: kept, source(), **options))).decode()


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.name)
def test_every_event_is_on_the_page(path: Path) -> None:
    records = records_of(path.name)
    reader = read(page(records, path.name))
    assert [row[0] for row in reader.events()] == list(range(1, len(records) + 1))
    assert len([tag for tag, attrs in reader.seen if tag == "tr" and attrs]) == len(records)


@given(st.text())
def test_no_text_becomes_markup(text: str) -> None:
    item = {"id": "i", "type": "function_call", "name": text, "arguments": text, "call_id": "c"}
    error = {"message": text, "code": text, "param": text}
    records = [
        created(0, instructions=text, voice=text),
        added(1, message("user", text, "m")),
        added(2, item),
        received(3, "error", error=error),
        text_record(json.dumps({"type": text}), Direction.UNKNOWN),
        text_record(text, Direction.RECEIVED),
    ]
    reader = read(page(records, text))
    names = [dict(attrs) for _, attrs in reader.seen]
    assert not any(key.startswith("on") or key == "style" for attrs in names for key in attrs)
    if text:
        assert "\n".join(visible_lines(text)) in reader.text()
    assert [row[0] for row in reader.events()] == list(range(1, 7))


JSON: Final = st.recursive(
    st.none() | st.integers() | st.text(st.characters(exclude_categories=[]), max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@given(value=JSON, is_ascii=st.booleans())
def test_readable_json_is_the_same_value(value: Any, *, is_ascii: bool) -> None:
    text = json.dumps(value, ensure_ascii=is_ascii)
    assert json.loads(readable_json(text)) == json.loads(text)
    readable_json(text).encode()


def test_readable_json_has_letters_in_place_of_escapes() -> None:
    assert readable_json(json.dumps("東京 🙂")) == '"東京 🙂"'
    kept = r'"\\u6771 \u000a \u202e \ud800 \""'
    assert readable_json(kept) == kept


def test_the_json_of_an_event_is_on_the_page_as_it_came() -> None:
    frame = '{"type":"x","2":1.0,"1":[],"e":1E5,"a":"</script>\\u2028\\ud800","d":1,"d":2}'
    [row] = read(page([text_record(frame, Direction.RECEIVED)])).events()
    assert row[-1] == frame


def test_sound_is_taken_out_of_the_json_and_stands_with_its_item_once() -> None:
    sound = base64.b64encode(bytes(range(250)) * 192).decode()
    speech = {"id": "item_1", "type": "message", "role": "assistant"}
    records = [begun(0, "r"), output(1, "r", speech)]
    records.append(delta(2, "output_audio", sound, "r", "item_1"))
    document = page(records)
    assert sound[:300] not in "".join(read(document).scripts(type="application/json"))
    assert wavs(document) == [(24_000, 24_000)]
    shown = json.loads(read(document).events()[-1][-1])
    assert shown == json.loads(records[-1].payload) | {
        "delta": {"$audio": {"bytes": 48_000, "ms": 1_000}}
    }


def wavs(document: str) -> list[tuple[int, int]]:
    """Rate and frames of each sound on a page."""
    found = []
    for encoded in re.findall(r'src="data:audio/wav;base64,([^"]+)"', document):
        with wave.open(io.BytesIO(base64.b64decode(encoded))) as sound:
            found.append((sound.getframerate(), sound.getnframes()))
    return found


def test_the_sound_ends_where_the_listener_stopped_it() -> None:
    document = page(spoken_session())
    assert wavs(document) == [(24_000, 28_800)]
    assert "1.2 s heard of 2.0 s" in document


def test_telephone_sound_is_playable_too() -> None:
    speech = {"id": "item_1", "type": "message", "role": "assistant"}
    ulaw = base64.b64encode(bytes(8_000)).decode()
    records = [
        created(0, audio={"output": {"format": {"type": "audio/pcmu"}}}),
        begun(1, "r"),
        output(2, "r", speech),
        delta(3, "output_audio", ulaw, "r", "item_1"),
    ]
    assert wavs(page(records)) == [(24_000, 24_000)]


def test_what_the_user_said_can_be_heard() -> None:
    records = [
        created(0),
        sent(1, "input_audio_buffer.append", audio=SECOND_OF_PCM),
        sent(2, "input_audio_buffer.commit"),
        received(3, "input_audio_buffer.committed", item_id="item_1"),
        added(4, {"id": "item_1", "type": "message", "role": "user", "content": []}),
    ]
    assert wavs(page(records)) == [(24_000, 24_000)]


def test_without_audio_there_is_none_and_the_page_says_so() -> None:
    document = part(spoken_session(), omission=Omission(audio=True))
    assert "<audio" not in document
    assert "The audio was left out on purpose" in document


def test_too_much_sound_is_left_out_and_the_page_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounds, "MOST_SECONDS", 1)
    speech = [{"id": f"item_{n}", "type": "message", "role": "assistant"} for n in (1, 2)]
    records = [begun(0, "r")]
    for item in speech:
        records.append(output(1, "r", item))
        records.append(delta(2, "output_audio", SECOND_OF_PCM, "r", item["id"]))
    document = page(records)
    assert wavs(document) == [(24_000, 24_000)]
    assert "minutes of sound are on this page" in document


def test_only_what_the_filter_is_about_is_on_the_page() -> None:
    reader = read(part(spoken_session(), wanted=parse_filter("type:error")))
    assert [row[2] for row in reader.events()] == ["error"]
    assert "No call 'call_9'." in reader.text()
    assert "東京は晴れです" not in reader.text()


def test_a_binary_frame_has_no_text() -> None:
    [row] = read(page([binary_record(b"\x00\xff\x7f" * 300, Direction.SENT)])).events()
    assert row[-1] == ""
    assert row[5] == "900 bytes"


def test_the_policy_names_the_style_and_the_script_by_their_hash() -> None:
    reader = read(page([]))
    [policy] = [attrs["content"] for _, attrs in reader.seen if attrs.get("http-equiv")]
    assert policy is not None
    directives = dict(one.strip().split(" ", 1) for one in policy.split(";"))
    assert directives["default-src"] == "'none'"
    for tag in RAW:
        body = [data for inside, data in reader.texts if inside == tag][-1]
        digest = base64.b64encode(sha256(body.encode()).digest()).decode()
        assert directives[f"{tag}-src"] == f"'sha256-{digest}'"


def test_the_table_for_pages_without_a_script_says_what_it_leaves_out() -> None:
    records = [text_record('{"type":"x"}', Direction.SENT)] * (TABLE_ROWS + 5)
    reader = read(page(records))
    assert "5 events more are in the list" in reader.text()
    assert len([tag for tag, attrs in reader.seen if tag == "tr" and attrs]) == TABLE_ROWS


@pytest.mark.parametrize(
    ("limit", "words"), [("MOST_EVENTS", "events"), ("MOST_CHARACTERS", "MB of events")]
)
def test_what_is_too_much_for_a_page_is_refused_with_advice(
    monkeypatch: pytest.MonkeyPatch, limit: str, words: str
) -> None:
    monkeypatch.setattr(content, limit, 10)
    with pytest.raises(UsageError, match=f"more than .* {words}") as refusal:
        page(spoken_session())
    assert "--filter" in str(refusal.value.hint)


def test_a_key_that_came_in_two_deltas_is_nowhere_put_together() -> None:
    key = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789"
    records = [
        begun(0, "r"),
        output(0, "r", {"id": "i", "type": "message", "role": "assistant"}),
        *(delta(0, "output_text", half, "r", "i") for half in (key[:7], key[7:])),
    ]
    assert key not in read(page(records)).text()
