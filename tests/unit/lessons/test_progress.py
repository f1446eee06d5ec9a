"""The file that remembers lessons: private, whole or not at all, and never in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from realtime_inspector.lessons.progress import DAMAGED, LessonProgress, Progress

if TYPE_CHECKING:
    from pathlib import Path


def test_it_is_remembered_for_the_next_run(tmp_path: Path) -> None:
    file = tmp_path / "state" / "lessons.json"
    assert Progress(file).is_new_here
    Progress(file).reached("one", 2)
    Progress(file).reached("two", 5, is_finished=True)
    again = Progress(file)
    assert not again.is_new_here
    assert again.all() == {"one": LessonProgress(2), "two": LessonProgress(5, is_finished=True)}
    assert again.of("three") == LessonProgress()
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert [one.name for one in file.parent.iterdir()] == ["lessons.json"]


def test_a_worse_run_takes_nothing_away(tmp_path: Path) -> None:
    progress = Progress(tmp_path / "lessons.json")
    progress.reached("one", 5, is_finished=True)
    progress.reached("one", 1)
    assert progress.of("one") == LessonProgress(5, is_finished=True)


def test_two_instances_do_not_forget_each_other(tmp_path: Path) -> None:
    file = tmp_path / "lessons.json"
    first, second = Progress(file), Progress(file)
    first.reached("one", 1)
    second.reached("two", 2)
    first.reached("one", 3)
    assert set(Progress(file).all()) == {"one", "two"}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[]",
        b'{"lessons": []}',
        b'{"lessons": {"one": 3}}',
        b'{"lessons": {"one": {"steps": -1, "finished": true}}}',
        b'{"lessons": {"one": {"steps": true, "finished": true}}}',
        b'{"lessons": {"one": {"steps": 1, "finished": "yes"}}}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_starts_anew_and_says_so(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "lessons.json"
    file.write_bytes(content)
    progress = Progress(file)
    assert progress.all() == {}
    assert progress.problem == DAMAGED
    progress.reached("one", 1)
    assert Progress(file).all() == {"one": LessonProgress(1)}


def test_what_cannot_be_kept_is_remembered_for_this_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    progress = Progress(tmp_path / "file" / "lessons.json")
    progress.reached("one", 1)
    assert progress.of("one") == LessonProgress(1)
    assert progress.problem.startswith("Your progress in the lessons cannot be kept: ")


def test_without_a_file_nothing_is_written() -> None:
    progress = Progress()
    progress.reached("one", 1, is_finished=True)
    assert progress.all() == {"one": LessonProgress(1, is_finished=True)}
    assert not progress.problem
