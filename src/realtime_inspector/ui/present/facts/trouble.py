"""What is told about errors, notices, frames that are no events, and names that nobody knows."""

from __future__ import annotations

import json
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.events.edit import error_words
from realtime_inspector.core.notices import notice_words
from realtime_inspector.core.record import RecordKind
from realtime_inspector.guide import GUIDE, lookup
from realtime_inspector.guide.codes import close_meaning, error_meaning
from realtime_inspector.guide.interface import wording
from realtime_inspector.guide.misnomers import MISNOMERS
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.facts.telling import Fact
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from realtime_inspector.ui.present.facts.telling import Telling

_MOST_PARSED: Final = 1_000_000
"""Longer texts are not parsed again to say what is wrong with them."""
_MOST_SHOWN: Final = 4


def tell_error(telling: Telling) -> None:
    """What an error means, what it is about, and whether the session goes on."""
    event = telling.event
    code = event.text("error", "code") or event.text("error", "type") or ""
    meaning = error_meaning(code, telling.lang)
    if meaning:
        telling.say("code", code=code, words=meaning)
    words = error_words(event.get("error")) or event.text("message")
    if words:
        telling.say("message", text=words)
    param = event.text("error", "param")
    if param:
        telling.say("param", param=param)
    _tell_end(telling)


def _tell_end(telling: Telling) -> None:
    after = telling.seq + 1
    if after > len(telling.store) or telling.row.kind.canonical != "error":
        return
    kind = telling.store.row(after).kind
    if kind.record is RecordKind.NOTICE and kind.type == "close":
        telling.say("closed_next", after, event=telling.ref(after))
    else:
        telling.say("session_goes_on")


def tell_notice(telling: Telling) -> None:
    """What a notice says; of a connection that closed, what the code means and what is lost."""
    event, kind = telling.event, telling.row.kind.type
    words = notice_words(event, wording(telling.lang))
    if words:
        telling.say("code", code=kind, words=words)
    if kind != "close":
        return
    code = event.integer("code")
    meaning = close_meaning(code, telling.lang)
    if meaning:
        telling.say("code", code=str(code), words=meaning)
    by = event.text("by")
    if by in {"client", "server"}:
        telling.say(f"closed_by_{by}")
    if telling.before is not None:
        lost = list(telling.before.active)
        if lost:
            telling.say("lost", responses=", ".join(lost[:_MOST_SHOWN]))


def tell_text(telling: Telling) -> None:
    """Why a text is no event."""
    text = telling.row.record.payload.decode("utf-8", "replace")
    telling.say("bytes", size=numbers.size(telling.row.size))
    if len(text) > _MOST_PARSED:
        return
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        telling.say("not_json", problem=error.msg, place=f"{error.pos + 1:,}")
    except (ValueError, RecursionError) as error:
        telling.say("not_json", problem=str(error), place="?")
    else:
        telling.say("json_kind")


def tell_bytes(telling: Telling) -> None:
    """How long a binary frame is."""
    telling.say("bytes", size=numbers.size(telling.row.size))


def tell_name(telling: Telling) -> None:
    """Of a beta name its GA name; of an unknown one what may have been meant."""
    name, ga = telling.row.type, telling.row.kind.canonical
    if name != ga:
        telling.say("beta_name", name=name, ga=ga)
    if lookup(name) is not None:
        return
    misnomer = MISNOMERS.get(name)
    if misnomer is not None:
        telling.facts.append(Fact(misnomer[telling.lang]))
        return
    similar = get_close_matches(name[:100], GUIDE, _MOST_SHOWN, 0.75)
    if similar:
        telling.say("similar", names=visible(", ".join(similar)))
