"""The Japanese event guide: session, conversation and input events from the server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.model import EventText

if TYPE_CHECKING:
    from collections.abc import Mapping

EVENTS: Final[Mapping[str, EventText]] = {
    "session.created": EventText(
        summary="セッションが始まりました。最初の設定がすべて載っています。",
        trigger="接続を受け付けた直後に、サーバーが最初に送ってきます。",
        follows="こちらから何か送るまで、次は何も来ません。たいていは session.update を送ります。",
        pitfall=(
            "キーの誤りは WebSocket がつながった後で知らされるので、このイベントを待ってください。"
            "声や無音の長さなどの初期値は、モデルによって違います。"
        ),
    ),
    "session.updated": EventText(
        summary="session.update が受け付けられ、今有効な設定がすべて載っています。",
        trigger="session.update が受け付けられるたびに届きます。",
        follows="ここから新しい設定で動きます。それだけで何かが始まることはありません。",
        pitfall="頼んだ内容と見比べてください。本当に効いている設定が分かるのはここだけです。",
    ),
    "error": EventText(
        summary=(
            "送ったイベントが断られたか、サーバー側で問題が起きました。error の中に、種類、どの項目"
            "か、理由が書かれています。"
        ),
        trigger="多くの場合、項目を間違えたイベントや、間の悪いときに送ったイベントが原因です。",
        follows="ふつうセッションはそのまま続きます。致命的なのは、直後に接続が切れた場合です。",
        pitfall=(
            "自分のイベントに event_id を付けておくと、どれが断られたのか分かることがあります。"
            "返事の失敗はここではなく response.done に出ます。"
        ),
    ),
    "rate_limits.updated": EventText(
        summary="利用枠があとどれだけ残っていて、いつ回復するかを知らせます。",
        trigger="ふつうレスポンスごとに一度届きます。実際の記録では response.done の少し後でした。",
        follows="こちらですることはありません。",
        pitfall=(
            "次の response.create の後に届くこともあるので、ターンの終わりの目印には使えません。"
            "送ってこないサーバーやセッションもあります。"
        ),
    ),
    "conversation.created": EventText(
        summary="アイテムを入れる会話ができました。",
        trigger=(
            "session.created の直後に送るサーバーがあります。今の OpenAI では確認されていません。"
        ),
        follows="最初のアイテムを送れます。",
        pitfall="これを待つ作りにすると、いつまでも先に進まないことがあります。",
    ),
    "conversation.item.added": EventText(
        summary=(
            "会話にアイテムが入りました。こちらの発言、確定した音声、これから始まるモデルの返事"
            "のどれかです。"
        ),
        trigger=(
            "conversation.item.create、音声の確定、または response.output_item.added に続いて届"
            "きます。"
        ),
        follows=(
            "こちらのアイテムならすぐに conversation.item.done が届き、モデルのアイテムなら先に"
            "中身が少しずつ流れます。"
        ),
        pitfall=(
            "完成したという意味ではなく、アシスタントのアイテムはこの時点でまだ空です。こちらの"
            "発言が入っただけでは返事は始まらず、response.create が必要です。"
        ),
    ),
    "conversation.item.done": EventText(
        summary="アイテムが確定しました。これ以上、自動で変わることはありません。",
        trigger=(
            "こちらのアイテムでは conversation.item.added の直後に、モデルのアイテムでは中身が流"
            "れ終わってから届きます。"
        ),
        follows=(
            "モデルのアイテムなら次は response.output_item.done です。こちらのアイテムなら、"
            "response.create を送る番です。"
        ),
        pitfall=(
            "previous_item_id が null のことがあるので、順番は conversation.item.added のほうで"
            "決めてください。音声の発言は、文字起こしができる前に done になります。"
        ),
    ),
    "conversation.item.created": EventText(
        summary=(
            "アイテムが会話に入ったことを知らせる、ベータ版の名前です。今は "
            "conversation.item.added といいます。"
        ),
        trigger=(
            "ベータ版の形で話すサーバーが、conversation.item.create の後やモデルのアイテムごとに"
            "送ります。"
        ),
        follows="ベータ版では、この後に conversation.item.done は来ません。",
        pitfall="これを待つコードは、今の OpenAI では動きません。",
    ),
    "conversation.item.retrieved": EventText(
        summary="取り寄せたアイテムの、サーバー側の写しです。",
        trigger="conversation.item.retrieve への返事です。",
        follows="こちらですることはありません。",
        pitfall="音声が入っていると、とても大きくなります。",
    ),
    "conversation.item.truncated": EventText(
        summary=(
            "アシスタントの音声アイテムが切り詰められ、ユーザーがどこまで聞いたかがモデルに伝わ"
            "りました。"
        ),
        trigger=(
            "conversation.item.truncate への返事です。WebRTC と SIP ではサーバーが自分で切り詰め"
            "ます。"
        ),
        follows="短くなったアイテムのまま会話が続きます。",
        pitfall="アプリの画面に出している文章までは短くなりません。",
    ),
    "conversation.item.deleted": EventText(
        summary="アイテムが会話から取り除かれました。",
        trigger="conversation.item.delete への返事です。",
        follows="次のレスポンスから、そのアイテムは考慮されなくなります。",
        pitfall="",
    ),
    "conversation.item.input_audio_transcription.delta": EventText(
        summary="ユーザーが話した内容の文字起こしの一部です。",
        trigger=(
            "入力の文字起こしを設定したときだけ届きます。多くは音声の確定後ですが、逐次型のモデ"
            "ルでは話している途中から届きます。"
        ),
        follows="続きが届き、最後に全文の入った completed が届きます。",
        pitfall="item_id ごとにつなげてください。全文を一度に送るモデルもあります。",
    ),
    "conversation.item.input_audio_transcription.segment": EventText(
        summary="ユーザーの発言の一区間で、話者と開始・終了の時刻が付いています。",
        trigger="話者を聞き分ける文字起こしモデルだけが送ります。",
        follows="そのアイテムの文字起こしは completed で終わります。",
        pitfall="ほかのモデルでは届きません。",
    ),
    "conversation.item.input_audio_transcription.completed": EventText(
        summary=(
            "音声の発言ひとつ分の文字起こしが完成しました。文字起こしにかかった量も載っています。"
        ),
        trigger="返事とは別の文字起こし用モデルが、並行して処理を終えました。",
        follows="これを待って何かが動くことはなく、レスポンスは別に進みます。",
        pitfall=(
            "返事の途中や次の発言より後に届くこともあるので、item_id で結び付けてください。空の"
            "文字起こしもあり得ます。"
        ),
    ),
    "conversation.item.input_audio_transcription.failed": EventText(
        summary="音声の発言ひとつ分の文字起こしができませんでした。",
        trigger="文字起こしモデルに届かない、設定が違う、音声が聞き取れない、などが原因です。",
        follows="返事は届きます。モデルは文字起こしではなく音声そのものを聞いているからです。",
        pitfall="error イベントではないので、error だけを見ていると見落とします。",
    ),
    "input_audio_buffer.speech_started": EventText(
        summary="誰かが話し始めたのをサーバーが聞き取りました。",
        trigger="送り続けている音声の中に、発話検出が声を見つけました。",
        follows=(
            "やがて input_audio_buffer.speech_stopped が届きます。ここにある item_id が、後でユー"
            "ザーのアイテムになります。"
        ),
        pitfall=(
            "再生はここで止めますが、無条件に response.cancel を送らないでください。レスポンスが動"
            "いていなくても、話すたびに届くからです。"
        ),
    ),
    "input_audio_buffer.speech_stopped": EventText(
        summary="ユーザーが話し終えたとサーバーが判断しました。",
        trigger="発話検出が十分な無音を見つけたか、文が終わったと判断しました。",
        follows=(
            "input_audio_buffer.committed とユーザーのアイテムが続き、ふつうはレスポンスが始まり"
            "ます。"
        ),
        pitfall=(
            "create_response がオンなら、ここで response.create を送らないでください。二つの要求"
            "がぶつかります。"
        ),
    ),
    "input_audio_buffer.committed": EventText(
        summary="たまっていた音声がユーザーのアイテムになりました。",
        trigger=(
            "話し終わりや無音の時間切れではサーバーが行い、発話検出がオフのときはこちらの "
            "commit で行われます。"
        ),
        follows="そのアイテムの conversation.item.added と conversation.item.done が続きます。",
        pitfall=(
            "手動のときは、これだけではレスポンスが始まりません。response.create を送ってください。"
        ),
    ),
    "input_audio_buffer.cleared": EventText(
        summary="入力バッファーが空になりました。",
        trigger="input_audio_buffer.clear への返事です。",
        follows="新しい音声を送るまで、何も起こりません。",
        pitfall="",
    ),
    "input_audio_buffer.timeout_triggered": EventText(
        summary="しばらく誰も話さなかったので、サーバーが自分から動きます。",
        trigger="server_vad の idle_timeout_ms で決めた時間が過ぎました。",
        follows=(
            "実際の記録では、サーバーが system のアイテムと空のユーザーアイテムを足し、レスポン"
            "スを始めました。"
        ),
        pitfall=(
            "送った覚えのない system のアイテムが会話に入ることがあり、レスポンスもほかと同じよ"
            "うに課金されます。"
        ),
    ),
    "input_audio_buffer.dtmf_event_received": EventText(
        summary="通話の相手が電話のボタンを押しました。",
        trigger="SIP の通話でだけ起こります。",
        follows="ひとりでに何かが続くことはなく、そのボタンの意味はアプリが決めます。",
        pitfall=(
            "仕様では event_id が付きません。必須だと思っている受信処理は失敗することがあります。"
        ),
    ),
}
