"""Fields, what comes before, related findings and links: held against the official types,
the linter's rules and real captures."""

from __future__ import annotations

import typing
from pathlib import Path

import pytest
from openai.types.beta import realtime as beta
from openai.types.realtime import (
    RealtimeClientEvent,
    RealtimeServerEvent,
    RealtimeTranslationClientEvent,
    RealtimeTranslationServerEvent,
)
from pydantic import BaseModel

from realtime_inspector.analysis.lint.rules import RULES
from realtime_inspector.capture.reader import read_capture
from realtime_inspector.core.event import Event
from realtime_inspector.core.names import canonical
from realtime_inspector.core.record import RecordKind
from realtime_inspector.guide import GUIDE, LANGUAGES, Language, fields_of, lookup
from realtime_inspector.guide.fields import PATHS, en, ja
from realtime_inspector.guide.related_rules import ANY_EVENT
from realtime_inspector.guide.rules import RULE_TEXTS

CAPTURES = Path(__file__).parents[2] / "fixtures" / "captures"
FROM_THE_START = ("openai-ga-*.jsonl", "azure-ga-*.jsonl", "openai-beta-*.jsonl")

SIDEBAND = {*CAPTURES.glob("*-sideband-*")}
"""Those who listen in on a call are not told how it began."""

OBSERVED = frozenset({"obfuscation", "phase"})
"""What real servers send and the types do not list (observed.md section 4)."""

OF_THE_SERVER = frozenset({"session.id", "session.expires_at", "session.object"})
"""The server adds these to the configuration; the types of the request do not have them."""


def models_in(annotation: object) -> list[type[BaseModel]]:
    """The models that a type is made of: members of unions, elements of lists."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in typing.get_args(annotation) for model in models_in(part)]


def named(model: type[BaseModel]) -> str:
    return str(typing.get_args(model.model_fields["type"].annotation)[0])


GA = models_in(RealtimeClientEvent) + models_in(RealtimeServerEvent)
TRANSLATION = models_in(RealtimeTranslationClientEvent) + models_in(RealtimeTranslationServerEvent)
BETA = models_in(beta.RealtimeClientEvent) + models_in(beta.RealtimeServerEvent)
OFFICIAL = [*GA, *TRANSLATION, *BETA]


def inner_fields(model: type[BaseModel], path: str) -> set[str]:
    """The fields that the official types have at a path such as `item` or `rate_limits[]`."""
    at = [model]
    for step in path.removesuffix("[]").split("."):
        annotations = [one.model_fields[step].annotation for one in at if step in one.model_fields]
        at = [inner for annotation in annotations for inner in models_in(annotation)]
    return {name for one in at for name in one.model_fields}


class TestFields:
    @pytest.mark.parametrize("model", OFFICIAL, ids=named)
    def test_every_official_field_is_described(self, model: type[BaseModel]) -> None:
        guide = lookup(named(model))
        assert guide is not None
        assert set(model.model_fields) - {"type"} <= set(PATHS[guide.type])

    @pytest.mark.parametrize("model", GA, ids=named)
    def test_every_official_field_of_the_objects_inside_is_described(
        self, model: type[BaseModel]
    ) -> None:
        paths = PATHS[named(model)]
        opened = {path.rpartition(".")[0] for path in paths if path.count(".") == 1}
        for parent in opened:
            described = {path.removeprefix(f"{parent}.").split(".")[0] for path in paths}
            assert inner_fields(model, parent) <= described

    @pytest.mark.parametrize("model", GA, ids=named)
    def test_no_field_is_invented(self, model: type[BaseModel]) -> None:
        for path in PATHS[named(model)]:
            parent, _, name = path.rpartition(".")
            known = inner_fields(model, parent) if parent else set(model.model_fields)
            assert name in known | OBSERVED or path in OF_THE_SERVER, path

    def test_every_event_of_the_guide_has_its_fields(self) -> None:
        assert set(PATHS) == set(GUIDE)

    @pytest.mark.parametrize("name", list(GUIDE))
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_meanings_are_sentences(self, name: str, lang: Language) -> None:
        for field in fields_of(name, lang):
            assert field.meaning.endswith("。" if lang == "ja" else "."), field

    def test_both_languages_describe_the_same(self) -> None:
        assert set(en.MEANINGS) == set(ja.MEANINGS)
        assert {k: set(v) for k, v in en.SPECIAL.items()} == {
            k: set(v) for k, v in ja.SPECIAL.items()
        }

    def test_no_meaning_is_left_over(self) -> None:
        used = {path for paths in PATHS.values() for path in paths}
        assert set(en.MEANINGS) == used
        for name, special in en.SPECIAL.items():
            assert set(special) <= set(PATHS[name]), name


class TestRelatedRules:
    def test_every_rule_is_named_by_an_event(self) -> None:
        about_events = {rule for guide in GUIDE.values() for rule in guide.rules}
        assert {rule.id for rule in RULES} == about_events | ANY_EVENT
        assert not about_events & ANY_EVENT

    @pytest.mark.parametrize("name", list(GUIDE))
    def test_rules_are_in_order_and_have_words(self, name: str) -> None:
        rules = GUIDE[name].rules
        assert list(rules) == sorted(set(rules))
        assert all(rule in RULE_TEXTS[lang] for rule in rules for lang in LANGUAGES)


@pytest.mark.parametrize("name", list(GUIDE))
def test_what_comes_before_is_in_the_guide(name: str) -> None:
    assert name not in GUIDE[name].before
    assert all(other in GUIDE for other in GUIDE[name].before)


@pytest.mark.parametrize("name", list(GUIDE))
def test_links_lead_to_the_official_pages(name: str) -> None:
    guide = GUIDE[name]
    assert len(guide.links) == (1 if guide.transport == "beta" else 2)
    for link in guide.links:
        assert link.startswith("https://developers.openai.com/api/")
        assert ("translation" in link) == (guide.transport == "translation")
    assert canonical(name) in GUIDE


@pytest.mark.parametrize(
    "path",
    sorted({path for pattern in FROM_THE_START for path in CAPTURES.glob(pattern)} - SIDEBAND),
    ids=lambda path: path.stem,
)
def test_real_servers_send_what_comes_before(path: Path) -> None:
    events = [Event.of(record) for record in read_capture(path) if record.kind is RecordKind.EVENT]
    seen: set[str] = set()
    for event in events:
        usual = GUIDE[event.canonical_type].before
        assert not usual or seen & set(usual), event.type
        seen.add(event.canonical_type)
