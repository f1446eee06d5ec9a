"""What the scrub bar says of a capture that is played."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.interface import words
from realtime_inspector.store.timings import EVENTS_PER_S, SECOND_NS, TimeSource
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.clock import clock_words
from realtime_inspector.ui.widgets.scrub_bar import ScrubFacts

if TYPE_CHECKING:
    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.player import Player
    from realtime_inspector.store.store import Store
    from realtime_inspector.store.timings import Gap

PLAYING: Final = "▶"
PAUSED: Final = "‖"
ENDED: Final = "■"
THE_END: Final = "The end. Space starts over."
READING: Final = "The rest is still being read."
KEYS: Final = "Space plays · , . step · < > speed · b hides"
NO_TIMES: Final = "no times: {pace} events/s"
FROM_IDS: Final = "≈ times from ids"


def scrub_facts(store: Store, player: Player, now_s: float, lang: Language) -> ScrubFacts:
    """The facts of the bar, for the position of a player at a time of its clock."""
    return ScrubFacts(
        sign=f"{_sign(store, player)} {player.speed:g}×",
        position=_position(store, player, now_s, lang),
        notice=_notice(store, player, lang),
        details=_details(player, lang),
    )


def _sign(store: Store, player: Player) -> str:
    if player.is_playing:
        return PLAYING
    return ENDED if _is_over(store, player) else PAUSED


def _is_over(store: Store, player: Player) -> bool:
    return player.is_at_end and player.timeline.known == len(store) > 0


def _notice(store: Store, player: Player, lang: Language) -> str:
    if _is_over(store, player):
        return words(THE_END, lang)
    if not player.is_playing:
        return ""
    if player.is_at_end:
        return words(READING, lang)
    gap = player.timeline.gap(player.place + 1)
    return _shortened(gap, lang) if gap.is_shortened else ""


def _position(store: Store, player: Player, now_s: float, lang: Language) -> str:
    count, known = len(store), player.timeline.known
    if not count:
        return ""
    seq = min(player.place + 1, count)
    position = words("{seq} of {count}", lang).format(seq=f"{seq:,}", count=f"{count:,}")
    clock = clock_words(store, seq, later_ms=_since_event_ms(player, now_s))
    if clock == numbers.UNKNOWN:
        return f"{position} · {words(NO_TIMES, lang).format(pace=EVENTS_PER_S)}"
    return f"{position} · {clock} / {clock_words(store, max(1, known))}"


def _since_event_ms(player: Player, now_s: float) -> float:
    """What has passed of the real pause after the event, while it is played."""
    gap = player.timeline.gap(player.place + 1)
    if not player.is_playing or not gap.played_ns:
        return 0.0
    passed_ns = player.moment_ns(now_s) - player.timeline.moment_ns(player.place)
    return min(1.0, passed_ns / gap.played_ns) * gap.real_ns / 1e6


def _details(player: Player, lang: Language) -> tuple[str, ...]:
    source = words(FROM_IDS, lang) if player.timeline.source is TimeSource.IDS else ""
    shortened = len(player.timeline.pause_ends())
    gaps = ""
    if shortened:
        text = "{count} gaps shortened to {most}" if shortened > 1 else "1 gap shortened to {most}"
        most = _seconds(round(player.timeline.longest_gap_s * SECOND_NS))
        gaps = words(text, lang).format(count=f"{shortened:,}", most=most)
    return tuple(one for one in (source, gaps, words(KEYS, lang)) if one)


def _shortened(gap: Gap, lang: Language) -> str:
    text = words("gap of {real} shortened to {played}", lang)
    return text.format(real=_seconds(gap.real_ns), played=_seconds(gap.played_ns))


def _seconds(time_ns: int) -> str:
    """A pause, such as `42 s` or `2.5 s`."""
    seconds = time_ns / SECOND_NS
    return f"{seconds:.3g} s" if seconds < 60 else numbers.span(seconds * 1000)
