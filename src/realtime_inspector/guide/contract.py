"""What the fields of the session contract are called, in every language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.guide.model import Language

_JA: Final[Mapping[str, str]] = {
    "model": "モデル",
    "output": "出力",
    "instructions": "指示",
    "voice": "声",
    "input audio": "入力音声",
    "output audio": "出力音声",
    "turns": "発話の区切り",
    "answers by itself": "自動応答",
    "transcription": "文字起こし",
    "tools": "ツール",
    "tool choice": "ツールの選択",
    "max tokens": "最大トークン",
    "temperature": "温度",
}


def clause_name(name: str, lang: Language) -> str:
    """A field's name; what is a path on the wire stays as it is."""
    return _JA.get(name, name) if lang == "ja" else name
