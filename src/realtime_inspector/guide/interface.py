"""The words of the screen in the user's language: English stands in the code, the rest here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from realtime_inspector.core.wording import Phrase, in_english
from realtime_inspector.guide.ja_rows import JA_LABELS, JA_ROWS

if TYPE_CHECKING:
    from realtime_inspector.core.wording import Wording
    from realtime_inspector.guide.model import Language

_JA: Final[dict[str, str]] = {
    # Groups of the help.
    "Session": "セッション",
    "Move": "移動",
    "Find": "検索",
    "Show": "表示",
    "File": "ファイル",
    "Program": "プログラム",
    "Play": "再生",
    "Lesson": "レッスン",
    "Input line": "入力行",
    # Actions.
    "Find text in the events; n and N go on.": (
        "イベント内のテキストを検索します。n と N で次と前へ。"
    ),
    "Show only events that match: type:response.*  dir:out  err  /regex/": (
        "一致するイベントだけを表示します: type:response.*  dir:out  err  /正規表現/"
    ),
    "Whether the search looks into audio and other base64.": (
        "検索の対象に音声などの base64 を含めるかどうか。"
    ),
    "Go to an event by its number, or by the time since the start.": (
        "番号、または開始からの時刻でイベントへ移動します。"
    ),
    "Go to the next search hit.": "次の検索結果へ。",
    "Go to the previous search hit.": "前の検索結果へ。",
    "Go to the next error.": "次のエラーへ。",
    "Go to the previous error.": "前のエラーへ。",
    "Go to the next gap of half a second or more.": "次の 0.5 秒以上の間隔へ。",
    "Go to the previous slow gap.": "前の長い間隔へ。",
    "Go to the next event of the same response or item.": (
        "同じレスポンスまたはアイテムの次のイベントへ。"
    ),
    "Go to the previous event of the same response or item.": (
        "同じレスポンスまたはアイテムの前のイベントへ。"
    ),
    "Go to the event that caused this one; once more to the cause of that.": (
        "このイベントの原因へ移動します。もう一度押すと、そのまた原因へ。"
    ),
    "What the event guide says about the type of the event.": (
        "このイベントの型について、イベントガイドの説明を表示します。"
    ),
    "Explain {type}": "{type} の説明",
    "The event guide has no page about this.": "イベントガイドに、これについての説明はありません。",
    "Go back to where you jumped from: by Enter, a cause, a finding.": (
        "ジャンプする前の場所 (Enter、原因、指摘) に戻ります。"
    ),
    "Nothing to go back to: no jump yet.": "戻る先がありません。まだジャンプしていません。",
    "Mark the event, or remove the mark.": "イベントに印を付けます。もう一度で外します。",
    "Go to the next marked event.": "次の印へ。",
    "Go to the previous marked event.": "前の印へ。",
    "Show or hide a family of events.": "イベントの種類ごとに表示と非表示を切り替えます。",
    "Open a run of deltas, or fold it again.": "連続する delta を開きます。もう一度で畳みます。",
    "Go to the beginning of the next response.": "次のレスポンスの始まりへ。",
    "Go to the beginning of the response before.": "前のレスポンスの始まりへ。",
    "Play the capture in its own timing, or pause; in the detail, Space folds.": (
        "記録を元の間隔で再生します。もう一度で一時停止。詳細では Space は開閉です。"
    ),
    "Go to the next event, also inside a folded run; playing pauses.": (
        "次のイベントへ (畳まれた delta の中も 1 つずつ)。再生は止まります。"
    ),
    "Go to the event before, also inside a folded run; playing pauses.": (
        "前のイベントへ (畳まれた delta の中も 1 つずつ)。再生は止まります。"
    ),
    "Play faster, up to 64 times.": "再生を速くします (64 倍まで)。",
    "Play slower, down to a quarter.": "再生を遅くします (0.25 倍まで)。",
    "Show or hide the bar of events over time; click or drag in it to go there.": (
        "時間ごとのイベント数のバーを表示または隠します。クリックやドラッグでそこへ移動。"
    ),
    "Open or fold all runs of deltas.": "すべての delta の連続を開くか畳みます。",
    "Show the previous tab of the detail.": "詳細の前のタブへ。",
    "Show the next tab of the detail.": "詳細の次のタブへ。",
    "Give the whole screen to the pane, or take it back.": "ペインを画面いっぱいに広げます。",
    "Go to the next pane.": "次のペインへ。",
    "Go to the previous pane.": "前のペインへ。",
    "Go to the input line.": "入力行へ。",
    "Show the state as it is now, or again as it was at the selected event.": (
        "現在の状態を表示、またはもう一度、選んだイベントの時点に戻ります。"
    ),
    "Stay at the newest event.": "最新のイベントを追いかけます。",
    "Ask the model for an answer now.": "いま返事を求めます (response.create)。",
    "Stop the active response.": "進行中のレスポンスを止めます (response.cancel)。",
    "Whether response.create follows a message by itself.": (
        "メッセージのあとに response.create を自動で送るかどうか。"
    ),
    "Open a new connection.": "新しく接続します。",
    "Copy the event, or in the detail the value, as JSON.": (
        "イベントを JSON でコピーします。詳細ではその値だけ。"
    ),
    "Copy the path as the filter writes it.": "フィルターで使える形でパスをコピーします。",
    "Copy the path and its value as a filter, such as .response.status=failed.": (
        "パスと値をフィルターの形でコピーします (例: .response.status=failed)。"
    ),
    "Copy the string under the cursor as plain text, without quotes and escapes.": (
        "カーソル位置の文字列を、引用符やエスケープなしの文字としてコピーします。"
    ),
    "Copy the whole event exactly as it was received.": (
        "イベント全体を受信したとおりにコピーします。"
    ),
    "Open everything under the value; Space, left and right open and fold one.": (
        "この値の下をすべて開きます。一つずつ開閉するには Space、左、右。"
    ),
    "Fold everything under it.": "この値の下をすべて畳みます。",
    "Show the text of the event exactly as it was received, or its tree again.": (
        "イベントを受信したとおりの文字で表示します。もう一度でツリーに戻ります。"
    ),
    "Go to the next value of the same object or array.": ("同じオブジェクトや配列の次の値へ。"),
    "Go to the previous value of the same object or array.": ("同じオブジェクトや配列の前の値へ。"),
    "Write the transcript to a file.": "会話の記録をファイルに書き出します。",
    "All actions, to be found by name.": "すべての操作を名前で探せます。",
    "Keys and how to read the screen.": "キーの一覧と画面の読み方。",
    "Close what is on top: search, filter, zoom; from the input to the events.": (
        "検索、フィルター、ズームを閉じます。入力行からはイベントへ。"
    ),
    "Close the connection and leave.": "接続を閉じて終了します。",
    # Commands of the input line.
    "Send response.create.": "response.create を送ります。",
    "Send response.cancel.": "response.cancel を送ります。",
    "Send a frame exactly as typed.": "入力したとおりのフレームを送ります。",
    "Close the connection and leave; so does a line `exit`.": (
        "接続を閉じて終了します。exit とだけ入力しても同じです。"
    ),
    # Titles of the footer.
    "Search": "検索",
    "session {number} of {count}": "セッション {number} / {count}",
    "Search base64 too": "base64 も検索",
    "Go to": "移動",
    "filtering": "絞り込み中",
    "searching": "検索中",
    "number or time, such as 45 or 00:06.5": "番号または時刻。例: 45、00:06.5",
    "That is neither a number nor a time such as 00:06.5.": (
        "番号でも、00:06.5 のような時刻でもありません。"
    ),
    "Nothing yet; still looking…": "まだ見つかりません。検索を続けています…",
    "Nothing found so far.": "今のところ見つかりません。",
    "Base64 is searched too.": "base64 も検索します。",
    "Base64 is left out.": "base64 は検索しません。",
    "Filter": "フィルター",
    "Error": "エラー",
    "Cause": "原因",
    "Jump back": "戻る",
    "Next hit": "次の検索結果",
    "Previous hit": "前の検索結果",
    "Next slow gap": "次の長い間隔",
    "Previous slow gap": "前の長い間隔",
    "Same": "同じものの次",
    "Previous of the same": "同じものの前",
    "Next mark": "次の印",
    "Previous mark": "前の印",
    "Next response": "次のレスポンス",
    "Next event": "次のイベント",
    "Previous event": "前のイベント",
    "Faster": "速く",
    "Slower": "遅く",
    "Scrub bar": "時間のバー",
    "Family session": "種類: session",
    "Family items": "種類: items",
    "Family response": "種類: response",
    "Family input": "種類: input",
    "Family output": "種類: output",
    "Family tools": "種類: tools",
    "Family other": "種類: other",
    "Unfold all": "すべて開く",
    "Previous tab": "前のタブ",
    "Next tab": "次のタブ",
    "Unfold all under": "下をすべて開く",
    "Fold all under": "下をすべて畳む",
    "Raw text": "受信したままの文字",
    "Next on this level": "同じ階層の次",
    "Previous on this level": "同じ階層の前",
    "Zoom": "全画面",
    "Previous pane": "前のペイン",
    "Type": "入力行へ",
    "Now": "現在へ",
    "Automatic answers": "自動応答",
    "Reconnect": "再接続",
    "Copy": "コピー",
    "Copy path": "パスをコピー",
    "Copy filter": "フィルターをコピー",
    "Copy text": "文字列をコピー",
    "Copy event": "イベントをコピー",
    "Palette": "パレット",
    "About the type": "型の説明",
    "Pane": "ペイン",
    "Cancel": "取り消し",
    "Quit": "終了",
    # Speakers.
    "You": "あなた",
    "Assistant": "AI",
    "System": "システム",
    "call": "関数",
    "output": "結果",
    # Figures of responses.
    "cost": "費用",
    "cost unknown": "費用は不明",
    "would cost {cost}": "実際の API なら {cost}",
    "unknown": "不明",
    "from the cache": "キャッシュ",
    # The filter line.
    "event type, * matches any": "イベントの種類。* は任意の文字列",
    "out is sent, in is received": "out は送信、in は受信",
    "session, items, response …": "session、items、response など",
    "errors and failed responses": "エラーと失敗したレスポンス",
    "id of a response": "レスポンスの id",
    "id of an item": "アイテムの id",
    "id of a function call": "関数呼び出しの id",
    "any id": "すべての id",
    "a field: .response.status=failed": "フィールド: .response.status=failed",
    "time since the event before": "直前のイベントからの時間",
    "time since the start": "開始からの時間",
    "size in bytes": "バイト数",
    "event number, also 20..40": "イベント番号。20..40 で範囲",
    "number of the connection": "接続の番号",
    "events with that finding": "その指摘があるイベント",
    "events that you marked": "印を付けたイベント",
    "regular expression: /error \\d+/": "正規表現: /error \\d+/",
    "sent by the client": "クライアントが送信",
    "received from the server": "サーバーから受信",
    "direction not known": "向きが不明",
    "equals": "等しい",
    "matches, * stands for anything": "一致。* は任意の文字列",
    "is another": "等しくない",
    "is more than": "より大きい",
    "is less than": "より小さい",
    "a duration such as 500ms or 1.5s": "時間の長さ。500ms や 1.5s など",
    "a time since the start such as 00:06 or 6s": "開始からの時間。00:06 や 6s など",
    "a size in bytes such as 800 or 10k": "バイト数。800 や 10k など",
    "an event number such as 20, or a range such as 20..40": (
        "イベント番号。20、または 20..40 のような範囲"
    ),
    "not in this capture": "この記録にはありません",
    "did you mean this?": "もしかしてこれですか?",
    "Tab takes · ↑↓ choose · Enter filters · Ctrl+S saves": (
        "Tab で補完 · ↑↓ で選択 · Enter で絞り込み · Ctrl+S で保存"
    ),
    "Tab takes · Shift+Delete removes it": "Tab で補完 · Shift+Delete で削除",
    "Save as: @": "保存名: @",
    "a name, such as slow-tools": "名前 (例: slow-tools)",
    "That name is in use. Enter again replaces it.": (
        "その名前は使われています。もう一度 Enter を押すと置き換えます。"
    ),
    "Saved": "保存しました:",
    "Removed": "削除しました:",
    # Panes and hints.
    "type:response.*  dir:out  err  /regex/  word": (
        "type:response.*  dir:out  err  /正規表現/  単語"
    ),
    "text in events; n and N go on, Esc leaves": (
        "イベント内を検索。n と N で次と前へ、Esc で閉じる"
    ),
    # The detail.
    "Detail": "詳細",
    "Raw": "原文",
    "Text": "テキスト",
    "Bytes": "バイト列",
    "Explain": "説明",
    "Related": "関連",
    "Diff": "差分",
    "findings": "指摘",
    "No response yet.": "レスポンスはまだありません。",
    "response.create asks for one.": "response.create で求めます。",
    "out of band: not part of the conversation": "会話の外 (会話には残りません)",
    "{count} in all": "全 {count} 件",
    "No items yet.": "アイテムはまだありません。",
    "Select an event.": "イベントを選んでください。",
    "Select an event to see its JSON.": "イベントを選ぶと JSON を表示します。",
    "Reading {size} …": "{size} を読み込み中 …",
    "This cannot be read:": "読み込めません:",
    "text in this event; n and N go on, Esc leaves": (
        "このイベント内を検索。n と N で次と前へ、Esc で閉じる"
    ),
    "1 hit": "1 件",
    "{count} hits": "{count} 件",
    "1 key": "キー 1 個",
    "{count} keys": "キー {count} 個",
    "{count} more": "ほか {count} 個",
    "{count} characters": "{count} 文字",
    "{count} more characters": "ほか {count} 文字",
    "silence": "無音",
    "Copied": "コピーしました:",
    "This is the whole event: it has no path.": "ここはイベント全体なので、パスがありません。",
    "This is no string; c copies it as JSON.": (
        "文字列ではありません。c で JSON としてコピーします。"
    ),
    "Too long for the clipboard. Write it to a file: filter CAPTURE n:NUMBER -o FILE": (
        "長すぎてクリップボードに入りません。ファイルに書き出してください: "
        "filter CAPTURE n:番号 -o FILE"
    ),
    "That is too much for one screen: the first levels are open.": (
        "多すぎるため、上の階層だけを開きました。"
    ),
    "Space folds · / finds · v raw · p path · y text": (
        "Space 開閉 · / 検索 · v 原文 · p パス · y 文字列"
    ),
    "c copies the text": "c でコピー",
    "Enter on → goes there · c copies the text": "→ の行で Enter: 移動 · c でコピー",
    "This one": "このイベント",
    "When": "きっかけ",
    "Next": "このあと",
    "Careful": "注意",
    "Usually after one of": "ふつう、この前に来るもの(どれか)",
    "Fields": "フィールド",
    "Related findings": "関連する指摘",
    "Documentation": "公式ドキュメント",
    "only on WebRTC and SIP calls": "WebRTC・SIP の通話のみ",
    "only on SIP calls": "SIP の通話のみ",
    "only in translation sessions": "翻訳セッションのみ",
    "only in the beta shape": "ベータ版の形のみ",
    "Findings here": "ここでの指摘",
    "↑ sent by the client": "↑ クライアントが送信",
    "↓ sent by the server": "↓ サーバーが送信",
    "beta name of {name}": "{name} のベータ版での名前",
    "Enter goes there · c copies the event": "Enter で移動 · c でイベントをコピー",
    "Enter goes there · c copies the text": "Enter で移動 · c でコピー",
    "Only events are compared.": "比較できるのはイベントだけです。",
    "The first of its type: there is nothing to compare it with.": (
        "この種類の最初のイベントなので、比べる相手がありません。"
    ),
    "Comparing …": "比較中 …",
    "against": "比較相手:",
    "nothing differs": "違いはありません",
    "changed": "変更",
    "added": "追加",
    "removed": "削除",
    "… too much to compare: the rest was not looked at": ("… 多すぎるため、残りは比べていません"),
    "Chat": "チャット",
    "Events": "イベント",
    "Response": "レスポンス",
    "Conversation": "会話",
    "Coach": "コーチ",
    "Help": "ヘルプ",
    "Export": "書き出し",
    "Message, or /help": "メッセージ、または /help",
    "Nothing said yet.\n\nType a line below and press Enter.": (
        "まだ何も話していません。\n\n下に入力して Enter を押してください。"
    ),
    "No conversation in this capture.": "この記録に会話はありません。",
    "No events yet.\n\nThe first one is session.created.": (
        "まだイベントがありません。\n\n最初のイベントは session.created です。"
    ),
    "No event matches.\n\nPress f to change the filter, Esc to drop it.": (
        "一致するイベントがありません。\n\nf でフィルターを変更、Esc で解除します。"
    ),
    "not connected · Ctrl+R reconnects": "未接続 · Ctrl+R で再接続",
    "waiting for session.updated": "session.updated を待っています",
    "response.create queued until response.done": "response.create は response.done を待っています",
    "Enter sends the item · r asks for the answer": "Enter でアイテムを送信 · r で返事を求める",
    "Enter sends · Esc to the events": "Enter で送信 · Esc でイベントへ",
    "following": "追跡中",
    "At event {seq} of {count}": "{count} 件中 {seq} 件目の時点",
    "at {seq}": "{seq} 件目",
    ", known to {seq}": "({seq} 件目まで判明)",
    "T: now": "T: 現在へ",
    "Nothing had been said yet.": "この時点ではまだ何も話していません。",
    "Looking back": "過去の状態",
    "Chat and state are as they were right after this event. T shows now.": (
        "チャットと状態は、このイベントの直後のものです。T で現在に戻ります。"
    ),
    "more below": "この下に続きがあります",
    "Esc closes": "Esc で閉じる",
    "Enter writes · Esc closes": "Enter で書き出し · Esc で閉じる",
    "Enter writes the file. Tab completes the path.": (
        "Enter でファイルに書き出します。Tab でパスを補完します。"
    ),
    "Filter ": "フィルター ",
    "Leave out ": "省くもの ",
    "File ": "ファイル ",
    "audio": "音声",
    "what was said": "発言とテキスト",
    "an expression, such as err or type:response.*": "式 (例: err、type:response.*)",
    "All events": "すべてのイベント",
    "From the first mark to the last": "最初の印から最後の印まで",
    "The session of the selected event": "選択中のイベントのセッション",
    "What the log shows": "ログに表示中のもの",
    "Give the file a name.": "ファイル名を入力してください。",
    "Cancelled; nothing was written.": "中止しました。何も書き込んでいません。",
    "Cannot write": "書き込めません:",
    "Written": "書き出しました",
    "events read": "件を読み込み",
    "Esc cancels": "Esc で中止",
    "The filter is wrong": "フィルターの誤り",
    "readable transcript in Markdown, for issues and documents": (
        "読みやすい会話記録 (Markdown)。イシューや文書向け"
    ),
    "readable transcript in plain text": "読みやすい会話記録 (プレーンテキスト)",
    "sessions, items, responses, lines and usage as one JSON object": (
        "セッション、アイテム、レスポンス、発言、使用量をまとめた JSON"
    ),
    "capture to open again, frames byte for byte": "再び開ける記録。フレームはそのまま",
    "one row a record, for spreadsheets": "1 件 1 行の表。表計算ソフト向け",
    "for browsers' developer tools and proxies": "ブラウザーの開発者ツールやプロキシ向け",
    "page for any browser: conversation with sound, events, diagram": (
        "ブラウザーで見るページ: 音声付きの会話、イベント、図"
    ),
    "sequence diagram in Mermaid's language; a long one as Markdown with several": (
        "Mermaid のシーケンス図。長いものは複数の図を含む Markdown"
    ),
    "sequence diagram as a picture; into DIR/ a long one as several": (
        "シーケンス図の画像。長いものは DIR/ を指定すると複数に分かれます"
    ),
    "what was heard: the user on the left, the agent on the right; into DIR/ also each item": (
        "聞こえた音声: 左がユーザー、右がエージェント。DIR/ にはアイテムごとにも"
    ),
    "OpenTelemetry spans of sessions, turns, responses and tools, for a collector": (
        "セッション、ターン、レスポンス、ツールの OpenTelemetry スパン"
    ),
    "one row a record, for SQL over many captures (extra: parquet)": (
        "1 件 1 行。多数の記録への SQL 向け (追加: parquet)"
    ),
    "subtitles for any player, on the times of wav": "字幕。時刻は wav に一致",
    "subtitles for browsers, with the speaker's name": "ブラウザー向け字幕。話者名付き",
    "That file exists. Enter again overwrites it.": (
        "同じ名前のファイルがあります。もう一度 Enter を押すと上書きします。"
    ),
    "Not connected: nothing was sent. Ctrl+R reconnects.": (
        "接続していないので送信していません。Ctrl+R で再接続します。"
    ),
    "This is a recording: there is nothing to send.": "これは記録なので、送信できません。",
    "This is a recording: there is nothing to connect to.": (
        "これは記録なので、接続先がありません。"
    ),
    "Cancelled. The queued answer comes next; x again stops that one too.": (
        "取り消しました。順番待ちの返事が次に始まります。もう一度 x でそれも止められます。"
    ),
    "first of the run, Enter opens it": "連続の最初。Enter で開きます",
    "The connection is open.": "接続は開いています。",
    "response.create follows each message by itself.": (
        "メッセージのあとに response.create を自動で送ります。"
    ),
    "response.create is yours now: press r.": "response.create は手動です。r で送ります。",
    "No error here.": "エラーはありません。",
    "No slow gap here.": "長い間隔はありません。",
    "No response here.": "レスポンスはありません。",
    # Playing.
    "The end. Space starts over.": "終わりです。Space で最初から再生します。",
    "The rest is still being read.": "残りはまだ読み込み中です。",
    "Space plays · , . step · < > speed · b hides": (
        "Space 再生 · , . 1 つずつ · < > 速さ · b 隠す"
    ),
    "≈ times from ids": "≈ 時刻は ID から推定",
    "no times: {pace} events/s": "時刻なし: 毎秒 {pace} イベント",
    "{seq} of {count}": "{count} 件中 {seq}",
    "{count} gaps shortened to {most}": "間隔 {count} か所を {most} に短縮",
    "1 gap shortened to {most}": "間隔 1 か所を {most} に短縮",
    "gap of {real} shortened to {played}": "{real} の間隔を {played} に短縮",
    "This session is live: there is nothing to play. Open its recording: open CAPTURE --play": (
        "接続中のセッションは再生できません。記録を開いてください: open CAPTURE --play"
    ),
    "No mark yet; m marks an event.": "印はまだありません。m で印を付けます。",
    "No further event of the same.": "同じレスポンスやアイテムのイベントはもうありません。",
    # Lessons.
    "Learn the API in small steps, each a few minutes, with the built-in simulator.": (
        "内蔵シミュレーターを相手に、数分ずつの課題で API を学びます。"
    ),
    "Lessons": "レッスン",
    "Show the next hint; after the last one, have the line typed for you.": (
        "次のヒントを表示します。最後のヒントのあとは、行を代わりに入力します。"
    ),
    "Go to the event that the lesson spoke of last, or back to the newest.": (
        "レッスンが最後に触れたイベントへ移動します。もう一度で最新へ。"
    ),
    "Begin the next lesson, when this one is done.": (
        "このレッスンを終えたあと、次のレッスンを始めます。"
    ),
    "Hint": "ヒント",
    "Show it": "表示",
    "Next lesson": "次のレッスン",
    "done": "完了",
    "step {step} of {steps}": "ステップ {step} / {steps}",
    "{minutes} min": "約 {minutes} 分",
    "{steps} of {all} steps done": "{all} ステップ中 {steps} まで完了",
    "({count} of {times})": "({times} 回中 {count} 回)",
    "Ctrl+N: next lesson": "Ctrl+N: 次のレッスン",
    "Ctrl+T: hint": "Ctrl+T: ヒント",
    "Ctrl+T: types it": "Ctrl+T: 代わりに入力",
    "Ctrl+Y: show #{seq}": "Ctrl+Y: #{seq} を表示",
    "Ctrl+L: lessons, leave": "Ctrl+L: 一覧・終了",
    "Next: {title}. Press Ctrl+N.": "次は「{title}」です。Ctrl+N で始めます。",
    "That was the last lesson.": "これが最後のレッスンです。お疲れさまでした。",
    "Enter begins · Esc closes": "Enter で開始 · Esc で閉じる",
    "Leave the lesson": "レッスンを終える",
    "Back to your own session. What you have done stays ticked off.": (
        "自分のセッションに戻ります。終えた課題の記録は残ります。"
    ),
    "There is no further hint.": "ヒントはこれで全部です。",
    "Nothing has happened in this lesson yet.": "このレッスンではまだ何も起きていません。",
    "New here? Press Ctrl+L: the first lesson takes three minutes.": (
        "はじめての方は Ctrl+L を押してください。最初のレッスンは 3 分で終わります。"
    ),
    "The file of your progress in the lessons was damaged: it starts anew.": (
        "レッスンの進み具合のファイルが壊れていたため、最初から記録し直します。"
    ),
    "Speak a WAV file in real time, or a sample.": (
        "WAV ファイル (省略時はサンプル) を実時間の速さで送ります。"
    ),
    "Send the output of a function call that waits for it.": (
        "結果を待っている関数呼び出しに、その結果を送ります。"
    ),
    "Say how much of the last answer with audio was heard.": (
        "音声の返事のうち、最後のものがどこまで聞こえたかを伝えます。"
    ),
    "No function call waits for its output.": "結果を待っている関数呼び出しはありません。",
    "No answer with audio is there to be truncated.": "切り詰められる音声の返事がありません。",
    "How many milliseconds were heard? Such as: /truncate 800": (
        "何ミリ秒まで聞こえたかを指定してください。例: /truncate 800"
    ),
    # Several connections in one capture.
    "Connection": "接続",
    "connection {number}": "接続 {number}",
    "All connections": "すべての接続",
    "Show only its {count} events.": "この接続のイベント {count} 件だけを表示します。",
    "Show the events of all connections.": "すべての接続のイベントを表示します。",
    "Nothing found.": "見つかりませんでした。",
    "/ searches; n and N go on.": "/ で検索、n と N で次と前へ。",
    "Search went on from the other end.": "端まで行ったので、反対の端から続けました。",
    "Down, up, first, last": "下、上、先頭、末尾",
    "Half a page down": "半ページ下へ",
    "Half a page up": "半ページ上へ",
    "Back to the log, at this event": "このイベントを選んでログに戻ります",
    "The filter hides that event; f shows all events.": (
        "そのイベントはフィルターで隠れています。f ですべて表示します。"
    ),
    "The hits are hidden by the filter.": "検索結果はフィルターで隠れています。",
    "Ctrl+Q quits.": "Ctrl+Q で終了します。",
    # Findings.
    "Findings": "指摘",
    # The timeline.
    "Show what took how long in each turn: waiting, first audio, streaming, tools.": (
        "各ターンの待ち時間、最初の音声、ストリーミング、ツールの所要時間を表示します。"
    ),
    "Timeline": "タイムライン",
    "No turn and no response in these events.": (
        "この範囲のイベントには、ターンもレスポンスもありません。"
    ),
    "The file tells no times: these are from the ids, right to the second only (≈).": (
        "ファイルに時刻がないため、ID から求めた時刻です。秒単位の目安です(≈)。"
    ),
    "The file tells no times, and neither do its ids: the axis counts events.": (
        "ファイルにも ID にも時刻がないため、横軸はイベント数です。"
    ),
    "session {number}": "セッション {number}",
    "from first event": "先頭からの時刻",
    "heard: audio_end_ms of conversation.item.truncate; it is drawn from the first audio delta on, "
    "as no event tells when playing began": (
        "再生済み: conversation.item.truncate の audio_end_ms。再生がいつ始まったかを示すイベントは"
        "ないため、最初の音声 delta から描いています"
    ),
    "time in the turn": "ターン内の時間",
    "event number": "イベント番号",
    "events in the turn": "ターン内のイベント",
    "all turns on one clock": "全ターンを同じ時間軸に表示",
    "each turn from its start": "ターンごとに先頭をそろえて表示",
    "measured: events {first:,} to {last:,} of {count:,}": (
        "計測範囲 {first:,}〜{last:,} / 全 {count:,} 件"
    ),
    "Zoom in": "拡大",
    "Zoom out": "縮小",
    "Whole turn": "ターン全体",
    "Earlier": "前へ",
    "Later": "後へ",
    "One clock": "共通の時間軸",
    "speech": "発話",
    "waiting": "待ち",
    "text before audio": "音声前のテキスト",
    "streaming": "ストリーミング",
    "until done": "完了待ち",
    "heard": "再生済み",
    "not heard": "未再生",
    "played": "再生",
    "Before the first turn": "最初のターンの前",
    "Turn {number}": "ターン {number}",
    "Response {number}": "レスポンス {number}",
    "Out of band {number}": "帯域外 {number}",
    "heard {heard} of {made}": "{made} のうち {heard} を再生",
    "no result": "結果なし",
    "message": "メッセージ",
    "tool": "ツール",
    "interrupted": "割り込みあり",
    # The sequence diagram.
    "Diagram": "図",
    "Show who sent what to whom as a sequence diagram, from the selected event on.": (
        "選択中のイベントの前後を、誰が誰に何を送ったかがわかるシーケンス図で表示します。"
    ),
    "Sequence diagram": "シーケンス図",
    "all events": "すべてのイベント",
    "filter": "フィルター",
    "drawn: events {first:,} to {last:,} of {count:,}": (
        "表示範囲 {first:,}〜{last:,} / 全 {count:,} 件"
    ),
    "{count:,} new below": "下に新着 {count:,} 件",
    "{span} without an event": "{span} の間、イベントなし",
    "Client": "クライアント",
    "Tools": "ツール",
    "Back": "戻る",
    "Previous error": "前のエラー",
    "Previous response": "前のレスポンス",
    "Finding": "指摘",
    "Unfold": "展開",
    "Filter on/off": "フィルター切替",
    "Mark": "印",
    "Follow": "追跡",
    "Nothing wrong was found.": "指摘はありません。",
    "This run is too long, or still going on: it stays folded.": (
        "長すぎるか、まだ続いているため、展開できません。"
    ),
    "The log has no filter: all events are shown.": (
        "ログにフィルターがないため、すべてのイベントを表示しています。"
    ),
    "No event passes the filter of the log.\n\nf shows all events.": (
        "ログのフィルターに一致するイベントがありません。\n\nf ですべてのイベントを表示します。"
    ),
    "Next finding": "次の指摘",
    "Previous finding": "前の指摘",
    "Go to the next event that something is wrong with.": "次の指摘があるイベントへ移動します。",
    "Go to the previous event that something is wrong with.": (
        "前の指摘があるイベントへ移動します。"
    ),
    "All that is wrong with the session: what, why, and how to put it right.": (
        "セッションの問題点をすべて一覧します。内容、理由、直し方がわかります。"
    ),
    "No finding here. ! tells what has been looked at.": (
        "ここに指摘はありません。! で、どこまで調べたかを確認できます。"
    ),
    "Why": "理由",
    "What to do": "対処",
    "Events concerned": "関係するイベント",
    "Known from": "情報源",
    "… {count} more": "… ほか {count} 件",
    "{rule}: {count} more are only counted; the log marks them": (
        "{rule}: ほか {count} 件は件数のみです (ログには印が付きます)"
    ),
    "Enter goes · Space opens · o order · 1 2 3 severity · f filter · Esc closes": (
        "Enter 移動 · Space 開閉 · o 順序 · 1 2 3 重大度 · f 絞り込み · Esc 閉じる"
    ),
    "a does it now: {action}": "a で今すぐ実行: {action}",
    "{count} error": "エラー {count} 件",
    "{count} errors": "エラー {count} 件",
    "{count} warning": "警告 {count} 件",
    "{count} warnings": "警告 {count} 件",
    "{count} hint": "ヒント {count} 件",
    "{count} hints": "ヒント {count} 件",
    "hidden": "非表示",
    "by rule": "ルール別",
    "in order": "発生順",
    "{count} events": "イベント {count} 件",
    "{known} of {count} events": "イベント {count} 件中 {known} 件まで",
    "{count} rules": "ルール {count} 個",
    "{count} checks failed by a fault of the inspector": (
        "インスペクター側の不具合により {count} 回の検査に失敗しました"
    ),
    "All findings are hidden.\n\n1 2 3 show them again.": (
        "すべての指摘を非表示にしています。\n\n1 2 3 で再び表示します。"
    ),
    "No events yet.": "イベントはまだありません。",
    "Nothing found yet in {known} of {count} events; still looking…": (
        "イベント {count} 件中 {known} 件まで、指摘はありません。調査を続けています…"
    ),
    "No findings in {count} events.\n\n{rules} rules looked.": (
        "イベント {count} 件に指摘はありません。\n\n{rules} 個のルールで調べました。"
    ),
    # Why nothing happens.
    "Why is nothing happening?": "なぜ何も起きないのか",
    "The reason, the events that show it, what to do, and what it is not.": (
        "理由、根拠となるイベント、対処法、原因ではないものを示します。"
    ),
    "{seconds} s": "{seconds} 秒",
    "for {seconds} s": "{seconds} 秒経過",
    "Y tells more.": "詳しくは Y で。",
    "What comes next": "次に必要なこと",
    "What would have helped": "どうすればよかったか",
    "Because": "根拠となるイベント",
    "Looked at": "確認したこと",
    "this is it": "これが理由です",
    "Enter goes to the event": "Enter でイベントへ",
    "After #{seq}, the last event of the capture:": "最後のイベント #{seq} のあと:",
    "After #{seq}; {type} came next, {gap} later:": "#{seq} のあと ({gap} 後に {type}):",
    "an unknown time": "時間は不明",
    # The contract.
    "Session contract": "セッションの取り決め",
    "Reading the session…": "セッションを読み込み中…",
    "= as asked  ≠ differs  ? not seen": "= 求めたとおり  ≠ 相違  ? 未確認",
    "the beginning only": "最初の部分のみ",
    "asked": "要求",
    "accepted": "受諾",
    "observed": "実際",
    "{name}: asked, not accepted": "{name}: 要求は受け入れられていません",
    "What the session was asked for, what was accepted, and what the traffic shows.": (
        "セッションに求めたこと、受け入れられたこと、実際の通信から分かることを比べます。"
    ),
}


def words(english: str, lang: Language) -> str:
    """A text of the screen in a language; what has no translation stays English.

    Of a `Phrase` the template is translated, and the values that are phrases themselves.
    """
    if lang != "ja":
        return english
    if not isinstance(english, Phrase):
        return _JA.get(english) or JA_ROWS.get(english, english)
    values = {
        name: words(value, lang) if isinstance(value, Phrase) else value
        for name, value in english.values.items()
    }
    return words(english.template, lang).format_map(values)


def told(text: str, lang: Language) -> str:
    """A text that may hold something received: of a `Phrase` our words are translated."""
    return words(text, lang) if isinstance(text, Phrase) else text


def label(english: str, lang: Language) -> str:
    """The name of a value, such as `model`, in a language."""
    return JA_LABELS.get(english, english) if lang == "ja" else english


def wording(lang: Language) -> Wording:
    """What puts the templates of `core` into a language."""
    return partial(words, lang=lang) if lang == "ja" else in_english
