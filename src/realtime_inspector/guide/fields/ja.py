"""What the fields mean, in Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

MEANINGS: Final[Mapping[str, str]] = {
    "event_id": "サーバーが付けた、このイベントの ID です。こちらが送ったものとは対応しません。",
    "item_id": "対象となる会話アイテムの ID です。",
    "response_id": "このイベントが属するレスポンスの ID です。",
    "output_index": "レスポンスの出力の何番目かを、0 から数えた番号です。",
    "content_index": "アイテムの content の何番目かを、0 から数えた番号です。",
    "previous_item_id": "会話の中で直前にあるアイテムです。null なら直前のアイテムはありません。",
    "call_id": "関数呼び出しの ID です。実行結果はこの ID を付けて返します。",
    "delta": "新しく届いた分です。これまでの分の後ろにつなげます。",
    "obfuscation": (
        "通信の長さから内容を推測されないように付けられた、意味のない文字列です。無視して構いません。"
    ),
    "text": "テキストの全文です。",
    "transcript": "発話を文字にした全文です。",
    "arguments": "引数の全体です。JSON の入った文字列なので、自分でパースします。",
    "name": "モデルが呼び出そうとしている関数の名前です。",
    "audio": "base64 にした音声です。形式はセッションの入力形式に合わせます。",
    "audio_start_ms": "発話の開始位置です。これまでに送った音声全体の先頭から数えたミリ秒です。",
    "audio_end_ms": "発話の終了位置です。これまでに送った音声全体の先頭から数えたミリ秒です。",
    "logprobs": "トークンごとの確からしさです。session.include で指定したときだけ付きます。",
    "languages": "認識された言語です。対応するモデルだけが返します。",
    "usage": "文字起こしにかかった量です。トークン数か音声の秒数かは、中の type で分かります。",
    "id": "この区間の ID です。",
    "speaker": "モデルが付けた話者のラベルです。",
    "start": "区間の開始位置(秒)です。",
    "end": "区間の終了位置(秒)です。",
    "event": "押されたキーです。0〜9、#、*、A〜D のどれかです。",
    "received_at": "サーバーがキー入力を受け取った時刻です。1970 年からの秒数(UTC)です。",
    "elapsed_ms": "セッションの中でのこの部分の位置(ミリ秒)です。",
    "format": "音声の形式です。pcm16 が入ります。",
    "sample_rate": "音声のサンプリング周波数です。",
    "channels": "音声のチャンネル数です。",
    "item": "アイテム本体です。どの項目があるかは type によって変わります。",
    "item.id": "アイテムの ID です。以後、このアイテムに関するイベントはこの ID を示します。",
    "item.type": "種類です。message、function_call、function_call_output、または MCP 関連です。",
    "item.role": "message の話し手です。system、user、assistant のどれかです。",
    "item.status": "進み具合です。in_progress、completed、途中で切れたときは incomplete です。",
    "item.phase": (
        "新しいモデルの message に付きます。途中のひと言なら commentary、本来の答えなら "
        "final_answer です。"
    ),
    "item.content": "message の中身です。input_text、input_audio、output_text などが並びます。",
    "item.call_id": "関数の呼び出しと実行結果を結び付ける ID です。",
    "item.name": "呼び出される関数やツールの名前です。",
    "item.arguments": "呼び出しの引数です。JSON の入った文字列です。",
    "item.output": "function_call_output や mcp_call の結果です。文字列で入ります。",
    "item.server_label": "MCP 関連のアイテムで、設定した MCP サーバーのどれかを示します。",
    "item.tools": "mcp_list_tools で、MCP サーバーが提供するツールの一覧です。",
    "item.approval_request_id": "MCP 関連のアイテムで、対応する承認依頼の ID です。",
    "item.approve": "mcp_approval_response で、呼び出しを許可するかどうかです。",
    "item.reason": "mcp_approval_response に添える理由です。省略できます。",
    "item.error": "mcp_call のエラー内容です。問題がなければ null です。",
    "item.object": "常に realtime.item です。今のサーバーはたいてい省略します。",
    "session": "実際に有効な設定の全体です。頼んだ項目だけではありません。",
    "session.id": "セッションの ID(sess_…)です。サポートへの問い合わせに使えます。",
    "session.type": "セッションの種類です。realtime、transcription、translation のどれかです。",
    "session.model": "モデルです。接続したときに決まり、後から変えられません。",
    "session.expires_at": "セッションの終了時刻(1970 年からの秒数)です。開始から 1 時間後です。",
    "session.object": "オブジェクトの種類です(realtime.session など)。",
    "session.instructions": "モデルの役割や話し方を伝える指示文です。",
    "session.output_modalities": '答え方です。["audio"] か ["text"] で、両方は指定できません。',
    "session.audio.input.format": "送る音声の形式です(24 kHz の PCM など)。",
    "session.audio.input.turn_detection": (
        "話し終わりの見つけ方です。server_vad、semantic_vad、手動なら null です。"
        "create_response がオンなら、返答も自動で始まります。"
    ),
    "session.audio.input.transcription": "発話を文字にするモデルです。null ならオフです。",
    "session.audio.input.noise_reduction": "near_field、far_field、使わないなら null です。",
    "session.audio.output": "音声で答えるときの形式、声、速さです。",
    "session.tools": "モデルが使える関数と MCP サーバーです。",
    "session.tool_choice": "ツールの使い方です。auto、none、required、または特定のツールです。",
    "session.parallel_tool_calls": "ツールを同時に複数呼んでよいかです。推論モデル用です。",
    "session.reasoning": "答える前にどれだけ考えるかです。推論モデル専用です。",
    "session.max_output_tokens": "1 回のレスポンスの最大トークン数です。inf なら上限なしです。",
    "session.truncation": "コンテキストがいっぱいになったとき、古いアイテムをどう扱うかです。",
    "session.include": "追加で受け取る情報です(文字起こしの logprobs など)。",
    "session.tracing": "トレースを取るかどうかです。一度オンにすると変えられません。",
    "session.prompt": "保存済みのプロンプトの ID、バージョン、変数です。",
    "response": "この時点でのレスポンスの状態です。",
    "response.id": "レスポンスの ID(resp_…)です。このレスポンスのイベントはすべてこれを示します。",
    "response.status": "in_progress、completed、cancelled、incomplete、failed のどれかです。",
    "response.status_details": (
        "そう終わった理由です。turn_detected や max_output_tokens などの reason か、error が"
        "入ります。"
    ),
    "response.output": "出力されたアイテムです。message、関数呼び出し、MCP の呼び出しなどです。",
    "response.usage": "使ったトークン数です。入力・出力・キャッシュの数と、その内訳が入ります。",
    "response.conversation_id": "書き込み先の会話です。会話の外で動くものは null です。",
    "response.metadata": "こちらで付けたメモ(16 個まで)です。送ったとおりに返ってきます。",
    "response.output_modalities": '答え方です。["audio"] か ["text"] です。',
    "response.max_output_tokens": "最大トークン数です。inf なら上限なしです。",
    "response.audio": "音声で答えるときの形式と声です。",
    "response.object": "常に realtime.response です。",
    "response.instructions": "このレスポンスだけの指示文です。セッションのものに代わります。",
    "response.conversation": "auto なら会話に書き込み、none なら会話の外で動きます。",
    "response.input": "会話の代わりにモデルに見せる内容です。空の配列なら、何も見せません。",
    "response.tools": "このレスポンスだけのツールです。セッションのツールの代わりになります。",
    "response.tool_choice": "ツールの使い方です。auto、none、required、または特定のツールです。",
    "response.parallel_tool_calls": "ツールを同時に複数呼んでよいかです。",
    "response.reasoning": "今回どれだけ考えるかです。",
    "response.prompt": "保存済みのプロンプトの ID、バージョン、変数です。",
    "error": "エラーの内容です。",
    "error.type": (
        "エラーの種類です。こちらの誤りなら invalid_request_error、サーバー側なら server_error "
        "です。"
    ),
    "error.code": "プログラムで判定するための短い語です。null のこともあります。",
    "error.message": "人が読むための説明です。",
    "error.param": "問題のある項目のパスです(session.type など)。null のこともあります。",
    "error.event_id": (
        "原因になったイベントの event_id です。送るときに付けていなければ null です。"
    ),
    "rate_limits": "制限ごとに 1 件ずつ並びます。たいてい tokens だけです。",
    "rate_limits[].name": "tokens か requests です。",
    "rate_limits[].limit": "上限です。",
    "rate_limits[].remaining": "残りです。",
    "rate_limits[].reset_seconds": "上限まで回復するのにかかる秒数です。",
    "conversation": "会話です。",
    "conversation.id": "会話の ID(conv_…)です。レスポンスの conversation_id に現れます。",
    "conversation.object": "常に realtime.conversation です。",
    "part": "メッセージの一部分です。",
    "part.type": "text か audio です。完成したアイテムでは output_text、output_audio になります。",
    "part.text": "text のときの文章です。",
    "part.transcript": "audio のときの、話した内容の文字です。",
    "part.audio": "audio のときの音声です。音声は delta で届いているので、ふつうは省略されます。",
}
"""Field to what it means wherever it stands, unless `SPECIAL` knows better."""

_YOUR_EVENT_ID: Final = (
    "こちらで付ける ID です(省略可)。付けておくと、エラーのときにどのイベントのことか分かります。"
)
_SENT_SESSION: Final = "変えたい項目です。書かなかった項目は今の値のままです。"
_MCP_LIST: Final = "mcp_list_tools のアイテムです。ここにツールの一覧が入ります。"
_MCP_CALL: Final = "mcp_call のアイテムです。response_id がないので、これで対応付けます。"

SPECIAL: Final[Mapping[str, Mapping[str, str]]] = {
    "session.update": {
        "event_id": _YOUR_EVENT_ID,
        "session": _SENT_SESSION,
        "session.type": "realtime か transcription です。変更はできませんが、必ず書きます。",
        "session.model": "モデルは接続時に決まるので、書かないでおきます。",
        "session.audio.output": "形式、声、速さです。一度話した後は、声を変えられません。",
        "session.tools": "ツールの新しい一覧です。name や parameters は最上位に書きます。",
    },
    "input_audio_buffer.append": {
        "event_id": _YOUR_EVENT_ID,
        "audio": (
            "base64 にした音声です。一度に 15 MiB までで、ファイルのヘッダーを付けず、"
            "セッションの入力形式のサンプルだけを入れます。"
        ),
    },
    "input_audio_buffer.commit": {"event_id": _YOUR_EVENT_ID},
    "input_audio_buffer.clear": {"event_id": _YOUR_EVENT_ID},
    "conversation.item.create": {
        "event_id": _YOUR_EVENT_ID,
        "item.id": "自分で付ける ID(32 文字まで)です。省略するとサーバーが付けます。",
        "item.status": "こちらで作るアイテムでは、指定しても効果はありません。",
        "item.call_id": "function_call_output では、呼び出しの call_id です(item の id ではなく)。",
        "item.output": "function_call_output の実行結果です。必ず文字列にします。",
        "item.content": (
            "中身です。user は input_text、input_audio、input_image、system は input_text、"
            "assistant は output_text を使います。"
        ),
        "previous_item_id": "どのアイテムの後に入れるかです。root なら先頭、省略すれば末尾です。",
    },
    "conversation.item.retrieve": {
        "event_id": _YOUR_EVENT_ID,
        "item_id": "取り寄せるアイテムです。",
    },
    "conversation.item.truncate": {
        "event_id": _YOUR_EVENT_ID,
        "item_id": "切り詰める、アシスタントの音声アイテムです。",
        "content_index": "content の何番目かです。ふつうは 0 です。",
        "audio_end_ms": "このアイテムを実際に再生した長さ(ミリ秒)です。",
    },
    "conversation.item.delete": {"event_id": _YOUR_EVENT_ID, "item_id": "取り除くアイテムです。"},
    "response.create": {
        "event_id": _YOUR_EVENT_ID,
        "response": "このレスポンスだけの設定です。すべて省略できます。",
        "response.metadata": (
            "こちらのメモ(16 個まで)です。response.created と response.done にそのまま返るので、"
            "どの要求への返答かを見分ける唯一の手がかりになります。"
        ),
    },
    "response.cancel": {
        "event_id": _YOUR_EVENT_ID,
        "response_id": "止めるレスポンスです。省略すると、会話のレスポンスが止まります。",
    },
    "output_audio_buffer.clear": {"event_id": _YOUR_EVENT_ID},
    "conversation.item.added": {
        "previous_item_id": (
            "直前のアイテムです。null なら先頭です。会話の順番はこれで分かります。"
        ),
        "item.content": "中身です。モデルのアイテムでは、ここではまだ空です。",
    },
    "conversation.item.done": {
        "previous_item_id": "実際にはあっても null のことが多いので、順番は added で決めます。",
    },
    "conversation.item.truncated": {
        "item_id": "切り詰められた、アシスタントの音声アイテムです。",
        "audio_end_ms": "残った長さ(ミリ秒)です。0 のこともあります。",
    },
    "conversation.item.deleted": {"item_id": "取り除かれたアイテムです。"},
    "conversation.item.input_audio_transcription.delta": {
        "item_id": "speech_started や committed で知らされた、ユーザーの音声アイテムです。",
    },
    "conversation.item.input_audio_transcription.segment": {"text": "この区間で話された内容です。"},
    "conversation.item.input_audio_transcription.completed": {
        "item_id": "ユーザーの音声アイテムです。届いた順ではなく、この ID で対応付けます。",
        "transcript": "ユーザーが話した内容の全文です。空のこともあります。",
    },
    "conversation.item.input_audio_transcription.failed": {
        "error": "文字起こしができなかった理由です。返答そのものには関係ありません。",
    },
    "input_audio_buffer.speech_started": {
        "item_id": "音声が確定したとき、ユーザーのアイテムに付く ID です。",
        "audio_start_ms": (
            "発話の開始位置です。これまでに送った音声全体の先頭から数え、手前の余白も含みます"
            "(ミリ秒)。"
        ),
    },
    "input_audio_buffer.speech_stopped": {
        "item_id": "ユーザーのアイテムに付く ID です。",
        "audio_end_ms": (
            "発話の終了位置です。これまでに送った音声全体の先頭から数え、待った無音も含みます"
            "(ミリ秒)。"
        ),
    },
    "input_audio_buffer.committed": {"item_id": "次に会話に入る、ユーザーのアイテムです。"},
    "input_audio_buffer.timeout_triggered": {
        "item_id": "発話のないまま作られる、ユーザーのアイテムです。",
        "audio_start_ms": "無音の開始位置です。送った音声全体の先頭から数えたミリ秒です。",
        "audio_end_ms": "無音の終了位置です。送った音声全体の先頭から数えたミリ秒です。",
    },
    "response.created": {
        "response.status": "この時点では in_progress です。",
        "response.output": "この時点では空です。",
        "response.usage": "この時点では null で、response.done に入ります。",
        "response.metadata": "response.create に付けたメモです。要求とのただ一つのつながりです。",
    },
    "response.done": {
        "response.status": (
            "終わり方です。completed、cancelled、incomplete、failed のどれかを必ず確かめます。"
        ),
    },
    "response.output_text.delta": {"delta": "新しく届いた文章です。"},
    "response.output_audio_transcript.delta": {
        "delta": "いま話している内容の、新しく届いた分です。"
    },
    "response.output_audio_transcript.done": {"transcript": "モデルが話した内容の全文です。"},
    "response.output_audio.delta": {
        "delta": "新しく届いた音声です。base64 で、セッションの出力形式です。",
    },
    "response.function_call_arguments.delta": {
        "delta": "新しく届いた引数の一部です。これだけでは JSON として読めません。",
    },
    "response.mcp_call_arguments.delta": {
        "delta": "新しく届いた引数の一部です。これだけでは JSON として読めません。",
    },
    "response.mcp_call.in_progress": {"item_id": _MCP_CALL},
    "response.mcp_call.completed": {"item_id": _MCP_CALL},
    "response.mcp_call.failed": {"item_id": _MCP_CALL},
    "mcp_list_tools.in_progress": {"item_id": _MCP_LIST},
    "mcp_list_tools.completed": {"item_id": "ツールの一覧が入った mcp_list_tools のアイテムです。"},
    "mcp_list_tools.failed": {"item_id": "一覧が取れなかった mcp_list_tools のアイテムです。"},
    "output_audio_buffer.started": {"response_id": "再生が始まったレスポンスです。"},
    "output_audio_buffer.stopped": {"response_id": "再生し終えたレスポンスです。"},
    "output_audio_buffer.cleared": {"response_id": "再生が打ち切られたレスポンスです。"},
    "session.input_audio_buffer.append": {
        "event_id": _YOUR_EVENT_ID,
        "audio": "base64 にした音声です。PCM16、モノラル、24 kHz で送ります。",
    },
    "session.close": {"event_id": _YOUR_EVENT_ID},
    "session.input_transcript.delta": {"delta": "もとの言語の、新しく届いた分です。"},
    "session.output_transcript.delta": {"delta": "訳文の、新しく届いた分です。"},
    "session.output_audio.delta": {"delta": "新しく届いた音声です。base64 になっています。"},
    "transcription_session.update": {"event_id": _YOUR_EVENT_ID, "session": _SENT_SESSION},
}
"""Event type to the fields that mean something of their own there."""
