"""The Japanese answers about the ideas behind the events, by concept id."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

CONCEPTS: Final[Mapping[str, str]] = {
    "overview": (
        "Realtime API は、つなぎっぱなしの接続の上で、アプリとサーバーが小さな JSON のイベントを"
        "やり取りする仕組みです。こちらは会話を変えるイベントや返事を頼むイベントを送り、サーバー"
        "は自分のしていることをすべてイベントで知らせます。まず三つ覚えれば十分です。会話の一件一"
        "件がアイテム、モデルが一回動くことがレスポンス、それを始めるのが response.create です。"
        "イベントログでは、発言から response.done までの流れを順に追えます。"
    ),
    "start": (
        "まず接続して、session.created を待ちます。指示文やツール、声を変えたければ "
        "session.update を送り、session.updated を待ちます。それから発言を "
        "conversation.item.create で送り、続けて response.create を送ります。アイテムを足しただけ"
        "では返事は来ないからです。返事は delta で少しずつ届き、response.done で終わります。一行"
        "送って、イベントログに同じ順番で並ぶのを見てみてください。"
    ),
    "no_answer": (
        "いちばん多い原因は、response.create を送っていないことです。conversation.item.create は"
        "発言を会話に入れるだけで、モデルが動くのは response.create が届いてからです。関数呼び出"
        "しの後も同じで、結果のアイテムに加えて、もう一度 response.create が要ります。送ってある"
        "なら、response.done の status と error イベントを見てください。failed や incomplete は、"
        "見なければただの沈黙に見えます。イベントログで最後のアイテムの後に response.created がな"
        "ければ、何も始まっていません。"
    ),
    "active_response": (
        "レスポンスは response.created から response.done までの間アクティブで、一つの会話に一つ"
        "しか持てません。その間に response.create を送ると、"
        "conversation_already_has_active_response というエラーになり、その要求は捨てられます。順"
        "番待ちにはなりません。動いているレスポンスは無事に続き、足したアイテムも残ります。"
        "response.done を待ってから送り直すか、急ぐなら response.cancel を送り、やはり "
        "response.done を待ちます。イベントログで、まだ response.done の来ていない "
        "response.created を探してみてください。"
    ),
    "function_call": (
        "モデルは自分では何も実行できず、頼んでくるだけです。function_call のアイテムが流れ、"
        "response.function_call_arguments.done で引数がそろい、レスポンスはふつうに "
        "response.done で終わります。そこでアプリが関数を実行し、同じ call_id の "
        "function_call_output を conversation.item.create で送ります。それだけではまだ足りず、も"
        "う一度 response.create を送って初めて、モデルが結果について話します。一度に複数の呼び出"
        "しがあれば、結果を全部送ってから response.create を一回だけ送ります。イベントログでは、"
        "一つのターンにレスポンスが二つ並びます。"
    ),
    "cancel": (
        "response.cancel を送るとモデルが止まります。response.cancelled というイベントはなく、"
        "status が cancelled の response.done で終わります。その前に、残りのかけらが少し届くこと"
        "もあります。何も動いていなければ response_cancel_not_active というエラーになりますが、害"
        "はありません。response_id を付けないと、止まるのは会話のレスポンスだけです。イベントログ"
        "の status_details の reason を見ると、こちらが止めたのか、ユーザーが話し始めたのかが分か"
        "ります。"
    ),
    "vad": (
        "VAD は発話検出のことで、送り続けた音声をサーバーが聞き、ユーザーの番がいつ始まりいつ終わ"
        "ったかを判断します。input_audio_buffer.speech_started と speech_stopped を知らせ、音声の"
        "確定も行い、create_response がオンならレスポンスまで始めます。ですから VAD がオンのとき、"
        "commit も response.create も要りません。server_vad は無音の長さで、semantic_vad は文が終"
        "わったかどうかで判断します。全部自分でやりたいときは turn_detection を null にします。イ"
        "ベントログでは speech_started、speech_stopped、committed、アイテム、response.created の"
        "順に並びます。"
    ),
    "done_events": (
        "どちらもモデルの同じアイテムが完成したという知らせですが、見ている側が違います。"
        "conversation.item.done は会話の側の話で、一覧のこの一件が確定したという意味です。誰が書"
        "いたかは問わないので、こちらの発言にも届きます。response.output_item.done はレスポンスの"
        "側の話で、出力のこの部分が完成したという意味で、response_id と output_index が付きます。"
        "モデルのアイテムでは conversation.item.done のすぐ後に届きますが、どちらも返事全体の終わ"
        "りではありません。終わりはいつも response.done で、イベントログで並び方を確かめられます。"
    ),
    "added_done": (
        "added は何かができ始めたこと、done はもう変わらないことを表します。こちらのアイテムは送"
        "った時点で中身がそろっているので、二つが続けて届きます。モデルのアイテムでは、added の時"
        "点ではまだ空で、delta が流れた後、done に全部の中身が入ります。会話の順番は added の "
        "previous_item_id で決めてください。done では null のことがあるからです。イベントログで両"
        "方を開いて、中身を見比べてみてください。"
    ),
    "create_created": (
        "response.create はこちらが送るもので、モデルに返事を頼みます。response.created はサーバー"
        "から届くもので、レスポンスが始まり、今アクティブだという知らせです。発話検出がオンなら、"
        "サーバーが自分で始めるので、response.create を送らなくても response.created が届きます。"
        "間の悪い response.create には、response.created ではなく error が届きます。イベントログ"
        "では矢印で区別できます。上向きが送ったもの、下向きが届いたものです。"
    ),
    "events_list": (
        "アプリが送れるイベントは11種類、サーバーから届くものは46種類ありますが、文字のチャットで"
        "使うのはごく一部です。送るのは session.update、conversation.item.create、response.create、"
        "ときどき response.cancel で、声を使うなら input_audio_buffer が加わります。サーバーから"
        "は session、conversation.item、input_audio_buffer、response のイベントが届き、何かが断ら"
        "れると error が届きます。名前は道順のように読めます。response.output_text.delta なら、レ"
        "スポンスの文字出力のかけら、です。イベントログで気になった名前を聞いてみてください。"
    ),
    "turn_order": (
        "文字のターンでは、こちらが conversation.item.create と response.create を送り、まず自分"
        "のアイテムの conversation.item.added と done が届きます。次に response.created で返事が"
        "始まり、response.output_item.added と response.content_part.added で入れ物ができ、delta "
        "で文章が届きます。その後は内側から順に閉じます。文章、content_part、会話のアイテム、出力"
        "アイテム、最後に response.done です。文字起こしなどが間に挟まることもあるので、位置では"
        "なく id で追ってください。一言送って、イベントログを上から読んでみるのがいちばん早いです。"
    ),
    "session_update": (
        "セッションの設定(指示文、ツール、声、出力の種類、発話検出など)は session.update で変えま"
        "す。変えたい項目だけで構いませんが、turn_detection のような入れ子は、一部だけ書いたとき"
        "の混ざり方がはっきりしないので全部書いてください。一か所でも間違うと error になり、全体"
        "が適用されません。OpenAI では session の type(ふつうは realtime)が必須です。モデルは接続"
        "時に決まり、声も一度話した後は変えられません。イベントログで、session.updated と頼んだ内"
        "容を見比べてください。"
    ),
    "delta": (
        "delta は、まだ作っている途中のもの(文章、音声、話した内容の文字、関数の引数)の小さなかけ"
        "らです。届いた順に、response_id、item_id、content_index ごとにつなげます。二つのアイテム"
        "が同時に流れることもあるからです。そろうと対応する done が届き、文章なら全文が入っている"
        "ので、つなげた結果を確かめられます。音声だけは別で、done に音声は入っていません。イベン"
        "トログでは続いた delta が一行にたたまれているので、開くとかけらが一つずつ見えます。"
    ),
    "usage": (
        "response.done の usage を見てください(response.created ではまだ空です)。入力トークンは、"
        "そのレスポンスのために送られた文脈の全体なので、ターンを重ねるごとに増えます。cached は"
        "その内数で、安く計算される部分です(古いアイテムを消したり指示文を変えたりすると減ります)。"
        "出力は作られた分だけ数えられ、途中で遮られてユーザーが聞かなかった分も含みます。入力の文"
        "字起こしは別勘定で、その completed イベントに載ります。イベントログで response.done を開"
        "き、ターンごとの数を比べてみてください。"
    ),
    "rate_limits": (
        "一定の時間に使えるトークン数と要求の回数には上限があります。OpenAI では残りが "
        "rate_limits.updated で知らされ、レスポンスごとに一度、記録では response.done のすぐ後に"
        "届いていました。実際に見つかっているのはトークンの残りだけなので、一日の回数の上限には予"
        "告なしに達することがあります。上限に達すると、ふつう status が failed の response.done "
        "で終わり、理由は status_details にあります。error イベントが来ないこともあります。イベン"
        "トログで、最新の rate_limits.updated の remaining と reset_seconds を見てください。"
    ),
    "truncate": (
        "返事の途中でユーザーが話し始めると input_audio_buffer.speech_started が届き、ふつうはサー"
        "バーがレスポンスを止めます。そのとき response.done の status は cancelled、reason は "
        "turn_detected です。WebSocket では、アプリがすぐに再生を止め、実際に再生したミリ秒数を付"
        "けて conversation.item.truncate を送ります。そうしないと、モデルは全部聞いてもらえたと思"
        "い込みます。音声は再生より速く届くので、レスポンスが終わった後でも必要です。イベントログ"
        "で、speech_started の後に cancelled の response.done が続くところを探してみてください。"
    ),
    "out_of_band": (
        "会話の外で動くレスポンスのことで、response.create の conversation を none にして送ります。"
        "出力は会話に入らないので、response のイベントだけが届いて conversation.item のイベントは"
        "届かず、conversation_id は null になります。アクティブなレスポンスには数えられないので、"
        "分類や要約などを並行していくつも動かせます。どの要求への返事かを見分ける手がかりは "
        "metadata だけなので、必ず付けておきます。止めるには response_id が要ります。イベントログ"
        "では、別の線に分かれて並びます。"
    ),
    "beta_ga": (
        "ベータは最初の形、GA は今の形です。OpenAI のベータは2026年5月に止まりましたが、互換サー"
        "バーの多くはまだベータの形で話します。名前が変わったイベントがあり、response.text.delta "
        "は response.output_text.delta に、response.audio.delta は response.output_audio.delta に"
        "なり、conversation.item.created は conversation.item.added と conversation.item.done に"
        "分かれました。session.update の項目も変わり、modalities は output_modalities に、声や形"
        "式、turn_detection は audio の中に移りました。OpenAI-Beta: realtime=v1 のヘッダーは付け"
        "てはいけません。イベントログの最初の session.created に output_modalities があれば GA、"
        "modalities ならベータです。"
    ),
    "audio": (
        "音声は base64 にして JSON のイベントに入れます。標準は16ビット・モノラル・24 kHz の PCM "
        "で、1秒あたり48,000バイトです。送るのは input_audio_buffer.append(直接の返事は来ません)、"
        "届くのは response.output_audio.delta です。サンプリング周波数を間違えても、たいていエラー"
        "にならず、発話が検出されないか文字起こしがおかしくなります。返事は再生より速く届くので、"
        "遮られたときに空にできる待ち行列に入れておきましょう。イベントログでは、長い base64 の代"
        "わりに音の長さで表示されます。"
    ),
    "manual_commit": (
        "ボタンを押して話す方式では、turn_detection を null にして、番の切れ目を自分で決めます。"
        "押している間 input_audio_buffer.append を送り、離したら input_audio_buffer.commit、続け"
        "て response.create を送ります。確定しただけではレスポンスは始まりません。音声が100ミリ秒"
        "に満たないと input_audio_buffer_commit_empty で断られます。発話検出がオンならサーバーが"
        "もう確定しているので、commit は送りません。イベントログで、input_audio_buffer.committed "
        "の後に response.create が続いているか見てください。"
    ),
    "transcription": (
        "ユーザーの発言の文字起こしは最初はオフなので、session.update の "
        "audio.input.transcription でオンにします。返事とは別のモデルが並行して行うので、レスポン"
        "スの途中や、次の発言より後に届くこともあります。item_id で発言に結び付け、待たないように"
        "してください。失敗すると error ではなく "
        "conversation.item.input_audio_transcription.failed が届き、返事のほうはそのまま来ます。"
        "アシスタントが話した内容は別で、response.output_audio_transcript.delta で届きます。ユー"
        "ザーの文章は、イベントログの conversation.item.input_audio_transcription.completed で見"
        "られます。"
    ),
    "errors": (
        "error イベントは、送ったものが断られたか、サーバー側で問題が起きたという知らせで、ふつう"
        "セッションはそのまま続きます。code と message が理由、param が項目の名前です。自分のイベ"
        "ントに event_id を付けておくと、どれのことか分かることがあります。ただし、返事の失敗は "
        "status が failed の response.done で、文字起こしの失敗は専用のイベントで知らされます。直"
        "後に接続が切れたなら、キーの誤りのような致命的なものです。イベントログで、そのすぐ前に送"
        "ったイベントを見てみましょう。"
    ),
    "response_status": (
        "レスポンスは必ず response.done で終わり、どう終わったかは status に書いてあります。"
        "completed は正常ですが、出力の中に、こちらの返事を待つ関数呼び出しがないか見てください。"
        "cancelled は、こちらかユーザーが止めたという意味です。incomplete は max_output_tokens か"
        "内容のフィルターで切れたもので、関数の引数が壊れていることがあります。failed はサーバー"
        "か利用枠の問題で、理由は status_details にあります。イベントログで response.done を開い"
        "たら、まず status を読みましょう。"
    ),
    "ids": (
        "id はイベントどうしを結び付けます。response_id は response.created から response.done ま"
        "でを、item_id は一つの発言や呼び出しのイベントを、call_id は関数呼び出しと送り返す結果を"
        "結びます。previous_item_id は会話の順番で、conversation.item.added のものを使います。"
        "event_id はイベント一つひとつの名前で、こちらが付けたものは error に写されることがありま"
        "す。イベントログで一つ選ぶと、同じ id を持つ仲間が分かります。"
    ),
    "items": (
        "会話はアイテムの並びです。ユーザー、システム、アシスタントの発言、関数呼び出しとその結果"
        "が、それぞれ一件のアイテムになります。アイテムは話された内容、レスポンスはモデルが一回動"
        "くことで、レスポンスから新しいアイテムが生まれます。足すには conversation.item.create を"
        "使い、ユーザーとシステムの文章は input_text、過去のアシスタントの文章は output_text にし"
        "ます。足しただけではモデルは動かないので、response.create が要ります。イベントログの "
        "conversation.item.added にある previous_item_id で、並び順が分かります。"
    ),
    "responses": (
        "レスポンスは、モデルが一回動くことです。response.created で始まり、アイテム、部分、"
        "delta の形で出力が流れ、何があっても最後は response.done で終わります。始めるのは "
        "response.create か、発話の終わりを聞き取ったサーバー自身です。一つの会話でアクティブにな"
        "れるのは一つだけです。イベントログでは、同じレスポンスのイベントが線でつながっています。"
    ),
    "modalities": (
        "レスポンスは文字か音声のどちらか一方で、両方にはできません。output_modalities にどちらか"
        "一つを書き、初期値は音声です。文字なら response.output_text.delta が届きます。音声なら "
        "response.output_audio.delta と、話している内容の文字である "
        "response.output_audio_transcript.delta が届きます。音声の設定のまま文字のイベントを待つ"
        "と、何も来ないように見えます。イベントログの session.updated で output_modalities を確か"
        "めてください。"
    ),
    "mcp": (
        "MCP のツールはサーバーが自分で呼び出すので、アプリは何も実行しません。まず一覧を取るので、"
        "mcp_list_tools.completed を待ってください。session.updated だけでは、まだ使えるとは限り"
        "ません。承認が必要なら、mcp_approval_request のアイテムに mcp_approval_response で答えま"
        "す。response.mcp_call.completed の後、たいていモデルはひとりでに話さないので、"
        "response.done の後に response.create を送ります。OpenAI での細かい順番ははっきりしていな"
        "いので、イベントログの名前と id で追ってください。"
    ),
    "session_end": (
        "OpenAI のセッションは約60分で終わり、その時刻は session.created の expires_at で分かりま"
        "す。終わりには接続が切れます。先に session_expired の error が来ることも、いきなり切れる"
        "こともあるので、両方に備えてください。同じセッションを再開することはできません。新しくつ"
        "なぎ、要約や大事な発言を conversation.item.create で足します。イベントログの "
        "session.created を開くと expires_at が見つかります。"
    ),
    "connection": (
        "Realtime のアドレスに、URL でモデルを、Authorization ヘッダーでキーを渡して WebSocket を"
        "つなぎ、session.created を待ちます。OpenAI ではキーが間違っていても、いったん接続は成功"
        "します。その後 error が届いて切れ、コードはキーなら3000、モデルや古いベータのヘッダーな"
        "ら4000です。つながっただけでは、まだ受け入れられたとは言えません。ping のイベントはなく、"
        "接続の維持は WebSocket が行います。イベントログの最初が session.created なら大丈夫です。"
    ),
    "webrtc": (
        "WebRTC と SIP では音声がイベントとは別の道を通るので、response.output_audio.delta は届き"
        "ません。代わりにサーバーが再生し、output_audio_buffer.started、stopped、cleared で知らせ"
        "ます。普通の WebSocket では届かないイベントです。遮られた返事の切り詰めもサーバーが行い"
        "ます。別の WebSocket(サイドバンド)で通話を見守ることもでき、その場合 session.created は"
        "届きません。イベントログでは、話し終わるほうが遅いので、output_audio_buffer.stopped が "
        "response.done の後に来ます。"
    ),
    "translation": (
        "翻訳セッションは専用のアドレスとモデルを使い、動き方もまったく違います。ターンもアイテム"
        "もレスポンスもありません。黙っている間も session.input_audio_buffer.append を送り続け、"
        "session.output_transcript.delta と session.output_audio.delta が別々の流れで届きます。"
        "done はなく、終えるには session.close を送って session.closed を待ちます。課金はトークン"
        "ではなく時間です。イベントログでは、session で始まる名前が目印です。"
    ),
    "transcription_session": (
        "文字起こしセッションは、話された内容を文字にするだけで、モデルは返事をしません。"
        "session.type を transcription にして音声を送り、"
        "conversation.item.input_audio_transcription.delta と completed を受け取ります。response "
        "のイベントは一切なく、response.create の出番もありません。途中で普通のセッションに切り替"
        "えることはできません。イベントログでは、アイテムごとの completed が区切りになります。"
    ),
}
