"""A file in a folder of plug-ins that nobody lists would be dead; this finds it."""

from __future__ import annotations

import pkgutil
from typing import TYPE_CHECKING

import pytest

from realtime_inspector import export
from realtime_inspector.capture import formats
from realtime_inspector.capture.formats import FORMATS
from realtime_inspector.core import dialects, events
from realtime_inspector.core.dialects import PROVIDERS
from realtime_inspector.core.events import CATALOGUE, FAMILY_MODULES
from realtime_inspector.export import EXPORTERS
from realtime_inspector.export.listing import LazyExporter

if TYPE_CHECKING:
    from types import ModuleType


def modules_of(package: ModuleType, *helpers: str) -> set[str]:
    return {one.name for one in pkgutil.iter_modules(package.__path__)} - set(helpers)


def home(thing: object) -> str:
    """The module that a listed thing comes from: an instance's class, or a function it holds."""
    made_by = getattr(thing, "handshake", None) or type(thing)
    return str(made_by.__module__).rpartition(".")[2]


_HELPERS = (
    "base",
    "diagnosis",
    "document",
    "listing",
    "material",
    "part",
    "sequence_svg",
    "xml_text",
)


def test_every_exporter_is_listed() -> None:
    listed = {one.module for one in EXPORTERS if isinstance(one, LazyExporter)}
    assert all(isinstance(one, LazyExporter) for one in EXPORTERS)
    assert modules_of(export, *_HELPERS) == listed


def test_every_format_is_listed() -> None:
    listed = {home(one) for one in FORMATS}
    assert modules_of(formats, "base", "wrapper") == listed


def test_every_provider_is_listed() -> None:
    assert modules_of(dialects, "base", "detect") == {home(one) for one in PROVIDERS}


def test_every_family_of_events_is_listed() -> None:
    listed = {module.__name__.rpartition(".")[2] for module in FAMILY_MODULES}
    assert modules_of(events, "spec", "edit") == listed
    assert len(CATALOGUE) == sum(len(module.SPECS) for module in FAMILY_MODULES)


@pytest.mark.parametrize("one", [*EXPORTERS, *PROVIDERS], ids=lambda one: one.name)
def test_what_is_listed_says_what_it_is(one: object) -> None:
    assert getattr(one, "help", "")


def test_names_are_unique() -> None:
    for registry in (EXPORTERS, PROVIDERS, FORMATS):
        names = [one.name for one in registry]
        assert len(set(names)) == len(names)
