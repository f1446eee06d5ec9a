from __future__ import annotations

import typing

import pytest
from openai.types.realtime import RealtimeClientEvent, RealtimeServerEvent

from realtime_inspector.core.directions import CLIENT_TYPES, SERVER_TYPES, direction_of
from realtime_inspector.core.names import BETA_TO_GA
from realtime_inspector.core.record import Direction


def types_of(union: typing.Any) -> set[str]:
    models = typing.get_args(typing.get_args(union)[0])
    return {typing.get_args(model.model_fields["type"].annotation)[0] for model in models}


def test_every_type_of_the_sdk_is_listed() -> None:
    assert types_of(RealtimeClientEvent) <= CLIENT_TYPES
    assert types_of(RealtimeServerEvent) <= SERVER_TYPES


def test_no_type_is_on_both_sides() -> None:
    assert not CLIENT_TYPES & SERVER_TYPES


@pytest.mark.parametrize("beta", BETA_TO_GA)
def test_a_beta_name_has_the_side_of_its_twin(beta: str) -> None:
    assert direction_of(beta) is direction_of(BETA_TO_GA[beta])


@pytest.mark.parametrize(
    ("name", "direction"),
    [
        ("some.new_thing.create", Direction.SENT),
        ("some.new_thing.delta", Direction.RECEIVED),
        ("some.new_thing", Direction.UNKNOWN),
        ("delta", Direction.UNKNOWN),
        ("", Direction.UNKNOWN),
    ],
)
def test_grammar_of_unlisted_types(name: str, direction: Direction) -> None:
    assert direction_of(name) is direction


def test_the_grammar_agrees_with_the_lists() -> None:
    for name in CLIENT_TYPES:
        assert direction_of("x." + name) in (Direction.SENT, Direction.UNKNOWN)
    for name in SERVER_TYPES:
        assert direction_of("x." + name) in (Direction.RECEIVED, Direction.UNKNOWN)
