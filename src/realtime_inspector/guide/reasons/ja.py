"""Why nothing happens, in Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.reasons.model import ReasonText

if TYPE_CHECKING:
    from collections.abc import Mapping

JA: Final[Mapping[str, ReasonText]] = {
    # Nothing is missing.
    "ready": ReasonText(
        "メッセージを入力してください",
        "conversation.item.create として送られます。アイテムを追加しただけでは返事は来ません。"
        "返事を求めるのは response.create です。",
        fix="このセッションではまだ何も求めていません。アイテムを送り、続けて response.create を"
        "送ります。",
    ),
    "finished": ReasonText(
        "返事は完了しています。次はあなたの番です",
        "直前のレスポンスは終わり、その後は何も求めていません。サーバーが自分から話し始めることは"
        "ありません。",
        "メッセージを入力するか、{key} でもう一度返事を求めてください。",
        "次の一手は、クライアントかマイクから送る必要があります。",
    ),
    "capture": ReasonText(
        "記録されたセッション",
        "j と k でイベントを移動、Space で再生します。o は同じレスポンスの次のイベント、"
        "e は次のエラーへ。",
    ),
    # Connection and session.
    "connecting": ReasonText("接続中", "WebSocket を開いています。"),
    "opened": ReasonText(
        "session.created を待っています",
        "接続が開いただけではまだ安心できません。キーの誤りはこのあとで拒否されます。",
    ),
    "unreachable": ReasonText("接続できません", "{why}", "{key} で再試行します。"),
    "bad_key": ReasonText(
        "キーが受け付けられませんでした",
        "{why} · キーは起動時に環境変数か .env から読み込みます。",
        "正しいキーを設定して起動し直してください。",
        "有効なキーを送ってください。client secret の有効期限は数分です。",
    ),
    "bad_request": ReasonText(
        "サーバーがこのセッションを拒否しました", "{why}", "{key} で再試行します。"
    ),
    "closed": ReasonText(
        "接続が切れました",
        "{why}。{meaning}",
        "{key} で新しく接続します。前の会話は引き継がれません。",
        "接続し直し、会話をアイテムとして送り直してください。",
    ),
    "expired": ReasonText(
        "セッションの制限時間が過ぎました",
        "セッションは長くても 1 時間で終わります ({why})。",
        "{key} で新しく接続します。会話は引き継がれません。",
        "expires_at を見て、その前に新しいセッションへ移ってください。",
    ),
    "expired_open": ReasonText(
        "expires_at を過ぎています",
        "この先は、エラーも切断もないまま、送ったものがすべて無視されることがあります。",
        "Ctrl+Q で終了して始め直すか、切断されるのを待ってください。",
        "expires_at を見て、その前に新しいセッションへ移ってください。",
    ),
    "held": ReasonText(
        "メッセージは session.updated を待っています",
        "session.update を送りましたが、まだ確認が届いていません。求めた設定で返事が来るよう、"
        "{count} 件を保留しています。",
        "{key} で待たずに送ります。",
    ),
    "update_unanswered": ReasonText(
        "session.update が確認されていません",
        "{cause} を送りましたが、session.updated もエラーも届いていません。それまでは前の設定の"
        "ままです。",
        "しばらく待つか、サーバーが動いているか確かめてください。",
        "session.updated を待ってから先へ進み、届かなければ失敗として扱ってください。",
    ),
    # What was refused.
    "collision": ReasonText(
        "すでにレスポンスが進行中です",
        "会話に書き込めるレスポンスは一度に一つだけです。{response} の進行中に {cause} が次の"
        "レスポンスを求めました。これは待たされるのではなく捨てられます。",
        "終わってから {key} でもう一度求めるか、x で取り消してください。",
        "response.create は response.done のあとで送ります。",
    ),
    "nothing_to_cancel": ReasonText(
        "取り消すものがありません",
        "進行中のレスポンスはありません。害はなく、セッションは続きます。",
    ),
    "commit_empty": ReasonText(
        "コミットする音声がありませんでした",
        "{why} サーバーは 100 ms 以上の音声を必要とします。VAD がオンなら、コミットはサーバーが"
        "行います。",
        fix="先に音声を追加し、コミットは turn_detection がオフのときだけ送ってください。",
    ),
    "update_refused": ReasonText(
        "session.update が拒否されました",
        "{why} 内容は何一つ反映されず、すべて前の設定のままです。",
        "{param} を直して送り直してください。",
        "{param} を直してください。一か所の誤りでイベント全体が拒否されます。",
    ),
    "refused": ReasonText("拒否されました: {code}", "{cause} {why}"),
    "rate_limited": ReasonText(
        "レート制限に達しました",
        "{why}",
        "{wait} 秒待ってから、もう一度求めてください。",
        "次のリクエストまで {wait} 秒待ってください。",
    ),
    "rate_limited_long": ReasonText(
        "レート制限に達しました",
        "{why}",
        "少し待ってから、もう一度求めてください。",
        "待ち時間を延ばしながら、もう一度求めてください。",
    ),
    "quota": ReasonText(
        "アカウントの利用枠を使い切りました",
        "{why} レート制限と違い、待っても回復しません。",
        "キーのプロジェクトのプランと支払い設定を確認してください。",
        "繰り返し送らないでください。利用枠を追加するまで失敗し続けます。",
    ),
    "limit_reached": ReasonText(
        "{name} の上限に達しています",
        "rate_limits.updated によると残りがありません。{wait} 秒後に元に戻ります。",
        "{wait} 秒待ってください。",
        "reset_seconds が過ぎるまで待ってください。",
    ),
    # Responses.
    "queued": ReasonText(
        "リクエストは順番待ちです",
        "レスポンスが進行中です。response.done のあとで response.create を自動で送ります。",
    ),
    "asked": ReasonText(
        "返事を求めました", "{cause} を送りました。まず response.created が届きます。"
    ),
    "thinking": ReasonText(
        "モデルが考えています",
        "{response} が作られました。最初の delta はこれからです。",
        "{key} で取り消せます。",
    ),
    "no_delta": ReasonText(
        "モデルがまだ話し始めていません",
        "{response} は作られましたが、delta が一つも届いていません。",
        "待つか、{key} で取り消してください。",
        "サーバー側に制限時間はありません。自分で決めた時間で取り消してください。",
    ),
    "streaming": ReasonText(
        "返事が届いています",
        "delta をつなぐと done イベントの本文になります。いま response.create を送ると"
        "拒否されます。",
        "{key} で取り消せます。",
    ),
    "stalled": ReasonText(
        "返事が途中で止まっています",
        "{response} は進行中のまま、しばらく delta が届いていません。進行中は次のレスポンスを"
        "始められません。",
        "待つか、{key} で取り消してください。",
        "自分で決めた時間で取り消し、もう一度求めてください。",
    ),
    "response_failed": ReasonText(
        "レスポンスが失敗しました", "{why}", "{key} でもう一度求めます。"
    ),
    "response_rate_limited": ReasonText(
        "レスポンスが失敗しました: レート制限",
        "{why} このとき error イベントは来ません。status が failed の response.done だけです。",
        "{wait} 秒待ってから、{key} でもう一度求めてください。",
        "{wait} 秒待って response.create を送り直してください。入力は会話に残っています。",
    ),
    "response_rate_limited_long": ReasonText(
        "レスポンスが失敗しました: レート制限",
        "{why} このとき error イベントは来ません。status が failed の response.done だけです。",
        "少し待ってから、{key} でもう一度求めてください。",
        "待ってから response.create を送り直してください。入力は会話に残っています。",
    ),
    "response_quota": ReasonText(
        "レスポンスが失敗しました: 利用枠切れ",
        "{why} レート制限と違い、待っても回復しません。",
        "キーのプロジェクトのプランと支払い設定を確認してください。",
        "繰り返し送らないでください。利用枠を追加するまで失敗し続けます。",
    ),
    "response_incomplete": ReasonText(
        "返事が途中で切れました", "理由: {why}。", "{key} で続きを求めます。"
    ),
    "response_max_tokens": ReasonText(
        "max_output_tokens の上限で返事が切れました",
        "許されたトークンを使い切りました。音声は多くのトークンを使います。話した分は会話に"
        "残ります。",
        "{key} で続きを求めます。",
        "max_output_tokens を増やすか、短い返事を求めてください。",
    ),
    "response_filtered": ReasonText(
        "コンテンツフィルターで返事が止まりました",
        "サーバーが、話すべきでない内容と判断しました。話した分は会話に残ります。",
        "言い方を変えてみてください。{key} でもう一度求めます。",
        "そのまま繰り返さず、利用者に伝えてください。",
    ),
    "response_cancelled": ReasonText(
        "レスポンスは取り消されました",
        "理由: {why}。それまでに話した分は会話に残ります。",
    ),
    "response_interrupted": ReasonText(
        "話し声でレスポンスが中断されました",
        "VAD が利用者の声を検出し (turn_detected)、取り消しました。話し終わると次のレスポンスが"
        "始まります。",
        fix="誰も話していないなら、マイクがスピーカーの音を拾っています。エコーキャンセルを使うか、"
        "interrupt_response: false にしてください。",
    ),
    "response_cancelled_by_client": ReasonText(
        "レスポンスは取り消されました",
        "クライアントが response.cancel を送りました (client_cancelled)。それまでに話した分は"
        "会話に残ります。",
        "続けて入力してください。サーバーは待っています。",
        "返事が要るときに response.create でもう一度求めてください。",
    ),
    "response_lost": ReasonText("返事が失われました", "response.done の前に接続が切れました。"),
    "unanswered": ReasonText(
        "サーバーが {type} に答えていません",
        "{cause} を送りましたが、返答もエラーも届いていません。",
        "待つか、接続を確かめてください。切れたら Ctrl+R で接続し直せます。",
        "リクエストごとに自分で制限時間を設けてください。",
    ),
    # Turns and tools.
    "item_without_response": ReasonText(
        "まだ返事を求めていません",
        "「{text}」は会話に入りましたが、アイテムだけでは返事は来ません。",
        "{key} で response.create を送ります。",
        "アイテムのあとに response.create を送ってください。",
    ),
    "output_without_response": ReasonText(
        "まだ返事を求めていません",
        "関数の結果は会話に入りました。結果を送っただけでは返事は来ません。",
        "{key} で response.create を送ると、モデルがそれについて話します。",
        "すべての呼び出しの結果を送ったあとに response.create を送ってください。",
    ),
    "mcp_without_response": ReasonText(
        "MCP 呼び出しは完了しましたが、返事を求めていません",
        "サーバーが {name} を実行し、結果を会話に入れました。その先は自動では進みません。",
        "{key} で response.create を送ると、モデルがそれについて話します。",
        "response.mcp_call.completed と response.done のあとに response.create を送ってください。",
    ),
    "commit_without_response": ReasonText(
        "音声はコミットされましたが、返事を求めていません",
        "turn_detection がオフのときは、コミットも返事も自動では行われません。",
        "{key} で response.create を送ります。",
        "コミットのたびに response.create を送ってください。",
    ),
    "vad_without_response": ReasonText(
        "発話は検出されましたが、create_response が false です",
        "VAD が音声をコミットしました。この設定では、返事を求めるのはクライアントの役目です。",
        "{key} で response.create を送ります。",
        "input_audio_buffer.committed のあとに response.create を送るか、create_response を true に"
        "してください。",
    ),
    "vad_unanswered": ReasonText(
        "サーバーがまだ発話に答え始めていません",
        "コミット済みで create_response もオンなので、response.created は自動で届くはずです。",
        "待つか、{key} で response.create を送ってください。",
        "届かないままなら response.create を送ってください。",
    ),
    "tool": ReasonText(
        "モデルが {name} の結果を待っています",
        "同じ call_id ({call}) の function_call_output と、もう一度の response.create が必要です。"
        "サーバーに制限時間はなく、いつまでも待ち続けます。",
        "/tool 結果 で、手で答えられます。",
        "失敗したときもその旨を結果として送り、続けて response.create を送ってください。",
    ),
    "tool_running": ReasonText(
        "{name} を実行中です",
        "モデルが呼び出し、このプログラムが実行しています。終わると、結果と response.create を"
        "自動で送ります。",
    ),
    "approval": ReasonText(
        "MCP サーバーが承認を待っています",
        "モデルが {name} を呼ぼうとしていますが、require_approval がオンです。",
        "/raw で mcp_approval_response の conversation.item.create を送ってください。",
        "mcp_approval_request には、可否にかかわらず mcp_approval_response で答えてください。",
    ),
    # Audio.
    "listening": ReasonText(
        "発話を聞いています",
        "speech_started が届きました。返事は話し終わってから始まります。",
    ),
    "speech_without_end": ReasonText(
        "サーバーは話の終わりを待っています",
        "speech_started のあと、音声が途絶えました。無音も「送る」必要があります。フレームが"
        "届かないと、サーバーには間が分かりません。",
        "無音を送るか、/raw で input_audio_buffer.commit を送ってください。",
        "誰も話していない間も、マイクの音声を送り続けてください。",
    ),
    "no_speech": ReasonText(
        "サーバーが発話を検出していません",
        "{s} 秒分の音声が届きましたが、VAD は発話を見つけていません。無音、音量不足、または形式や"
        "サンプリング周波数の不一致が考えられます。",
        fix="送った音声を再生して確かめ (WAV に書き出せます)、周波数をセッションの設定と比べ、"
        "threshold を下げてみてください。",
    ),
    "not_committed": ReasonText(
        "{ms} ms の音声がコミットされていません",
        "turn_detection がオフなので、input_audio_buffer.commit までは音声が使われず、"
        "response.create までは返事もありません。",
        "/raw で input_audio_buffer.commit を送り、続けて r を押してください。",
        "発話の終わりに input_audio_buffer.commit を、続けて response.create を送ってください。",
    ),
}
