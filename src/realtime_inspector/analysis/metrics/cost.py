"""What responses, transcripts and sessions cost (usage.md §2), never by a guess.

Amounts are decimal fractions of a US dollar, so that sums have no drift. A model without a price
costs an unknown amount, and so does a response of which the server does not say its tokens.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.metrics.prices import (
    MILLION,
    ModelPrice,
    PriceList,
    Rates,
    TranscriberPrice,
    built_in_prices,
    read_prices,
)
from realtime_inspector.core.dialects import provider_of_url
from realtime_inspector.core.usage import (
    NO_DOUBTS,
    Bill,
    Doubt,
    Metered,
    Transcribed,
    Usage,
    metered,
    usage_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from realtime_inspector.config.settings import Settings
    from realtime_inspector.core.event import Event
    from realtime_inspector.core.state import CaptureState, Response, Session

ZERO: Final = Decimal(0)
MINUTE_MS: Final = 60_000
PICO: Final = Decimal("1e-12")
UNKNOWN: Final = "unknown"
_AT_OPENAIS_PRICES: Final = frozenset({"openai", "simulator"})
"""Providers whose models cost what OpenAI's list says; the simulator shows what they would."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What something cost. Costs can be added up in any order."""

    usd: Decimal = ZERO
    """Of all of it that has a price."""
    priced: int = 0
    """Responses and transcripts in `usd`."""
    unpriced: int = 0
    """Responses and transcripts of which the cost is not known."""
    doubts: frozenset[Doubt] = NO_DOUBTS
    """Why it is an estimate."""

    def __add__(self, other: Cost) -> Cost:
        """Both together."""
        return Cost(
            self.usd + other.usd,
            self.priced + other.priced,
            self.unpriced + other.unpriced,
            self.doubts | other.doubts,
        )

    @property
    def is_known(self) -> bool:
        """Whether any of it has a price. What is nothing at all has none."""
        return self.priced > 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing in it."""
        return self.is_known and not self.unpriced

    @property
    def is_estimate(self) -> bool:
        """Whether there is a reason to doubt it."""
        return bool(self.doubts)


NO_COST: Final = Cost()


class Tariff:
    """A price list, and by whom one is served."""

    __slots__ = ("_own", "_provider")

    def __init__(self, own: PriceList | None = None, provider: str = "") -> None:
        """Say what holds.

        Args:
            own: The user's prices: they go before the built-in ones, for every provider.
            provider: The name in a capture's header, or of the live session; empty if nobody says.
        """
        self._own = own or PriceList()
        self._provider = provider

    def of(self, provider: str, url: str = "") -> Tariff:
        """The same prices for what a provider serves.

        Args:
            provider: Its name; empty if nobody says.
            url: The address of the session: tells the provider if the name does not.
        """
        provider = provider or (provider_of_url(url).name if url else "")
        return self if provider == self._provider else Tariff(self._own, provider)

    @property
    def is_simulated(self) -> bool:
        """Whether nobody is billed: costs are what the real API would bill."""
        return self._provider == "simulator"

    def model(self, session: Session) -> ModelPrice | None:
        """The price of a session's model; `None` if it is not known."""
        name = session.effective.get("model")
        if not isinstance(name, str):
            return None
        found = self._own.model(name)
        is_listed = found is None and self._is_openais(session)
        return built_in_prices().model(name) if is_listed else found

    def transcriber(self, name: str, session: Session) -> TranscriberPrice | None:
        """The price of a transcription model in a session; `None` if it is not known."""
        found = self._own.transcriber(name)
        is_listed = found is None and self._is_openais(session)
        return built_in_prices().transcriber(name) if is_listed else found

    def usage(self, usage: Usage | None, session: Session) -> Cost:
        """What a response cost that has this usage.

        Args:
            usage: Its usage; `None` if the server says none.
            session: The session that it is of.
        """
        price = self.model(session)
        found = None if usage is None else metered(usage)
        return Cost(unpriced=1) if price is None or found is None else _tokens(found, price, 1)

    def response(self, response: Response, state: CaptureState) -> Cost:
        """What a response cost; nothing yet, as long as it is not over."""
        if response.is_active:
            return NO_COST
        return self.usage(response.usage, state.session_at(response.session))

    def done_words(self, event: Event, state: CaptureState) -> str:
        """What the response of a `response.done` cost; empty if that, or its session, is unknown.

        Args:
            event: The event.
            state: What is known of the response's session.
        """
        response = state.responses.get(event.response_id or "")
        usage = usage_of(event)
        if response is None or usage is None:
            return ""
        cost = self.usage(usage, state.session_at(response.session))
        return cost_words(cost) if cost.is_known else ""

    def transcript(self, heard: Transcribed, session: Session) -> Cost:
        """What transcripts of one model cost."""
        price = self.transcriber(heard.model, session)
        usd = None if price is None else _heard(heard, price)
        if price is None or usd is None:
            return Cost(unpriced=heard.count + heard.unmetered)
        doubts = {Doubt.PRICE} if price.is_uncertain else set()
        if heard.duration_ms:
            doubts.add(Doubt.MINUTES)
        return Cost(usd, heard.count, heard.unmetered, frozenset(doubts))

    def bill(self, bill: Bill, session: Session) -> Cost:
        """What a session cost: all its responses, and the transcripts on top of them."""
        price = self.model(session)
        if price is None:
            cost = Cost(unpriced=bill.responses)
        else:
            cost = _tokens(bill.tokens, price, bill.responses)
        cost += Cost(unpriced=bill.unmetered)
        return sum((self.transcript(one, session) for one in bill.transcribed), cost)

    def session(self, state: CaptureState, number: int | None = None) -> Cost:
        """What a session of a state cost so far; without a number, the current one."""
        number = state.session.number if number is None else number
        bill = state.bills.get(number)
        return NO_COST if bill is None else self.bill(bill, state.session_at(number))

    def all_sessions(self, state: CaptureState, first: int = 0) -> Cost:
        """What all sessions of a state cost, from one number on."""
        numbers = (number for number in state.bills if number >= first)
        return sum((self.session(state, number) for number in numbers), NO_COST)

    def _is_openais(self, session: Session) -> bool:
        """Whether OpenAI's own prices hold. Where nobody says so, the session's id must be theirs.

        Azure cannot be told from OpenAI by its events (observed.md §2): its captures are shown at
        OpenAI's prices if they do not name their provider.
        """
        if self._provider:
            return self._provider in _AT_OPENAIS_PRICES
        return not session.id or session.id.startswith("sess_")


def tariff_of(settings: Settings) -> Tariff:
    """The prices that hold, for a provider that is not known yet.

    Raises:
        UsageError: The user's price list cannot be read.
    """
    return Tariff(read_prices(settings.cost.prices) if settings.cost.prices else None)


def _tokens(tokens: Metered, price: ModelPrice, responses: int) -> Cost:
    """What metered tokens cost; of unknown amount if one of their kinds has no price."""
    kinds = ("text", "audio", "image")
    usd = ZERO
    for kind in kinds:
        rates: Rates = getattr(price, kind)
        for counts, rate in (
            (tokens.fresh, rates.input),
            (tokens.cached, rates.cached),
            (tokens.output, rates.output),
        ):
            count: int = getattr(counts, kind)
            if count and rate is None:
                return Cost(unpriced=responses)
            usd += count * (rate or ZERO)
    doubts = tokens.doubts | {Doubt.PRICE} if price.is_uncertain and responses else tokens.doubts
    return Cost(usd / MILLION, responses, 0, doubts)


def _heard(heard: Transcribed, price: TranscriberPrice) -> Decimal | None:
    """What transcripts cost; `None` if they are billed by what the price does not tell."""
    usd = ZERO
    if heard.duration_ms:
        if price.minute is None:
            return None
        # A minute's price has no finite fraction for a millisecond; sums are to be exact.
        usd += (heard.duration_ms * price.minute / MINUTE_MS).quantize(PICO)
    for count, rate in ((heard.input, price.tokens.input), (heard.output, price.tokens.output)):
        if count:
            if rate is None:
                return None
            usd += count * rate / MILLION
    return usd


def total(costs: Iterable[Cost]) -> Cost:
    """All of them together."""
    return sum(costs, NO_COST)


def cost_words(cost: Cost) -> str:
    """A cost for people: `$0.0011`, `≈$0.0011`, `≥$0.0011`, `unknown`; empty if there is nothing.

    `≈` marks an estimate, `≥` that something without a known price is not in it.
    """
    if not cost.is_known:
        return UNKNOWN if cost.unpriced else ""
    sign = "≥" if cost.unpriced else "≈" if cost.is_estimate else ""
    return sign + dollars(cost.usd)


def dollars(usd: Decimal) -> str:
    """An amount with four digits behind the point, small ones with two digits that count."""
    if usd >= 100:
        return f"${_rounded(usd, 2):,}"
    if usd >= Decimal("0.001") or not usd:
        return f"${_rounded(usd, 4)}" if usd else "$0"
    places = max(4, 1 - usd.adjusted())
    return f"${_rounded(usd, min(places, 8)):f}" if places <= 8 else "<$0.00000001"


def _rounded(usd: Decimal, places: int) -> Decimal:
    return usd.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def priced_words(cost: Cost) -> str:
    """A cost and the date of the prices; `unknown` or empty as in `cost_words`."""
    words = cost_words(cost)
    return f"{words} at the list prices of {built_in_prices().read}" if cost.is_known else words


def doubt_words(cost: Cost) -> Iterator[str]:
    """Why a cost is an estimate or not whole, one sentence each."""
    if cost.unpriced:
        things = "response or transcript" if cost.unpriced == 1 else "responses and transcripts"
        yield f"{cost.unpriced:,} {things} of unknown cost: no price or no usage is known."
    yield from (_DOUBTS[doubt] for doubt in Doubt if doubt in cost.doubts)


_DOUBTS: Final = {
    Doubt.CACHE_SPLIT: "The server does not say which tokens were cached; text is taken first.",
    Doubt.UNKNOWN_KIND: "The usage holds tokens of a kind that its details do not name.",
    Doubt.PRICE: "The price is not from OpenAI's own page of the model.",
    Doubt.MINUTES: "Transcription is billed by time; how it is rounded is not documented.",
}
