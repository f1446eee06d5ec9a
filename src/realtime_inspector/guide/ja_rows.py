"""Japanese for what `core` tells: rows, notices, mistakes in filters; and for lists of facts."""

from __future__ import annotations

from typing import Final

JA_LABELS: Final[dict[str, str]] = {
    "model": "モデル",
    "output": "出力",
    "turns": "ターン",
    "tools": "ツール",
    "input": "入力",
    "expires": "期限",
    "refused": "不採用",
}
"""Names in front of a value; ten cells with the space behind them."""

JA_ROWS: Final[dict[str, str]] = {
    # Rows of the log.
    "speech from {ms} ms": "発話 {ms} ms から",
    "speech to {ms} ms": "発話 {ms} ms まで",
    "key {key}": "キー {key}",
    "call {called}": "呼び出し {called}",
    "output {output}": "結果 {output}",
    "{item} at {ms} ms": "{item} を {ms} ms で切り詰め",
    "out of band": "会話の外",
    "{input} in {output} out": "入力 {input} 出力 {output}",
    "tool {name}": "ツール {name}",
    "{count} tools": "ツール {count} 個",
    "heard «{text}»": "聞き取り «{text}»",
    "{count} bytes": "{count} バイト",
    "{size}, read when it is selected": "{size}。選ぶと読み込みます",
    "{size} in all": "合計 {size}",
    "about {size} in all": "合計約 {size}",
    "failed: {error}": "失敗: {error}",
    # How a connection was closed.
    "no close frame": "close フレームなし",
    "normal closure": "正常終了",
    "going away": "サーバー終了などで切断",
    "protocol error": "プロトコル違反",
    "this kind of data is not accepted": "受け付けられない種類のデータ",
    "closed without a code": "コードなしで切断",
    "lost without a close frame": "close フレームなしで途絶",
    "the text was not UTF-8": "UTF-8 でないテキスト",
    "policy violation": "ポリシー違反",
    "message too big": "メッセージが大きすぎます",
    "internal error": "内部エラー",
    "service restart": "サービス再起動",
    "try again later": "しばらく待って再試行",
    "the key was not accepted": "キーが拒否されました",
    "the request was not accepted": "リクエストが拒否されました",
    # The chat.
    "connection closed: {why}": "切断: {why}",
    "connecting to {host}": "{host} に接続中",
    "response {status}": "レスポンス: {status}",
    "tool {name}: {error}": "ツール {name}: {error}",
    "refused: {error}": "受け付けられませんでした: {error}",
    "{made}, heard {heard}": "{made} (うち再生済み {heard})",
    "(speaking…)": "(発話中…)",
    "(empty)": "(空)",
    "(no arguments)": "(引数なし)",
    "(the server gives no message)": "(サーバーからの説明はありません)",
    "… more in the detail pane": "… 続きは詳細ペインで",
    # Responses and items.
    "sent": "送信済み",
    "lost": "途絶",
    "refused": "拒否",
    "the connection ended before response.done": "response.done の前に切断されました",
    "turn detected": "発話を検出 (turn_detected)",
    "client cancelled": "クライアントが取り消し (client_cancelled)",
    "max output tokens": "max_output_tokens に到達",
    "content filter": "コンテンツフィルター (content_filter)",
    "in {input} · out {output}": "入力 {input} · 出力 {output}",
    "{count} text": "テキスト {count}",
    "{count} audio": "音声 {count}",
    "{count} image": "画像 {count}",
    "{count} cached": "キャッシュ {count}",
    "{count} reasoning": "推論 {count}",
    "deltas/s": "delta/秒",
    # The session.
    "No session.created.": "session.created がありません。",
    "Not connected yet.": "まだ接続していません。",
    "none": "なし",
    "by the client": "クライアントが判断",
    "{size} in the buffer": "バッファーに {size}",
    "in {time}": "あと {time}",
    "resets in {time}": "回復まで {time}",
    # The status line.
    "simulator (no key, no cost)": "シミュレーター (キー不要・無料)",
    "starting": "起動中",
    "connecting": "接続中",
    "waiting for session.created": "session.created を待っています",
    "connected": "接続済み",
    "disconnected": "切断",
    "capture": "記録",
    "manual response.create": "response.create は手動",
    "not recorded": "記録なし",
    "NOT RECORDED: {why}": "記録できません: {why}",
    "{count} not understood": "解釈できない {count} 件",
    "reading {share}": "読み込み {share}",
    # The log.
    "{shown} of {total}": "{total} 件中 {shown} 件",
    "{count} new below": "下に新着 {count} 件",
    # The contract.
    "{seen} · {pace} kHz of real time": "{seen} · 実時間で {pace} kHz",
    "{level} dB at most": "最大 {level} dB",
    "{count} pieces with half a sample": "サンプルの途中で切れた断片 {count} 個",
    "{count} × commit by the client": "クライアントの commit {count} 回",
    "{count} of {turns} turns answered by itself": "{turns} ターン中 {count} 回、自動で応答",
    "{count} of {turns} turns transcribed": "{turns} ターン中 {count} 回、文字起こし済み",
    "{count} failed": "失敗 {count} 回",
    "called: {names}": "呼び出し: {names}",
    "not declared: {names}": "未宣言: {names}",
    "never called: {names}": "呼び出しなし: {names}",
    "reached by {count} of {all} responses": "{all} 件のレスポンス中 {count} 件が到達",
    "the default of the server": "サーバーの既定のまま",
    "your own": "独自の指示",
    "off": "オフ",
    # Told for a moment.
    "Copied {count} characters.": "{count} 文字をコピーしました。",
    "There is no /{word}. There is: {names}": "/{word} はありません。使えるもの: {names}",
    "Search for commands…": "操作を探す…",
    "This session takes {expected}; /audio sends {sent}.": (
        "このセッションの入力は {expected} です。/audio が送れるのは {sent} です。"
    ),
    "{path} is longer than {most} MB.": "{path} は {most} MB を超えています。",
    "Cannot read {path}: {reason}.": "{path} を読み込めません: {reason}。",
    "{path} is not a mono WAV file of 16-bit PCM or G.711.": (
        "{path} は、16 ビット PCM か G.711 のモノラル WAV ファイルではありません。"
    ),
    "The session ended by a fault of the inspector: {fault}. Start it again.": (
        "インスペクター側の不具合でセッションが終わりました: {fault}。起動し直してください。"
    ),
    "Recorded {count} events: {path}": "イベント {count} 件を記録しました: {path}",
    "Your progress in the lessons cannot be kept: {reason}.": (
        "レッスンの進み具合を保存できません: {reason}。"
    ),
    "What a lesson may hold: README.md in the folder of the lessons.": (
        "レッスンの書き方は、レッスンのフォルダーの README.md にあります。"
    ),
    # Mistakes in a filter.
    "{reason} (at character {place}).": "{reason} ({place} 文字目)。",
    "Did you mean {suggestion} ?": "もしかして: {suggestion}",
    "the parentheses are nested too deeply": "括弧の入れ子が深すぎます",
    "this parenthesis closes nothing": "対応する開き括弧がありません",
    "something to look for is missing here": "ここに探すものが必要です",
    "{sign} stands alone; put it right before a term": (
        "{sign} が単独で使われています。条件の直前に付けてください"
    ),
    "a space is missing here": "ここに空白が必要です",
    "this parenthesis is not closed": "括弧が閉じていません",
    "an operator stands alone; write it without spaces: gap>500ms": (
        "演算子が単独で使われています。gap>500ms のように空白なしで書いてください"
    ),
    "a value is missing after {before}": "{before} のあとに値が必要です",
    "{name} takes no {operator}": "{name} に {operator} は使えません",
    "there is no field {name}; there are {fields}": (
        "{name} という項目はありません。使えるもの: {fields}"
    ),
    "this does not belong in a path": "パスに使えない文字です",
    'a path is written .name, .name[0] or ."any name"': (
        'パスは .name、.name[0]、."any name" のように書きます'
    ),
    "this regular expression is not closed with /": "正規表現が / で閉じていません",
    "the regular expression is wrong: {error}": "正規表現に誤りがあります: {error}",
    'this text is not closed with "': '文字列が " で閉じていません',
    "{name} takes two of these with .. between: {value}": (
        "{name} の範囲は、次の値 2 つを .. でつないで書きます: {value}"
    ),
    "{name} takes {value}": "{name} に書ける値: {value}",
    "{name} is one of {choices}, not {value}": (
        "{name} に書けるのは {choices} です ({value} は使えません)"
    ),
    # About the file.
    "1 part could not be read as events": "イベントとして読めない部分が 1 か所あります",
    "{count} parts could not be read as events": (
        "イベントとして読めない部分が {count} か所あります"
    ),
    "1 line could not be read as an event: line {first}": (
        "イベントとして読めない行が 1 行あります ({first} 行目)"
    ),
    "{count} lines could not be read as events, the first is line {first}": (
        "イベントとして読めない行が {count} 行あります (最初は {first} 行目)"
    ),
    "{events} further event is missing: whatever wrote the file kept the first of each run and "
    "a `count` of the others, the first time on line {first}": (
        "ほかに {events} 件のイベントが欠けています。ファイルを書いた側が、連続するものの最初だけを"
        "残し、残りを `count` で数えています (最初は {first} 行目)"
    ),
    "{events} further events are missing: whatever wrote the file kept the first of each run and "
    "a `count` of the others, the first time on line {first}": (
        "ほかに {events} 件のイベントが欠けています。ファイルを書いた側が、連続するものの最初だけを"
        "残し、残りを `count` で数えています (最初は {first} 行目)"
    ),
    "The last line, {line}, is cut short: the recording broke off": (
        "最後の {line} 行目が途中で切れています。記録が中断されています"
    ),
    "{count} WebSocket connection without events of the Realtime protocol left out": (
        "Realtime プロトコルのイベントがない WebSocket 接続 {count} 本を省きました"
    ),
    "{count} WebSocket connections without events of the Realtime protocol left out": (
        "Realtime プロトコルのイベントがない WebSocket 接続 {count} 本を省きました"
    ),
    "1 event was printed by a console, not as JSON: spaces and numbers may differ": (
        "1 件のイベントはコンソール表示で、JSON ではありません。"
        "空白や数値が元と異なることがあります"
    ),
    "{count} events were printed by a console, not as JSON: spaces and numbers may differ": (
        "{count} 件のイベントはコンソール表示で、JSON ではありません。"
        "空白や数値が元と異なることがあります"
    ),
    "1 part is lost, which the console had left out (such as [Object]); "
    "the first event with a gap begins on line {line}": (
        "コンソールが省いた部分 ([Object] など) が 1 か所失われています。"
        "欠けのある最初のイベントは {line} 行目からです"
    ),
    "{count} parts are lost, which the console had left out (such as [Object]); "
    "the first event with a gap begins on line {line}": (
        "コンソールが省いた部分 ([Object] など) が {count} か所失われています。"
        "欠けのある最初のイベントは {line} 行目からです"
    ),
    "The HAR file is damaged or cut short ({error}); the messages that stand whole in it "
    "are shown, and addresses are lost": (
        "HAR ファイルが壊れているか、途中で切れています ({error})。"
        "完全に残っているメッセージだけを表示します。接続先は失われています"
    ),
    "Messages that were injected with mitmproxy: {count}; "
    "they look like those of the client and the server": (
        "mitmproxy で挿入されたメッセージ: {count} 件。"
        "クライアントやサーバーのものと見分けがつきません"
    ),
    "The capture was written by a newer version ({writer}); "
    "what is new in it may be missing here": (
        "新しいバージョン ({writer}) で書かれた記録です。新しい内容は表示されないことがあります"
    ),
    "The file ends within a line: its last event may be incomplete": (
        "ファイルが行の途中で終わっています。最後のイベントは不完全かもしれません"
    ),
    "The list stands newest first; it is shown in the order of time": (
        "新しい順に並んだリストなので、時刻順に直して表示しています"
    ),
    "The compressed file is damaged or cut short; what could be unpacked is shown": (
        "圧縮ファイルが壊れているか、途中で切れています。展開できた部分を表示しています"
    ),
    "The file was deleted; what it held is kept here.": (
        "ファイルが削除されました。読み込んだ内容はここに残っています。"
    ),
    "The file was replaced; it was read on from its new beginning.": (
        "ファイルが置き換えられたため、新しいファイルの先頭から読み続けています。"
    ),
    "The file was cut short; it was read on from its new beginning.": (
        "ファイルが切り詰められたため、その先頭から読み続けています。"
    ),
    "The file was replaced; event {seq} is the first of what followed.": (
        "ファイルが置き換えられました。イベント {seq} からが新しい内容です。"
    ),
    "The file was cut short; event {seq} is the first of what followed.": (
        "ファイルが切り詰められました。イベント {seq} からが新しい内容です。"
    ),
    "Reading stopped: {why}.": "読み込みが止まりました: {why}。",
    "Reading stopped by a fault of the inspector: {fault}.": (
        "インスペクター側の不具合で読み込みが止まりました: {fault}。"
    ),
    "The capture was still being read; these are its first {count} events.": (
        "記録の読み込み中に書き出したため、最初の {count} イベントだけです。"
    ),
}
