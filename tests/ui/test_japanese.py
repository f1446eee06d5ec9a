"""With `--lang ja` no English of ours is left on any screen; names of the protocol stay."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest
from tests.support.app import CAPTURES, WIDE, opened

from realtime_inspector.guide import GUIDE
from realtime_inspector.guide.fields.en import MEANINGS

if TYPE_CHECKING:
    from pathlib import Path

WORD = re.compile(r"[A-Za-z]{3,}")
COMPOUND = re.compile(r"https?://\S+|(?<!\w)/\S+|[A-Za-z0-9]+(?:[-_./][A-Za-z0-9]+)+")
"""Addresses, paths, and names that are made of several words."""
NAMES = frozenset(
    WORD.findall(
        """
        realtime inspector API JSON GA beta OpenAI WebSocket WebRTC SIP VAD MCP PCM kHz
        Enter Esc Space Tab tab Ctrl Shift Home End Backspace
        session items response input output tools other sess item resp tool etc
        err dir type family gap conn time seq size mark hidden finding call
        csv har html json jsonl mermaid svg wav otlp parquet srt vtt txt audio text
        Markdown OpenTelemetry SQL Mermaid DIR FILE base delta deltas create
        simulator true false null none inf translation
        """
    )
)
"""Keys, formats, values of the API, and what a person types into the filter."""


def received(path: Path) -> set[str]:
    """All words that the capture itself holds, and the names of the protocol."""
    text = path.read_text(encoding="utf-8") + " ".join(GUIDE) + json.dumps(sorted(MEANINGS))
    return set(WORD.findall(text)) | set(WORD.findall(path.name))


def left_over(shown: str, known: set[str]) -> list[str]:
    """English words that are neither received nor a name; a cut word may be the start of one."""
    candidates = set(WORD.findall(COMPOUND.sub(" ", shown))) - known - NAMES
    return sorted(word for word in candidates if not any(word in one for one in known))


TAB = "right_square_bracket"
SCREENS = [
    (), ("question_mark",), ("exclamation_mark",), ("equals_sign",), ("Y",), ("a",), ("f",),
    ("slash",), ("ctrl+g",), ("ctrl+s",), ("d",), ("t",), ("ctrl+p",), ("ctrl+l",), ("e",),
    ("m", "apostrophe"), ("tab",), ("G", TAB), ("G", TAB, TAB), ("G", TAB, TAB, TAB),
]  # fmt: skip


@pytest.mark.parametrize("keys", SCREENS, ids=" ".join)
@pytest.mark.parametrize(
    "name", ["openai-ga-text-tools.jsonl", "azure-ga-transcription-failed.jsonl"]
)
async def test_no_english_of_ours_is_left(name: str, keys: tuple[str, ...]) -> None:
    path = CAPTURES / name
    async with opened(path, lang="ja", size=WIDE) as ui:
        await ui.press(*keys)
        await ui.settle()
        assert not left_over(ui.text + ui.toasts, received(path)), ui.text
