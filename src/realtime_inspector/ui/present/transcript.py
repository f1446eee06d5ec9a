"""One entry of the transcript as styled lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.audio import session_formats
from realtime_inspector.core.failures import FINE_CODES
from realtime_inspector.core.notices import close_words
from realtime_inspector.core.state import EntryKind
from realtime_inspector.guide.interface import wording, words
from realtime_inspector.guide.measures import measure_words
from realtime_inspector.ui.present import numbers
from realtime_inspector.ui.present.cells import wrap_cells
from realtime_inspector.ui.present.items import STATUS_STYLES, response_reason, speaker
from realtime_inspector.ui.present.safe import visible

if TYPE_CHECKING:
    from realtime_inspector.core.state import CaptureState, Entry, Item, Notice, Problem
    from realtime_inspector.guide.model import Language
    from realtime_inspector.ui.widgets.line_view import LinePart, StyleName

Lines = list[list["LinePart"]]

MOST_LINES: Final = 400
"""Lines of one entry that are shown; the rest is in the detail pane."""
CURSOR: Final = "▌"
MUTED: Final = "$muted"
_MORE: Final[list[LinePart]] = [("… more in the detail pane", MUTED)]


def entry_lines(state: CaptureState, entry: Entry, width: int, lang: Language) -> Lines:
    """An entry and the empty line under it; no lines for what is not to be shown."""
    width = max(8, width)
    if entry.kind is EntryKind.ITEM:
        lines = _item_lines(state, state.items[int(entry.key)], width, lang)
    elif entry.kind is EntryKind.RESPONSE:
        lines = _response_lines(state, str(entry.key), width, lang)
    elif entry.kind is EntryKind.PROBLEM:
        lines = _problem_lines(state.problems[int(entry.key)], width, lang)
    else:
        lines = _notice_lines(state.notices[int(entry.key)], width, lang)
    lines = [_in_language(line, lang) if line is _MORE else line for line in lines]
    return [*lines, []] if lines else []


def _in_language(line: list[LinePart], lang: Language) -> list[LinePart]:
    return [(words(text, lang), style) for text, style in line]


def _item_lines(state: CaptureState, item: Item, width: int, lang: Language) -> Lines:
    if item.type == "function_call_output":
        return _wrapped(f"↳ {item.output}", width, MUTED, indent="  ") + _trouble(item, width, lang)
    if item.type == "message" and not item.parts and item.status not in {"in_progress", "refused"}:
        return []
    who, style = speaker(item, lang)
    head: list[LinePart] = [
        ("▎", style),
        (who, f"bold {style}"),
        (_facts(state, item, lang), MUTED),
    ]
    is_call = item.type == "function_call"
    body = _call_lines(item, width, lang) if is_call else _said(state, item, width, lang)
    return [head, *body, *_trouble(item, width, lang)]


def _facts(state: CaptureState, item: Item, lang: Language) -> str:
    facts = [numbers.clock(_elapsed(state, item.first_ns))] if item.first_ns is not None else []
    response = state.responses.get(item.response_id)
    if response is not None and item.role == "assistant" and response.first_token_ms is not None:
        first = measure_words("first_token", lang)[0]
        facts.append(f"{first} {numbers.span(response.first_token_ms)}")
    if item.phase and item.phase != "final_answer":
        facts.append(item.phase)
    if response is not None and response.is_out_of_band:
        facts.append(words("out of band", lang))
    if item.status in {"incomplete", "sent"}:
        facts.append(words(item.status, lang))
    return "  " + " · ".join(facts) if facts else ""


def _elapsed(state: CaptureState, time_ns: int | None) -> float | None:
    if time_ns is None or state.first_ns is None:
        return None
    return (time_ns - state.first_ns) / 1e6


def _said(state: CaptureState, item: Item, width: int, lang: Language) -> Lines:
    is_cut = item.is_deleted or item.truncated_ms is not None
    is_open = item.status == "in_progress" and item.role == "assistant"
    lines: Lines = []
    if item.audio_bytes:
        formats = session_formats(state.session.effective)
        audio = formats[1] if item.role == "assistant" else formats[0]
        played = numbers.span(audio.duration_ms(item.audio_bytes))
        if item.truncated_ms is not None:
            heard = f"{item.truncated_ms} ms"
            played = words("{made}, heard {heard}", lang).format(made=played, heard=heard)
        lines.append([(f"♪ {played}", "$family-output")])
    text = item.text + (CURSOR if is_open else "")
    if not text and not lines:
        text = words("(speaking…)" if state.input.is_speaking else "(empty)", lang)
    return lines + _wrapped(text, width, "strike $muted" if is_cut else "")


def _call_lines(item: Item, width: int, lang: Language) -> Lines:
    try:
        arguments = json.loads(item.arguments)
    except (ValueError, RecursionError):
        arguments = None
    if not isinstance(arguments, dict):
        return _wrapped(item.arguments or "…", width, "")
    if not arguments:
        return [[(words("(no arguments)", lang), MUTED)]]
    lines: Lines = []
    for name, value in arguments.items():
        shown = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        lines += _wrapped(f"{name}: {shown}", width, "")
    return lines


def _trouble(item: Item, width: int, lang: Language) -> Lines:
    if not item.error:
        return []
    told = words("refused: {error}" if item.status == "refused" else "{error}", lang)
    return _wrapped(f"✖ {told.format(error=item.error)}", width, "$text-error")


def _response_lines(state: CaptureState, response_id: str, width: int, lang: Language) -> Lines:
    response = state.responses[response_id]
    reason = response_reason(response, lang)
    style = STATUS_STYLES.get(response.status, "$text-warning")
    sign = "✖" if response.status in {"failed", "lost"} else "⊘"
    told = words("response {status}", lang).format(status=words(response.status, lang))
    return _wrapped(f"{sign} {told}{f': {reason}' if reason else ''}", width, style)


def _problem_lines(problem: Problem, width: int, lang: Language) -> Lines:
    lines = _wrapped(f"✖ {problem.code or problem.type or 'error'}", width, "bold $text-error")
    cause = f" (#{problem.cause_seq})" if problem.cause_seq else ""
    message = problem.message or words("(the server gives no message)", lang)
    return lines + _wrapped(message + cause, width, "$text-error")


def _notice_lines(notice: Notice, width: int, lang: Language) -> Lines:
    fields = notice.fields
    if notice.kind == "tool":
        error = fields.get("error")
        if not error:
            return []
        told = words("tool {name}: {error}", lang)
        told = told.format(name=fields.get("name", ""), error=error)
        return _wrapped(f"✖ {told}", width, "$text-error")
    if notice.kind == "close":
        code = fields.get("code")
        code = code if isinstance(code, int) else None
        why = close_words(code, str(fields.get("reason", "")), wording(lang))
        is_fine = code in FINE_CODES
        style = MUTED if is_fine else "$text-error"
        told = words("connection closed: {why}", lang).format(why=why)
        return _wrapped(f"— {told}", width, style)
    if notice.kind == "connecting":
        host = str(fields.get("url", "")).partition("://")[2].partition("/")[0].partition("?")[0]
        told = words("connecting to {host}", lang).format(host=host)
        return _wrapped(f"— {told}", width, MUTED)
    message = str(fields.get("message") or fields.get("reason") or "")
    style = "$text-error" if notice.kind == "error" else MUTED
    return _wrapped(f"— {notice.kind}: {message}" if message else f"— {notice.kind}", width, style)


def _wrapped(text: str, width: int, style: StyleName, indent: str = "") -> Lines:
    lines: Lines = []
    most = (MOST_LINES + 1) * (width + 2)  # more characters cannot be seen in so many lines
    for paragraph in text[:most].replace("\r\n", "\n").split("\n"):
        safe = visible(paragraph)
        pieces = wrap_cells(safe, width - (len(indent) if lines else 0))
        for number, piece in enumerate(pieces):
            # The space between two words belongs to no line when the first one is just full.
            shown = piece.removeprefix(" ") if number else piece
            lines.append([((indent if lines else "") + shown, style)])
            if len(lines) == MOST_LINES:
                return [*lines, _MORE]
    return [*lines, _MORE] if len(text) > most else lines
