"""Event names that people look for and that do not exist, with what to use instead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.guide.model import Language

MISNOMERS: Final[Mapping[str, Mapping[Language, str]]] = {
    "response.cancelled": {
        "en": "There is no event called response.cancelled. A cancelled response ends with "
        "response.done like any other, and its status is cancelled. In the event log, open "
        "that response.done: the reason in status_details tells who stopped it.",
        "ja": "response.cancelled というイベントはありません。キャンセルされたレスポンスも "
        "response.done で終わり、status が cancelled になります。イベントログでその "
        "response.done を開くと、status_details の reason で誰が止めたのか分かります。",
    },
    "response.output_item.created": {
        "en": "There is no event called response.output_item.created. The one you want is "
        "response.output_item.added, which opens each piece of output of a response. Look for "
        "it in the event log right after response.created.",
        "ja": "response.output_item.created というイベントはありません。レスポンスの出力が"
        "始まったことを知らせるのは response.output_item.added です。イベントログでは "
        "response.created のすぐ後にあります。",
    },
    "response.error": {
        "en": "There is no event called response.error. A response that fails ends with "
        "response.done and status failed, and the reason is in status_details. When the server "
        "refuses one of your events, you get a plain error event instead. Look for both in the "
        "event log.",
        "ja": "response.error というイベントはありません。レスポンスが失敗すると status が "
        "failed の response.done で終わり、理由は status_details にあります。送ったイベントが"
        "断られたときは、ただの error が届きます。イベントログで両方を探してみてください。",
    },
    "response.text": {
        "en": "There is no event called just response.text. The text comes in pieces as "
        "response.output_text.delta and complete in response.output_text.done; on beta servers "
        "they are called response.text.delta and response.text.done. Look for one of these "
        "pairs in the event log.",
        "ja": "response.text だけの名前のイベントはありません。文章は response.output_text.delta "
        "で少しずつ届き、response.output_text.done に全文が入ります。ベータ版のサーバーでは "
        "response.text.delta と response.text.done といいます。イベントログでどちらかの組を"
        "探してみてください。",
    },
    "conversation.item.updated": {
        "en": "There is no event called conversation.item.updated. An item is announced by "
        "conversation.item.added and is final at conversation.item.done; in between its content "
        "comes as deltas. Look for these two in the event log.",
        "ja": "conversation.item.updated というイベントはありません。アイテムは "
        "conversation.item.added で始まり、conversation.item.done で確定します。その間の中身は "
        "delta で届きます。イベントログでこの二つを探してみてください。",
    },
}
