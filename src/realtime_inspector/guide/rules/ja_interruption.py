"""The rules about interruption and playback, in Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.rules.model import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, RuleText]] = {
    "RT060": RuleText(
        title="アイテムの長さを超える位置で切り詰めようとしました",
        message="切り詰め位置は {asked_ms} ms ですが、音声は {had_ms} ms しかありません。",
        why=(
            "audio_end_ms は、そのアイテムの先頭から数えたミリ秒です。実時間や、複数の応答を通算"
            "した値を使うと実際の長さを超えてしまい、サーバーに拒否されます。その場合、モデルは最後まで"
            "聞いてもらえたと考えたまま会話を続けます。"
        ),
        fix=(
            "そのアイテムのうち実際に再生したミリ秒数を数え、受信済みの長さを上限にして送ってください。"
        ),
    ),
    "RT061": RuleText(
        title="モデルの音声ではないアイテムを切り詰めようとしました",
        message="切り詰めはできません: {what}",
        why=(
            "切り詰められるのは、モデルが音声で話したメッセージだけです。ユーザーのメッセージ、"
            "テキスト、関数呼び出し、音声が届く前に割り込まれた応答は対象になりません。"
        ),
        fix=(
            "音声を受信したアイテムだけを切り詰めてください。それ以外のものを会話から取り除くには "
            "conversation.item.delete を使います。"
        ),
    ),
    "RT062": RuleText(
        title="割り込まれた応答が切り詰められていません",
        message=(
            "{item} はユーザーに割り込まれましたが、どこまで再生したかがサーバーに伝わらないまま"
            "次の応答が始まりました。"
        ),
        why=(
            "音声は再生より速く届きます。WebSocket では、どこで割り込まれたかを知っているのは"
            "クライアントだけです。切り詰めを送らないと、モデルは生成した内容をすべて聞いて"
            "もらえたと考えます。"
        ),
        fix=(
            "speech_started を受けたら再生を止め、実際に再生したミリ秒数を付けて "
            "conversation.item.truncate を送ってください。WebRTC と SIP ではサーバーが行います。"
        ),
    ),
    "RT063": RuleText(
        title="完了した応答の再生中にユーザーが話し始めました",
        message=(
            "ユーザーが話し始めた時点で {item} はまだ約 {left_ms} ms 再生が残っていたはずですが、"
            "切り詰められていません。"
        ),
        why=(
            "response.done は生成の終わりであって、再生の終わりではありません。サーバー側には"
            "キャンセルするものが残っていないため、キャンセルの通知を待つ実装では再生が続き、"
            "聞かれなかった部分もモデルに伝わりません。"
        ),
        fix=(
            "再生位置はアプリ側で管理してください。speech_started を受けたら残りの音声を破棄し、"
            "応答が完了しているかどうかにかかわらず conversation.item.truncate を送ります。"
        ),
    ),
    "RT064": RuleText(
        title="生成中の応答がないのにキャンセルしました",
        message="response.cancel が送られましたが、生成中の応答はありませんでした。",
        why=(
            "実害はありませんが、応答の状態をアプリが追えていないことを示しています。"
            "speech_started のたびに送っていて、実際には VAD がすでにキャンセルしていたり、"
            "応答が完了していたりする場合がほとんどです。"
        ),
        fix=(
            "response.created から response.done までの間だけキャンセルを送ってください。"
            "response_cancel_not_active は障害ではなく「対象なし」として扱ってかまいません。"
        ),
    ),
    "RT065": RuleText(
        title="会話外の応答がキャンセルされていません",
        message=(
            "response.cancel に response_id がなかったため、{response} は音声を出し続けました。"
        ),
        why=(
            "response_id を省略すると、デフォルトの会話の応答だけがキャンセルされます。"
            '"conversation": "none" の応答は止まらず、2 つの声が重なることがあります。'
        ),
        fix="止めたい応答ごとに、response_id を付けて response.cancel を送ってください。",
    ),
    "RT066": RuleText(
        title="停止した応答の音声が届きました",
        message="{response} の音声が、キャンセルまたは割り込みのあとに届きました。",
        why=(
            "送信途中だった音声は停止後にも届きます。届いたものをそのまま再生する実装では、"
            "割り込み後も声が続きます。実際に再生されたかどうかは、ログからは分かりません。"
        ),
        fix=(
            "停止した response_id を覚えておき、その response.done が届くまで、同じ id の音声を"
            "破棄してください。"
        ),
    ),
    "RT067": RuleText(
        title="モデルが自分の声で割り込んでいる可能性があります",
        message=(
            "{count} 件の応答が、話し始めてすぐに打ち切られました。割り込んだ発話は空か、"
            "応答と同じ言葉でした。"
        ),
        why=(
            "スピーカーの音をマイクが拾い、サーバーがユーザーの発話と判断している可能性が高いです。"
        ),
        fix=(
            "エコーキャンセルかヘッドホンを使ってください。難しい場合は noise_reduction の設定、"
            'threshold の引き上げ、semantic_vad、"interrupt_response": false を試してください。'
        ),
    ),
    "RT068": RuleText(
        title="2 つの応答が同時に話しています",
        message="{first} と {second} の音声が交互に届きました。",
        why=(
            "会話の応答と並行して会話外の応答が生成され、どちらも音声を出しています。届いた順に"
            "再生すると、2 つの音声が混ざります。"
        ),
        fix=(
            "response_id ごとに再生キューを分け、順番に再生してください。聞かせる必要のない応答は "
            '"output_modalities": ["text"] で要求します。'
        ),
    ),
    "RT069": RuleText(
        title="WebRTC 用のイベントを WebSocket で送りました",
        message="output_audio_buffer.clear が WebSocket で送られました。",
        why=(
            "WebRTC と SIP では再生用のバッファーをサーバーが持ちますが、WebSocket ではクライアント"
            "が再生します。消去するバッファーがないため、このイベントは受け付けられません。"
        ),
        fix=(
            "アプリ側の再生を止め、応答が生成中なら response.cancel を、さらに再生済みの長さを"
            "付けて conversation.item.truncate を送ってください。"
        ),
    ),
}
