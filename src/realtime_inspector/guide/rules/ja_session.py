"""The rules about the session's configuration, in Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.rules.model import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, RuleText]] = {
    "RT020": RuleText(
        title="session.update が反映されませんでした",
        message="この session.update に対する session.updated が届いていません。{said}",
        why=(
            "拒否された更新は丸ごと破棄されます。正しいフィールドも含めて何も反映されず、セッショ"
            "ンは以前の設定 (多くの場合はサーバーのデフォルト) のまま続きます。"
        ),
        fix=(
            "エラーが示すフィールドを直し、session.updated を確認してから新しい設定を前提に処理し"
            "てください。"
        ),
    ),
    "RT021": RuleText(
        title="session.type がありません",
        message="この session.update には session.type がありません。{said}",
        why=(
            "GA 形式では、session.update のたびにセッションの種類を指定する必要があります。ないと"
            "更新全体が拒否されます。ベータ向けのサンプルコードには含まれていません。"
        ),
        fix=(
            'session に "type": "realtime" を追加してください。文字起こしセッションでは '
            '"transcription" です。'
        ),
    ),
    "RT022": RuleText(
        title="ベータ形式のフィールドを GA のサーバーに送っています",
        message="GA 形式では次のフィールドの名前が異なります: {fields}。{said}",
        why=(
            "2024 年のベータではフィールドが平らに並んでいましたが、2025 年 8 月の GA 形式では音"
            "声の設定が audio.input と audio.output の下に移りました。未知のフィールドが 1 つでも"
            "あると、イベント全体が拒否されます。"
        ),
        fix=(
            "矢印の右の名前に変えてください。「–」は廃止されたフィールドなので、取り除いてくださ"
            "い。"
        ),
    ),
    "RT023": RuleText(
        title="GA 形式のフィールドをベータのサーバーに送っています",
        message="ベータ形式では次のフィールドの名前が異なります: {fields}。{said}",
        why=(
            "このサーバーは、フィールドが平らに並ぶベータ形式で動いています。Azure のプレビュー版"
            "エンドポイントや多くの互換サーバーがこれに当たり、GA 形式の入れ子のフィールドがある"
            "と更新全体を拒否します。"
        ),
        fix=(
            "GA のエンドポイントがあればそちらに接続してください (Azure では /openai/v1/realtime)"
            "。なければ矢印の右の名前に変え、「–」のものは取り除いてください。"
        ),
    ),
    "RT024": RuleText(
        title="提供が終了したベータ形式で接続しようとしました",
        message="OpenAI にベータ形式を要求したため、接続を拒否されました。{said}",
        why=(
            "2026 年 5 月以降、api.openai.com はヘッダー OpenAI-Beta: realtime=v1 とサブプロトコ"
            "ル openai-beta.realtime-v1 を受け付けず、コード 4000 で切断します。"
        ),
        fix=(
            "ヘッダーまたはサブプロトコルを外し、フィールド名とイベント名を GA 形式に変えてくださ"
            "い。"
        ),
    ),
    "RT025": RuleText(
        title="output_modalities の要素が 1 つではありません",
        message='{field} に指定できるのは "text" と "audio" のどちらか 1 つです。{said}',
        why=(
            "GA 形式では、1 つの応答の出力は 1 種類です。音声には必ず文字起こしが付くため、ベータ"
            "のように両方を指定する必要はありません。"
        ),
        fix='音声 (文字起こし付き) なら ["audio"]、テキストだけなら ["text"] を送ってください。',
    ),
    "RT026": RuleText(
        title="ツールが Chat Completions の形式で定義されています",
        message="関数ツールの name は type と同じ階層に必要です ({field})。{said}",
        why=(
            'Chat Completions では関数を "function" オブジェクトで包みますが、Realtime API では '
            "type・name・description・parameters を同じ階層に並べます。そうでないとイベント全体が"
            "拒否されます。"
        ),
        fix='name・description・parameters を "type": "function" と同じ階層に移してください。',
    ),
    "RT027": RuleText(
        title="関数ツールに、受け付けられないキーまたは名前があります",
        message="{field} はサーバーに受け付けられません。{said}",
        why=(
            "関数ツールに使えるキーは type・name・description・parameters だけで、name に使えるの"
            "は英数字と _ と - だけです。それ以外があるとイベント全体が拒否されます。"
        ),
        fix=(
            "余分なキーを取り除くか (独自の情報は別の場所で管理してください)、関数名を変えてくだ"
            "さい。"
        ),
    ),
    "RT028": RuleText(
        title="モデルが話したあとで声を変えようとしています",
        message=(
            "モデルがすでに音声を出力しているため、声を「{voice}」に変えることはできません。{said}"
        ),
        why=(
            "最初の音声が出力された時点で、セッションの声は固定されます。変更しようとすると更新全"
            "体が拒否され、ほかの設定も反映されません。"
        ),
        fix=(
            "以降の更新には voice を含めないでください。別の声を使うには、新しいセッションを開い"
            "てください。"
        ),
    ),
    "RT029": RuleText(
        title="存在しない声が指定されています",
        message="{field} の声をサーバーは知りません。{said}",
        why=(
            "使える声はモデルやプロバイダーによって異なり、音声合成 API の声がすべて使えるわけで"
            "はありません。未知の声を指定するとイベント全体が拒否されます。"
        ),
        fix="サーバーのメッセージに並んでいる声から選んでください。",
    ),
    "RT030": RuleText(
        title="session.update で別のモデルを指定しています",
        message=(
            "session.model に {asked} が指定されていますが、セッションは {model} で動いています。"
        ),
        why="モデルは接続を開くときに決まり、更新では変えられません。",
        fix="session.model を外すか、URL の ?model= を変えて接続し直してください。",
    ),
    "RT031": RuleText(
        title="更新で指定していないフィールドが変わりました",
        message=(
            "同じオブジェクトの別のフィールドを更新したとき、次のフィールドも変わりました: "
            "{fields}。"
        ),
        why=(
            "入れ子のオブジェクトが以前の値と統合されるのか、丸ごと置き換わるのかは、文書化されて"
            "いません。ここでは、省いたフィールドの値が保たれませんでした。"
        ),
        fix=(
            "turn_detection などの入れ子のオブジェクトは、すべてのフィールドを揃えて送ってくださ"
            "い。"
        ),
    ),
    "RT032": RuleText(
        title="セッションが設定されていません",
        message=(
            "デフォルトのままのセッションに最初のユーザー入力が届きました (声: {voice}、ターン検"
            "出: {detection}、指示: サーバーのデフォルト)。"
        ),
        why=(
            "session.update を送らないと、指示・声・ターン検出はサーバーのデフォルトが使われ、入"
            "力は文字起こしされません。"
        ),
        fix=(
            "session.created の直後に session.update を送るか、クライアントシークレットの発行時に"
            "設定してください。"
        ),
    ),
    "RT033": RuleText(
        title="別の種類のセッションのイベントです",
        message="このセッションの種類は {kind} で、{asked} は使えません。{said}",
        why=(
            "会話 (realtime)・文字起こし・翻訳のどれになるかは、接続を開くときの URL・intent・モ"
            "デルで決まり、使えるイベントもそれぞれ異なります。"
        ),
        fix=(
            "目的の種類の URL (/v1/realtime、?intent=transcription を付けたもの、"
            "/v1/realtime/translations) に接続し、session.type をそれに合わせてください。翻訳では"
            " session.input_audio_buffer.append で音声を送ります。"
        ),
    ),
    "RT034": RuleText(
        title="逐次文字起こしのモデルでターン検出が有効です",
        message="gpt-realtime-whisper はターン検出と併用できません。{said}",
        why=(
            "このモデルは音声を途切れなく文字起こしするため、ターンという区切りがありません。デフ"
            "ォルトで有効なターン検出を切らないと、更新が拒否されます。"
        ),
        fix="同じ session.update で session.audio.input.turn_detection を null にしてください。",
    ),
    "RT035": RuleText(
        title="推論しないモデルに推論モデル用のフィールドを送っています",
        message="{field} は {model} では意味を持ちません。{said}",
        why=(
            "推論や、1 つの応答での複数のツール呼び出しができるのは gpt-realtime-2 系のモデルだけ"
            "です。ほかのモデルでは、無視されるかイベントが拒否されます。"
        ),
        fix="このフィールドを外すか、gpt-realtime-2 系のモデルで接続してください。",
    ),
    "RT036": RuleText(
        title="提供終了が予告されているモデルです",
        message="{model} ({field}) は OpenAI の廃止予定の一覧に載っています。",
        why=(
            "一覧に載ったモデルは、そこに書かれた日に提供が終わります。それ以降は、接続や文字起こ"
            "しが失敗します。"
        ),
        fix="終了日を確認し、一覧で推奨されているモデルに移行してください。",
    ),
}
