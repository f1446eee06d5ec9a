"""The fields of the contract, each judged by what was asked, accepted and observed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.analysis.contract.kept import is_kept, names_of, not_kept
from realtime_inspector.analysis.contract.model import Clause, Verdict
from realtime_inspector.analysis.lint.session_facts import is_told, is_vad_on, named, transcription
from realtime_inspector.analysis.lint.voice_activity import answers_by_itself
from realtime_inspector.core.audio import format_of, session_formats
from realtime_inspector.core.events.session import modalities
from realtime_inspector.core.wording import joined, phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from realtime_inspector.analysis.contract.observer import Observer, Seen, Sound

MOST_TEXT: Final = 60
"""Characters of a value that are told."""
_LEAST_STEADY_NS: Final = 1_000_000_000
"""Audio must stream for so long before its pace says anything."""
_NEAR: Final = 0.06
"""A pace is that of a rate if it is so close to it."""
_RATES_HZ: Final = (8_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the traffic shows of a field, and whether that fits."""

    text: str = ""
    fits: bool | None = None
    """`None`: nothing in the traffic tells."""
    seqs: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class _Term:
    """A field of the session: where it stands in both spellings, and how it shows."""

    name: str
    ga: str
    beta: str
    look: Callable[[Observer], _Sight] | None
    """`None`: what was accepted is all that can be known."""
    words: Callable[[Any], str] | None = None


def contract_of(watched: Observer) -> list[Clause]:
    """The contract of a session as it stands now."""
    clauses = [_clause(term, watched) for term in _TERMS]
    named_paths = {path for term in _TERMS for path in (term.ga, term.beta)}
    others = [
        path
        for path in not_kept(watched.asked, watched.accepted)
        if not any(path == one or path.startswith(f"{one}.") for one in named_paths)
    ]
    return [one for one in clauses if one is not None] + [_other(watched, path) for path in others]


def _clause(term: _Term, watched: Observer) -> Clause | None:
    asked, accepted = watched.asked, watched.accepted
    is_asked, is_accepted = (is_told(one, term.ga, term.beta) for one in (asked, accepted))
    sight = term.look(watched) if term.look is not None else _Sight()
    if not (is_asked or is_accepted or sight.text):
        return None
    wanted, held = named(asked, term.ga, term.beta), named(accepted, term.ga, term.beta)
    spell = term.words or value_words
    return Clause(
        term.name,
        _verdict(
            is_kept=not (is_asked and is_accepted) or _is_kept(term, wanted, held),
            is_known=is_accepted if term.look is None else sight.fits is not None,
            fits=sight.fits is not False,
        ),
        spell(wanted) if is_asked else "",
        spell(held) if is_accepted else "",
        sight.text,
        _seqs(watched, sight, is_asked=is_asked),
    )


def _verdict(*, is_kept: bool, is_known: bool, fits: bool) -> Verdict:
    if not (is_kept and fits):
        return Verdict.DIFFERS
    return Verdict.KEPT if is_known else Verdict.UNSEEN


def _is_kept(term: _Term, wanted: Any, held: Any) -> bool:
    if wanted == "":
        return True
    if isinstance(wanted, dict) and isinstance(held, dict):
        return not not_kept(wanted, held)
    return is_kept(term.ga.rpartition(".")[2], wanted, held)


def _seqs(watched: Observer, sight: _Sight, *, is_asked: bool) -> tuple[int, ...]:
    asked = watched.updates.last_seq if is_asked else None
    return _numbers(asked, watched.answers.last_seq, *sight.seqs)


def _numbers(*seqs: int | None) -> tuple[int, ...]:
    return tuple(sorted({seq for seq in seqs if seq is not None}))


def _other(watched: Observer, path: str) -> Clause:
    wanted, held = named(watched.asked, path, path), named(watched.accepted, path, path)
    seqs = _numbers(watched.updates.last_seq, watched.answers.last_seq)
    return Clause(path, Verdict.DIFFERS, value_words(wanted), value_words(held), "", seqs)


# What the traffic shows.


def _output(watched: Observer) -> _Sight:
    text, spoken = watched.seen["response.output_text.delta"], watched.received.pieces
    written = watched.seen["response.output_audio_transcript.delta"]
    kinds = [name for name, one in (("text", text), ("audio", spoken)) if one.count]
    if "audio" not in kinds and written.count:  # WebRTC: the sound goes another way
        kinds.append("audio")
    seqs = [*text.seqs[:1], *spoken.seqs[:1], *written.seqs[:1]]
    allowed = set(modalities(watched.accepted).split("+"))
    own = watched.seen["own modalities"]
    if not kinds:
        return _Sight()
    fits = own.count > 0 or not allowed - {""} or set(kinds) <= allowed
    return _Sight("+".join(kinds), fits, [*seqs, *own.seqs[:1]])


def _voice(watched: Observer) -> _Sight:
    return _held(watched, "voice", "audio.output.voice")


def _temperature(watched: Observer) -> _Sight:
    return _held(watched, "temperature", "temperature")


def _held(watched: Observer, name: str, path: str) -> _Sight:
    values = {
        key.partition(" ")[2]: one
        for key, one in watched.held.items()
        if key.startswith(f"{name} ")
    }
    if not values:
        return _Sight()
    wanted = named(watched.accepted, path, name)
    fits = wanted is None or all(value == str(wanted) for value in values)
    return _Sight(", ".join(values), fits, [one.seqs[0] for one in values.values()])


def _input_audio(watched: Observer) -> _Sight:
    audio = session_formats(watched.accepted)[0]
    sound = watched.sent
    sight = _sound(sound, audio.bytes_per_s, is_pcm=audio.encoding == "pcm16")
    is_steady = sound.steady_ns >= _LEAST_STEADY_NS
    if not sound.bytes or not is_steady:
        return sight
    width = 2 if audio.encoding == "pcm16" else 1
    pace_hz = sound.steady_bytes * 1e9 / sound.steady_ns / width
    rate_hz = next((one for one in _RATES_HZ if abs(pace_hz / one - 1) < _NEAR), None)
    pace = f"{pace_hz / 1000:.1f}"
    text = phrase("{seen} · {pace} kHz of real time", seen=sight.text, pace=pace)
    # Slower than the format says is another rate; faster may be a file that is sent in a hurry.
    is_other = rate_hz is not None and rate_hz < audio.rate_hz * (1 - _NEAR)
    is_same = abs(pace_hz / audio.rate_hz - 1) < _NEAR
    fits = False if is_other or sight.fits is False else (True if is_same else None)
    return _Sight(text, fits, sight.seqs)


def _output_audio(watched: Observer) -> _Sight:
    audio = session_formats(watched.accepted)[1]
    is_pcm = audio.encoding == "pcm16"
    sight = _sound(watched.received, audio.bytes_per_s, is_pcm=is_pcm)
    if not sight.text or sight.fits is False:
        return sight
    return _Sight(sight.text, None if not is_pcm else True, sight.seqs)


def _sound(sound: Sound, bytes_per_s: int, *, is_pcm: bool) -> _Sight:
    if not sound.bytes:
        return _Sight()
    words = [f"{sound.bytes / bytes_per_s:.1f} s"]
    if is_pcm and sound.loudest_dbfs is not None:
        level = sound.loudest_dbfs
        level_words = phrase("{level} dB at most", level=f"{level:.0f}")
        words.append(phrase("silence") if level == float("-inf") else level_words)
    is_halved = is_pcm and sound.odd > 0
    if is_halved:
        words.append(phrase("{count} pieces with half a sample", count=sound.odd))
    return _Sight(joined(" · ", words), False if is_halved else None, sound.pieces.seqs[:1])


def _turns(watched: Observer) -> _Sight:
    started = watched.seen["input_audio_buffer.speech_started"]
    by_hand = watched.seen["input_audio_buffer.commit"]
    if not (started.count or by_hand.count):
        return _Sight()
    words = [f"{started.count} × speech_started"] if started.count else []
    if by_hand.count:
        words.append(phrase("{count} × commit by the client", count=by_hand.count))
    is_on = is_vad_on(watched.accepted)
    fits = bool(started.count) == is_on if watched.accepted else None
    return _Sight(joined(" · ", words), fits, [*started.seqs[:1], *by_hand.seqs[:1]])


def _answering(watched: Observer) -> _Sight:
    committed, own = (
        watched.seen["input_audio_buffer.committed"],
        watched.seen["answered by itself"],
    )
    if not committed.count or not is_vad_on(watched.accepted):
        return _Sight()
    told = "{count} of {turns} turns answered by itself"
    text = phrase(told, count=own.count, turns=committed.count)
    fits = bool(own.count) == answers_by_itself(watched.accepted)
    return _Sight(text, fits, [*committed.seqs[:1], *own.seqs[:1]])


def _transcripts(watched: Observer) -> _Sight:
    prefix = "conversation.item.input_audio_transcription"
    came, failed = watched.seen[f"{prefix}.completed"], watched.seen[f"{prefix}.failed"]
    committed = watched.seen["input_audio_buffer.committed"]
    if not (came.count or failed.count or committed.count):
        return _Sight()
    turns = committed.count or came.count
    words = [phrase("{count} of {turns} turns transcribed", count=came.count, turns=turns)]
    words += [phrase("{count} failed", count=failed.count)] if failed.count else []
    is_on = bool(transcription(watched.accepted))
    fits = bool(came.count) == is_on and not failed.count
    seqs: list[Seen] = [one for one in (came, failed, committed) if one.count]
    return _Sight(joined(", ", words), fits, [one.seqs[0] for one in seqs])


def _tools(watched: Observer) -> _Sight:
    sides = (watched.accepted, watched.asked)
    declared = {name for side in sides for name in names_of(side.get("tools"))}
    called = watched.called
    unknown = [name for name in called if name not in declared]
    unused = sorted(declared - called.keys())
    words = []
    if called:
        names = _listed(f"{name} ×{one.count}" for name, one in called.items())
        words.append(phrase("called: {names}", names=names))
    if unknown:
        words.append(phrase("not declared: {names}", names=_listed(unknown)))
    if unused:
        words.append(phrase("never called: {names}", names=_listed(unused)))
    fits = None if not called else not unknown
    return _Sight(joined(" · ", words), fits, [one.seqs[0] for one in called.values()][:4])


def _max_tokens(watched: Observer) -> _Sight:
    hit, done = watched.seen["max_output_tokens"], watched.seen["response.done"]
    if not done.count:
        return _Sight()
    text = phrase("reached by {count} of {all} responses", count=hit.count, all=done.count)
    return _Sight(text, True, hit.seqs[:2])


def _instructions(watched: Observer) -> _Sight:
    path = ("instructions", "instructions")
    own, default = named(watched.accepted, *path), named(watched.default, *path)
    if not isinstance(own, str) or not watched.default:
        return _Sight(fits=True if isinstance(own, str) else None)
    return _Sight(phrase("the default of the server" if own == default else "your own"), True)


def _listed(names: Any) -> str:
    return value_words(", ".join(names))


# Words.


def value_words(value: Any) -> str:
    """A value in one short line."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = " ".join(text.split()) if isinstance(value, str) else text
    return text if len(text) <= MOST_TEXT else f"{text[: MOST_TEXT - 1]}…"


def _modality_words(value: Any) -> str:
    return modalities({"modalities": value}) or value_words(value)


def _format_words(value: Any) -> str:
    return format_of(value).name if value is not None else "null"


def _turn_words(value: Any) -> str:
    if not isinstance(value, dict):
        return phrase("off") if value is None else value_words(value)
    facts = [str(value.get("type", "on"))]
    facts += [
        f"{name} {json.dumps(value[name])}"
        for name in ("create_response", "interrupt_response")
        if name in value
    ]
    return value_words(" · ".join(facts))


def _tool_words(value: Any) -> str:
    return _listed(names_of(value)) or "none"


def _transcription_words(value: Any) -> str:
    return value_words(value.get("model", "on")) if isinstance(value, dict) else phrase("off")


_TERMS: Final = (
    _Term("model", "model", "model", None),
    _Term("output", "output_modalities", "modalities", _output, _modality_words),
    _Term("instructions", "instructions", "instructions", _instructions),
    _Term("voice", "audio.output.voice", "voice", _voice),
    _Term("input audio", "audio.input.format", "input_audio_format", _input_audio, _format_words),
    _Term(
        "output audio", "audio.output.format", "output_audio_format", _output_audio, _format_words
    ),
    _Term("turns", "audio.input.turn_detection", "turn_detection", _turns, _turn_words),
    _Term(
        "answers by itself",
        "audio.input.turn_detection.create_response",
        "turn_detection.create_response",
        _answering,
    ),
    _Term(
        "transcription",
        "audio.input.transcription",
        "input_audio_transcription",
        _transcripts,
        _transcription_words,
    ),
    _Term("tools", "tools", "tools", _tools, _tool_words),
    _Term("tool choice", "tool_choice", "tool_choice", None),
    _Term("max tokens", "max_output_tokens", "max_response_output_tokens", _max_tokens),
    _Term("temperature", "temperature", "temperature", _temperature),
)
"""In the order that they are told in."""
