"""The rules about responses, in Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.rules.model import RuleText

if TYPE_CHECKING:
    from collections.abc import Mapping

RULES: Final[Mapping[str, RuleText]] = {
    "RT080": RuleText(
        title="応答の生成に失敗しました",
        message="{response} は失敗しました ({code}): {why}",
        why=(
            "応答が失敗しても error イベントは届きません。理由は response.done の status_details "
            "にだけ書かれています。error だけを処理しているアプリは、止まったように見えます。"
        ),
        fix=(
            "response.done を受け取るたびに response.status を確認してください。サーバー側の"
            "エラーであれば、少し待ってから response.create を送り直します。会話は残っています。"
        ),
    ),
    "RT081": RuleText(
        title="応答が途中で打ち切られました",
        message="{response} は不完全です: {reason}。",
        why=(
            "max_output_tokens は、応答の途中でトークン数の上限に達したことを示します。音声は"
            "長さに応じてトークンを消費します。content_filter は、フィルターが止めたことを"
            "示します。こうした応答に含まれる関数呼び出しは、引数が途中で切れて JSON として"
            "読めないことがあります。"
        ),
        fix=(
            'max_output_tokens を増やすか "inf" にする、あるいは短く答えるように指示してください。'
            "content_filter の場合は依頼の表現を変えます。不完全な応答の関数呼び出しは"
            "実行しないでください。"
        ),
    ),
    "RT082": RuleText(
        title="利用枠またはレート制限に達した、あるいは近づいています",
        message="制限に達したか、残りがわずかです: {what}",
        why=(
            "応答のたびに、コンテキスト全体のトークン数が 1 分あたりの制限に加算されます。制限を"
            "超える要求はすぐに失敗します。rate_limits.updated で分かるのはトークンの残りだけで、"
            "1 日あたりのリクエスト数の制限は事前に確認できません。"
        ),
        fix=(
            "メッセージに示された時間だけ待ち、間隔を延ばしながら再試行してください。"
            "insufficient_quota の場合はアカウントの支払い設定を確認します。会話を短く保つと、"
            "応答 1 回あたりの消費を減らせます。"
        ),
    ),
    "RT083": RuleText(
        title="関数呼び出しの引数が正しくありません",
        message=("{name} の引数が JSON オブジェクトではないか、必須の項目が足りません: {problem}"),
        why=(
            "引数はモデルが文章として生成するもので、スキーマに従う保証はありません。検証せずに"
            "使うと例外で処理が止まり、呼び出しの結果が返されないままになります。"
        ),
        fix=(
            "引数は使う前に検証してください。正しくない場合は、その内容を function_call_output で"
            "返すと、たいていモデルが直して呼び出し直します。スキーマの description を"
            "具体的に書くことも有効です。"
        ),
    ),
    "RT084": RuleText(
        title="応答は完了しましたが、中身がありません",
        message="{response} は completed ですが、音声もテキストも含まれていません。",
        why=(
            "まれに報告されている現象です。ユーザーには何も聞こえず、異常を知らせるイベントも"
            "ありません。"
        ),
        fix=(
            "応答がなかったものとして、response.create を送り直してください。instructions が"
            "「何も話さない」ように指示していないかも確認します。"
        ),
    ),
    "RT085": RuleText(
        title="音声を求めているのに、テキストだけの応答が返りました",
        message="会話にテキストの応答を追加したあと、{response} がテキストだけになりました。",
        why=(
            "モデルは会話の流れをまねます。履歴にあるアシスタントの発言がすべてテキストだと、"
            "セッションで audio を指定していてもテキストで答えることがあります。古いモデルほど"
            "起こりやすい現象です。"
        ),
        fix=(
            "過去の会話は、アシスタントのメッセージとしてではなく、要約にして system または user "
            "のメッセージで追加してください。"
        ),
    ),
    "RT086": RuleText(
        title="始まった応答が終わっていません",
        message="{response} の response.done がありません。",
        why=(
            "応答の終わりを確実に示すのは response.done だけです。届かない場合は、接続が切れたか、"
            "サーバーが応答を見失っています。その間、会話は次の応答を受け付けません。"
        ),
        fix=(
            "アプリ側でタイムアウトを設けてください。時間が過ぎたら response.cancel を送り、"
            "それでも何も届かなければ接続し直して、これまでの会話を追加し直します。"
        ),
    ),
    "RT088": RuleText(
        title="会話外の応答を区別できません",
        message="{response} と {other} が、同じ metadata (または metadata なし) で並行しています。",
        why=(
            "会話外の応答は、要求した順に始まるとはかぎりません。要求した内容のうち、応答にそのまま"
            "戻ってくるのは metadata だけです。"
        ),
        fix=(
            "応答ごとに異なる metadata (タスクの ID など) を付け、response.created と "
            "response.done で確認してください。"
        ),
    ),
    "RT089": RuleText(
        title="コンテキストが上限に近いか、切り詰められました",
        message="入力は {tokens} トークンです (上限または前回の入力: {limit} トークン)。",
        why=(
            "応答のたびに会話全体が読み直されます。収まらなくなると、サーバーは古いアイテムを"
            "通知なしに取り除きます。そのため、モデルは最初のほうの話を忘れ、何も削除していないのに"
            "入力が小さくなります。"
        ),
        fix=(
            "サーバーに切り詰められる前に、不要なアイテムを削除するか、古いやり取りを要約に"
            "置き換えてください。切り詰め方はセッションの truncation で設定できます。"
        ),
    ),
    "RT090": RuleText(
        title="変更によってキャッシュが無効になりました",
        message="{cause} のあと、キャッシュの割合が {before} から {after} に下がりました。",
        why=(
            "キャッシュされた入力は 10 分の 1 以下の料金で済みますが、対象になるのはプロンプトの"
            "先頭から前回と一致する部分だけです。instructions と tools は先頭にあるため、そこを"
            "変更したり古いアイテムを削除したりすると、以降はすべて新しい入力とみなされ、"
            "コンテキスト全体に一度通常の料金がかかります。"
        ),
        fix=(
            "instructions と tools の変更は最小限にし、まとめて行ってください。変化する情報は会話の"
            "末尾にアイテムとして追加し、古いアイテムの削除はまとめて行います。"
        ),
    ),
}
