"""Where an event stands: what caused it, what follows, its response, its run of deltas."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.audio import base64_size, session_formats
from realtime_inspector.core.causality import Role
from realtime_inspector.core.events.edit import error_words
from realtime_inspector.core.record import Direction, RecordKind
from realtime_inspector.guide.facts import ordinal
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.facts.telling import Fact, tail_of

if TYPE_CHECKING:
    from realtime_inspector.core.state import CaptureState, ContentPart, Item
    from realtime_inspector.ui.present.facts.telling import Telling

_ANSWERED: Final = frozenset(
    {
        "session.update",
        "conversation.item.create",
        "conversation.item.retrieve",
        "conversation.item.delete",
        "conversation.item.truncate",
        "response.create",
        "input_audio_buffer.commit",
        "input_audio_buffer.clear",
    }
)
"""Client events that the server answers in any case."""
_FEW: Final = 200
"""Deltas of an item of several parts that are read to count those of one part."""


def tell_cause(telling: Telling) -> None:
    """Its cause, and where the chain of causes begins."""
    relations = telling.store.relations(telling.seq)
    cause = relations.cause
    telling.facts.append(Fact(telling.cause_words(cause), cause.seq))
    root = relations.chain[-1].seq if len(relations.chain) > 1 else None
    if root is not None:
        telling.say("root", root, event=telling.ref(root))


def tell_effects(telling: Telling) -> None:
    """What answers it, ends it, or comes next."""
    effects = telling.store.relations(telling.seq).effects
    for effect in effects:
        span = telling.between(telling.seq, effect.seq)
        after = telling.phrase("after", span=span) if span else ""
        values: dict[str, object] = {"event": telling.ref(effect.seq), "after": after}
        if effect.role is Role.REFUSAL:
            error = telling.store.event(effect.seq).get("error")
            values["words"] = error_words(error)
        telling.say(effect.role.value, effect.seq, **values)
    kind = telling.row.kind
    is_request = kind.direction is Direction.SENT and kind.canonical in _ANSWERED
    is_answered = any(one.role in {Role.ANSWER, Role.REFUSAL} for one in effects)
    if is_request and not is_answered and telling.is_folded:
        telling.say("no_answer")


def tell_response(telling: Telling) -> None:
    """Its place among the events of its response, and why that response was made."""
    store, seq = telling.store, telling.seq
    response_id = store.response_of(seq)
    if response_id is None or telling.row.kind.record is not RecordKind.EVENT:
        return
    created = _created(telling, response_id)
    if telling.row.kind.canonical == "response.create":
        return
    seqs = store.related(seq)
    before = bisect_left(seqs, created) if created is not None else 0
    place = bisect_left(seqs, seq) + 1 - before
    values = {"place": f"{place:,}", "count": f"{len(seqs) - before:,}", "response": response_id}
    span = telling.since(created) if created is not None and created < seq else ""
    name = "in_response" if span else "in_response_untimed"
    telling.say(name, created, span=span, **values)
    if created is not None and created < seq:
        cause = telling.cause_of(created)
        words = telling.cause_words(cause)
        telling.facts.append(Fact(telling.phrase("response_cause", words=words), cause.seq))


def _created(telling: Telling, response_id: str) -> int | None:
    surroundings = telling.store.surroundings
    types = frozenset({"response.created"})
    seq = surroundings.last(telling.seq + 1, types)
    while seq is not None and surroundings.names(seq)[0] != response_id:
        seq = surroundings.last(seq, types)
    return seq


def tell_delta(telling: Telling) -> None:
    """Which of how many deltas it is, and what has come so far."""
    event, item_id = telling.event, telling.event.item_id
    if not telling.row.kind.is_delta or not item_id:
        return
    seqs = _deltas(telling, item_id)
    if telling.seq not in seqs:
        return
    nth = ordinal(seqs.index(telling.seq) + 1, telling.lang)
    output, part = event.integer("output_index"), event.integer("content_index")
    values = {"nth": nth, "count": f"{len(seqs):,}", "item": item_id}
    if len(seqs) == 1:
        telling.say("delta_only", item=item_id)
    elif output is None:
        telling.say("delta_of_item", seqs[0], **values)
    elif part is None:
        telling.say("delta_of_output", seqs[0], output=output, **values)
    else:
        telling.say("delta", seqs[0], output=output, part=part, **values)
    _tell_so_far(telling, item_id)


def _deltas(telling: Telling, item_id: str) -> list[int]:
    """Numbers of the deltas of the same type of the same content part."""
    store, columns = telling.store, telling.store.columns
    item_code = columns.ids.known(item_id)
    if not item_code or telling.seq > columns.described:
        return []
    codes, items, code = columns.codes, columns.items, columns.codes[telling.seq - 1]
    related = store.related(telling.seq)
    related = related[: bisect_left(related, columns.described + 1)]
    seqs = [one for one in related if codes[one - 1] == code and items[one - 1] == item_code]
    part = telling.event.integer("content_index")
    if part is None or len(seqs) > _FEW:
        return seqs
    return [seq for seq in seqs if store.event(seq).integer("content_index") == part]


def _tell_so_far(telling: Telling, item_id: str) -> None:
    state = telling.state
    item = state.item(item_id) if state is not None else None
    if state is None or item is None:
        return
    part = _part(telling, item)
    if telling.row.kind.canonical == "response.output_audio.delta":
        _tell_audio(telling, state, part)
        return
    is_call = "arguments" in telling.row.kind.canonical
    text = item.arguments if is_call else part.text if part is not None else ""
    if text:
        telling.say("so_far", text=tail_of(text))


def _part(telling: Telling, item: Item) -> ContentPart | None:
    index = telling.event.integer("content_index") or 0
    return item.parts[index] if 0 <= index < len(item.parts) else None


def _tell_audio(telling: Telling, state: CaptureState, part: ContentPart | None) -> None:
    audio = session_formats(state.session.effective)[1]
    size = base64_size(telling.event.text("delta") or "")
    span = numbers.span(audio.duration_ms(size))
    if part is None:
        telling.say("audio_only", span=span)
    else:
        total = numbers.span(audio.duration_ms(part.audio_bytes))
        telling.say("audio_so_far", span=span, total=total)
