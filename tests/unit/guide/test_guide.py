from __future__ import annotations

import re
import subprocess
import sys
import typing

import pytest
from openai.types.realtime import RealtimeClientEvent, RealtimeServerEvent

from realtime_inspector.core.names import BETA_TO_GA
from realtime_inspector.guide import CONCEPTS, GUIDE, LANGUAGES, Language, lookup
from realtime_inspector.guide.answers import MAX_SENTENCES, answer, sentence_count
from realtime_inspector.guide.misnomers import MISNOMERS

JAPANESE = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
TRANSLATION = (
    "session.input_audio_buffer.append",
    "session.close",
    "session.closed",
    "session.input_transcript.delta",
    "session.output_transcript.delta",
    "session.output_audio.delta",
)
BETA_ONLY = (
    "transcription_session.update",
    "transcription_session.updated",
    "transcription_session.created",
)
BY_ID = {concept.id: concept for concept in CONCEPTS}


def official(union: object) -> list[str]:
    """The `type` literals of an event union of the official package."""
    names: list[str] = []
    for model in typing.get_args(typing.get_args(union)[0]):
        names.extend(typing.get_args(model.model_fields["type"].annotation))
    return names


CLIENT = official(RealtimeClientEvent)
SERVER = official(RealtimeServerEvent)


class TestGuide:
    def test_the_official_unions_were_read(self) -> None:
        assert len(CLIENT) >= 11
        assert len(SERVER) >= 46

    @pytest.mark.parametrize("name", CLIENT)
    def test_every_official_client_event_is_explained(self, name: str) -> None:
        assert GUIDE[name].direction == "client"

    @pytest.mark.parametrize("name", SERVER)
    def test_every_official_server_event_is_explained(self, name: str) -> None:
        assert GUIDE[name].direction == "server"

    def test_nothing_else_is_called_an_ordinary_event(self) -> None:
        ordinary = {name for name, guide in GUIDE.items() if guide.transport in {"", "webrtc"}}
        assert ordinary <= {*CLIENT, *SERVER}

    @pytest.mark.parametrize("name", TRANSLATION)
    def test_translation_events(self, name: str) -> None:
        assert GUIDE[name].transport == "translation"

    @pytest.mark.parametrize("name", BETA_ONLY)
    def test_beta_events_without_a_twin(self, name: str) -> None:
        guide = lookup(name)
        assert guide is not None
        assert guide.type == name
        assert guide.transport == "beta"

    @pytest.mark.parametrize("name", list(GUIDE))
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_texts_are_complete_and_short(self, name: str, lang: Language) -> None:
        said = GUIDE[name].text(lang)
        for text in (said.summary, said.trigger, said.follows):
            assert 1 <= sentence_count(text) <= 2, text
        assert sentence_count(said.pitfall) <= 2
        assert bool(said.pitfall) == bool(sentence_count(said.pitfall))

    @pytest.mark.parametrize("name", list(GUIDE))
    def test_each_text_is_in_its_language(self, name: str) -> None:
        ja, en = GUIDE[name].text("ja"), GUIDE[name].text("en")
        for text in (ja.summary, ja.trigger, ja.follows):
            assert JAPANESE.search(text)
        assert bool(ja.pitfall) == bool(en.pitfall)
        assert not JAPANESE.search(en.summary + en.trigger + en.follows + en.pitfall)

    def test_texts_name_only_events_that_exist(self) -> None:
        named = re.compile(r"\b(?:response|conversation\.item|input_audio_buffer)\.[a-z_.]*[a-z]")
        known = {*GUIDE, *BETA_TO_GA, *MISNOMERS}
        for lang in LANGUAGES:
            texts = [concept.text(lang) for concept in CONCEPTS]
            for guide in GUIDE.values():
                said = guide.text(lang)
                texts += [said.summary, said.trigger, said.follows, said.pitfall]
            for text in texts:
                assert set(named.findall(text)) <= known

    @pytest.mark.parametrize("beta", sorted(BETA_TO_GA))
    def test_lookup_accepts_beta_names(self, beta: str) -> None:
        guide = lookup(beta)
        assert guide is not None
        assert guide.type in {beta, BETA_TO_GA[beta]}

    def test_lookup_of_an_unknown_type(self) -> None:
        assert lookup("response.nonsense") is None


class TestConcepts:
    def test_ids_are_unique(self) -> None:
        assert len(BY_ID) == len(CONCEPTS)

    @pytest.mark.parametrize("concept", sorted(BY_ID))
    def test_texts(self, concept: str) -> None:
        assert BY_ID[concept].keywords
        for lang in LANGUAGES:
            text = BY_ID[concept].text(lang)
            assert 3 <= sentence_count(text) <= MAX_SENTENCES
            assert not re.search(r"[*`#]|\n|  ", text)
        assert JAPANESE.search(BY_ID[concept].text("ja"))
        assert not JAPANESE.search(BY_ID[concept].text("en"))

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_counts_told_are_right(self, lang: Language) -> None:
        numbers = re.findall(r"\d+", BY_ID["events_list"].text(lang))
        assert numbers == [str(len(CLIENT)), str(len(SERVER))]


EVENT_QUESTIONS = (
    ("what is response.done?", "response.done"),
    ("What is `response.done`", "response.done"),
    ("response.createとは?", "response.create"),
    ("response.createとは？", "response.create"),
    ("response create", "response.create"),
    ("what is response create?", "response.create"),
    ("Response.Create", "response.create"),
    ("response.doneって何", "response.done"),
    ("item.added", "conversation.item.added"),
    ("what does item.added mean?", "conversation.item.added"),
    ("output_item.added", "response.output_item.added"),
    ("speech_startedはいつ届く?", "input_audio_buffer.speech_started"),
    ("what is conversation item create", "conversation.item.create"),
    ("response.audio.delta", "response.output_audio.delta"),
    ("rate_limits.updatedって何ですか", "rate_limits.updated"),
    ("what comes after response.create?", "response.create"),
    ("what is session.update?", "session.update"),
    ("response.creat", "response.create"),
    ("output_item", "response.output_item.added"),
)

CONCEPT_QUESTIONS = (
    ("why is nothing happening", "no_answer"),
    ("Why is nothing happening?", "no_answer"),
    ("no answer", "no_answer"),
    ("why doesn’t the model answer?", "no_answer"),
    ("I sent conversation.item.create and nothing happens", "no_answer"),
    ("なぜ返事が来ない", "no_answer"),
    ("なぜ返事が来ないの?", "no_answer"),
    ("何も起きません", "no_answer"),
    ("active response", "active_response"),
    ("already has an active response", "active_response"),
    ("アクティブなレスポンスとは?", "active_response"),
    ("function call", "function_call"),
    ("how does a function call work?", "function_call"),
    ("関数呼び出し", "function_call"),
    ("ツールの結果を送っても返事が来ない", "function_call"),
    ("cancel", "cancel"),
    ("how do I cancel a response?", "cancel"),
    ("返事を途中で止めるには?", "cancel"),
    ("VAD", "vad"),
    ("VADとは?", "vad"),
    ("server_vad と semantic_vad の違い", "vad"),
    ("difference between item.done and output_item.done", "done_events"),
    ("item.doneとoutput_item.doneの違いは?", "done_events"),
    ("difference between item.added and item.done", "added_done"),
    ("response.create vs response.created", "create_created"),
    ("which events exist", "events_list"),
    ("what events are there?", "events_list"),
    ("どんなイベントがありますか?", "events_list"),
    ("how do I start?", "start"),
    ("どうやって始めますか", "start"),
    ("delta", "delta"),
    ("deltaって何?", "delta"),
    ("usage", "usage"),
    ("how many tokens did that use?", "usage"),
    ("トークンの使用量はどこで見ますか", "usage"),
    ("rate limits", "rate_limits"),
    ("レート制限とは", "rate_limits"),
    ("truncate", "truncate"),
    ("what happens on an interruption?", "truncate"),
    ("話している途中で割り込んだらどうなる?", "truncate"),
    ("out-of-band", "out_of_band"),
    ("what is an out of band response?", "out_of_band"),
    ("beta vs GA", "beta_ga"),
    ("ベータとGAの違い", "beta_ga"),
    ("audio", "audio"),
    ("音声はどう送るの?", "audio"),
    ("what is an error event?", "errors"),
    ("why is response.done failed", "response_status"),
    ("what is the realtime api", "overview"),
    ("リアルタイムAPIとは", "overview"),
    ("call_idとは", "function_call"),
    ("イベントの順番を教えて", "turn_order"),
)

NOT_ABOUT_THE_API = (
    "",
    "   ",
    "?",
    "東京の天気は?",
    "hello",
    "こんにちは",
    "ありがとう",
    "how are you?",
    "are you there",
    "what time is it?",
    "1+1は?",
    "tell me a story",
    "tell me about history",
    "日本の歴史を教えて",
    "how was your session at the gym",
    "what was their response to the event",
    "the event was cancelled",
    "I cancelled my therapy session",
    "how do I cancel my gym membership?",
    "ホテルの予約をキャンセルしたい",
    "how do I start a business?",
    "彼女から返事が来ない",
    "おばあちゃんから返事がこない",
    "スマホが反応しない",
    "nothing happens in this movie",
    "what events are on today in Tokyo?",
    "コンサートのイベントの一覧",
    "order of events in world war 2",
    "how much does a ticket cost?",
    "電車の料金は?",
    "the session closed late",
    "I got my response done quickly",
    "I need your response. Create a poem",
    "I love audio books",
    "can you whisper?",
    "river deltas",
    "my two responses to the letter",
    "この動画の文字起こしをして",
    "ゲームのアイテムの使い方",
    "sip a coffee",
    "example.com",
)


class TestAnswer:
    @pytest.mark.parametrize(("question", "name"), EVENT_QUESTIONS)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_event_questions(self, question: str, name: str, lang: Language) -> None:
        said = answer(question, lang)
        assert said is not None
        assert name in said
        assert bool(JAPANESE.search(said)) == (lang == "ja")

    @pytest.mark.parametrize(("question", "concept"), CONCEPT_QUESTIONS)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_concept_questions(self, question: str, concept: str, lang: Language) -> None:
        assert answer(question, lang) == BY_ID[concept].text(lang)

    @pytest.mark.parametrize("question", NOT_ABOUT_THE_API)
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_small_talk_is_left_alone(self, question: str, lang: Language) -> None:
        assert answer(question, lang) is None

    @pytest.mark.parametrize("name", [*GUIDE, *BETA_TO_GA])
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_every_event_can_be_asked_for(self, name: str, lang: Language) -> None:
        said = answer(f"{name}とは?" if lang == "ja" else f"what is {name}?", lang)
        assert said is not None
        assert name in said
        assert 2 <= sentence_count(said) <= MAX_SENTENCES
        assert not re.search(r"[*`#]|\n|  ", said)

    @pytest.mark.parametrize("concept", sorted(BY_ID))
    def test_every_concept_answers_to_its_keywords(self, concept: str) -> None:
        texts = {answer(word.replace("*", ""), "en") for word in BY_ID[concept].keywords}
        assert BY_ID[concept].text("en") in texts

    @pytest.mark.parametrize("wrong", sorted(MISNOMERS))
    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_names_that_do_not_exist(self, wrong: str, lang: Language) -> None:
        said = answer(f"what is {wrong}?", lang)
        assert said == MISNOMERS[wrong][lang]
        assert 2 <= sentence_count(said) <= MAX_SENTENCES

    def test_an_old_name_is_told_with_the_new_one(self) -> None:
        said = answer("response.text.delta", "en")
        assert said is not None
        assert said.startswith("response.text.delta is the beta name")
        assert "response.output_text.delta" in said

    def test_two_events_are_set_side_by_side(self) -> None:
        said = answer("response.done vs response.output_text.done", "en")
        assert said is not None
        assert said.count("is a server event") == 2

    def test_when_questions_tell_the_trigger(self) -> None:
        for lang in LANGUAGES:
            said = answer("when does response.done come?", lang)
            assert said is not None
            assert GUIDE["response.done"].text(lang).trigger in said

    def test_a_whole_text_is_not_a_question(self) -> None:
        assert answer("what is response.done? " * 100, "en") is None


def test_the_guide_loads_nothing_heavy() -> None:
    code = (
        "import sys, realtime_inspector.guide\n"
        "print([m for m in ('textual', 'rich', 'websockets', 'openai', 'asyncio')"
        " if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
