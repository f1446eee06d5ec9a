"""Which part of a long log the state stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from tests.support.events import received, session_created
from tests.support.logs import HEADER, Reading, line_of, store_in_place

from realtime_inspector.capture.reader import CaptureReader
from realtime_inspector.core.reduce import reduce, reduce_all
from realtime_inspector.core.state import CaptureState
from realtime_inspector.store import folding
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

SIZE: Final = 50
"""Records of a session."""


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folding, "WHOLE", 100)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "c.jsonl"


def session(number: int, size: int = SIZE) -> bytes:
    """A session that says something in every record."""
    item = {"type": "message", "role": "user"}
    first = line_of("session.created", session={"id": f"s{number}", "model": f"m{number}"})
    added = (
        line_of("conversation.item.added", n, item={**item, "id": f"i{number}.{n}"})
        for n in range(1, size)
    )
    return first + b"".join(added)


def sessions(*sizes: int) -> bytes:
    return HEADER + b"".join(session(n, size) for n, size in enumerate(sizes, 1))


def folded(store: Store, most: int = 7) -> CaptureState:
    """The state once it stands for all of its span, which must come to an end."""
    for _ in range(len(store) + 2):
        if store.folding.is_done:
            return store.state
        store.folding.advance(most)
    raise AssertionError("it never ends")


def state_of(path: Path, first: int, last: int) -> CaptureState:
    """The state by folding some records."""
    state = CaptureState(seq=first - 1)
    for record in list(CaptureReader(path))[first - 1 : last]:
        state = reduce(state, record)
    return state


def test_a_log_of_usual_length_is_folded_whole(path: Path) -> None:
    path.write_bytes(sessions(SIZE, SIZE))
    store = store_in_place(path)
    assert store.folding.span == (1, 100)
    assert store.folding.session is None
    store.focus(80)
    assert folded(store) == reduce_all(CaptureReader(path))


@pytest.mark.parametrize(
    ("focus", "span", "number"),
    [
        (1, (1, 50), 1),
        (50, (1, 50), 1),
        (51, (51, 100), 2),
        (77, (51, 100), 2),
        (150, (101, 150), 3),
    ],
)
def test_of_a_long_log_the_session_in_focus_is_folded(
    path: Path, focus: int, span: tuple[int, int], number: int
) -> None:
    path.write_bytes(sessions(SIZE, SIZE, SIZE))
    store = store_in_place(path)
    folded(store)
    store.focus(focus)
    assert store.folding.span == span
    assert store.folding.session == {"number": number, "count": 3}
    assert folded(store) == state_of(path, *span)


def test_moving_within_a_session_does_not_fold_it_again(path: Path) -> None:
    path.write_bytes(sessions(SIZE, SIZE, SIZE))
    store = store_in_place(path)
    told: list[int] = []
    store.on_focus = lambda: told.append(store.state.seq)
    store.focus(60)
    state = folded(store)
    for seq in (51, 99, 100, 70):
        store.focus(seq)
    assert store.state is state
    assert told == [50]
    store.focus(10)
    assert told == [50, 0]


def test_what_stands_before_the_first_session_belongs_to_it(path: Path) -> None:
    lead = b"".join(line_of("thing", n) for n in range(20))
    path.write_bytes(HEADER + lead + session(1) + session(2))
    store = store_in_place(path)
    for seq, span in ((1, (1, 70)), (20, (1, 70)), (30, (1, 70)), (71, (71, 120))):
        store.focus(seq)
        assert store.folding.span == span


def test_a_long_log_without_sessions_is_folded_whole(path: Path) -> None:
    path.write_bytes(HEADER + b"".join(line_of("thing", n) for n in range(150)))
    store = store_in_place(path)
    store.focus(140)
    assert store.folding.span == (1, 150)
    assert store.folding.session is None
    assert folded(store).seq == 150


def test_a_session_that_is_too_long_is_folded_in_parts(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "MOST", 30)
    path.write_bytes(sessions(SIZE, 70))
    store = store_in_place(path)
    spans = ((1, (1, 30)), (30, (1, 30)), (31, (31, 50)), (51, (51, 80)), (120, (111, 120)))
    for seq, span in spans:
        store.focus(seq)
        assert store.folding.span == span
        assert folded(store) == state_of(path, *span)


def test_of_records_in_very_long_lines_only_the_beginning_is_read(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folding, "PARSED_BYTES", 2_000)
    long = line_of("response.done", 5, response={"id": "r", "x": "y" * 3_000})
    item = {"type": "message", "id": "i", "role": "user"}
    added = line_of("conversation.item.added", 6, item=item)
    path.write_bytes(HEADER + session(1, 3) + long + b"\xff" * 3_000 + b"\n" + added)
    store = store_in_place(path)
    state = folded(store)
    assert state.seq == 6
    assert state.faults == 0
    assert "r" not in state.responses
    assert state.item("i") is not None


@pytest.mark.parametrize("kinds", [3, 254, 255, 256, 300])
def test_sessions_are_found_however_many_kinds_came_before(path: Path, kinds: int) -> None:
    lead = b"".join(line_of(f"kind.{n}", n) for n in range(kinds))
    path.write_bytes(HEADER + lead + session(1) + session(2) + session(3))
    store = store_in_place(path)
    assert list(store.folding.sessions) == [kinds + 1, kinds + 51, kinds + 101]


def test_a_log_that_grows_long_keeps_the_session_in_focus(path: Path) -> None:
    path.write_bytes(sessions(SIZE))
    with Reading(path, is_growing=True) as reading:
        store = reading.store
        reading.until_read(50)
        assert folded(store).seq == 50
        with path.open("ab") as file:
            file.write(session(2) + session(3, 20))
        reading.until_read(120)
        assert folded(store) == state_of(path, 1, 50)
        store.focus(120)
        assert folded(store) == state_of(path, 101, 120)
        with path.open("ab") as file:
            file.write(session(3)[-500:].split(b"\n", 1)[1])
        reading.until(lambda: len(store) > 120, "more")
        reading.until_read(len(store))
        assert store.folding.span == (101, len(store))
        assert folded(store) == state_of(path, 101, len(store))


def test_records_that_come_one_by_one_are_folded_whole_wherever_one_looks() -> None:
    store, records = Store(), []
    for n in range(300):
        record = session_created(f"s{n}") if n % 60 == 0 else received("thing", n=n)
        store.append(record)
        records.append(record)
        store.focus(n // 2 + 1)
    assert store.state == reduce_all(records)
    assert store.folding.is_done
    assert store.folding.session is None
