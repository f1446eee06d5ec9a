"""The file of saved filters: what is written into it, and all that must survive that."""

from __future__ import annotations

import threading
import tomllib
from typing import TYPE_CHECKING

import pytest

from realtime_inspector.config.filters import SavedFilters, check_name, edited
from realtime_inspector.config.paths import find_paths
from realtime_inspector.core.errors import UsageError
from realtime_inspector.core.filters import FilterError

if TYPE_CHECKING:
    from pathlib import Path

HAND_WRITTEN = """\
# Mine.
slow = "gap>500ms"  # half a second
long = \"\"\"\\
  type:response.* \\
  err\"\"\"

[other]
slow = "not ours"
"""


@pytest.fixture
def saved(tmp_path: Path) -> SavedFilters:
    return SavedFilters(tmp_path / "config" / "filters.toml")


def test_the_file_lies_beside_the_settings(tmp_path: Path) -> None:
    paths = find_paths({"XDG_CONFIG_HOME": str(tmp_path / "c"), "XDG_STATE_HOME": str(tmp_path)})
    assert paths.filters_file == paths.user_file.parent / "filters.toml"
    assert paths.filter_history.parent == paths.state


def test_what_is_saved_is_there_in_order_for_the_user_alone(saved: SavedFilters) -> None:
    assert saved.all() == {}
    saved.save("slow", ' gap>500ms "q\\"x" ')
    saved.save("遅い", "gap>1s 東京")
    saved.save("a-b_1", "err")
    assert list(saved.all().items()) == [
        ("slow", 'gap>500ms "q\\"x"'),
        ("遅い", "gap>1s 東京"),
        ("a-b_1", "err"),
    ]
    assert saved.path.stat().st_mode & 0o777 == 0o600
    assert saved.path.parent.stat().st_mode & 0o777 == 0o700
    assert saved.path.read_text().startswith("# ")
    assert [path.name for path in saved.path.parent.iterdir()] == ["filters.toml"]
    assert saved.problems() == []


def test_a_name_gets_another_expression_in_its_place(saved: SavedFilters) -> None:
    saved.save("one", "err")
    saved.save("two", "marked")
    saved.save("one", "dir:in")
    assert list(saved.all().items()) == [("one", "dir:in"), ("two", "marked")]


def test_a_deleted_one_is_gone_and_the_others_are_not(saved: SavedFilters) -> None:
    saved.save("one", "err")
    saved.save("two", "marked")
    saved.delete("one")
    saved.delete("never there")
    assert saved.all() == {"two": "marked"}


def test_what_the_user_wrote_stays_to_the_letter(saved: SavedFilters) -> None:
    saved.path.parent.mkdir()
    saved.path.write_text(HAND_WRITTEN)
    saved.save("new", "err")
    assert saved.path.read_text() == HAND_WRITTEN.replace("[other]", 'new = "err"\n[other]')
    saved.save("slow", "gap>1s")
    assert 'slow = "gap>1s"  # half a second\n' in saved.path.read_text()
    assert 'slow = "not ours"' in saved.path.read_text()
    saved.save("long", "err marked")
    saved.delete("new")
    saved.delete("slow")
    assert saved.path.read_text() == '# Mine.\nlong = "err marked"\n\n[other]\nslow = "not ours"\n'
    assert saved.all() == {"long": "err marked"}


@pytest.mark.parametrize("end", ["", "\n", "\r\n"])
def test_a_last_line_without_an_end_is_not_joined_to(saved: SavedFilters, end: str) -> None:
    saved.path.parent.mkdir()
    saved.path.write_text(f'a = "err"{end}', newline="")
    saved.save("b", "marked")
    assert saved.all() == {"a": "err", "b": "marked"}


def test_a_broken_file_is_named_and_left_alone(saved: SavedFilters) -> None:
    saved.path.parent.mkdir()
    saved.path.write_text('a = "err"\nb = "unclosed\n')
    assert saved.all() == {}
    [problem] = saved.problems()
    assert str(saved.path) in problem
    assert "line 2" in problem
    with pytest.raises(UsageError, match="not valid TOML") as caught:
        saved.save("c", "err")
    assert "not been changed" in caught.value.hint
    with pytest.raises(UsageError, match="not valid TOML"):
        saved.delete("a")
    assert saved.path.read_text() == 'a = "err"\nb = "unclosed\n'


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a = " + b"[" * 100_000])
def test_no_file_is_too_odd(saved: SavedFilters, content: bytes) -> None:
    saved.path.parent.mkdir()
    saved.path.write_bytes(content)
    assert saved.all() == {}
    assert len(saved.problems()) == 1
    with pytest.raises(UsageError):
        saved.save("c", "err")
    assert saved.path.read_bytes() == content


def test_one_wrong_entry_does_not_cost_the_others(saved: SavedFilters) -> None:
    saved.path.parent.mkdir()
    saved.path.write_text('a = "typ:x"\n"b c" = "err"\nd = 5\ne = "err"\nf = "err\\u001b"\n')
    assert saved.all() == {"e": "err"}
    problems = saved.problems()
    assert len(problems) == 4
    assert "a is ignored: there is no field typ" in problems[0]
    assert "Did you mean type:x ?" in problems[0]
    saved.save("g", "marked")
    assert tomllib.loads(saved.path.read_text())["d"] == 5


def test_a_folder_in_its_place_is_said(saved: SavedFilters) -> None:
    saved.path.mkdir(parents=True)
    assert "directory" in saved.problems()[0]
    with pytest.raises(UsageError, match="cannot be read"):
        saved.save("a", "err")


def test_a_file_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    saved = SavedFilters(tmp_path / "file" / "filters.toml")
    with pytest.raises(UsageError, match="cannot be"):
        saved.save("a", "err")


def test_a_linked_file_stays_linked(tmp_path: Path) -> None:
    (tmp_path / "dotfiles").mkdir()
    real = tmp_path / "dotfiles" / "filters"
    real.write_text("")
    link = tmp_path / "filters.toml"
    link.symlink_to(real)
    SavedFilters(link).save("a", "err")
    assert link.is_symlink()
    assert tomllib.loads(real.read_text()) == {"a": "err"}


@pytest.mark.parametrize("name", ["", " ", "a b", "-a", "a-", "a.b", 'a"', "@a", "x" * 41, "a\n"])
def test_names_that_are_none(saved: SavedFilters, name: str) -> None:
    with pytest.raises(UsageError, match="not a name"):
        saved.save(name, "err")
    assert not saved.path.exists()


@pytest.mark.parametrize("name", ["a", "slow-tools", "x_1", "遅い", "1"])
def test_names(name: str) -> None:
    check_name(name)


def test_expressions_that_are_no_filter(saved: SavedFilters) -> None:
    with pytest.raises(FilterError):
        saved.save("a", "(err")
    for nothing in ("", "  "):
        with pytest.raises(UsageError, match="no filter to save"):
            saved.save("a", nothing)
    with pytest.raises(UsageError, match="control characters"):
        saved.save("a", '"\x1b"')


def test_an_entry_that_cannot_be_found_by_lines_is_refused(saved: SavedFilters) -> None:
    saved.path.parent.mkdir()
    text = '"\\u0061" = "err"\n'  # the name a, spelt so that no line holds it
    saved.path.write_text(text)
    with pytest.raises(UsageError, match="cannot be changed safely"):
        saved.save("a", "marked")
    assert saved.path.read_text() == text


def test_a_comment_that_names_the_entry_stays() -> None:
    text = '# slow: see below\nslow = "err"\n# slow: see above\n'
    changed = edited(text, {"slow": "err"}, "slow", None)
    assert changed == "# slow: see below\n# slow: see above\n"


def test_two_instances_lose_nothing_of_each_other(saved: SavedFilters) -> None:
    def save(letter: str) -> None:
        for number in range(10):
            SavedFilters(saved.path).save(f"{letter}{number}", "err")

    threads = [threading.Thread(target=save, args=(letter,)) for letter in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(saved.all()) == 30
