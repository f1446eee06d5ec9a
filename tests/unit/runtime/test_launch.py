from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from realtime_inspector.config.settings import ConnectSettings, RecordSettings, Settings
from realtime_inspector.core.errors import RecorderError, UsageError
from realtime_inspector.runtime.clock import steady_clock
from realtime_inspector.runtime.launch import make_session, source_name
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from pathlib import Path

    from realtime_inspector.runtime.live import LiveSession

QUIET = Settings(record=RecordSettings(enabled=False))


def session_of(settings: Settings) -> LiveSession:
    return make_session(settings, Store(), steady_clock())


def recording_to(**record: str) -> Settings:
    return Settings(record=RecordSettings(**record))  # type: ignore[arg-type]


def test_nothing_is_recorded_if_that_is_off() -> None:
    session = session_of(QUIET)
    assert session.recorder is None
    assert session.is_recording_complete
    assert not session.is_connected


def test_a_recording_gets_a_free_name_in_its_folder(tmp_path: Path) -> None:
    session = session_of(recording_to(directory=str(tmp_path / "new" / "folder")))
    assert session.recorder is not None
    session.recorder.close()
    assert session.recorder.path.parent == tmp_path / "new" / "folder"
    assert session.recorder.path.stat().st_mode & 0o777 == 0o600


def test_a_folder_that_cannot_be_made_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(RecorderError) as caught:
        session_of(recording_to(directory=str(tmp_path / "file" / "folder")))
    assert str(caught.value).startswith(f"Cannot record to {tmp_path}")
    assert "--no-record" in caught.value.hint


def test_a_folder_that_takes_no_file_is_said_in_words() -> None:
    with pytest.raises(RecorderError) as caught:
        session_of(recording_to(directory="/proc"))
    assert "--no-record" in caught.value.hint


def test_tools_that_cannot_be_loaded_leave_no_recording(tmp_path: Path) -> None:
    settings = replace(
        recording_to(directory=str(tmp_path)),
        connect=ConnectSettings(tools=str(tmp_path / "missing.py")),
    )
    with pytest.raises(UsageError):
        session_of(settings)
    assert list(tmp_path.iterdir()) == []


def test_the_header_tells_where_it_went_and_no_key(tmp_path: Path) -> None:
    key = "my-own-secret-value"
    connect = ConnectSettings(
        provider="custom", url=f"ws://127.0.0.1:1/v1/realtime?api-key={key}", key=key, model="m"
    )
    settings = replace(recording_to(path=str(tmp_path / "c.jsonl")), connect=connect)
    session = session_of(settings)
    assert session.recorder is not None
    session.recorder.close()
    text = (tmp_path / "c.jsonl").read_text()
    assert "127.0.0.1:1" in text
    assert key not in text


def test_what_the_other_end_is_called() -> None:
    assert source_name(QUIET) == "simulator (no key, no cost)"
    assert source_name(Settings(connect=ConnectSettings(provider="openai"))) == "OpenAI"


def test_the_clock_never_goes_back() -> None:
    clock = steady_clock()
    times = [clock() for _ in range(100)]
    assert times == sorted(times)
    assert times[0] > 1_700_000_000_000_000_000
