"""What the filter line offers at each kind of place."""

from __future__ import annotations

import pytest

from realtime_inspector.core.filter_completion import Completion, complete, is_unfinished
from realtime_inspector.core.filter_tokens import tokens
from realtime_inspector.core.filter_vocabulary import MOST_NODES, CaptureVocabulary, paths_of
from realtime_inspector.guide.interface import words

TYPES = {
    "response.output_text.delta": 90,
    "response.done": 3,
    "response.created": 3,
    "session.created": 1,
}
EVENT = {
    "type": "response.done",
    "response": {
        "id": "resp_1",
        "status": "completed",
        "output": [{"id": "item_1", "role": "assistant"}],
        "usage": {"total_tokens": 110, "a b": 1},
    },
}
IDS = {"resp": ["resp_2", "resp_1"], "item": ["item_1"], "call": [], "id": ["event_9", "resp_2"]}
SAVED = {"slow": "gap>500ms | err", "inbound": "dir:in err"}
VOCABULARY = CaptureVocabulary(
    types=lambda: TYPES,
    ids=lambda kind, prefix, limit: [i for i in IDS[kind] if i.startswith(prefix)][:limit],
    findings=lambda: {"RT003": 2},
    sample=lambda: [EVENT],
    saved=lambda: SAVED,
)


def at(text: str) -> Completion:
    """Completes where `^` stands in a text, else at its end."""
    cursor = text.find("^")
    return complete(text.replace("^", ""), cursor if cursor >= 0 else len(text), VOCABULARY)


def offered(text: str) -> list[str]:
    return [one.text for one in at(text).candidates]


def counts(text: str) -> dict[str, int | None]:
    return {one.text: one.count for one in at(text).candidates}


def taken(text: str, which: int = 0) -> str:
    """The text with a candidate taken, and the cursor as `^`."""
    found = at(text)
    new, cursor = found.apply(text.replace("^", ""), found.candidates[which])
    return f"{new[:cursor]}^{new[cursor:]}"


def test_at_the_start_of_a_term_there_are_keys_and_saved_filters() -> None:
    keys = "type: dir: family: err resp: item: call: id: . gap> time> size> n: conn: finding: "
    keys += "marked /"
    assert offered("")[:-2] == keys.split()
    assert [one.shown for one in at("").candidates][-2:] == ["@slow", "@inbound"]
    assert offered("err ") == [*keys.split(), "(gap>500ms | err)", SAVED["inbound"]]


@pytest.mark.parametrize("before", ["(", "!", "-", "not ", "err | ", "err or (", "a and -"])
def test_a_term_begins_behind_every_sign_that_wants_one(before: str) -> None:
    assert offered(before)[0] == "type:"
    assert offered(f"{before}ma") == ["marked"]
    assert taken(f"{before}fam") == f"{before}family:^"


def test_what_begins_so_comes_before_what_holds_it() -> None:
    beginning = ["item:", "id:", SAVED["inbound"]]
    assert offered("i") == [*beginning, "dir:", "family:", "time>", "size>", "finding:"]
    assert offered("E")[:3] == ["err", "type:", "resp:"]


def test_types_come_with_counts_globs_and_those_that_could_occur() -> None:
    assert list(counts("type:").items())[:4] == [
        ("response.*", 96),
        ("response.output_text.delta", 90),
        ("response.created", 3),
        ("response.done", 3),
    ]
    assert counts("type:")["*.created"] == 4
    unseen = at("type:response.can").candidates
    assert [(one.text, one.count, one.note) for one in unseen] == [
        ("response.cancel", None, "not in this capture")
    ]
    assert offered("type:response.")[0] == "response.*"
    assert offered("type:text.d")[0] == "response.output_text.delta"


def test_a_word_finds_the_types_that_hold_it() -> None:
    assert offered("done") == ["type:response.done"]
    assert offered("d") == ["dir:", "id:", "finding:", "marked", SAVED["inbound"]]


def test_what_is_there_already_is_not_offered() -> None:
    assert offered("err") == []
    assert "response.done" not in offered("type:response.done")


def test_directions_families_findings_and_ids() -> None:
    assert offered("dir:") == ["out", "in", "unknown"]
    assert counts("family:")["response"] == 96
    assert counts("finding:") == {"RT003": 2}
    assert offered("resp:") == ["resp_2", "resp_1"]
    assert offered("!resp:resp_1^") == []
    assert offered("id:ev") == ["event_9"]
    assert offered("call:") == []
    assert offered("dir>") == []


def test_measures_have_examples_that_fit_the_operator() -> None:
    assert offered("gap>")[0] == "500ms"
    assert offered("n:") == ["1..100", "100", "1000"]
    assert offered("n>") == ["100", "1000"]


def test_connections_are_offered_with_their_counts() -> None:
    vocabulary = CaptureVocabulary(connections=lambda: {1: 50, 2: 7})
    found = complete("conn:", 5, vocabulary)
    assert [(one.text, one.count, one.is_whole) for one in found.candidates] == [
        ("1", 50, True),
        ("2", 7, True),
    ]
    assert [one.text for one in complete("conn>2", 6, vocabulary).candidates] == []


def test_paths_go_step_by_step_with_examples() -> None:
    assert offered(".") == [".type", ".response"]
    steps = {one.text: one.example for one in at(".response.").candidates}
    assert steps == {
        ".response.id": "resp_1",
        ".response.status": "completed",
        ".response.output": "",
        ".response.usage": "",
    }
    assert offered(".response.output") == [".response.output[0]"]
    assert offered(".response.output[0]") == []
    assert offered(".response.output[0].") == [".response.output[0].id", ".response.output[0].role"]
    assert offered(".response.usage.a") == ['.response.usage."a b"', ".response.usage.total_tokens"]
    assert offered('.response.usage."a') == [
        '.response.usage."a b"',
        ".response.usage.total_tokens",
    ]


def test_a_key_is_found_deep_down() -> None:
    assert offered(".tok") == [".response.usage.total_tokens"]
    assert offered(".response.ro") == [".response.output[0].role"]


def test_behind_a_whole_path_come_its_parts_or_an_operator() -> None:
    assert offered(".response.usage")[0] == ".response.usage.total_tokens"
    status = ".response.status"
    assert offered(status) == [f"{status}=", f"{status}:", f"{status}!="]
    tokens_ = ".response.usage.total_tokens"
    assert f"{tokens_}>" in offered(tokens_)


def test_values_at_a_path() -> None:
    assert counts(".response.status=") == {"completed": 1}
    assert offered("err .response.status!=com") == ["completed"]
    assert offered(".response.status>") == []
    assert offered(".response.usage.total_tokens>") == ["110"]


def test_taking_replaces_the_piece_and_leaves_the_rest() -> None:
    assert taken("ty^") == "type:^"
    assert taken("ma^ | x") == "marked^ | x"
    assert taken("(ma^)") == "(marked^)"
    assert taken("marke^") == "marked ^"
    assert taken("type:response.d^elta err", 0) == "type:response.done^ err"
    assert taken("d^:in") == "dir:^in"
    assert taken(".res^.status=x") == ".response^.status=x"
    assert taken('resp:"resp_^9" x') == "resp:resp_2^ x"


def test_quotes_are_written_where_they_are_needed() -> None:
    names = CaptureVocabulary(types=lambda: {"odd name": 1, 'q"': 2, "plain": 3})
    found = complete('type:"odd', 9, names)
    assert [one.text for one in found.candidates] == ['"odd name"']
    assert found.apply('type:"odd', found.candidates[0]) == ('type:"odd name" ', 16)


def test_a_misspelt_key_is_put_right_with_its_value() -> None:
    assert taken("err typ:response.done") == "err type:response.done^"
    assert taken("famly:") == "family:^"
    assert offered("zzzz:") == []


def test_saved_filters_keep_their_meaning_among_other_terms() -> None:
    assert taken("@sl") == "gap>500ms | err ^"
    assert taken("marked @sl") == "marked (gap>500ms | err) ^"
    assert taken("marked @in") == "marked dir:in err ^"
    assert taken("!@in") == "!(dir:in err) ^"
    broken = CaptureVocabulary(saved=lambda: {"bad": "(", "empty": " ", "bell": "\a"})
    assert complete("@", 1, broken).candidates == ()


@pytest.mark.parametrize("text", ['"some te', "/some te", '"ty^pe"', "/ty^pe/", '"a" "ty'])
def test_free_text_is_not_completed(text: str) -> None:
    assert offered(text) == []


def test_what_a_line_cannot_hold_is_not_offered() -> None:
    hostile = CaptureVocabulary(
        types=lambda: {"a\nb": 1, "\x1b[31m": 1, "\ud800": 1, "": 1},
        sample=lambda: [{"k": "a\nb", "k\n": 1}],
    )
    assert all(one.text.isprintable() for one in complete("type:", 5, hostile).candidates)
    assert complete(".k=", 3, hostile).candidates == ()
    assert [one.text for one in complete(".", 1, hostile).candidates] == [".k"]


def test_the_number_of_candidates_is_bounded() -> None:
    many = CaptureVocabulary(types=lambda: {f"t{number}": 1 for number in range(1000)})
    assert len(complete("type:", 5, many, limit=20).candidates) == 20


def test_a_sample_of_any_size_is_read_only_so_far() -> None:
    read: list[int] = []

    def sample() -> list[dict[str, int]]:
        read.append(1)
        return [{f"k{event}_{key}": key for key in range(100)} for event in range(500)]

    vocabulary = CaptureVocabulary(sample=sample)
    assert len(vocabulary.paths((), 10**6)) == MOST_NODES
    assert vocabulary.values(("k0_5",), 5) == {"5": 1}
    assert read == [1]


def test_paths_are_given_level_by_level() -> None:
    event = {"a": {"b": {"c": 1}}, "d": [{"e": None}, 2]}
    assert [path for path, _ in paths_of(event)] == [
        ("a",), ("d",), ("a", "b"), ("d", 0), ("d", 1), ("a", "b", "c"), ("d", 0, "e"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["type:", "(err", "(err | (", '"tok', "/tok", "err !", ".a=", ".a.", "err |", 'type:"a', "n:"],
)
def test_a_filter_that_only_needs_typing_on_is_unfinished(text: str) -> None:
    assert is_unfinished(text)


@pytest.mark.parametrize("text", ["typ:x err", "err)", "gap>x", "dir:sideways err", "a = b"])
def test_a_mistake_is_not_unfinished(text: str) -> None:
    assert not is_unfinished(text)


def test_pieces_are_those_of_the_parser() -> None:
    text = 'type:"a b" !(.x[0].y>=5 or /a b\\/c/) -err | it\'s "q'
    assert [(piece.kind.value, text[piece.start : piece.end]) for piece in tokens(text)] == [
        ("key", "type"),
        ("operator", ":"),
        ("string", '"a b"'),
        ("not", "!"),
        ("parenthesis", "("),
        ("path", ".x[0].y"),
        ("operator", ">="),
        ("value", "5"),
        ("join", "or"),
        ("regex", "/a b\\/c/"),
        ("parenthesis", ")"),
        ("not", "-"),
        ("flag", "err"),
        ("join", "|"),
        ("word", "it's"),
        ("string", '"q'),
    ]


@pytest.mark.parametrize(
    "text", ["", "dir:", "gap>", "time>", "size>", "n:", "conn:", "type:", "typ:x"]
)
def test_every_note_has_japanese(text: str) -> None:
    notes = {one.note for one in at(text).candidates if one.note}
    notes |= {one.note for one in at(".response.usage.total_tokens").candidates}
    assert all(words(note, "ja") != note for note in notes)
