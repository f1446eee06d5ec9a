"""What the simulator says when it just converses. `{…}` fields are filled by `chat`."""

from __future__ import annotations

from typing import Final

PHRASES: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "en": {
        "greeting": (
            (
                "Hello! I am the built-in simulator, so no model is behind me, but every event "
                "you see is in the real order. Ask me what response.create does, or ask for "
                "the weather."
            ),
            (
                "Hi there! Nice to meet you. I am the simulator: ask me about any Realtime "
                "event, or say “count to 20” and try cancelling me halfway."
            ),
            (
                "Hello, and welcome! I am only simulated, but the protocol is real. What would "
                "you like to try first?"
            ),
        ),
        "thanks": (
            "You are welcome! Anything else you would like to see on the wire?",
            ("My pleasure. Next you could try cancelling a long answer: ask me to count to 50."),
            ("Any time! Have a look at the usage in response.done to see what this would cost."),
        ),
        "bye": (
            "Goodbye! Closing the socket is all it takes; the session ends with it.",
            "See you! Your events stay in the log as long as you like.",
        ),
        "how_are_you": (
            "I am fine, thank you: no network, no bill and no waiting. How are you?",
            "Very well, thanks! Simulators rarely have bad days. What shall we look at?",
        ),
        "who_are_you": (
            (
                "I am realtime-inspector's built-in simulator. There is no language model "
                "behind me: I follow rules, but the events, their order, the ids and the usage "
                "are like the real Realtime API's."
            ),
            (
                "A simulator of the Realtime API, running on your own machine. I pick "
                "functions, explain events and chat a little by rule; a real model is not "
                "involved."
            ),
        ),
        "help": (
            (
                "You can ask me about events (“what does response.created mean?”, “why did "
                "nothing come back?”), ask something that one of your functions answers "
                "(“what is the weather in Tokyo and Paris?”), or say “count to 20” and "
                "send response.cancel while I stream."
            ),
            (
                "Try three things: a function call (declare get_weather, then ask for the "
                "weather), a collision (send response.create twice during a long answer), and "
                "a cancel (say “tell me a long story” and stop me)."
            ),
        ),
        "name_told": (
            (
                "Nice to meet you, {name}! I keep that in the conversation, as long as its "
                "item is not deleted."
            ),
            (
                "Hello {name}! You just added an item to the conversation; ask me for your "
                "name later."
            ),
        ),
        "name_known": ("Your name is {name}: you told me earlier in this conversation.",),
        "name_unknown": (
            ("You have not told me your name yet, at least not in the items of this conversation."),
        ),
        "joke": (
            "Why did the response stay silent? Because nobody sent response.create.",
            (
                "A client sent response.create twice. The server said: one at a time, please; "
                "I am still in progress."
            ),
            ("I would tell you a UDP joke, but over a WebSocket you would be certain to get it."),
        ),
        "no_tool": (
            (
                "I would need a function for that ({topic}), and this session declares none "
                "that fits. Declare one with session.update (tools), then ask me again: I will "
                "call it."
            ),
            (
                "For {topic} a real model would call one of your functions, but none of the "
                "declared ones fits. Add one to session.tools and ask again to see a function "
                "call round."
            ),
        ),
        "ask_place": (
            "Gladly. Which place do you mean?",
            "For which city? Tell me a place, and I will call {function} with it.",
        ),
        "ask_value": (
            ("I can call {function} for that, but I still need “{parameter}”. What should it be?"),
        ),
        "unanswered_call": (
            (
                "I called {function}, but its result has not come back to me: no "
                "function_call_output item for {call_id} is in the conversation. Send one with "
                "conversation.item.create, then response.create."
            ),
        ),
        "audio": (
            (
                "I received your audio, but I cannot understand speech yet: I only simulate. "
                "Write to me, or add a text item, and I will answer."
            ),
        ),
        "nothing": (
            (
                "There is nothing in the conversation that I could answer. Add a user message "
                "with conversation.item.create, then send response.create again."
            ),
        ),
        "agree": (
            (
                "Good. What would you like to try next? A function call, a long answer, or a "
                "question about an event?"
            ),
            "All right! You could ask me what any event in the log means.",
        ),
        "fallback": (
            (
                "You said: “{quote}”. I am the simulator and have no model behind me, so I "
                "cannot really discuss it. But ask me about an event, such as response.done, "
                "and I can help."
            ),
            (
                "I read “{quote}”, and I would love to have an opinion on it. As a simulator "
                "I know the Realtime API best: try “why does nothing come back?” or “what "
                "is an active response?”."
            ),
            (
                "Interesting! “{quote}” is beyond a simulator without a model. What I do "
                "well: calling your functions, explaining events, and long answers that you "
                "can cancel."
            ),
            (
                "I wish I could say something wise about “{quote}”. I am only simulated; set "
                "OPENAI_API_KEY to talk to a real model, or ask me what session.update changes."
            ),
        ),
        "story": (
            ("Once upon a time there was a small client that wanted to talk to a distant server."),
            (
                "It opened a socket, and at once the server said session.created and told it "
                "everything it had decided."
            ),
            "The client wrote a message, sent it as conversation.item.create, and waited.",
            "It waited while the moon rose over the event log, and nothing came back.",
            "An old proxy by the roadside asked: my child, did you send response.create?",
            "The client blushed, sent it, and the night filled with deltas.",
            "Word after word arrived, each with its response id, its item id and its index.",
            (
                "In its joy the client sent response.create again, although the answer was "
                "still running."
            ),
            (
                "One at a time, said the server gently, the conversation already has an active "
                "response."
            ),
            "So the client learned to wait for response.done, whatever its status might be.",
            ("One day it grew impatient and sent response.cancel in the middle of a sentence."),
            "The server stopped, closed what was open, and marked the item incomplete.",
            "Nothing bad had happened, and both of them were a little wiser.",
            ("From then on the client declared functions, answered every call, and asked again."),
            "And if nobody has closed the socket, they are still streaming today.",
        ),
    },
    "ja": {
        "greeting": (
            (
                "こんにちは！内蔵シミュレーターです。モデルはいませんが、イベントの順番は本物と"
                "同じです。「response.create って何？」や「東京の天気は？」と聞いてみてください"
                "。"
            ),
            (
                "こんにちは、はじめまして。シミュレーターの私に、イベントのことを何でも聞いてく"
                "ださい。「20まで数えて」と言って、途中でキャンセルしてみるのもおすすめです。"
            ),
            (
                "ようこそ！私は模擬サーバーですが、プロトコルは本物どおりです。何から試しましょ"
                "うか？"
            ),
        ),
        "thanks": (
            "どういたしまして！ほかに見てみたいイベントはありますか？",
            "いえいえ。次は「50まで数えて」と頼んで、途中でキャンセルしてみませんか？",
            (
                "お役に立ててうれしいです。response.done の usage を見ると、費用の目安がわかり"
                "ますよ。"
            ),
        ),
        "bye": (
            "さようなら！接続を閉じるだけで、セッションも終わります。",
            "またいつでもどうぞ。イベントは記録に残っています。",
        ),
        "how_are_you": (
            (
                "元気です、ありがとうございます。通信料も待ち時間もないので快適です。あなたはい"
                "かがですか？"
            ),
            "おかげさまで元気です。今日は何を見てみましょうか？",
        ),
        "who_are_you": (
            (
                "realtime-inspector の内蔵シミュレーターです。言語モデルはいません。規則で答え"
                "ていますが、イベントの種類や順番、ID、usage は本物の Realtime API にならってい"
                "ます。"
            ),
            (
                "あなたの手元で動いている Realtime API の模擬サーバーです。関数を選んだり、イベ"
                "ントを説明したりは、モデルではなく規則で行っています。"
            ),
        ),
        "help": (
            (
                "イベントの意味を聞く(「response.created って何？」「なぜ何も返ってこないの？」"
                ")、関数で答えられることを頼む(「東京と大阪の天気は？」)、「20まで数えて」と言"
                "って途中で response.cancel を送る、などを試せます。"
            ),
            (
                "おすすめは三つです。関数呼び出し(get_weather を宣言して天気を聞く)、衝突(長い"
                "返事の途中で response.create をもう一度送る)、キャンセル(「長い話をして」と頼"
                "んで止める)。"
            ),
        ),
        "name_told": (
            "{name}さん、はじめまして！アイテムを消さないかぎり、会話の中で覚えています。",
            (
                "{name}さん、こんにちは！いま会話にアイテムが一つ加わりました。あとで名前を聞い"
                "てみてください。"
            ),
        ),
        "name_known": ("{name}さんですね。この会話の中で教えてくれました。",),
        "name_unknown": ("お名前はまだうかがっていません。この会話のアイテムには見当たりません。",),
        "joke": (
            (
                "返事が来ないと悩むクライアントに、サーバーがひとこと。「response.create、まだ"
                "ですよ」。"
            ),
            ("response.create を二回送ったら、こう言われました。「ひとりずつ、お願いします」。"),
        ),
        "no_tool": (
            (
                "それ({topic})に答えるには関数が必要ですが、このセッションには合う関数がありま"
                "せん。session.update の tools で宣言してから、もう一度聞いてください。すぐに呼"
                "び出します。"
            ),
            (
                "{topic}のことなら、本物のモデルは関数を呼び出します。合う関数がまだ宣言されて"
                "いないので、session.tools に加えて、もう一度試してみてください。"
            ),
        ),
        "ask_place": (
            "わかりました。どこの場所について調べましょうか？",
            "どの都市でしょうか？場所を教えていただければ、{function} を呼び出します。",
        ),
        "ask_value": (
            "{function} を呼び出せますが、「{parameter}」がわかりません。何にしましょうか？",
        ),
        "unanswered_call": (
            (
                "{function} を呼び出しましたが、結果がまだ届いていません。{call_id} に対する "
                "function_call_output を conversation.item.create で送り、そのあと "
                "response.create を送ってください。"
            ),
        ),
        "audio": (
            (
                "音声を受け取りました。ただ、シミュレーターなので内容はまだ聞き取れません。文字"
                "で書いていただければお答えします。"
            ),
        ),
        "nothing": (
            (
                "会話にお答えできるものがありません。conversation.item.create でメッセージを加"
                "えてから、もう一度 response.create を送ってください。"
            ),
        ),
        "agree": (
            (
                "よかったです。次は何を試しましょうか？関数呼び出し、長い返事、イベントの質問な"
                "どがあります。"
            ),
            "わかりました！ログにあるイベントの意味も、気軽に聞いてください。",
        ),
        "fallback": (
            (
                "「{quote}」ですね。私はモデルのいないシミュレーターなので、深いお話はできませ"
                "んが、response.done などのイベントのことなら説明できます。"
            ),
            (
                "「{quote}」、興味深いです。ただ私は模擬サーバーなので、得意なのは Realtime "
                "API の話です。「なぜ何も返ってこないの？」と聞いてみてください。"
            ),
            (
                "「{quote}」について気の利いたことを言いたいのですが、モデルがいません。関数の"
                "呼び出し、イベントの説明、途中で止められる長い返事ならお任せください。"
            ),
            (
                "「{quote}」と受け取りました。本物のモデルと話すには OPENAI_API_KEY を設定して"
                "ください。私には、たとえば session.update のことを聞いてみませんか？"
            ),
        ),
        "story": (
            "むかしむかし、遠くのサーバーと話したがっている小さなクライアントがいました。",
            (
                "接続を開くと、サーバーはすぐに session.created と言って、決まったことを全部教"
                "えてくれました。"
            ),
            "クライアントは conversation.item.create でメッセージを送り、じっと待ちました。",
            "月がのぼっても、イベントの記録は静かなままでした。",
            ("道ばたの古いプロキシが言いました。「おまえさん、response.create は送ったかい？」"),
            ("クライアントが赤くなってそれを送ると、夜はたちまちデルタでいっぱいになりました。"),
            "ことばは一つずつ、レスポンスの ID とアイテムの ID をつけて届きました。",
            ("うれしくなったクライアントは、返事の途中でもう一度 response.create を送りました。"),
            (
                "「ひとつずつですよ」とサーバーはやさしく言いました。「もう動いている返事があり"
                "ます」"
            ),
            "こうしてクライアントは response.done を待つことを覚えました。",
            "ある日、待ちきれずに文の途中で response.cancel を送ってみました。",
            "サーバーは止まり、開いていたものを閉じて、アイテムに incomplete と書きました。",
            "悪いことは何も起こらず、ふたりは少しだけ賢くなりました。",
            "それからクライアントは関数を宣言し、呼ばれるたびに結果を返すようになりました。",
            "だれも接続を閉じていなければ、ふたりは今もおしゃべりを続けていることでしょう。",
        ),
    },
}
"""Phrases by language and occasion. Both languages have the same occasions, mostly."""

TOPIC_NAMES: Final[dict[str, tuple[str, str]]] = {
    "weather": ("the weather", "天気"),
    "time": ("the time", "時刻"),
    "stock": ("stock prices", "株価"),
    "search": ("a search", "検索"),
    "news": ("news", "ニュース"),
    "mail": ("mail", "メール"),
    "calendar": ("the calendar", "予定"),
    "booking": ("a booking", "予約"),
    "reminder": ("reminders", "リマインダー"),
    "alarm": ("alarms and timers", "アラームやタイマー"),
    "music": ("music", "音楽"),
    "light": ("lights", "照明"),
    "translate": ("translation", "翻訳"),
    "currency": ("exchange rates", "為替"),
    "route": ("directions", "道順"),
    "flight": ("flights", "飛行機"),
    "hotel": ("hotels", "ホテル"),
    "dice": ("dice", "サイコロ"),
    "recipe": ("recipes", "レシピ"),
}
"""Topics that call for a function, as people name them."""
