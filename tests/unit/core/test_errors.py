from __future__ import annotations

import pytest

from realtime_inspector.core.errors import (
    ConnectionFailed,
    InspectorError,
    RecorderError,
    UnreadableCapture,
    UsageError,
)


@pytest.mark.parametrize(
    ("kind", "code"),
    [(InspectorError, 1), (UsageError, 2), (ConnectionFailed, 3), (UnreadableCapture, 4)],
)
def test_every_error_has_words_a_hint_and_a_code(kind: type[InspectorError], code: int) -> None:
    error = kind("It is so.", "Do this.")
    assert isinstance(error, InspectorError)
    assert (str(error), error.message, error.hint, error.exit_code) == (
        "It is so.",
        "It is so.",
        "Do this.",
        code,
    )


def test_a_recorder_error_names_the_file() -> None:
    error = RecorderError("a.jsonl", "the disk is full")
    assert str(error) == "Cannot record to a.jsonl: the disk is full"
    assert error.exit_code != 0
