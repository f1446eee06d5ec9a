"""What error codes and close codes mean and what to do, in both languages.

The codes are those of lifecycles.md §20 and §21, observed.md §5 and RFC 6455.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from realtime_inspector.guide.model import Language

_ERRORS: Final[Mapping[str, Mapping[Language, str]]] = {
    "conversation_already_has_active_response": {
        "en": "only one response may write to the conversation at a time. The request was "
        "dropped, not queued: send response.create again after response.done.",
        "ja": "会話に書き込めるレスポンスは一度に一つだけです。今回の要求は待たされずに捨てられま"
        "した。response.done のあとで、もう一度 response.create を送ってください。",
    },
    "response_cancel_not_active": {
        "en": "there was no response to cancel, usually because it had just ended. Harmless.",
        "ja": "取り消すレスポンスがありませんでした。ちょうど終わったところだった場合がほとんどで、"
        "害はありません。",
    },
    "input_audio_buffer_commit_empty": {
        "en": "a commit needs at least 100 ms of audio in the buffer. With voice activity "
        "detection on, the server commits by itself.",
        "ja": "commit するには、バッファーに 100 ms 以上の音声が必要です。音声区間検出が有効なら、"
        "サーバーが自動で commit します。",
    },
    "invalid_value": {
        "en": "a field has a value that is not allowed there.",
        "ja": "項目の値が、そこで許されているものではありません。",
    },
    "unknown_parameter": {
        "en": "a field does not exist in this API; often it is a name of the beta API.",
        "ja": "この API にない項目です。ベータ版の API の名前であることがよくあります。",
    },
    "missing_required_parameter": {
        "en": "a field that must be there is missing.",
        "ja": "必須の項目がありません。",
    },
    "invalid_type": {
        "en": "a field has a value of the wrong JSON type.",
        "ja": "項目の値の JSON の型が違います。",
    },
    "integer_below_min_value": {
        "en": "a number is smaller than allowed.",
        "ja": "数値が許された範囲より小さすぎます。",
    },
    "integer_above_max_value": {
        "en": "a number is larger than allowed.",
        "ja": "数値が許された範囲より大きすぎます。",
    },
    "string_above_max_length": {
        "en": "a text is longer than allowed; ids may have 32 characters.",
        "ja": "文字列が長すぎます。id は 32 文字までです。",
    },
    "invalid_json": {
        "en": "what was sent is not JSON.",
        "ja": "送られたものが JSON ではありません。",
    },
    "invalid_event": {
        "en": "what was sent is not an event: it must be a JSON object with a type, in a text "
        "frame.",
        "ja": "送られたものがイベントではありません。type を持つ JSON オブジェクトを、テキスト"
        "フレームで送ってください。",
    },
    "item_delete_invalid_item_id": {
        "en": "the item to delete is not in the conversation.",
        "ja": "削除しようとしたアイテムが会話にありません。",
    },
    "item_retrieve_invalid_item_id": {
        "en": "the item to retrieve is not in the conversation.",
        "ja": "取得しようとしたアイテムが会話にありません。",
    },
    "item_truncate_invalid_item_id": {
        "en": "the item to truncate is not in the conversation.",
        "ja": "切り詰めようとしたアイテムが会話にありません。",
    },
    "unsupported_content_type": {
        "en": "only audio that the model has spoken can be truncated.",
        "ja": "切り詰められるのは、モデルが話した音声だけです。",
    },
    "invalid_tool_call_id": {
        "en": "no function call in the conversation has this call_id. Often the id of the item "
        "was sent in its place.",
        "ja": "この call_id を持つ関数呼び出しが会話にありません。代わりにアイテムの id を送って"
        "いることがよくあります。",
    },
    "invalid_function_parameters": {
        "en": "the parameters of a tool are not a JSON Schema of type object.",
        "ja": "ツールの parameters が、type が object の JSON Schema になっていません。",
    },
    "cannot_update_voice": {
        "en": "the voice cannot be changed once the assistant has spoken.",
        "ja": "アシスタントが一度話したあとは、声を変えられません。",
    },
    "rate_limit_exceeded": {
        "en": "too many requests or tokens in a minute or a day; wait and try again.",
        "ja": "1 分または 1 日あたりの要求数かトークン数を超えました。時間をおいてやり直して"
        "ください。",
    },
    "insufficient_quota": {
        "en": "the account has no credit left, or its limit is reached.",
        "ja": "アカウントの残高がないか、利用上限に達しています。",
    },
    "session_expired": {
        "en": "the session has reached its longest duration, 60 minutes on OpenAI. It cannot be "
        "resumed: open a new one and put the items in again.",
        "ja": "セッションの最長時間 (OpenAI では 60 分) に達しました。再開はできません。新しい"
        "セッションを開き、アイテムを入れ直してください。",
    },
    "invalid_api_key": {
        "en": "the key was not accepted.",
        "ja": "API キーが受け入れられませんでした。",
    },
    "invalid_model": {
        "en": "the model does not exist or is no realtime model.",
        "ja": "モデルが存在しないか、リアルタイム用のモデルではありません。",
    },
    "missing_model": {
        "en": "the address names no model.",
        "ja": "接続先の URL にモデルの指定がありません。",
    },
    "beta_api_shape_disabled": {
        "en": "the header OpenAI-Beta: realtime=v1 was sent, and the beta API is no longer served.",
        "ja": "ヘッダー OpenAI-Beta: realtime=v1 が送られましたが、ベータ版の API は提供が"
        "終わっています。",
    },
}
_CLOSES: Final[Mapping[int, Mapping[Language, str]]] = {
    1000: {
        "en": "closed in good order.",
        "ja": "正常に閉じられました。",
    },
    1001: {
        "en": "the other side is going away; on OpenAI also the end of the 60 minutes.",
        "ja": "相手が離れることを示します。OpenAI では 60 分の上限に達したときにも使われます。",
    },
    1002: {
        "en": "a frame broke the rules of WebSocket.",
        "ja": "WebSocket の規則に反するフレームがありました。",
    },
    1003: {
        "en": "this kind of data is not accepted.",
        "ja": "受け付けられない種類のデータでした。",
    },
    1005: {
        "en": "closed without saying why.",
        "ja": "理由のコードなしで閉じられました。",
    },
    1006: {
        "en": "the connection broke: nobody said good-bye. A network, a proxy or a server died.",
        "ja": "終了の手続きなしに接続が切れました。ネットワーク、プロキシー、サーバーのいずれかが"
        "落ちた可能性があります。",
    },
    1007: {
        "en": "a text was not valid UTF-8.",
        "ja": "テキストが正しい UTF-8 ではありませんでした。",
    },
    1008: {
        "en": "something was against the server's policy, often the key.",
        "ja": "サーバーの方針に反しました。キーが原因のことがよくあります。",
    },
    1009: {
        "en": "a message was larger than the receiver takes. Send audio in smaller pieces.",
        "ja": "メッセージが大きすぎました。音声は小さく分けて送ってください。",
    },
    1011: {
        "en": "an internal error, or a keepalive ping that nobody answered.",
        "ja": "内部エラー、または keepalive の ping に応答がなかったことを示します。",
    },
    1012: {
        "en": "the service restarts; connect again.",
        "ja": "サービスの再起動です。接続し直してください。",
    },
    1013: {
        "en": "the server is overloaded; try again later.",
        "ja": "サーバーが混み合っています。時間をおいてやり直してください。",
    },
    3000: {
        "en": "the key was not accepted (OpenAI).",
        "ja": "API キーが受け入れられませんでした (OpenAI)。",
    },
    4000: {
        "en": "the request was not accepted (OpenAI): the reason names the code.",
        "ja": "要求が受け入れられませんでした (OpenAI)。reason にコードが書かれています。",
    },
}


def error_meaning(code: str, lang: Language) -> str:
    """What an error code means and what to do; empty for one that is not known."""
    return _ERRORS.get(code, {}).get(lang, "")


def close_meaning(code: int | None, lang: Language) -> str:
    """What a WebSocket close code means; empty for one that is not known."""
    return _CLOSES.get(code or 0, {}).get(lang, "")
