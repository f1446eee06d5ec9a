"""What is said of checks that found nothing, and of close codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.guide.model import Language

CHECK_TEXTS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "connected": "connected, and session.created has come",
        "not_expired": "the session has time left",
        "not_refused": "no error since the conversation last went on",
        "configured": "no message is held back until session.updated",
        "not_queued": "no response.create waits in our queue",
        "not_active": "no response is active",
        "no_approval": "no MCP call waits for consent",
        "well_ended": "the last response was not cut off",
        "no_open_call": "every function call has its output",
        "asked_for": "the newest item does not lack a response.create",
        "answered": "the server owes no answer to a client event",
        "speech_clear": "voice activity detection is not stuck",
        "committed": "no audio waits for a commit",
        "has_room": "no rate limit is used up",
    },
    "ja": {
        "connected": "接続済みで、session.created も届いています",
        "not_expired": "セッションの残り時間があります",
        "not_refused": "会話が最後に進んでから、エラーは起きていません",
        "configured": "session.updated を待って保留中のメッセージはありません",
        "not_queued": "順番待ちの response.create はありません",
        "not_active": "進行中のレスポンスはありません",
        "no_approval": "承認待ちの MCP 呼び出しはありません",
        "well_ended": "直前のレスポンスは途中で切れていません",
        "no_open_call": "関数呼び出しには、すべて結果が返されています",
        "asked_for": "最新のアイテムに response.create の送り忘れはありません",
        "answered": "返答待ちのクライアントイベントはありません",
        "speech_clear": "音声区間検出 (VAD) に滞りはありません",
        "committed": "コミット待ちの音声はありません",
        "has_room": "レート制限に達していません",
    },
}

CLOSE_TEXTS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "1000": "Either side ended it on purpose.",
        "1001": "The server went away; OpenAI also closes with it when the hour is over.",
        "1005": "It was closed without a reason.",
        "1006": "The line was cut: network, proxy or a server that died. Nobody said good-bye.",
        "1007": "A frame was not valid UTF-8.",
        "1008": "The server found something against its rules; some use it for wrong keys.",
        "1009": "A frame was too big.",
        "1011": "The server failed, or pings were not answered in time.",
        "1012": "The server restarts.",
        "1013": "The server is too busy.",
    },
    "ja": {
        "1000": "どちらかの側が意図して終了しました。",
        "1001": "サーバーが離脱しました。OpenAI では 1 時間の上限に達したときにも使われます。",
        "1005": "理由なしに閉じられました。",
        "1006": "ネットワークやプロキシ、サーバーの停止などで、終了の挨拶なしに切れました。",
        "1007": "UTF-8 として正しくないフレームがありました。",
        "1008": "サーバーの規則に反しました。キーの誤りに使うサーバーもあります。",
        "1009": "フレームが大きすぎました。",
        "1011": "サーバーの内部エラーか、ping への応答が間に合いませんでした。",
        "1012": "サーバーが再起動しています。",
        "1013": "サーバーが混み合っています。",
    },
}
"""What a WebSocket close code tells, beyond its name."""
