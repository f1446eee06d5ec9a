"""Which strand an event belongs to."""

from __future__ import annotations

from typing import Any

from realtime_inspector.analysis.strands import Strand, Strands, is_delta
from realtime_inspector.core.event import Event


def strands(*events: dict[str, Any]) -> list[str]:
    sorter = Strands()
    return [str(sorter.of(Event(event))) for event in events]


def test_items_and_responses_are_numbered_as_they_are_named() -> None:
    assert strands(
        {"type": "session.created"},
        {"type": "conversation.item.added", "item": {"id": "u1"}},
        {"type": "response.created", "response": {"id": "r1"}},
        {"type": "response.output_item.added", "response_id": "r1", "item": {"id": "a1"}},
        {"type": "conversation.item.added", "item": {"id": "a1"}},
        {"type": "conversation.item.added", "item": {"id": "u2"}},
        {"type": "conversation.item.input_audio_transcription.completed", "item_id": "u1"},
        {"type": "conversation.item.done", "item": {"id": "a1"}},
        {"type": "response.created", "response": {"id": "r2"}},
        {"type": "response.done", "response": {"id": "r1"}},
        {"type": "conversation.item.deleted", "item_id": "u2"},
    ) == [
        "session", "item 1", "response 1", "response 1", "response 1", "item 2",
        "transcription 1", "response 1", "response 2", "response 1", "item 2",
    ]  # fmt: skip


def test_what_is_about_nothing_of_these_has_a_strand_of_its_own() -> None:
    assert strands(
        {"type": "input_audio_buffer.speech_started", "item_id": "u1"},
        {"type": "output_audio_buffer.started", "response_id": "r1"},
        {"type": "rate_limits.updated"},
        {"type": "error", "error": {}},
        {"type": "ping"},
        {},
    ) == ["input", "output", "limits", "error", "other", "other"]


def test_beta_names_and_events_without_ids_are_sorted_too() -> None:
    assert strands(
        {"type": "conversation.item.created", "item": {"id": "u1"}},
        {"type": "response.created", "response": {"id": "r1"}},
        {"type": "response.text.delta", "delta": "x"},
    ) == ["item 1", "response 1", "response 1"]
    assert Strands().of(Event({"type": "response.done"})) == Strand("response", 0)


def test_deltas_are_known_by_the_catalogue_or_their_name() -> None:
    assert is_delta("response.output_text.delta")
    assert is_delta("response.thought.delta")
    assert not is_delta("response.done")
