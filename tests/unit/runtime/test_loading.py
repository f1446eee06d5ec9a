"""Captures of every format, as they come onto the screen."""

from __future__ import annotations

import asyncio
import gzip
import json
import time
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from tests.support.logs import HEADER, LIMIT_S, line_of

from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.core.codec import CaptureHeader, encode_header
from realtime_inspector.core.errors import UnreadableCapture
from realtime_inspector.core.event import Event
from realtime_inspector.core.record import RecordKind
from realtime_inspector.core.reduce import reduce_all
from realtime_inspector.runtime import loading
from realtime_inspector.runtime.indexing import Indexer
from realtime_inspector.runtime.loading import FIRST, CaptureLoader
from realtime_inspector.store import folding

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from realtime_inspector.capture.log import FileLog
    from realtime_inspector.core.record import Record

CAPTURES: Final = Path(__file__).parents[2] / "fixtures" / "captures"
MANY: Final = 1_500
"""More than what is read before the screen opens."""


async def until(condition: Callable[[], bool], what: str = "") -> None:
    """Waits until something is so, while the loader has its turn."""
    end = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < end, f"never came: {what or condition}"
        await asyncio.sleep(0.002)


@asynccontextmanager
async def running(loader: CaptureLoader) -> AsyncIterator[CaptureLoader]:
    """A loader at work."""
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(loader.run())
        yield loader
        task.cancel()


def events() -> list[dict[str, Any]]:
    first = {"type": "session.created", "event_id": "event_0", "session": {"id": "sess_1"}}
    return [first, *({"type": "thing", "n": n, "event_id": f"event_{n}"} for n in range(1, MANY))]


def as_har(_: Path) -> bytes:
    messages = [
        {"type": "receive", "time": 1795348805 + n, "opcode": 1, "data": json.dumps(event)}
        for n, event in enumerate(events())
    ]
    request = {"method": "GET", "url": "wss://api.openai.com/v1/realtime", "headers": []}
    entry = {"request": request, "_webSocketMessages": messages, "_resourceType": "websocket"}
    return json.dumps({"log": {"version": "1.2", "entries": [entry]}}).encode()


def as_yaml(_: Path) -> bytes:
    return (CAPTURES / "openai-ga-text-tools.original-cassette.yaml").read_bytes()


FORMATS: Final[dict[str, Callable[[Path], bytes]]] = {
    "ours.jsonl": lambda _: HEADER + b"".join(line_of("thing", n) for n in range(MANY)),
    "bare.jsonl": lambda _: b"".join(json.dumps(one).encode() + b"\n" for one in events()),
    "crlf.jsonl": lambda _: b"".join(json.dumps(one).encode() + b"\r\n" for one in events()),
    "c.har": as_har,
    "c.json": lambda _: json.dumps(events(), indent=1).encode(),
    "c.jsonl.gz": lambda path: gzip.compress(FORMATS["bare.jsonl"](path)),
    "c.utf16.jsonl": lambda path: FORMATS["bare.jsonl"](path).decode().encode("utf-16"),
    "c.yaml": as_yaml,
    "c.log": lambda _: b"".join(
        f"2026-11-22 12:00:00 INFO received {json.dumps(one)}\n".encode() for one in events()
    ),
}
IN_PLACE: Final = ("ours.jsonl", "bare.jsonl", "crlf.jsonl")


@pytest.fixture(params=FORMATS)
def capture(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    name: str = request.param
    path = tmp_path / name
    path.write_bytes(FORMATS[name](path))
    return path


def one_line(record: Record) -> Record:
    """A record as it is kept: without the line breaks between the parts of an event."""
    return replace(record, payload=record.payload.replace(b"\n", b" "))


async def test_every_format_gives_the_records_of_the_reader(capture: Path) -> None:
    records = [one_line(record) for record in CaptureReader(capture)]
    assert len(records) == MANY or capture.suffix == ".yaml"
    async with running(CaptureLoader(capture)) as loader:
        store = loader.store
        await until(lambda: loader.is_done and store.folding.is_done, "all of it")
        assert [store.record(seq) for seq in range(1, len(store) + 1)] == records
        assert store.state == reduce_all(records)
        assert loader.share == 1
        assert loader.notes == ()


async def test_the_first_records_are_there_at_once(capture: Path) -> None:
    store = CaptureLoader(capture).store
    assert min(FIRST, 50) <= len(store) < FIRST + 50
    assert store.columns.described == len(store)
    assert store.state.seq == min(FIRST, len(store))


async def test_only_files_of_lines_can_be_followed(capture: Path) -> None:
    if capture.name in (*IN_PLACE, "c.log"):
        async with running(CaptureLoader(capture, is_growing=True)) as loader:
            await until(lambda: loader.is_done)
            assert len(loader.store) == MANY
    else:
        with pytest.raises(UnreadableCapture, match=r"Cannot follow .* must be read as a whole"):
            CaptureLoader(capture, is_growing=True)


PREFIX: Final = b"2026-11-22 12:00:00,000 INFO received "


async def test_a_text_log_is_followed(tmp_path: Path) -> None:
    path = tmp_path / "app.log"
    path.write_bytes(b"starting\n" + PREFIX + b'{"type":"session.created"}\n')

    def add(data: bytes) -> None:
        with path.open("ab") as file:
            file.write(data)

    async with running(CaptureLoader(path, is_growing=True)) as loader:
        store = loader.store
        assert len(store) == 2
        add(PREFIX + b'{"type":"response.done"')
        add(b"}\n" + PREFIX + b'{\n  "type": "x",\n')
        await until(lambda: len(store) == 3, "the line that was completed")
        add(b'  "n": 1\n}\n')
        await until(lambda: len(store) == 4, "the event over several lines")
        assert store.record(4).line == 4
        path.write_bytes(PREFIX + b'{"type":"y"}\n')
        await until(lambda: len(store) == 5, "the file from its new beginning")
        new = tmp_path / "new.log"
        new.write_bytes(PREFIX + b'{"type":"z"}\n')
        new.replace(path)
        await until(lambda: len(store) == 6, "the file that took its place")
        path.unlink()
        await until(lambda: len(loader.news) == 3, "that it was deleted")
        assert [Event.of(store.record(seq)).type for seq in range(2, 7)] == [
            "session.created", "response.done", "x", "y", "z",
        ]  # fmt: skip
        assert [note.split(";")[0] for note in loader.news] == [
            "The file was cut short", "The file was replaced", "The file was deleted",
        ]  # fmt: skip
        assert loader.notes[0] == "1 line could not be read as an event: line 1"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it is empty"),
        (b" \n\n", "it is empty"),
        (b"\0\1\2\n" * 50, "binary"),
        (b"hello\nworld\n", "no event to read"),
        (b"[]", "nothing in it is an event"),
        (gzip.compress(b"", mtime=0), "it is empty"),
        (gzip.compress(b"hello", mtime=0), "no event to read"),
    ],
)
@pytest.mark.parametrize("is_growing", [False, True])
def test_nothing_to_show(tmp_path: Path, content: bytes, words: str, is_growing: bool) -> None:
    path = tmp_path / "c"
    path.write_bytes(content)
    with pytest.raises(UnreadableCapture, match=words):
        CaptureLoader(path, is_growing=is_growing)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("c.har", as_har(Path())[:9_000], "The HAR file is damaged"),
        ("c.yaml", as_yaml(Path()) + b"\n\t- : :x\n {", "could not be read as events"),
    ],
)
def test_of_a_document_that_is_damaged_the_rest_is_shown_and_the_loss_told(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    loader = CaptureLoader(path)
    kinds = [loader.store.record(seq).kind for seq in range(1, len(loader.store) + 1)]
    assert kinds.count(RecordKind.EVENT) > 40
    assert any(words in note for note in loader.notes)


@pytest.mark.parametrize(
    ("name", "content"),
    [("c.har", b'{"log": {"entries": [{"x"'), ("c.yaml", b"interactions:\n- : :x\n {")],
)
def test_a_document_of_which_nothing_is_left_is_told_instead_of_an_empty_screen(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnreadableCapture, match="is damaged"):
        CaptureLoader(path)


def test_a_file_that_vanishes_while_it_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    capture = tmp_path / "c.jsonl"
    capture.write_text("\n".join(map(json.dumps, events())))

    def opened_late(log: FileLog, **options: Any) -> Indexer:
        capture.unlink()
        return Indexer(log, **options)

    monkeypatch.setattr(loading, "Indexer", opened_late)
    with pytest.raises(UnreadableCapture, match="no such file"):
        CaptureLoader(capture)


def test_of_an_array_that_is_cut_the_events_before_are_shown(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_bytes(json.dumps(events()).encode()[:5_000])
    loader = CaptureLoader(path)
    assert loader.is_done
    assert 50 < len(loader.store) < FIRST
    assert loader.notes == ("1 line could not be read as an event: line 1",)


async def test_a_packed_file_that_is_cut_shows_what_is_there(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl.gz"
    packed = FORMATS["c.jsonl.gz"](path)
    path.write_bytes(packed[: len(packed) * 3 // 4])
    async with running(CaptureLoader(path)) as loader:
        await until(lambda: loader.is_done)
        assert 50 < len(loader.store) < MANY
        assert any("damaged or cut short" in note for note in loader.notes)


async def test_lines_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    good = FORMATS["ours.jsonl"](path)
    path.write_bytes(good + b"junk\n")
    async with running(CaptureLoader(path)) as loader:
        await until(lambda: loader.is_done)
        assert loader.notes == (f"1 line could not be read as an event: line {MANY + 2}",)
    path.write_bytes(good + b"junk\n\n{\n")
    async with running(CaptureLoader(path)) as loader:
        await until(lambda: loader.is_done)
        assert loader.notes == (
            f"2 lines could not be read as events, the first is line {MANY + 2}",
        )


async def test_a_recording_that_broke_off_says_so_once_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    header = encode_header(CaptureHeader(app="9.0", version=9))
    path.write_bytes(header + line_of("a") + line_of("b")[:-5])
    async with running(CaptureLoader(path)) as loader:
        await until(lambda: len(loader.notes) == 3, "three notes")
        unreadable, version, torn = loader.notes
        assert unreadable == "1 line could not be read as an event: line 3"
        assert "newer version (9.0)" in version
        assert torn == "The last line, 3, is cut short: the recording broke off"
    path.write_bytes(header + line_of("a") + b"{\n")
    async with running(CaptureLoader(path)) as loader:
        await until(lambda: loader.is_done, "the end")
        assert not any("cut short" in note for note in loader.notes)


async def test_a_capture_that_starts_with_many_blank_lines(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + b"\n" * 100 + b"".join(line_of("thing", n) for n in range(MANY)))
    async with running(CaptureLoader(path)) as loader:
        await until(lambda: loader.is_done)
        assert loader.store.record(1).line == 102
        assert Event.of(loader.store.record(MANY)).integer("number") == MANY - 1


async def test_news_of_a_followed_file(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_bytes(HEADER + line_of("thing", 0))
    async with running(CaptureLoader(path, is_growing=True)) as loader:
        told: list[tuple[str, ...]] = []
        loader.store.listen(lambda: told.append(loader.news))
        path.rename(path.with_suffix(".1"))
        await until(lambda: len(told) > 0 and len(told[-1]) == 1, "that it was deleted")
        path.write_bytes(HEADER + line_of("thing", 1))
        await until(lambda: len(told[-1]) == 2, "that there is another")
        await until(lambda: len(loader.store) == 2 and loader.is_done)
        assert "deleted" in loader.news[0]
        assert "replaced; event 2 is the first" in loader.news[1]
        path.unlink()
        path.mkdir()
        await until(lambda: len(told[-1]) == 3, "that reading ended")
        assert loader.news[2] == "Reading stopped: is a directory."
        assert loader.is_done


async def test_of_a_long_capture_the_session_that_is_looked_at_is_folded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "WHOLE", 500)
    path = tmp_path / "c.jsonl"
    session = [line_of("session.created", session={"id": "s"})]
    session += [line_of("thing", n) for n in range(1, 300)]
    path.write_bytes(HEADER + b"".join(session * 5))
    async with running(CaptureLoader(path)) as loader:
        store = loader.store
        await until(lambda: loader.is_done and store.folding.is_done)
        assert store.folding.span == (1, 300)
        store.focus(1_000)
        assert store.state.seq == 900
        await until(lambda: store.folding.is_done, "the session of the focus")
        assert store.folding.span == (901, 1_200)
        assert store.state.seq == 1_200
        store.focus(1_500)
        await until(lambda: store.folding.is_done, "the last session")
        assert store.folding.span == (1_201, 1_500)


async def test_a_converted_capture_is_folded_whole_wherever_one_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "WHOLE", 500)
    path = tmp_path / "c.json"
    path.write_bytes(json.dumps(events() * 2).encode())
    async with running(CaptureLoader(path)) as loader:
        store = loader.store
        store.focus(FIRST)
        await until(lambda: len(store) > MANY + 100, "the second session")
        store.focus(MANY + 50)
        store.focus(1)
        await until(lambda: loader.is_done)
        assert store.state == reduce_all(CaptureReader(path))
