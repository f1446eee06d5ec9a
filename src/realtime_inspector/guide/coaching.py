"""What the coach says, by the id of the advice: a title and a few sentences in each language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from realtime_inspector.guide.model import Language

Words = tuple[str, str]

_EN: Final[dict[str, Words]] = {
    "ready": (
        "Type a message",
        "It is sent as conversation.item.create. An item alone brings no answer: "
        "response.create asks for one.",
    ),
    "capture": (
        "A recorded session",
        "Move through the events with j and k; Space plays them. o goes to the next event of the "
        "same response, e to the next error.",
    ),
    "connecting": ("Connecting", "The WebSocket is being opened."),
    "opened": (
        "Waiting for session.created",
        "The upgrade proves nothing: a wrong key is only refused after it.",
    ),
    "unreachable": ("No connection", "{why} Ctrl+R tries again."),
    "bad_key": (
        "The key was not accepted",
        (
            "{why} · The key is read from the environment or .env when the program starts: "
            "set the right one and start again."
        ),
    ),
    "bad_request": ("The server does not want this session", "{why} Ctrl+R tries again."),
    "closed": ("The connection is closed", "{why}. Ctrl+R opens a new one."),
    "collision": (
        "A response is already active",
        "Only one response may write to the conversation at a time. {cause} asked for another "
        "while {response} was active. It was dropped, not queued. r asks again when the active "
        "one is done, x cancels it.",
    ),
    "collision_recorded": (
        "A response was already active",
        "Only one response may write to the conversation at a time. {cause} asked for another "
        "too early. It was dropped, not queued: send response.create after response.done.",
    ),
    "nothing_to_cancel": (
        "Nothing to cancel",
        "No response is active. This is harmless; the session goes on.",
    ),
    "refused": ("Refused: {code}", "{cause}: {why}"),
    "queued": (
        "Your request is queued",
        "A response is active. response.create follows by itself after response.done.",
    ),
    "thinking": (
        "The model is working",
        "{response} was created; the first delta is still to come. x cancels.",
    ),
    "streaming": (
        "An answer is streaming",
        "The deltas join to the text of the done event. A second response.create would be "
        "refused now. x cancels.",
    ),
    "response_failed": ("The response failed", "{why}"),
    "response_incomplete": ("The answer was cut off", "Reason: {why}."),
    "response_cancelled": (
        "The response was cancelled",
        "Reason: {why}. What had been said so far stays in the conversation.",
    ),
    "response_lost": ("The answer was lost", "The connection ended before response.done."),
    "tool": (
        "The model waits for {name}",
        "It needs a function_call_output item with the same call_id, then another response.create.",
    ),
    "output_without_response": (
        "The model has not been asked yet",
        "The output of the tool is in the conversation. r sends the response.create that makes "
        "the model speak about it.",
    ),
    "item_without_response": (
        "Nobody asked for an answer",
        "«{text}» is in the conversation, but an item alone brings no answer. "
        "r sends response.create.",
    ),
}

_JA: Final[dict[str, Words]] = {
    "ready": (
        "メッセージを入力してください",
        "conversation.item.create として送られます。アイテムを追加しただけでは返事は来ません。"
        "返事を求めるのは response.create です。",
    ),
    "capture": (
        "記録されたセッション",
        "j と k でイベントを移動、Space で再生します。o は同じレスポンスの次のイベント、"
        "e は次のエラーへ。",
    ),
    "connecting": ("接続中", "WebSocket を開いています。"),
    "opened": (
        "session.created を待っています",
        "接続が開いただけではまだ安心できません。キーの誤りはこのあとで拒否されます。",
    ),
    "unreachable": ("接続できません", "{why} Ctrl+R で再試行します。"),
    "bad_key": (
        "キーが受け付けられませんでした",
        (
            "{why} · キーは起動時に環境変数か .env から読み込みます。"
            "正しいキーを設定して起動し直してください。"
        ),
    ),
    "bad_request": ("サーバーがこのセッションを拒否しました", "{why} Ctrl+R で再試行します。"),
    "closed": ("接続が切れました", "{why}。Ctrl+R で新しく接続します。"),
    "collision": (
        "すでにレスポンスが進行中です",
        "会話に書き込めるレスポンスは一度に一つだけです。{response} の進行中に {cause} が次の"
        "レスポンスを求めました。これは待たされるのではなく捨てられます。終わってから r で"
        "もう一度、x で取り消せます。",
    ),
    "collision_recorded": (
        "レスポンスが進行中でした",
        "会話に書き込めるレスポンスは一度に一つだけです。{cause} は早すぎたため、待たされずに"
        "捨てられました。response.create は response.done のあとで送ります。",
    ),
    "nothing_to_cancel": (
        "取り消すものがありません",
        "進行中のレスポンスはありません。害はなく、セッションは続きます。",
    ),
    "refused": ("拒否されました: {code}", "{cause}: {why}"),
    "queued": (
        "リクエストは順番待ちです",
        "レスポンスが進行中です。response.done のあとで response.create を自動で送ります。",
    ),
    "thinking": (
        "モデルが考えています",
        "{response} が作られました。最初の delta はこれからです。x で取り消せます。",
    ),
    "streaming": (
        "返事が届いています",
        "delta をつなぐと done イベントの本文になります。いま response.create を送ると"
        "拒否されます。x で取り消せます。",
    ),
    "response_failed": ("レスポンスが失敗しました", "{why}"),
    "response_incomplete": ("返事が途中で切れました", "理由: {why}。"),
    "response_cancelled": (
        "レスポンスは取り消されました",
        "理由: {why}。それまでに話した分は会話に残ります。",
    ),
    "response_lost": ("返事が失われました", "response.done の前に接続が切れました。"),
    "tool": (
        "モデルが {name} の結果を待っています",
        "同じ call_id の function_call_output と、もう一度の response.create が必要です。",
    ),
    "output_without_response": (
        "まだ返事を求めていません",
        "関数の結果は会話に入りました。r で response.create を送ると、モデルがそれについて"
        "話します。",
    ),
    "item_without_response": (
        "まだ返事を求めていません",
        "「{text}」は会話に入りましたが、アイテムだけでは返事は来ません。"
        "r で response.create を送ります。",
    ),
}

COACHING: Final[dict[Language, dict[str, Words]]] = {"en": _EN, "ja": _JA}


def coaching(advice_id: str, values: dict[str, str], lang: Language) -> Words:
    """Title and text of an advice with its values filled in."""
    title, text = COACHING[lang][advice_id]
    return _fill(title, values), _fill(text, values)


def _fill(words: str, values: dict[str, str]) -> str:
    """Puts values into a text, each place once: braces inside a value mean nothing."""
    return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], match[0]), words)
