"""Tells a question about the API from small talk that happens to share a word with it.

"How do I cancel?" and "How do I cancel my gym session?" differ only in words that have
nothing to do with the API. So an everyday word counts as a question about the API only when
every other word of the sentence could stand in such a question too.
"""

from __future__ import annotations

import re
from typing import Final

_ENGLISH_WORDS: Final = """
from a an the is are be been being was were am isn't aren't wasn't do does did doing done don't
doesn't didn't can can't could should would will won't may might must i i'm i've we it it's its
this that these those there here me my you to of in on at for with without by about as into over
between and or not no none nothing if then than so but because only just still also again ever
never always yet already when where what what's whats which who why why's how how's please tell
explain describe show list give help understand mean means meaning work works working get gets got
getting have has had having use uses used using need needs want know let make makes happen happens
happening happened come comes came coming back go goes going send sends sent sending receive
receives received receiving see look find call calls called say says said type types typed write
start starts started begin begins stop stops stopped end ends ended wait waits waiting open close
closed ask asks asked run runs running set sets change changes handle count counts cost much many
long often first second next last after before during while until any some all every each other
another same different difference differences vs versus one two more most exactly actually
anything something now one's two's available possible exist exists own needed required default api
apis realtime event events item items response responses session sessions server servers client
clients model models assistant user users message messages conversation log answer answers
answered reply replies turn turns app bot simulator openai websocket json text texts audio voice
speech input output outputs buffer stream streams streaming streamed token tokens delta deltas
error errors status function functions tool tools create created creating update updated updates
added cancel canceled cancelled cancelling canceling cancellation active id ids field fields value
values name names protocol kind kinds content part parts argument arguments format formats rate
limit limits ga beta version code codes transcript transcripts usage instructions prompt commit
committed interrupt interrupted interrupting interruption interruptions silence silent connect
connected connection disconnect disconnected failed fail fails incomplete completed quota billed
billing price pricing expensive quiet append vad modality sequence order microphone truncate
truncated retrieve delete deleted clear cleared generating generate generated process step steps
account accounts gpt ok transcribe transcription transcribing truncating conversations speak
speaks speaking talk talks play plays played
"""

_JAPANESE_WORDS: Final = """
リアルタイム イベント アイテム レスポンス セッション サーバー サーバ クライアント モデル
アシスタント ユーザー ユーザ メッセージ アプリ ボット シミュレーター シミュレータ ログ トークン
デルタ エラー ステータス ツール バッファー バッファ キャンセル ストリーミング コスト マイク
オーディオ データ タイミング プロトコル ターン システム プロンプト テキスト コミット フィールド
ベータ パラメータ パラメーター オプション コード キー 送信 受信 送 受 届 来 返事 返答 応答 返 答
会話 音声 文字 文章 声 発言 発話 入力 出力 関数 引数 結果 実行 接続 切断 切 設定 変更 変 使用量
使用 使 料金 費用 課金 利用 枠 制限 上限 数 違 何故 何 意味 理由 原因 方法 仕組 順番 順序 流 種類
一覧 全部 全 最初 最後 次 後 前 間 時 場合 必要 要 始 終 止 待 動 起 出 入 見 知 教 説明 詳 確認
状態 失敗 成功 途中 中断 中 取 消 作 生成 追加 削除 更新 完了 開始 終了 遮 割 込 沈黙 無音 指示文
履歴 画像 話 聞 私 今 一 二 三 同 新 言 呼 名前 名 版 型 値 形式 例 開 閉 押 書 読 表示 思 分 解
良 方 事 物 等 仕様 自分 内容 続 有効 期限 重 早 遅 直 試 渡 替 残 減 増 含 選 並 組 効 合 決 付
同時
"""

_KANA_WORDS: Final = """
とは って なぜ どうして どうすれば どうやって どうやったら どうなる どうした どう どのように
どのような どの どんな どれ どこ いつ だれ なに なん なんで ですか ますか でしょうか のですか
んですか のでしょう です ます ました ません ませんか して したら した する すると します しない
できる できます できない できません ください くれる くれない くれません もらえる ほしい たい ない
ある あります いる います いない いません ている ていない いけない いけません ても では には とき
こと もの ため ので から まで だけ より ほう ほか また もう まだ すぐ それ これ あれ その この
あの という といった について に関して における おしえて わかる わからない わかりません
わかりやすく もっと くわしく ちがい よい いい いくら いくつ すべて はじめ はじまる はじめる きた
きて くる こない こなく きません れば なら ならば なる なり ましょう べき ずっと ぜんぜん ちゃんと
うまく いった いって ところ さっき あと まず つぎ
"""

_ENGLISH: Final[frozenset[str]] = frozenset(_ENGLISH_WORDS.split())


def _any_of(words: str) -> re.Pattern[str]:
    """Matches any of the words, the longest first."""
    return re.compile("|".join(sorted(words.split(), key=len, reverse=True)))


_STRIP_JAPANESE: Final[re.Pattern[str]] = _any_of(_JAPANESE_WORDS)
_STRIP_KANA: Final[re.Pattern[str]] = _any_of(_KANA_WORDS)
_LATIN: Final[re.Pattern[str]] = re.compile(r"[a-z][a-z0-9_']*")
_CONTENT: Final[re.Pattern[str]] = re.compile(r"[\u4e00-\u9fff々]|[\u30a1-\u30ffー]{2,}")
_HIRAGANA: Final[re.Pattern[str]] = re.compile(r"[\u3041-\u3096]{4,}")
_JAPANESE_LETTER: Final[re.Pattern[str]] = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff々]")
_ASKING: Final[re.Pattern[str]] = re.compile(
    r"\?|\b(?:what|what's|whats|why|how|when|where|which|who|explain|describe|tell|does|is|can)\b"
    r"|とは|って何|なに|何|なぜ|どう|どの|どんな|どれ|どこ|いつ|いくら|教え|おしえ|説明|違い|ちがい|意味"
    r"|理由|方法|仕方|か$|の$"
)

SHORT_ENGLISH: Final = 2
SHORT_JAPANESE: Final = 10


def has_japanese(text: str) -> bool:
    """Whether `text` holds Japanese letters."""
    return _JAPANESE_LETTER.search(text) is not None


def only_about_api(text: str) -> bool:
    """Whether no word of `text` is foreign to a question about the API.

    Args:
        text: A normalised question, with the words that were recognised taken out.
    """
    if any(word not in _ENGLISH for word in _LATIN.findall(text)):
        return False
    left = _STRIP_JAPANESE.sub(" ", text)
    if _CONTENT.search(left):
        return False
    return _HIRAGANA.search(_STRIP_KANA.sub(" ", left)) is None


def is_asking(text: str) -> bool:
    """Whether `text` is put as a question, or is so short that it can be meant as one."""
    if _ASKING.search(text.rstrip(" 。.!")):
        return True
    if has_japanese(text):
        return len(text) <= SHORT_JAPANESE
    return len(text.split()) <= SHORT_ENGLISH
