from __future__ import annotations

import json
from typing import Any

import pytest
from tests.support.simulator import WEATHER_TOOL, Session, arguments_of, output_of, text_of


def tool(
    function: str, description: str = "", required: Any = None, **properties: Any
) -> dict[str, Any]:
    needed = list(properties) if required is None else required
    schema = {"type": "object", "properties": properties, "required": needed}
    return {"type": "function", "name": function, "description": description, "parameters": schema}


STRING = {"type": "string"}
TOOLS = [
    tool(
        "get_weather",
        "Look up the weather.",
        ["location"],
        location=STRING,
        unit={"type": "string", "enum": ["celsius", "fahrenheit"]},
    ),
    tool("getStockPrice", "Current price of a share", symbol=STRING),
    tool("get_current_time", "Tells the time", timezone=STRING),
    tool("search_web", "Search the web", query=STRING),
    tool(
        "set_light",
        "Switch the light",
        on={"type": "boolean"},
        room={"type": "string", "enum": ["kitchen", "bedroom"]},
    ),
    tool("set_timer", "Start a timer", minutes={"type": "integer"}),
    tool("remember_name", "Store the name of the user", name=STRING),
    tool("shain_meibo", "社員名簿を引きます", [], department=STRING),
    tool("roll_dice", "Roll dice"),
]


def calls_for(text: str, *tools: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    session = Session()
    session.use(*(tools or TOOLS))
    items = session.answer_to(text)
    return [(each["name"], arguments_of(each)) for each in items if each["type"] == "function_call"]


@pytest.mark.parametrize(
    ("text", "name", "arguments"),
    [
        ("東京の天気は?", "get_weather", {"location": "東京"}),
        ("What is the weather in Paris, France?", "get_weather", {"location": "Paris, France"}),
        ("明日、京都市は雨ですか?", "get_weather", {"location": "京都市"}),
        ("weather in springfield, please", "get_weather", {"location": "Springfield"}),
        (
            "How warm is it in Rome, temperature in fahrenheit?",
            "get_weather",
            {"location": "Rome", "unit": "fahrenheit"},
        ),
        (
            "ロンドンの気温を摂氏で教えて",
            "get_weather",
            {"location": "ロンドン", "unit": "celsius"},
        ),
        ("What is the stock price of Apple?", "getStockPrice", {"symbol": "AAPL"}),
        ("トヨタの株価は?", "getStockPrice", {"symbol": "TM"}),
        ("What time is it in London?", "get_current_time", {"timezone": "Europe/London"}),
        ("search the web for cute cats", "search_web", {"query": "cute cats"}),
        ("猫の写真を検索して", "search_web", {"query": "猫の写真"}),
        ("Turn off the light in the kitchen", "set_light", {"on": False, "room": "kitchen"}),
        ("タイマーを5分でかけて", "set_timer", {"minutes": 5}),
        ("My name is Marcelo", "remember_name", {"name": "Marcelo"}),
        ("社員名簿を見せて", "shain_meibo", {}),
        ("roll the dice", "roll_dice", {}),
    ],
)
def test_the_function_that_is_asked_for_is_called(
    text: str, name: str, arguments: dict[str, Any]
) -> None:
    assert calls_for(text) == [(name, arguments)]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("weather in Tokyo and Paris", ["Tokyo", "Paris"]),
        ("東京と大阪の天気は?", ["東京", "大阪"]),
        ("東京の天気と名古屋の天気を教えて", ["東京", "名古屋"]),
        ("Tokyo, Osaka and Kyoto weather", ["Tokyo", "Osaka", "Kyoto"]),
    ],
)
def test_several_places(text: str, places: list[str]) -> None:
    found = calls_for(text, WEATHER_TOOL)
    assert [arguments["city"] for _, arguments in found] == places


def test_coordinates_arrays_and_nested_objects() -> None:
    number = {"type": "number"}
    by_point = tool("weather_at", "", latitude=number, longitude=number)
    assert calls_for("weather in Paris", by_point) == [
        ("weather_at", {"latitude": 48.86, "longitude": 2.35})
    ]
    many = tool("weather_many", "", cities={"type": "array", "items": STRING})
    assert calls_for("weather in Tokyo and Paris", many) == [
        ("weather_many", {"cities": ["Tokyo", "Paris"]})
    ]
    inner = {"type": "object", "properties": {"city": STRING}, "required": ["city"]}
    assert calls_for("weather in Rome", tool("weather_in", "", where=inner)) == [
        ("weather_in", {"where": {"city": "Rome"}})
    ]


@pytest.mark.parametrize(
    "text", ["hello", "what does response.done mean?", "天気", "I like cheese"]
)
def test_nothing_is_called_without_need(text: str) -> None:
    assert calls_for(text, WEATHER_TOOL) == []


@pytest.mark.parametrize(
    ("question", "answer", "city"),
    [("天気は?", "東京です", "東京"), ("weather please", "in Paris", "Paris")],
)
def test_a_missing_place_is_asked_for_and_the_answer_used(
    question: str, answer: str, city: str
) -> None:
    session = Session()
    session.use(WEATHER_TOOL)
    (asked,) = session.answer_to(question)
    assert asked["type"] == "message"
    assert arguments_of(session.answer_to(answer)[0]) == {"city": city}


@pytest.mark.parametrize(
    ("question", "output", "expected"),
    [
        (
            "東京の天気は?",
            json.dumps({"message": "晴れて22度です"}),
            "東京については、晴れて22度です。",
        ),
        ("東京の天気は?", json.dumps({"temperature": 22}), "東京については、気温は22。"),
        (
            "weather in Rome",
            json.dumps({"temperature_c": 22, "sky": "clear"}),
            "For Rome: temperature 22 °C, sky clear.",
        ),
        ("weather in Rome", "It is foggy in Rome.", "It is foggy in Rome."),
        (
            "weather in Rome",
            json.dumps({"error": "no such city"}),
            "reported a problem for Rome: no such city.",
        ),
        (
            "大阪の天気は?",
            json.dumps({"error": {"message": "見つかりません"}}),
            "エラーを返しました: 見つかりません",
        ),
        ("weather in Rome", "", "its output was empty"),
        ("weather in Rome", "[1, 2]", "2 results: 1; 2"),
    ],
)
def test_results_are_reported_in_the_users_language(
    question: str, output: str, expected: str
) -> None:
    session = Session()
    session.use(WEATHER_TOOL)
    call = session.answer_to(question)[0]
    item = {"type": "function_call_output", "call_id": call["call_id"], "output": output}
    session.ask("conversation.item.create", item=item)
    assert expected in text_of(output_of(session.ask("response.create"))[0])


def test_a_call_without_its_result_is_pointed_out() -> None:
    session = Session()
    session.use(WEATHER_TOOL)
    call = session.answer_to("weather in Rome")[0]
    (item,) = output_of(session.ask("response.create"))
    assert call["call_id"] in text_of(item)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("What does response.done mean?", "response.done"),
        ("response.created って何?", "response.created"),
        ("why did nothing come back?", "response.create"),
        ("なぜ何も返ってこないの?", "response.create"),
        ("count to 12", "11, 12. Done!"),
        ("12まで数えて", "11、12。"),
        ("count down from 3", "3, 2, 1. Done!"),
        ("tell me a long story", "Once upon a time"),
        ("長い話をして", "むかしむかし"),
        ("say hello world", "hello world"),
        ("What is the weather in Oslo?", "function"),
        ("犬が好きです", "犬が好きです"),
        ("Hi, what is the weather in Oslo?", "the weather"),
        ("元気?", "元気"),
    ],
)
def test_talk_without_tools(text: str, expected: str) -> None:
    session = Session()
    session.use()
    assert expected in text_of(session.answer_to(text)[0])


def test_small_talk_follows_the_language_and_varies() -> None:
    for text, sign in (("hello", "simulat"), ("こんにちは", "シミュレーター模擬")):
        answers = set()
        for seed in range(6):
            session = Session(seed=seed)
            session.use()
            answers.add(text_of(session.answer_to(text)[0]))
        assert len(answers) > 1
        assert all(any(part in each for part in (sign[:7], sign[-2:])) for each in answers)


def test_a_name_is_remembered_as_long_as_its_item_is_there() -> None:
    session = Session()
    session.use()
    session.answer_to("My name is Alice")
    assert "Alice" in text_of(session.answer_to("what is my name?")[0])
    session.ask("conversation.item.delete", item_id=session.events[2]["item"]["id"])
    assert "Alice" not in text_of(session.answer_to("what is my name?")[0])


def test_nothing_to_answer_is_said() -> None:
    session = Session()
    session.use()
    assert "nothing" in text_of(output_of(session.ask("response.create"))[0])
    wanted = {"instructions": "Say exactly: Welcome back"}
    assert text_of(output_of(session.ask("response.create", response=wanted))[0]) == "Welcome back"


def test_routes_dates_mail_and_stand_ins() -> None:
    route = tool("plan_route", "", origin=STRING, destination=STRING)
    assert calls_for("route from Rome to Paris please?", route)[0][1]["origin"] == "Rome"
    assert calls_for("東京から大阪までの経路は?", route) == [
        ("plan_route", {"origin": "東京", "destination": "大阪"})
    ]
    mail = tool("send_mail", "", email=STRING, text=STRING)
    asked = 'send a mail to a@b.example saying "see you"'
    assert calls_for(asked, mail) == [("send_mail", {"email": "a@b.example", "text": "see you"})]
    meeting = tool("book_meeting", "", date=STRING, time=STRING)
    assert calls_for("book a meeting tomorrow at 3pm", meeting) == [
        ("book_meeting", {"date": "tomorrow", "time": "3pm"})
    ]
    total = tool("sum_up", "", numbers={"type": "array", "items": {"type": "number"}})
    assert calls_for("sum 1, 2.5 and 3", total) == [("sum_up", {"numbers": [1, 2.5, 3]})]
    session = Session()
    odd = tool("odd", "", n={"type": "integer"}, s=STRING, deep={"type": ["object", "null"]})
    session.use(odd, tool_choice="required")
    (call,) = session.answer_to("hm")
    assert arguments_of(call) == {"n": 0, "s": "hm", "deep": {}}


@pytest.mark.parametrize("text", ["a", "東", "in ", "東と", "1から", "A, "])
def test_long_texts_are_read_in_one_pass(text: str) -> None:
    # Were it quadratic, a million characters would last for longer than a test may.
    calls_for(text * (1_000_000 // len(text)))
