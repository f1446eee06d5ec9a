"""A view that is laid before records have been read ends as one that is laid afterwards."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.logs import ALL, HEADER, line_of, log_of

from realtime_inspector.runtime.indexing import Indexer
from realtime_inspector.store.store import Store
from realtime_inspector.store.view import LogView
from realtime_inspector.ui.panes.log_filter import LogFilter

DELTA: Final = "response.output_text.delta"
LINES: Final = {
    "a": line_of(DELTA, item_id="a"),
    "b": line_of(DELTA, item_id="b"),
    "-": line_of("response.created", response={"id": "r"}),
    "e": line_of("error", error={"code": "x"}),
    "!": line_of(DELTA)[:-4] + b"\n",  # passes for a delta until it is read
}
LOGS: Final = st.text("aaabb-e!", max_size=40)
STEPS: Final = st.lists(st.one_of(st.integers(1, 9), st.just(0)), max_size=12)
"""So many records are found by a glance; 0: all that were found are read."""
FILTERS: Final = st.sampled_from(["", f"type:{DELTA}", "NOT err", "err", "item:a", "n>3 type:*"])


def lines(view: LogView) -> list[list[int]]:
    return [list(view.seqs(index)) for index in range(len(view))]


@settings(max_examples=200)
@given(LOGS, STEPS, FILTERS, st.booleans())
def test_both_passes_in_any_order(log: str, steps: list[int], text: str, is_all_open: bool) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "c.jsonl")
        path.write_bytes(HEADER + b"".join(LINES[letter] for letter in log))
        file = log_of(path)
        store = Store(file)
        indexer = Indexer(file)
        view = LogView(store)
        shown = LogFilter(view)
        shown.set_text(text)
        view.set_all_open(is_open=is_all_open)
        for step in [*steps, ALL, 0]:
            if step:
                indexer.scan(step, ALL)
            else:
                indexer.describe()
            for piece in indexer.take():
                before = lines(view)
                store.take(piece)
                is_other = shown.advance()
                first = view.update()
                if not is_other:
                    assert lines(view)[:first] == before[:first]
        indexer.close()
        again = LogView(store)
        fresh = LogFilter(again)
        fresh.set_text(text)
        again.update()
        again.set_all_open(is_open=is_all_open)
        assert lines(view) == lines(again)
