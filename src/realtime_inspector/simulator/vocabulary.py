"""Words that mean the same thing to a function, in English and Japanese."""

from __future__ import annotations

from typing import Final

from realtime_inspector.simulator.language import stem

TOPICS: Final[dict[str, tuple[str, ...]]] = {
    "weather": (
        *("weather", "forecast", "temperature", "rain", "rainy", "sunny", "snow", "umbrella"),
        *("humid", "humidity", "wind", "windy", "天気", "気温", "予報", "気候", "雨", "晴れ"),
        *("雪", "傘", "湿度", "暑い", "寒い"),
    ),
    "time": ("time", "clock", "o'clock", "何時", "時刻", "現在時間"),
    "date": ("date", "weekday", "日付", "何日", "何曜日"),
    "stock": ("stock", "share", "ticker", "equity", "株", "株価", "銘柄"),
    "search": ("search", "google", "browse", "検索", "探して", "調べて", "調べる", "探す"),
    "news": ("news", "headline", "ニュース", "見出し"),
    "mail": ("mail", "email", "e-mail", "inbox", "メール"),
    "message": ("message", "sms", "text", "slack", "メッセージ", "伝言"),
    "calendar": (
        *("calendar", "schedule", "meeting", "appointment", "agenda", "予定", "会議"),
        *("カレンダー", "スケジュール"),
    ),
    "booking": ("book", "reserve", "reservation", "booking", "予約"),
    "reminder": ("remind", "reminder", "todo", "task", "リマインド", "リマインダー", "タスク"),
    "alarm": ("alarm", "timer", "countdown", "アラーム", "タイマー", "目覚まし"),
    "music": ("music", "song", "playlist", "track", "album", "音楽", "曲", "再生"),
    "light": ("light", "lamp", "bulb", "brightness", "電気", "照明", "ライト", "明かり"),
    "thermostat": ("thermostat", "heating", "aircon", "エアコン", "暖房", "冷房"),
    "translate": ("translate", "translation", "translator", "翻訳", "訳して", "英訳", "和訳"),
    "calculate": (
        *("calculate", "calculator", "compute", "plus", "minus", "sum", "multiply", "divide"),
        *("add", "計算", "足す", "足して", "引いて", "掛けて", "割って", "合計"),
    ),
    "currency": (
        *("currency", "exchange", "dollar", "yen", "euro", "為替", "両替", "ドル", "円", "ユーロ"),
    ),
    "route": (
        "route",
        "direction",
        "navigate",
        "distance",
        "drive",
        "道順",
        "経路",
        "行き方",
        "距離",
    ),
    "restaurant": ("restaurant", "dinner", "lunch", "eat", "レストラン", "食事", "ランチ"),
    "flight": ("flight", "airline", "plane", "飛行機", "フライト", "便"),
    "hotel": ("hotel", "accommodation", "ホテル", "宿"),
    "order": ("order", "delivery", "package", "shipment", "注文", "配送", "荷物"),
    "account": ("balance", "account", "残高", "口座"),
    "name": ("name", "名前", "申します"),
    "dice": ("dice", "die", "roll", "サイコロ", "ダイス"),
    "recipe": ("recipe", "cook", "レシピ", "作り方"),
    "photo": ("photo", "picture", "image", "camera", "写真", "画像", "カメラ"),
    "user": ("customer", "user", "profile", "顧客", "利用者", "ユーザー"),
    "convert": ("convert", "conversion", "変換", "換算"),
}
"""A topic and its words; Japanese ones are found anywhere in a text."""

GENERIC: Final = frozenset(
    stem(word)
    for word in (
        *("a", "about", "all", "an", "and", "any", "are", "as", "at", "be", "by", "call", "can"),
        *("check", "could", "current", "currently", "data", "default", "detail", "do", "does"),
        *("fetch", "find", "for", "from", "function", "get", "give", "given", "how", "i", "if"),
        *("in", "info", "information", "into", "is", "it", "list", "look", "lookup", "make", "me"),
        *("my", "new", "of", "on", "one", "or", "our", "out", "please", "provide", "query"),
        *("read", "result", "retrieve", "return", "run", "set", "show", "some", "specific"),
        *("specified", "string", "tell", "that", "the", "their", "them", "there", "this", "these"),
        *("to", "tool", "up", "us", "use", "used", "user", "using", "value", "want", "was", "we"),
        *("what", "when", "where", "which", "who", "will", "with", "you", "your", "would"),
        *("like", "so", "go", "his", "her", "has", "have", "having", "not", "no", "yes", "api"),
    )
)
"""Words (stemmed) that say nothing about which function is meant."""

TIME_WORDS_EN: Final = (
    *("today", "tomorrow", "tonight", "now", "yesterday", "this", "next", "please", "currently"),
    *("on", "at", "in", "using", "with", "by", "be", "is", "like", "for", "during", "right", "to"),
    *("from", "instead", "too", "then", "thanks", "if", "so", "but"),
)
"""Words that end a place name."""

TIME_WORDS_JA: Final = (
    *("今日", "明日", "明後日", "昨日", "現在", "今週末", "今週", "来週", "週末", "今夜", "今朝"),
    *("午前", "午後", "最新", "本日", "明晩"),
)
"""Words that may stand in front of a place, or be taken for one."""

NOT_PLACES_JA: Final = frozenset(
    (
        *TIME_WORDS_JA,
        *("今", "朝", "昼", "夜", "私", "僕", "俺", "自分", "君", "君達", "何", "誰"),
        *("どこ", "こと", "事", "時", "時間", "日", "町", "街", "場所", "都市", "次", "前", "後"),
        *("天候", "状況", "情報", "明", "教", "現地", "外", "人", "名前"),
        *(
            "API",
            "イベント",
            "質問",
            "意味",
            "使",
            "知",
            "聞",
            "調",
            "見",
            "行",
            "両方",
            "摂氏",
            "華氏",
        ),
    )
)
"""Runs of letters before a particle that are no places."""
