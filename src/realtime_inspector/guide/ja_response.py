"""The Japanese event guide: response, output, tool, translation and beta events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.guide.model import EventText

if TYPE_CHECKING:
    from collections.abc import Mapping

EVENTS: Final[Mapping[str, EventText]] = {
    "response.created": EventText(
        summary="モデルが返事を作り始めました。ここからは、これがアクティブなレスポンスです。",
        trigger="こちらの response.create、発話の終わり、または無音の時間切れがきっかけです。",
        follows="次に response.output_item.added が届き、いちばん最後に response.done が届きます。",
        pitfall=(
            "どの response.create に対するものかは書かれていません。見分けたいときは metadata を"
            "付けておきます。"
        ),
    ),
    "response.done": EventText(
        summary=(
            "レスポンスが終わりました。最終的な状態、すべての出力、使ったトークン数が載っています。"
        ),
        trigger=(
            "正常に終わっても、止めても、途中で切れても、失敗しても、レスポンスは必ずこれで終わ"
            "ります。"
        ),
        follows=(
            "OpenAI ではふつう rate_limits.updated が続きます。次の response.create を送れるよう"
            "になります。"
        ),
        pitfall=(
            "status を見ないと、failed や incomplete はただの沈黙に見えます。出力に "
            "function_call があれば、結果を送り、もう一度 response.create を送るまで終わりではあ"
            "りません。"
        ),
    ),
    "response.output_item.added": EventText(
        summary=(
            "レスポンスの中で、新しい出力(メッセージ、関数呼び出し、MCP ツールに関するものなど)"
            "が始まりました。"
        ),
        trigger="モデルが次に何を出すかを決めました。",
        follows="同じ内容の conversation.item.added が続き、その後に中身や引数が流れます。",
        pitfall=(
            "一つのレスポンスに出力がいくつもあり、時間が重なることもあります。item_id で区別し"
            "てください。"
        ),
    ),
    "response.output_item.done": EventText(
        summary="レスポンスの出力がひとつ完成しました。",
        trigger="同じアイテムの conversation.item.done のすぐ後に届きます。",
        follows="次の出力か、response.done が続きます。",
        pitfall=(
            "response.done が届くまで、レスポンスはまだアクティブです。キャンセルされたときは、"
            "アイテムの status が incomplete になります。"
        ),
    ),
    "response.content_part.added": EventText(
        summary="モデルのメッセージに、文字か音声の新しい部分が加わりました。",
        trigger="今の出力アイテムの中で、モデルが書き始めるか話し始めました。",
        follows="この部分の delta が続きます。",
        pitfall=(
            "ここでは text や audio ですが、完成したアイテムでは output_text や output_audio と"
            "書かれます。"
        ),
    ),
    "response.content_part.done": EventText(
        summary="モデルのメッセージの一部分が完成しました。",
        trigger="文章、または話した内容の文字が done になった後に届きます。",
        follows="ふつう conversation.item.done と response.output_item.done が続きます。",
        pitfall="音声の部分には、話した内容の文字はありますが、音声そのものは入っていません。",
    ),
    "response.output_text.delta": EventText(
        summary="文字の返事の小さなかけらです。",
        trigger="文字で返すレスポンスで、モデルが書き進めるたびに届きます。",
        follows="かけらが続き、最後に全文の入った response.output_text.done が届きます。",
        pitfall=(
            "二つのアイテムが同時に流れることもあるので、response_id、item_id、content_index ご"
            "とにつなげます。音声で返す設定では届かず、代わりに音声の文字起こしを見ます。"
        ),
    ),
    "response.output_text.done": EventText(
        summary="文字の返事がひとつ完成し、全文が入っています。",
        trigger="最後のかけらが送られたか、レスポンスが止められました。",
        follows="response.content_part.done が続きます。",
        pitfall="終わったのはこの文章だけです。レスポンスの終わりは response.done です。",
    ),
    "response.output_audio_transcript.delta": EventText(
        summary="モデルが話している内容を文字にした、小さなかけらです。",
        trigger="音声で返すレスポンスで、音と並んで届きます。",
        follows="かけらが続き、最後に response.output_audio_transcript.done が届きます。",
        pitfall="文字は再生より先に届きます。ユーザーがもう聞いたとは限りません。",
    ),
    "response.output_audio_transcript.done": EventText(
        summary="この部分でモデルが話した内容の全文です。",
        trigger="最後のかけらが送られたか、レスポンスが止められました。",
        follows="response.content_part.done が続きます。",
        pitfall="遮られたときは、ユーザーが実際に聞いたより長いことがあります。",
    ),
    "response.output_audio.delta": EventText(
        summary="音声の返事の小さなかけらで、base64 になっています。",
        trigger="WebSocket で、音声で返すレスポンスのときに届きます。",
        follows="文字のかけらと混ざりながら続き、最後に response.output_audio.done が届きます。",
        pitfall=(
            "再生より速く届くので、遮られたときに空にできる待ち行列に入れておきます。WebRTC と "
            "SIP では届きません。"
        ),
    ),
    "response.output_audio.done": EventText(
        summary="この部分の音声がすべて送られました。",
        trigger="音の最後のかけらが送られたか、レスポンスが止められました。",
        follows="次に文字起こしが閉じ、それから content_part が閉じます。",
        pitfall="音声は入っていません。スピーカーではまだ再生中かもしれません。",
    ),
    "response.function_call_arguments.delta": EventText(
        summary="関数呼び出しの引数(JSON)の小さなかけらです。",
        trigger="モデルが関数を呼ぶと決めて、引数を書いています。",
        follows="かけらが続き、最後に response.function_call_arguments.done が届きます。",
        pitfall="かけらだけでは正しい JSON になりません。完成した文字列を読み込んでください。",
    ),
    "response.function_call_arguments.done": EventText(
        summary=(
            "関数呼び出しの引数がそろいました。アプリが何を実行すればよいか、ここで分かります。"
        ),
        trigger="引数の最後のかけらが送られました。",
        follows=(
            "呼び出しのアイテムとレスポンスが閉じます。同じ call_id の function_call_output を送"
            "り、response.done の後で response.create を送ります。"
        ),
        pitfall=(
            "サーバーは関数を実行してくれません。引数は JSON の文字列で、レスポンスが "
            "incomplete なら途中で切れていることがあります。"
        ),
    ),
    "response.mcp_call_arguments.delta": EventText(
        summary="MCP サーバーのツールに渡す引数の小さなかけらです。",
        trigger="モデルが MCP のツールを使うと決めました。",
        follows="かけらが続き、最後に response.mcp_call_arguments.done が届きます。",
        pitfall="",
    ),
    "response.mcp_call_arguments.done": EventText(
        summary="MCP のツールに渡す引数がそろいました。",
        trigger="引数の最後のかけらが送られました。",
        follows="サーバーが自分でツールを呼びます。承認が必要な設定なら、承認を待ってからです。",
        pitfall=(
            "承認の依頼に答えないと、止まったように見えます。mcp_approval_response のアイテムで"
            "答えてください。"
        ),
    ),
    "response.mcp_call.in_progress": EventText(
        summary="サーバーが MCP のツールを呼んでいるところです。",
        trigger="引数がそろい、呼び出しが許されました。",
        follows="response.mcp_call.completed か response.mcp_call.failed が続きます。",
        pitfall="item_id はありますが、response_id はありません。",
    ),
    "response.mcp_call.completed": EventText(
        summary="MCP のツールから結果が返りました。",
        trigger="外部のサーバーが呼び出しに答えました。",
        follows=(
            "結果は mcp_call のアイテムに入ります。モデルに話させるには、たいてい response.done "
            "の後に response.create を送ります。"
        ),
        pitfall="ふつう、これだけでは返事は始まりません。",
    ),
    "response.mcp_call.failed": EventText(
        summary="MCP のツールの呼び出しがうまくいきませんでした。",
        trigger="外部のサーバーが断ったか、途中で切れたか、つながりませんでした。",
        follows="理由は mcp_call のアイテムの error にあります。セッションは続きます。",
        pitfall="たいてい response.create を送るまで、モデルはこのことについて話しません。",
    ),
    "mcp_list_tools.in_progress": EventText(
        summary="MCP サーバーにどんなツールがあるかを、サーバーが問い合わせています。",
        trigger="セッションの設定に MCP のツールを入れました。",
        follows="mcp_list_tools.completed か mcp_list_tools.failed が続きます。",
        pitfall="session.updated が届いただけでは、まだツールを使えるとは限りません。",
    ),
    "mcp_list_tools.completed": EventText(
        summary="MCP サーバーのツールが分かり、モデルが使えるようになりました。",
        trigger="MCP サーバーが一覧を返しました。",
        follows="一覧そのものは mcp_list_tools のアイテムに入っています。",
        pitfall="そのツールが要る最初の response.create は、これを待ってから送ります。",
    ),
    "mcp_list_tools.failed": EventText(
        summary="MCP サーバーのツールの一覧を取れませんでした。",
        trigger="サーバーにつながらないか、認証が間違っています。",
        follows="そのツールなしでセッションが続きます。",
        pitfall="error イベントではないので、見落としがちです。",
    ),
    "output_audio_buffer.started": EventText(
        summary="サーバーが、音声の返事をユーザーに向けて再生し始めました。",
        trigger="WebRTC か SIP の通話で、レスポンスの最初の音声ができました。",
        follows="output_audio_buffer.stopped か output_audio_buffer.cleared が続きます。",
        pitfall="再生をアプリが受け持つ普通の WebSocket では届きません。",
    ),
    "output_audio_buffer.stopped": EventText(
        summary="音声の返事が最後まで再生されました。",
        trigger="WebRTC か SIP の通話で、サーバーの再生バッファーが空になりました。",
        follows="ユーザーの番です。",
        pitfall="response.done より後に届きます。作り終わることと話し終わることは別です。",
    ),
    "output_audio_buffer.cleared": EventText(
        summary="再生が打ち切られ、残りは捨てられました。",
        trigger="ユーザーが遮ったか、こちらが output_audio_buffer.clear を送りました。",
        follows="WebRTC と SIP では、アイテムの切り詰めもサーバーが行います。",
        pitfall="普通の WebSocket では届きません。",
    ),
    "session.input_audio_buffer.append": EventText(
        summary="翻訳セッションに音声を少しずつ送ります。",
        trigger="黙っている間も含めて、約200ミリ秒ずつ送り続けます。",
        follows="翻訳の文字と音声が、それぞれ別の流れで届きます。",
        pitfall=(
            "ここでは先頭に session の付いた名前が必要で、付けない input_audio_buffer.append は"
            "断られます。"
        ),
    ),
    "session.close": EventText(
        summary="翻訳セッションをきちんと終わらせるように頼みます。",
        trigger="もう音声を送らないときに送ります。",
        follows="残りが少し届いてから、session.closed が届きます。",
        pitfall="いきなり接続を切ると、最後の言葉を取りこぼすことがあります。",
    ),
    "session.closed": EventText(
        summary="翻訳セッションが終わりました。",
        trigger="session.close への返事で、最後のかけらの後に届きます。",
        follows="WebSocket が閉じます。",
        pitfall="",
    ),
    "session.input_transcript.delta": EventText(
        summary="もとの言語で話された内容の文字起こしの一部です。",
        trigger="翻訳セッションで、入力の文字起こしを設定したときに届きます。",
        follows="音声が来る限り、続きが届きます。",
        pitfall="done にあたるイベントはなく、ただ続いていきます。",
    ),
    "session.output_transcript.delta": EventText(
        summary="翻訳された文章の一部です。",
        trigger="翻訳セッションが、先へ進めるだけの内容を聞き取りました。",
        follows="音声が来る限り、続きが届きます。",
        pitfall="ターンも done もないので、どこで行を区切るかはアプリが決めます。",
    ),
    "session.output_audio.delta": EventText(
        summary="翻訳された音声の一部です。",
        trigger="もとの話が続いている間に、翻訳セッションが話します。",
        follows="文字とは関係なく続きが届きます。",
        pitfall="別のプロトコルである OpenAI Live API にも同じ名前のイベントがあります。",
    ),
    "transcription_session.update": EventText(
        summary="文字起こしセッションを設定する、ベータ版のやり方です。",
        trigger="ベータ版のアプリが、最初の音声の前に送っていました。",
        follows="サーバーは transcription_session.updated を返していました。",
        pitfall="今は session.type を transcription にした session.update を送ります。",
    ),
    "transcription_session.updated": EventText(
        summary="文字起こしセッションの設定を受け付けたという、ベータ版の返事です。",
        trigger="transcription_session.update への返事でした。",
        follows="音声を送れます。",
        pitfall="今は session.updated が届きます。",
    ),
    "transcription_session.created": EventText(
        summary="文字起こしセッションの始まりを知らせる、ベータ版のイベントです。",
        trigger="公開された型にはありませんが、接続直後に届いた例があります。",
        follows="設定を送れます。",
        pitfall="今は session.created が届きます。",
    ),
}
