"""Panes that are painted in turn: at once when nobody types, else one a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from realtime_inspector.store.courtesy import Courtesy
from realtime_inspector.ui.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable


class Owner:
    """Keeps timers until the test lets them ring."""

    def __init__(self) -> None:
        self.timers: list[Callable[[], None]] = []

    def set_timer(self, _delay_s: float, act: Callable[[], None]) -> None:
        self.timers.append(act)

    def ring(self) -> None:
        timers, self.timers = self.timers, []
        for act in timers:
            act()


class Keys(Courtesy):
    """A courtesy whose keys the test presses and lets go."""

    is_asked_for = False
    is_answering = False
    quiet_s = 0.01


@pytest.fixture
def called() -> list[str]:
    return []


@pytest.fixture
def acts(called: list[str]) -> dict[str, Callable[[], None]]:
    return {name: lambda name=name: called.append(name) for name in ("chat", "sidebar")}  # type: ignore[misc]


def make() -> tuple[Owner, Keys, Turns]:
    owner, keys = Owner(), Keys()
    anything: Any = owner
    return owner, keys, Turns(anything, keys)


def test_all_at_once_while_no_keys_are_pressed(
    acts: dict[str, Callable[[], None]], called: list[str]
) -> None:
    owner, _, turns = make()
    turns.ask(*acts.values())
    assert called == ["chat", "sidebar"]
    assert not turns.are_due
    assert not owner.timers


def test_one_a_frame_while_keys_are_pressed(
    acts: dict[str, Callable[[], None]], called: list[str]
) -> None:
    owner, keys, turns = make()
    keys.is_asked_for = True
    turns.ask(*acts.values())
    assert called == ["chat"]
    assert turns.are_due
    owner.ring()
    assert called == ["chat", "sidebar"]
    assert not turns.are_due


def test_a_key_is_answered_first_but_not_for_ever(
    acts: dict[str, Callable[[], None]], called: list[str]
) -> None:
    owner, keys, turns = make()
    keys.is_asked_for = keys.is_answering = True
    turns.ask(*acts.values())
    assert called == []
    for _ in range(60):
        owner.ring()
    assert called == ["chat", "sidebar"]
    assert not owner.timers


def test_what_is_asked_for_twice_is_called_once(
    acts: dict[str, Callable[[], None]], called: list[str]
) -> None:
    owner, keys, turns = make()
    keys.is_asked_for = True
    turns.ask(*acts.values())
    turns.ask(acts["sidebar"])
    owner.ring()
    owner.ring()
    assert called == ["chat", "sidebar"]
