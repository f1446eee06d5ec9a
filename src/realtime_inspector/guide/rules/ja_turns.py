"""The rules about turn taking and tools, in Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.rules.model import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, RuleText]] = {
    "RT003": RuleText(
        title="応答の生成中に、次の応答を要求しました",
        message="{response} がまだ生成中だったため、response.create は拒否されました。",
        why=(
            "デフォルトの会話で同時に生成できる応答は 1 つだけです。早すぎた要求は破棄され、"
            "サーバーがあとで実行してくれることはありません。"
        ),
        fix=(
            "response.done を待ってから次の response.create を送るか、先に response.cancel を"
            '送ってください。"conversation": "none" を付けた応答なら並行して生成できます。'
        ),
    ),
}
