"""What caused an event, in words: how it follows from its cause, or why none is named."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.core.causality import Why

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.guide.model import Language

_CAUSED: Final[Mapping[Why, Mapping[Language, str]]] = {
    Why.ANSWERS: {
        "en": "It answers {cause}.",
        "ja": "{cause} への返答です。",
    },
    Why.REFUSES: {
        "en": "It refuses {cause}.",
        "ja": "{cause} が拒否されたことを知らせています。",
    },
    Why.REQUESTED: {
        "en": "The response was asked for by {cause}.",
        "ja": "{cause} で求められたレスポンスです。",
    },
    Why.TURN_ENDED: {
        "en": "Nobody sent response.create: voice activity detection ended the turn "
        "({cause}), and create_response is on.",
        "ja": "response.create は送られていません。音声区間検出が発話の終わりを判断し "
        "({cause})、create_response が有効なので自動で始まりました。",
    },
    Why.SILENCE: {
        "en": "Nobody spoke for idle_timeout_ms after {cause}.",
        "ja": "{cause} のあと、idle_timeout_ms の間だれも話さなかったためです。",
    },
    Why.PART_OF_RESPONSE: {
        "en": "It belongs to the response that began with {cause}.",
        "ja": "{cause} で始まったレスポンスの一部です。",
    },
    Why.PART_OF_ITEM: {
        "en": "It belongs to the item that {cause} announced.",
        "ja": "{cause} で告げられたアイテムの一部です。",
    },
    Why.STREAMS: {
        "en": "It brings the content that {cause} opened.",
        "ja": "{cause} で始まった中身を運んでいます。",
    },
    Why.CLOSES: {
        "en": "It closes what {cause} opened.",
        "ja": "{cause} で始まったものの終わりです。",
    },
    Why.ENDS_RESPONSE: {
        "en": "It ends the response that began with {cause}.",
        "ja": "{cause} で始まったレスポンスの終わりです。",
    },
    Why.CANCELLED: {
        "en": "The response was stopped by {cause}.",
        "ja": "{cause} によってレスポンスが止められました。",
    },
    Why.INTERRUPTED: {
        "en": "The user began to speak ({cause}) and so interrupted the answer.",
        "ja": "利用者が話し始めたため ({cause})、返事が中断されました。",
    },
    Why.HEARD: {
        "en": "Voice activity detection heard speech in the audio sent up to {cause}.",
        "ja": "{cause} までに送られた音声から、音声区間検出が発話を検出しました。",
    },
    Why.SPEECH_ENDED: {
        "en": "Voice activity detection committed the audio, because speech had ended ({cause}).",
        "ja": "発話が終わったため ({cause})、音声区間検出が自動で確定 (commit) しました。",
    },
    Why.COMMITTED: {
        "en": "The item holds the audio of {cause}.",
        "ja": "{cause} で確定した音声のアイテムです。",
    },
    Why.TRANSCRIBES: {
        "en": "It tells what was heard in the audio of {cause}.",
        "ja": "{cause} の音声を文字に起こしたものです。",
    },
    Why.AFTER_RESPONSE: {
        "en": "It comes after each response; here after {cause}.",
        "ja": "レスポンスが終わるたびに届きます。ここでは {cause} に続くものです。",
    },
    Why.AT_RESPONSE_START: {
        "en": "In the beta API it comes when a response begins; here after {cause}.",
        "ja": "ベータ版の API ではレスポンスの開始時に届きます。ここでは {cause} に続くものです。",
    },
    Why.PLAYS: {
        "en": "It is about the audio of the response that began with {cause}.",
        "ja": "{cause} で始まったレスポンスの音声についてのイベントです。",
    },
    Why.TRANSLATES: {
        "en": "It translates the audio sent up to {cause}.",
        "ja": "{cause} までに送られた音声の通訳です。",
    },
    Why.SESSION_BEGAN: {
        "en": "It came with the session that began with {cause}.",
        "ja": "{cause} で始まったセッションに伴うものです。",
    },
    Why.CONNECTED: {
        "en": "It follows from the connection ({cause}).",
        "ja": "接続 ({cause}) に伴うものです。",
    },
    Why.CLOSED_AFTER_ERROR: {
        "en": "The server closed the connection because of {cause}.",
        "ja": "{cause} が原因で、サーバーが接続を閉じました。",
    },
    Why.RESULT_OF_CALL: {
        "en": "It holds the result of the function call of {cause}.",
        "ja": "{cause} の関数呼び出しの結果です。",
    },
    Why.APPROVES: {
        "en": "It answers the approval request of {cause}.",
        "ja": "{cause} の承認依頼への返答です。",
    },
    Why.ASKS_ABOUT: {
        "en": "It asks the model to answer what {cause} put into the conversation.",
        "ja": "{cause} で会話に加えた内容への返事をモデルに求めています。",
    },
    Why.COMMITS: {
        "en": "It turns the audio sent up to {cause} into an item.",
        "ja": "{cause} までに送った音声をアイテムにします。",
    },
    Why.STOPS: {
        "en": "It is to stop the response that began with {cause}.",
        "ja": "{cause} で始まったレスポンスを止めるために送られました。",
    },
    Why.ABOUT_ITEM: {
        "en": "It is about the item that {cause} announced.",
        "ja": "{cause} で告げられたアイテムについてのものです。",
    },
}
_UNCAUSED: Final[Mapping[Why, Mapping[Language, str]]] = {
    Why.APP: {
        "en": "The application sent it of its own accord.",
        "ja": "アプリが自分の判断で送ったものです。",
    },
    Why.BY_ITSELF: {
        "en": "The server sends it on its own; no event asks for it.",
        "ja": "サーバーが自発的に送るもので、求めたイベントはありません。",
    },
    Why.MEDIA_TRACK: {
        "en": "The cause is not in the log: the audio of this session travels elsewhere, as with "
        "WebRTC and SIP.",
        "ja": "原因はログにありません。WebRTC や SIP のように、音声が別の経路を通っています。",
    },
    Why.CLIENT_NOT_RECORDED: {
        "en": "The cause is unknown: this capture does not hold what the client sent.",
        "ja": "原因は不明です。この記録にはクライアントが送ったイベントが含まれていません。",
    },
    Why.BEFORE_CAPTURE: {
        "en": "The cause is unknown: what it follows from is not in this capture.",
        "ja": "原因は不明です。もとになったイベントがこの記録に含まれていません。",
    },
    Why.UNASKED: {
        "en": "The cause is unknown: no event in this session asked for it. Some servers do such "
        "things on their own, for example to replay a conversation after a reconnect.",
        "ja": "原因は不明です。このセッションには、これを求めたイベントがありません。再接続後に"
        "会話を再現するときなど、自分から送るサーバーもあります。",
    },
    Why.NAMES_NO_EVENT: {
        "en": "The cause is unknown: the error names no event_id, and its code does not tell "
        "which client event it answers. Give your events an event_id, and it will.",
        "ja": "原因は不明です。event_id がなく、コードからもどのクライアントイベントへの返答か"
        "決められません。送るイベントに event_id を付けておくと分かるようになります。",
    },
    Why.NAMES_UNKNOWN_EVENT: {
        "en": "The cause is unknown: no waiting client event has the event_id that the error "
        "names.",
        "ja": "原因は不明です。エラーが示す event_id を持つ、返答待ちのクライアントイベントが"
        "ありません。",
    },
    Why.ABOUT_SESSION: {
        "en": "It answers no event: it is about the session or the key as a whole.",
        "ja": "特定のイベントへの返答ではなく、セッションやキー全体についてのエラーです。",
    },
    Why.NOTE: {
        "en": "The inspector noted it; it is no event of the protocol.",
        "ja": "インスペクターが書き留めたもので、プロトコルのイベントではありません。",
    },
    Why.UNREADABLE: {
        "en": "The cause is unknown: it cannot be read as an event.",
        "ja": "原因は不明です。イベントとして読み取れません。",
    },
    Why.UNKNOWN_TYPE: {
        "en": "The cause is unknown: the protocol's documents do not name this type.",
        "ja": "原因は不明です。プロトコルの文書にない型です。",
    },
    Why.NOT_READ: {
        "en": "The cause is not known yet: the capture is still being read.",
        "ja": "原因はまだ分かりません。記録を読み込んでいる途中です。",
    },
}
WORDS: Final[Mapping[Why, Mapping[Language, str]]] = {**_CAUSED, **_UNCAUSED}

RELATIONS: Final[Mapping[str, Mapping[Language, str]]] = {
    "itself": {"en": "this event", "ja": "このイベント"},
    "cause": {"en": "cause", "ja": "原因"},
    "earlier": {"en": "earlier cause", "ja": "さらに前の原因"},
    "answer": {"en": "answer", "ja": "返答"},
    "refusal": {"en": "refused by", "ja": "拒否"},
    "end": {"en": "ends it", "ja": "終わり"},
    "next": {"en": "next", "ja": "次に続く"},
    "request": {"en": "request", "ja": "要求"},
    "part": {"en": "same part", "ja": "同じパート"},
    "item": {"en": "same item", "ja": "同じアイテム"},
    "response": {"en": "same response", "ja": "同じレスポンス"},
}
"""By `store.relations.Relation`: what one event is to another, in a few letters."""


def cause_words(why: Why, cause: str, lang: Language) -> str:
    """How an event follows from its cause, as a sentence.

    Args:
        why: How.
        cause: The cause as it is called, such as `#23 response.create`; empty without one.
        lang: The language.
    """
    return WORDS[why][lang].format(cause=cause)
