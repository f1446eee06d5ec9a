from __future__ import annotations

from pathlib import Path
from typing import Final

from tests.support.events import error, received, sent

from realtime_inspector.analysis import stats
from realtime_inspector.analysis.stats import Stats, StatsCounter, total_of
from realtime_inspector.capture.reader import read_capture
from realtime_inspector.core.record import Record, notice
from realtime_inspector.core.reduce import reduce_all

CAPTURES: Final = sorted((Path(__file__).parents[2] / "fixtures/captures").glob("*.jsonl"))
USAGE: Final = {
    "total_tokens": 416, "input_tokens": 401, "output_tokens": 15,
    "input_token_details": {
        "text_tokens": 301, "audio_tokens": 100, "image_tokens": 0, "cached_tokens": 384,
        "cached_tokens_details": {"text_tokens": 300, "audio_tokens": 84},
    },
    "output_token_details": {"text_tokens": 9, "audio_tokens": 6, "reasoning_tokens": 4},
}  # fmt: skip


def count(*records: Record) -> Stats:
    counter = StatsCounter()
    for record in records:
        counter.feed(record)
    return counter.result()


def done(response_id: str, status: object = "completed", **fields: object) -> Record:
    return received("response.done", response={"id": response_id, "status": status, **fields})


def test_tokens_as_usage_says() -> None:
    tokens = count(done("a", usage=USAGE), done("b", usage=USAGE), done("c", usage=None)).tokens
    assert (tokens.input, tokens.output, tokens.total) == (802, 30, 832)
    assert (tokens.cached, tokens.reasoning) == (768, 8)
    assert tokens.input_by == {"text": 602, "audio": 200, "image": 0}
    assert tokens.cached_by == {"text": 600, "audio": 168, "image": 0}
    assert tokens.output_by == {"text": 18, "audio": 12, "image": 0}


def test_usage_at_the_top_level_and_odd_usage() -> None:
    top = received("response.done", response={"id": "a"}, usage={"total_tokens": 5})
    odd = done("b", usage={"total_tokens": "5", "input_tokens": -3, "output_tokens": True})
    assert count(top, odd).tokens.total == 5
    assert count(odd).tokens.input == 0


def test_details_of_a_usage_in_the_other_spelling() -> None:
    """As Qwen writes them (observed.md §4)."""
    usage = {"total_tokens": 118, "input_tokens": 85, "output_tokens": 33,
             "input_tokens_details": {"text_tokens": 50, "audio_tokens": 35},
             "output_tokens_details": {"text_tokens": 33}}  # fmt: skip
    tokens = count(done("a", usage=usage)).tokens
    assert tokens.input_by == {"text": 50, "audio": 35, "image": 0}
    assert tokens.output_by == {"text": 33, "audio": 0, "image": 0}


def test_transcription_is_apart() -> None:
    kind = "conversation.item.input_audio_transcription.completed"
    found = count(
        received(kind, usage={"type": "duration", "seconds": 3}),
        received(kind, usage={"type": "tokens", "total_tokens": 7, "input_tokens": 5}),
    )
    assert (found.transcription_s, found.transcription.total, found.tokens.total) == (3, 7, 0)


def test_responses_by_status() -> None:
    created = received("response.created", response={"id": "open"})
    found = count(done("a"), done("b", "failed"), done("c", None), done("d", 5), created)
    assert found.responses == {"completed": 3, "failed": 1, "unfinished": 1}
    assert found.failures == 1


def test_only_so_much_is_remembered() -> None:
    names = stats._MOST_NAMES + 5
    found = count(*(received(f"x{number}") for number in range(names)))
    assert (found.events, sum(found.types.values())) == (names, names)
    assert found.types[stats.OTHERS] == 5
    waiting = stats._MOST_OPEN + 5
    created = (received("response.created", response={"id": str(n)}) for n in range(waiting))
    assert count(*created).responses == {"unfinished": waiting}


def test_directions_and_times() -> None:
    found = count(sent("a", ms=5000), received("b", ms=1000), error("c"), notice("close"))
    assert (found.records, found.events) == (4, 3)
    assert (found.sent, found.received, found.undirected) == (1, 2, 0)
    assert found.duration_s == 4.0
    assert found.failures == 2
    assert count(error("c")).duration_s is None


def test_the_total_adds_up() -> None:
    first, second = count(sent("a", ms=0), sent("a", ms=1500)), count(done("b", usage=USAGE))
    total = total_of([first, second])
    assert (total.records, total.sent, total.received, total.duration_s) == (3, 2, 1, 1.5)
    assert total.types == {"a": 2, "response.done": 1}
    assert total.tokens.cached_by == second.tokens.cached_by


def test_the_fold_counts_the_same() -> None:
    for path in CAPTURES:
        records = list(read_capture(path))
        state, found = reduce_all(records), count(*records)
        assert (found.records, found.bytes) == (state.seq, state.bytes)
        assert found.tokens.total == state.usage.total
