"""The Japanese event guide: the events an app sends."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.model import EventText

if TYPE_CHECKING:
    from collections.abc import Mapping

EVENTS: Final[Mapping[str, EventText]] = {
    "session.update": EventText(
        summary=(
            "セッションの設定(指示文、ツール、声、出力の種類、発話検出など)を変えます。書かなか"
            "った項目は今の値のままです。"
        ),
        trigger="session.created が届いたら一度送り、その後は設定を変えたくなったときに送ります。",
        follows=(
            "受け付けられると session.updated が届き、実際に有効な設定がすべて載っています。断ら"
            "れたときは代わりに error が届きます。"
        ),
        pitfall=(
            "一か所でも間違いがあると全体が捨てられ、初期設定のまま黙って動き続けます。モデルは"
            "ここでは変えられず、声もアシスタントが一度話した後は変えられません。"
        ),
    ),
    "input_audio_buffer.append": EventText(
        summary="マイクの音声を base64 にして、入力バッファーに少しずつ足します。",
        trigger="ユーザーが話しているかもしれない間、送り続けます。",
        follows=(
            "直接の返事は決して来ません。発話検出がオンなら、次に見えるのは "
            "input_audio_buffer.speech_started です。"
        ),
        pitfall=(
            "サンプリング周波数や形式を間違えても、たいていエラーになりません。雑音になる、発話"
            "が検出されない、文字起こしが出ない、という形で現れます。"
        ),
    ),
    "input_audio_buffer.commit": EventText(
        summary="入力バッファーを締め切り、中の音声をユーザーのアイテムにします。",
        trigger="発話検出をオフにしているとき(ボタンを押して話す方式など)、話し終わりに送ります。",
        follows=(
            "input_audio_buffer.committed、conversation.item.added、conversation.item.done が届"
            "きます。返事が欲しければ続けて response.create を送ります。"
        ),
        pitfall=(
            "発話検出がオンならサーバーが自分で確定するので、重ねて送ると空のバッファーとしてエ"
            "ラーになります。100ミリ秒に満たない音声も断られます。"
        ),
    ),
    "input_audio_buffer.clear": EventText(
        summary="入力バッファーにたまっている音声を捨てます。",
        trigger="録った音声をメッセージにしたくないときに送ります。",
        follows="input_audio_buffer.cleared が届きます。",
        pitfall=(
            "すでに確定した音声はアイテムになっています。取り消すには conversation.item.delete "
            "を使います。"
        ),
    ),
    "conversation.item.create": EventText(
        summary=(
            "会話にアイテムを足します。ユーザーの発言、画像、過去の履歴、関数の実行結果などです。"
        ),
        trigger="モデルに伝えたいことがあるとき、または呼ばれた関数の結果が出たときに送ります。",
        follows=(
            "conversation.item.added と conversation.item.done が届き、サーバーはそこで待ちます。"
        ),
        pitfall="これだけでは返事は来ません。モデルが動くのは response.create を送ってからです。",
    ),
    "conversation.item.retrieve": EventText(
        summary="サーバーが持っているアイテムの写し(雑音を除いた音声など)を取り寄せます。",
        trigger="アイテムがサーバー側でどうなっているかを正確に見たいときに送ります。",
        follows="conversation.item.retrieved が届きます。そのアイテムがなければ error です。",
        pitfall="音声が含まれることがあり、返事がとても大きくなる場合があります。",
    ),
    "conversation.item.truncate": EventText(
        summary="アシスタントの音声アイテムを、ユーザーが実際に聞いたところまでに切り詰めます。",
        trigger="話が遮られた後、再生し終えたミリ秒数を audio_end_ms に入れて送ります。",
        follows="conversation.item.truncated が届き、そのアイテムの文字起こしは消えます。",
        pitfall=(
            "対象はアシスタントの音声だけで、実際の音声より長い audio_end_ms はエラーになります。"
            "セッション全体ではなく、そのアイテムの再生時間を数えてください。"
        ),
    ),
    "conversation.item.delete": EventText(
        summary="会話からアイテムを取り除き、モデルから見えないようにします。",
        trigger="発言を取り消したいときや、文脈を短くしたいときに送ります。",
        follows="conversation.item.deleted が届きます。",
        pitfall=(
            "同じアイテムを二度消すとエラーです。また、古いアイテムを消すとキャッシュが効かなく"
            "なります。"
        ),
    ),
    "response.create": EventText(
        summary="今の会話の内容をもとに、モデルに返事を作らせます。",
        trigger="ユーザーのアイテムを足した後と、関数の実行結果を足した後に送ります。",
        follows="response.created が届き、出力が少しずつ流れ、最後に response.done が届きます。",
        pitfall=(
            "一つの会話で同時に動けるレスポンスは一つだけで、重ねて送ると、順番待ちにはならず断"
            "られます。発話検出がオンなら、ふつうサーバーが自分でレスポンスを始めます。"
        ),
    ),
    "response.cancel": EventText(
        summary="生成中のレスポンスを止めます。",
        trigger=(
            "返事がもう要らなくなったときに送ります。特定のものを止めるには response_id を付けま"
            "す。"
        ),
        follows=(
            "status が cancelled の response.done で終わります。response.cancelled というイベン"
            "トはありません。"
        ),
        pitfall=(
            "動いているレスポンスがないと response_cancel_not_active のエラーになりますが、害は"
            "ありません。response_id を付けないと、会話の外で動くレスポンスは止まりません。"
        ),
    ),
    "output_audio_buffer.clear": EventText(
        summary="サーバー側の再生バッファーを空にして、声をすぐに止めます。",
        trigger=(
            "WebRTC や SIP の通話でアシスタントを黙らせたいとき、response.cancel の直後に送ります。"
        ),
        follows="output_audio_buffer.cleared が届きます。",
        pitfall=(
            "普通の WebSocket では使いません。再生しているのはアプリなので、アプリが自分で止めま"
            "す。"
        ),
    ),
}
