"""What models cost: the list that comes with us, and one that the user puts before it."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar

from realtime_inspector.core.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

MILLION: Final = Decimal(1_000_000)
_SNAPSHOT: Final = re.compile(r"-(\d{4}-\d{2}-\d{2})$")
_MODALITIES: Final = ("text", "audio", "image")
_OF_MODEL: Final = frozenset({*_MODALITIES, "context", "max_output", "uncertain", "not"})
_OF_TRANSCRIBER: Final = frozenset({"minute", "in", "out", "uncertain", "not"})
_OF_RATES: Final = frozenset({"in", "cached", "out"})


@dataclass(frozen=True, slots=True)
class Rates:
    """US dollars per 1,000,000 tokens of one modality. `None`: there are no such tokens."""

    input: Decimal | None = None
    cached: Decimal | None = None
    output: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What is common to all prices."""

    is_uncertain: bool = False
    """Whether it is of a secondary source."""
    without: frozenset[str] = frozenset()
    """Dates of the snapshots that it is not the price of."""


Price = TypeVar("Price", bound=Entry)


@dataclass(frozen=True, slots=True)
class ModelPrice(Entry):
    """What the tokens of a model cost."""

    text: Rates = Rates()
    audio: Rates = Rates()
    image: Rates = Rates()
    context: int | None = None
    """Tokens that fit into its context."""
    max_output: int | None = None


@dataclass(frozen=True, slots=True)
class TranscriberPrice(Entry):
    """What a transcription costs: by the minute of audio, or by tokens."""

    minute: Decimal | None = None
    tokens: Rates = Rates()


@dataclass(frozen=True, slots=True)
class PriceList:
    """Prices by the name of the model."""

    models: Mapping[str, ModelPrice] = field(default_factory=dict)
    transcribers: Mapping[str, TranscriberPrice] = field(default_factory=dict)
    read: str = ""
    """When the prices were read, such as `2026-11`."""
    source: str = ""

    def model(self, name: str) -> ModelPrice | None:
        """The price of a model or of one of its snapshots; `None` if it is not known."""
        return _named(self.models, name)

    def transcriber(self, name: str) -> TranscriberPrice | None:
        """The price of a transcription model; `None` if it is not known."""
        return _named(self.transcribers, name)


def _named(prices: Mapping[str, Price], name: str) -> Price | None:
    exact = prices.get(name)
    if exact is not None:
        return exact
    dated = _SNAPSHOT.search(name)
    found = None if dated is None else prices.get(name[: dated.start()])
    return None if found is None or dated is None or dated[1] in found.without else found


@cache
def built_in_prices() -> PriceList:
    """The list that comes with us: OpenAI's own prices."""
    from importlib.resources import files

    resource = files("realtime_inspector.analysis.metrics") / "prices.toml"
    return parse_prices(resource.read_text("utf-8"), "prices.toml")


def read_prices(path: str) -> PriceList:
    """A price list of the user.

    Raises:
        UsageError: It cannot be read, or something in it is not a price; says what and where.
    """
    try:
        text = Path(path).expanduser().read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "it is not UTF-8"
        raise UsageError(f"The price list {path} cannot be read: {reason.lower()}.") from None
    return parse_prices(text, path)


def parse_prices(text: str, title: str) -> PriceList:
    """A price list in TOML; `prices.toml` beside this module shows its shape.

    Args:
        text: The list.
        title: What to call it in messages.

    Raises:
        UsageError: It is not TOML, or something in it is not a price; says what and where.
    """
    try:
        tables = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"The price list {title} is not TOML: {error}.") from None
    reading = _Reading(title)
    reading.check_names("", tables, frozenset({"models", "transcribers", "read", "source"}))
    models = reading.table("models", tables.get("models", {}))
    transcribers = reading.table("transcribers", tables.get("transcribers", {}))
    return PriceList(
        {name: reading.model(name, table) for name, table in models.items()},
        {name: reading.transcriber(name, table) for name, table in transcribers.items()},
        str(tables.get("read", "")),
        str(tables.get("source", "")),
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads the tables of a list; complaints say where."""

    title: str

    def model(self, name: str, value: Any) -> ModelPrice:
        place = f'models."{name}"'
        table = self.table(place, value)
        self.check_names(place, table, _OF_MODEL)
        rates = [self.rates(f"{place}.{kind}", table.get(kind, {})) for kind in _MODALITIES]
        text, audio, image = rates
        return ModelPrice(
            self.flag(f"{place}.uncertain", table.get("uncertain", False)),
            self.dates(f"{place}.not", table.get("not", [])),
            text,
            audio,
            image,
            self.count(f"{place}.context", table.get("context")),
            self.count(f"{place}.max_output", table.get("max_output")),
        )

    def transcriber(self, name: str, value: Any) -> TranscriberPrice:
        place = f'transcribers."{name}"'
        table = self.table(place, value)
        self.check_names(place, table, _OF_TRANSCRIBER)
        rates = {key: one for key, one in table.items() if key in _OF_RATES}
        return TranscriberPrice(
            self.flag(f"{place}.uncertain", table.get("uncertain", False)),
            self.dates(f"{place}.not", table.get("not", [])),
            self.price(f"{place}.minute", table.get("minute")),
            self.rates(place, rates),
        )

    def rates(self, place: str, value: Any) -> Rates:
        table = self.table(place, value)
        self.check_names(place, table, _OF_RATES)
        names = ("in", "cached", "out")
        return Rates(*(self.price(f"{place}.{name}", table.get(name)) for name in names))

    def table(self, place: str, value: Any) -> Mapping[str, Any]:
        if not isinstance(value, dict):
            raise self.refusal(place, "a table")
        return value

    def check_names(self, place: str, table: Mapping[str, Any], known: frozenset[str]) -> None:
        for name in table:
            if name not in known:
                where = f"{place}.{name}" if place else name
                raise self.refusal(where, f"one of {', '.join(sorted(known))}")

    def price(self, place: str, value: Any) -> Decimal | None:
        if value is None:
            return None
        if type(value) is int:
            value = Decimal(value)
        if isinstance(value, Decimal) and value.is_finite() and value >= 0:
            return value
        raise self.refusal(place, "a price in US dollars, 0 or more")

    def count(self, place: str, value: Any) -> int | None:
        if value is None:
            return None
        if type(value) is int and value > 0:
            return value
        raise self.refusal(place, "a whole number of tokens")

    def flag(self, place: str, value: Any) -> bool:
        if isinstance(value, bool):
            return value
        raise self.refusal(place, "true or false")

    def dates(self, place: str, value: Any) -> frozenset[str]:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return frozenset(value)
        raise self.refusal(place, 'dates such as ["2024-10-01"]')

    def refusal(self, place: str, wanted: str) -> UsageError:
        return UsageError(f"{place} in the price list {self.title}: expected {wanted}.")
