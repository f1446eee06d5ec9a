"""What the Explain tab says about an event's own values, in Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

WORDS: Final[Mapping[str, str]] = {
    # Where it stands.
    "root": "さかのぼると {event} が始まりです。",
    "answer": "{after}{event} が返ってきました。",
    "refusal": "{after}{event} で断られました: {words}",
    "end": "{after}{event} で終わりました。",
    "next": "{after}{event} が続きました。",
    "after": "{span} 後に ",
    "no_answer": "これに対する返答は、今のところありません。",
    "in_response": "{span} 前に始まった {response} の {count} 件中 {place} 件目のイベントです。",
    "in_response_untimed": "{response} の {count} 件中 {place} 件目のイベントです。",
    "of_response": "{response} に属しています。",
    "response_cause": "そのレスポンスについて: {words}",
    "reading": "記録をここまで読み終えると、さらに詳しく表示します。",
    # Deltas.
    "delta": "{item} (出力 {output}、パート {part}) の {count} 個中 {nth} 個目の delta です。",
    "delta_only": "{item} の、この種類ではただ一つの delta です。",
    "delta_of_output": "{item} (出力 {output}) の {count} 個中 {nth} 個目の delta です。",
    "delta_of_item": "{item} の {count} 個中 {nth} 個目の delta です。",
    "so_far": "ここまでの内容: «{text}»",
    "audio_so_far": "この delta の音声は {span}、ここまでの合計は {total} です。",
    "audio_only": "音声の長さは {span} です。",
    # Responses.
    "status_completed": "レスポンスは最後まで完了しました。",
    "status_cancelled": "レスポンスは取り消されました{why}。届いたところまでは有効ですが、"
    "残りは届きません。",
    "status_incomplete": "レスポンスは途中で打ち切られました{why}。内容は完全ではありません。",
    "status_failed": "レスポンスは失敗しました{why}。",
    "status_other": "status は {status} です{why}。",
    "why_turn_detected": " (利用者が話し始めたため: turn_detected)",
    "why_client_cancelled": " (クライアントが response.cancel を送ったため: client_cancelled)",
    "why_max_output_tokens": " (max_output_tokens に達したため)",
    "why_content_filter": " (コンテンツフィルターが止めたため)",
    "why_other": " ({reason})",
    "outputs": "作られたもの: {outputs}",
    "no_outputs": "何も作られませんでした。",
    "tokens": "トークン: 入力 {input} (うちキャッシュ {cached})、出力 {output}、合計 {total}。",
    "tokens_unknown": "トークン数は書かれていません。",
    "took": "{start} からここまで {span}、最初の delta までは {first} です。",
    "took_in_all": "{start} からここまで {span} です。",
    "call_answered": "{name} の結果は {event} で返されました。",
    "call_open": "{name} ({call}) は結果を待っています。function_call_output を入れた "
    "conversation.item.create を送り、続けて response.create を送ってください。",
    "out_of_band": "帯域外 (out of band) のレスポンスです。会話には何も加えず、ほかのレスポンスと"
    "並行して動けます。",
    "modalities": "返事の形式: {modalities}。",
    "asks_with": "セッションの設定の代わりに使うもの: {fields}。",
    "asks_plainly": "設定はすべてセッションのものを使います。",
    "first_delta": "最初の delta は {span} 後に届きました。",
    # Items.
    "item_words": "アイテムの内容: {words}",
    "item_place": "会話の {count} 件中 {place} 番目のアイテムです。",
    "item_first": "会話の最初のアイテムです。",
    "item_status": "status は {status} です。",
    "item_result": "{name} の結果です。呼び出しの {span} 後に送られました。",
    "item_unknown": "アイテム {item} を告げたイベントは、このセッションにありません。",
    "truncated": "音声の {ms} ms より後は、その部分の文字起こしとともに取り除かれます。",
    "call": "{name}({arguments}) を呼び出します。",
    "call_broken": "引数が JSON オブジェクトになっていないため、関数を呼び出せません。",
    "heard": "聞き取った内容: «{text}»",
    # Audio in.
    "append": "{format} の音声を {span} 追加しました。バッファーには {buffered} たまっています。",
    "append_odd": "音声が 16 ビットのサンプルの整数倍になっていません ({size} バイト)。",
    "append_empty": "音声が入っていません。",
    "buffered": "この時点でバッファーには {buffered} たまっています。",
    "emptied": "バッファーには {buffered} たまっていました。",
    "speech_from": "セッションの音声の {at} の位置で話し始めました。",
    "speech_to": "セッションの音声の {at} の位置で話し終わりました。発話の長さは {span} です。",
    "speech_end": "セッションの音声の {at} の位置で話し終わりました。",
    "speech_over": "このとき {response} が進行中でした。取り消されるかどうかは "
    "interrupt_response で決まります。",
    # Session.
    "session": "セッション: {words}。",
    "expires": "最長で {span} 後に終了します。",
    "asked": "求めている項目: {fields}。",
    "asked_nothing": "何も求めていません。",
    "changed": "変更: {path} が {old} から {new} になりました。",
    "changed_new": "追加: {path} は {new} です。",
    "changed_gone": "削除: {path} (以前は {old})。",
    "changed_nothing": "以前と変わったところはありません。",
    "changed_more": "… ほか {count} 件。差分タブですべて見られます。",
    "not_accepted": "求めたのに受け入れられなかったもの: {path} は {old} を求め、{new} に"
    "なっています。",
    "reset": "{path} には {old} を求めました。既定値に戻す指定なので、{new} になっています。",
    "not_told": "求めたのに確認できないもの: {path} ({old}) は返答に含まれていません。",
    "all_accepted": "求めたものはすべて受け入れられました。",
    "limit": "{name}: 残り {remaining} / {limit}。{span} で元に戻ります。",
    "limit_low": "{name}: 残りわずか {remaining} / {limit}。{span} で元に戻ります。",
    # Errors, notices, other frames.
    "code": "{code}: {words}",
    "message": "サーバーの説明: «{text}»",
    "param": "問題のある項目は {param} です。",
    "session_goes_on": "エラーが届いてもセッションは終わらず、そのまま続きます。",
    "closed_next": "直後に接続が閉じられました ({event})。",
    "closed_by_client": "こちら側が接続を閉じました。",
    "closed_by_server": "サーバーが接続を閉じました。",
    "lost": "{responses} は終わっていませんでした。続きはもう届きません。",
    "not_json": "JSON ではありません: {place} 文字目で {problem}。",
    "json_kind": "JSON ですがオブジェクトではありません。イベントは必ず JSON オブジェクトです。",
    "bytes": "大きさは {size} です。",
    # Names.
    "beta_name": "{name} は {ga} のベータ版での名前です。意味は同じです。",
    "similar": "似た名前で実在するもの: {names}。",
}
