from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import threading
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

from realtime_inspector.core.errors import UsageError
from realtime_inspector.runtime.tools import BUILT_IN, Toolbox, load_tools, tool_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def written(folder: Path, code: str, name: str = "tools.py") -> Path:
    path = folder / name
    path.write_text(dedent(code), encoding="utf-8")
    return path


def toolbox(*functions: Callable[..., Any], time_limit_s: float = 5) -> Toolbox:
    return Toolbox([tool_of(one) for one in functions], time_limit_s)


async def output_of(function: Callable[..., Any], arguments: str = "{}") -> Any:
    result = await toolbox(function).run(function.__name__, arguments)
    assert result.error == ""
    assert result.ms >= 0
    return json.loads(result.output)


# Running.


async def test_the_built_in_tool_answers_in_the_language_of_the_place() -> None:
    box = Toolbox(BUILT_IN)
    result = await box.run("getCurrentWeather", '{"location": "東京"}')
    assert json.loads(result.output) == {"message": "東京はとても良い天気です!"}
    result = await box.run("getCurrentWeather", '{"location": "Paris"}')
    assert json.loads(result.output) == {"message": "The weather in Paris is very nice!"}
    result = await box.run("getCurrentWeather", '{"location": " "}')
    assert result.error == "getCurrentWeather failed: ValueError: location is empty"


async def test_text_is_sent_as_it_is_and_values_as_json() -> None:
    def text() -> str:
        return "晴れ"

    def values() -> dict[str, Any]:
        return {"degrees": 21, "path": sys.flags}

    assert (await toolbox(text).run("text", "")).output == "晴れ"
    assert (await output_of(values))["degrees"] == 21


async def test_an_async_tool_is_awaited() -> None:
    async def slow(n: int) -> int:
        await asyncio.sleep(0)
        return n + 1

    assert await output_of(slow, '{"n": 1}') == 2


async def test_tools_run_beside_each_other_and_off_the_loop() -> None:
    barrier = threading.Barrier(2, timeout=5)

    def meet() -> str:
        barrier.wait()
        return threading.current_thread().name

    box = toolbox(meet)
    one, other = await asyncio.gather(box.run("meet", "{}"), box.run("meet", "{}"))
    assert (one.output, other.output) == ("tool", "tool")


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ("{", "The arguments of add are not JSON"),
        ("[" * 100_000, "The arguments of add are not JSON"),
        ("[1]", "The arguments of add are not a JSON object."),
        ("null", "The arguments of add are not a JSON object."),
        ("{}", "add: missing a required argument: 'a'."),
        ('{"a": 1, "c": 2}', "add: got an unexpected keyword argument 'c'."),
        ('{"a": "x"}', "add failed: TypeError"),
    ],
)
async def test_what_goes_wrong_is_told_to_the_model_and_to_the_person(
    arguments: str, problem: str
) -> None:
    def add(a: int, b: int = 1) -> int:
        return a + b

    result = await toolbox(add).run("add", arguments)
    assert result.error.startswith(problem)
    assert json.loads(result.output) == {"error": result.error}


async def test_an_unknown_tool_names_the_known_ones() -> None:
    result = await Toolbox(BUILT_IN).run("nothing", "{}")
    assert result.error == "There is no tool named 'nothing'. Known tools: getCurrentWeather."


@pytest.mark.parametrize(
    "problem",
    [
        SystemExit(3),
        KeyboardInterrupt(),
        asyncio.CancelledError(),
        StopIteration(),
        RecursionError("deep"),
        TimeoutError("the weather service was slow"),
    ],
)
async def test_whatever_a_tool_raises_is_only_a_failed_call(problem: BaseException) -> None:
    def bad() -> None:
        raise problem

    result = await toolbox(bad).run("bad", "{}")
    assert type(problem).__name__ in result.error
    assert "did not finish" not in result.error


async def test_a_result_that_is_no_json_is_a_failed_call() -> None:
    def circular() -> list[Any]:
        value: list[Any] = []
        value.append(value)
        return value

    assert "Circular" in (await toolbox(circular).run("circular", "{}")).error


async def test_a_tool_has_limited_time() -> None:
    released = threading.Event()

    def hang() -> None:
        released.wait(30)

    result = await toolbox(hang, time_limit_s=0.05).run("hang", "{}")
    released.set()
    assert result.error == "hang did not finish within 0.05 s."


def test_a_tool_that_hangs_does_not_keep_the_process_alive() -> None:
    code = """
        import asyncio, time
        from realtime_inspector.runtime.tools import Toolbox, tool_of

        def hang():
            time.sleep(600)

        async def main():
            result = await Toolbox([tool_of(hang)], time_limit_s=0.05).run("hang", "{}")
            print(result.error)

        asyncio.run(main())
    """
    done = subprocess.run(
        [sys.executable, "-c", dedent(code)], capture_output=True, text=True, timeout=30
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "hang did not finish within 0.05 s.\n"


async def test_a_tool_that_outlives_the_loop_is_quiet() -> None:
    released, ended = threading.Event(), threading.Event()

    def late() -> None:
        released.wait(30)
        ended.set()

    def session() -> None:
        asyncio.run(toolbox(late, time_limit_s=0.01).run("late", "{}"))

    await asyncio.to_thread(session)
    released.set()
    assert await asyncio.to_thread(ended.wait, 5)


# Loading.


def test_the_public_functions_of_a_file_are_tools(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '''
        from json import dumps
        from dataclasses import dataclass

        LIMIT = 3

        @dataclass
        class Place:
            name: str

        def weather(city: str, days: int = 1) -> str:
            """Look up the weather.

            Args:
                city: Its name.
            """
            return dumps(city)

        async def later() -> str:
            return "x"

        def _helper() -> None: ...
        ''',
    )
    weather, later = load_tools(path)
    assert weather.declaration() == {
        "type": "function",
        "name": "weather",
        "description": "Look up the weather.",
        "parameters": {
            "type": "object",
            "properties": {
                "city": {"type": "string", "description": "Its name."},
                "days": {"type": "integer"},
            },
            "required": ["city"],
        },
    }
    assert later.name == "later"


def test_a_tool_of_the_file_replaces_the_built_in_one_of_its_name(tmp_path: Path) -> None:
    path = written(tmp_path, "def getCurrentWeather(location: str) -> str: return 'mine'")
    box = Toolbox((*BUILT_IN, *load_tools(path)))
    assert [one.call(location="x") for one in box.tools] == ["mine"]


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("", "defines no public function"),
        ("import json\nprint = json.dumps", "defines no public function"),
        ("x = 1\ny = 1 / 0", "line 2: ZeroDivisionError"),
        ("import sys\nsys.exit(3)", "line 2: SystemExit: 3"),
        ("def f(:", "SyntaxError"),
        ("import no_such_module_at_all", "line 1: ModuleNotFoundError"),
    ],
)
def test_a_file_that_gives_no_tools_says_why(tmp_path: Path, code: str, problem: str) -> None:
    path = written(tmp_path, code)
    with pytest.raises(UsageError, match=problem) as caught:
        load_tools(path)
    assert str(path) in caught.value.message


def test_a_broken_file_leaves_no_module_behind(tmp_path: Path) -> None:
    path = written(tmp_path, "1 / 0", "broken.py")
    with pytest.raises(UsageError):
        load_tools(path)
    assert not [name for name in sys.modules if name.startswith("realtime_inspector_tools_broken")]


@pytest.mark.parametrize("name", ["missing.py", "tools.txt", "."])
def test_what_is_no_python_file_is_refused(tmp_path: Path, name: str) -> None:
    if name == "tools.txt":
        written(tmp_path, "def f(): ...", name)
    with pytest.raises(UsageError, match="is not a Python file"):
        load_tools(tmp_path / name)
