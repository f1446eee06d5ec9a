"""The rules about audio that goes in, in Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.rules.model import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, RuleText]] = {
    "RT040": RuleText(
        title="音声が足りないままコミットしています",
        message=(
            "コミット時の音声バッファーは {ms} ms でした。サーバーは 100 ms 以上を必要とします。"
            "{said}"
        ),
        why=(
            "ターン検出が有効でサーバーがすでにコミットしていたか、エンコーダーやマイクから音声が"
            "出ておらず、前回のコミット以降に何も追加されていません。"
        ),
        fix=(
            "コミットは、ターン検出を無効にしている場合にだけ、100 ms 以上の音声を送ってから行っ"
            "てください。"
        ),
    ),
    "RT041": RuleText(
        title="サーバーが自動でコミットする設定でコミットしています",
        message="ターン検出 ({detection}) が有効なときにコミットが送られました。",
        why=(
            "ターン検出が有効な間は、ユーザーが話し終えるとサーバーがコミットします。クライアント"
            "のコミットと競合すると、一方のバッファーが空になるか、発話が途中で分かれます。"
        ),
        fix=(
            "コミットを送らないか、プッシュ・トゥ・トークなら turn_detection を null にしてくださ"
            "い。"
        ),
    ),
    "RT042": RuleText(
        title="コミットのあと、応答が要求されていません",
        message="音声はアイテムになりましたが、response.create が続いていません。",
        why=(
            "ターン検出が無効の場合や create_response: false の場合、コミットはユーザーのアイテム"
            "を会話に加えるだけです。モデルは、要求されるまで応答しません。"
        ),
        fix="コミットのあとに response.create を送ってください。",
    ),
    "RT043": RuleText(
        title="音声は送られていますが、ユーザーのターンが終わりません",
        message="ターン検出もコミットもないまま、{seconds} 秒の音声が送られました。",
        why=(
            "ターン検出が無効な間、サーバーは音声をためて input_audio_buffer.commit を待ちます。"
            "それまで何も起こりません。"
        ),
        fix=(
            "ユーザーが話し終えたらコミットして response.create を送るか、server_vad または "
            "semantic_vad を有効にしてください。"
        ),
    ),
    "RT044": RuleText(
        title="発話が検出されていません",
        message=(
            "{seconds} 秒の音声から発話が検出されませんでした。最も大きい箇所で {loudest} dBFS で"
            "す。"
        ),
        why=(
            "無音なら、マイクがミュートされているか、別のマイクが選ばれています。大きく一様な雑音"
            "なら、エンコーディングやバイト順がセッションの宣言と異なります。"
        ),
        fix=(
            "送った音声を WAV に書き出して聞き、形式を session.audio.input.format と比べてくださ"
            "い。"
        ),
    ),
    "RT045": RuleText(
        title="音声の長さが、送信にかかった時間と合いません",
        message=(
            "音声の長さは送信にかかった時間の {ratio} 倍です。宣言は {declared} ですが、実際は "
            "{rate} kHz 程度と見られます。"
        ),
        why=(
            "サーバーは宣言どおりの形式とみなして処理し、確認はしません。16 kHz の音声を 24 kHz "
            "として送ると、速く高い声として聞こえ、発話が検出されなかったり、文字起こしが欠けたり"
            "誤ったりします。"
        ),
        fix=(
            "宣言したレートにリサンプリングするか、実際に送る形式を宣言してください (audio/pcmu "
            "と audio/pcma は 8 kHz です)。"
        ),
    ),
    "RT046": RuleText(
        title="audio がサンプル列の base64 ではありません",
        message="append の audio が「{audio}」で始まっています。{said}",
        why=(
            "サーバーが受け取るのは、サンプルそのものを標準の base64 にしたものです。data: URL、"
            "WAV ヘッダー、空の文字列は使えません。PCM は 1 サンプル 2 バイトです。"
        ),
        fix="ヘッダーを取り除いて標準の base64 でエンコードし、空の断片は送らないでください。",
    ),
    "RT047": RuleText(
        title="1 回の append の音声が大きすぎます",
        message="この append には {mb} MB の音声が入っています。上限は 15 MB です。{said}",
        why=(
            "上限はイベント 1 つについてのものです。約 1.33 倍に増える base64 の前と後のどちらの"
            "大きさかは、文書化されていません。"
        ),
        fix="20〜100 ms ずつに分けて送ってください。そのほうがサーバーも早く処理を始められます。",
    ),
    "RT048": RuleText(
        title="音声が細かく分けられすぎています",
        message="{count} 回の append に入っている音声は、平均 {ms} ms ずつです。",
        why=(
            "音声そのものよりもイベントのオーバーヘッドのほうが大きくなり、通信にも双方のプログラ"
            "ムにも負担がかかります。"
        ),
        fix="1 回の append に 20〜100 ms の音声をまとめてください。",
    ),
    "RT049": RuleText(
        title="バイナリフレームを送っています",
        message="WebSocket のバイナリフレーム ({bytes} バイト) が送られました。{said}",
        why=(
            "プロトコルは JSON のテキストフレームだけを使います。バイナリフレームは拒否され、中の"
            "音声は失われます。"
        ),
        fix="音声は base64 にして、テキストフレームの input_audio_buffer.append で送ってください。",
    ),
    "RT050": RuleText(
        title="ユーザーの発話を文字起こしできませんでした",
        message="{item} の文字起こしが失敗しました: {code}。{said}",
        why=(
            "モデルは音声を直接聞いているため、応答には影響しません。ただし、ユーザーの発話のテキ"
            "ストは得られません。"
        ),
        fix=(
            "エラーコードを確認してください。Azure の DeploymentNotFound は、transcription.model "
            "に自分のデプロイ名を指定する必要があるという意味です。"
        ),
    ),
    "RT051": RuleText(
        title="文字起こしが届いていません",
        message=(
            "{model} による文字起こしが有効ですが、{item} の結果も失敗の通知も 15 秒以内に届きま"
            "せんでした。"
        ),
        why="サンプルレートの誤りなどで、内容を聞き取れない音声を送ったときに起こります。",
        fix="送った音声を聞き、形式とレートを session.audio.input.format と比べてください。",
    ),
    "RT052": RuleText(
        title="入力の文字起こしが無効です",
        message="ユーザーは発話していますが、文字起こしが無効のため、テキストがありません。",
        why=(
            "モデルは音声を直接聞くため、文字起こしは要求しない限り行われません。チャット履歴にユ"
            "ーザーの言葉が残りません。"
        ),
        fix=(
            "ユーザーの言葉が必要なら、session.audio.input.transcription にモデルを指定してくださ"
            "い。"
        ),
    ),
}
