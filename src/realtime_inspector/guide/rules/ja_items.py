"""The rules about conversation items, in Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.rules.model import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, RuleText]] = {
    "RT100": RuleText(
        title="存在しないアイテムを指定しました",
        message="{request} で {item} が指定されましたが、会話にそのアイテムはありません。",
        why=(
            "一度も存在しなかった id、別のセッションの id、または削除済みの id です。同じアイテム"
            "を 2 回削除するとエラーになります。応答や関数呼び出しの id も、アイテムの id としては"
            "使えません。"
        ),
        fix=(
            "アイテムの id は conversation.item.added から取得し、conversation.item.deleted の受"
            "信時とセッションの終了時に破棄してください。"
        ),
    ),
    "RT101": RuleText(
        title="存在しないアイテムの直後を指定しました",
        message="previous_item_id の {previous} は、会話に存在しません。",
        why="末尾に追加されるのではなく、アイテムの作成そのものが拒否されます。",
        fix=(
            "末尾に追加するなら previous_item_id を省略し、先頭なら root を指定します。それ以外で"
            "は、conversation.item.added で通知され、まだ削除されていないアイテムを指定してくださ"
            "い。"
        ),
    ),
    "RT102": RuleText(
        title="アイテムの id が長すぎます",
        message="アイテムの id が {length} 文字です。上限は {most} 文字です。",
        why=(
            "ハイフン付きの UUID は 36 文字あります。アイテムの作成は拒否され、その id を使う後続の"
            "イベントもエラーになります。"
        ),
        fix="UUID からハイフンを除いて 32 文字にするか、id を省略してサーバーに任せてください。",
    ),
    "RT103": RuleText(
        title="アイテムの id が重複しています",
        message="{item} という id のアイテムは、すでに会話にあります。",
        why=(
            "サーバーは受け付けますが、previous_item_id が自分自身を指すアイテムになります。以後、"
            "削除や切り詰めがどちらのアイテムを指すのか区別できません。"
        ),
        fix="アイテムごとに異なる id を付けるか、id を省略してサーバーの通知から取得してください。",
    ),
    "RT104": RuleText(
        title="content の種類が role に合っていません",
        message="{field} が {found} です。正しくは {expected} です。",
        why=(
            "user と system の発言は input_text、input_audio、input_image のいずれかで、モデルの"
            "発言は output_text です(ベータ版では text でした)。モデルの発言を音声で送ることはで"
            "きません。このメッセージは会話に追加されません。"
        ),
        fix=(
            "role に合った type を指定し、text、audio、image_url のうち対応する項目に値を入れてく"
            "ださい。過去のモデルの音声を履歴として渡すときは、文字起こしを output_text で送りま"
            "す。"
        ),
    ),
    "RT105": RuleText(
        title="ツールの結果が文字列ではありません",
        message="function_call_output の output が {found} です。文字列で送る必要があります。",
        why="API はツールの結果をテキストとしてモデルに渡すため、文字列以外は受け付けません。",
        fix="JSON.stringify や json.dumps などで、結果を JSON の文字列にして送ってください。",
    ),
    "RT106": RuleText(
        title="届いた順と会話の順が異なります",
        message="{item} は {newest} のあとに届きましたが、会話では {previous} の直後に位置します。",
        why=(
            "アイテムは準備ができた順に通知されます。届いた順に表示すると、質問が回答のあとに"
            "並ぶことがあります。"
        ),
        fix="会話は conversation.item.added の previous_item_id に従って並べてください。",
    ),
}
