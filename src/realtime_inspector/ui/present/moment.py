"""Which moment the panes show, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from realtime_inspector.guide.interface import words

if TYPE_CHECKING:
    from realtime_inspector.guide.model import Language
    from realtime_inspector.store.store import Store


def moment_words(store: Store, lang: Language) -> str:
    """`At event 45 of 812` while an earlier state is shown; empty now."""
    seq, count = store.moment.seq, len(store)
    if seq is None or seq >= count:
        return ""
    return words("At event {seq} of {count}", lang).format(seq=f"{seq:,}", count=f"{count:,}")


def short_moment_words(store: Store, lang: Language) -> str:
    """The same for narrow captions: `at 45`."""
    seq = store.moment.seq
    if seq is None or seq >= len(store):
        return ""
    return words("at {seq}", lang).format(seq=f"{seq:,}")


def moment_fact(store: Store, lang: Language) -> str:
    """The same for the status line, with the key back and how far it is known yet."""
    at = moment_words(store, lang)
    if not at:
        return ""
    known = f"{store.shown_state.seq:,}"
    so_far = "" if store.moment.is_reached else words(", known to {seq}", lang).format(seq=known)
    return f" ◷ {at}{so_far} · {words('T: now', lang)} "
