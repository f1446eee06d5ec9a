"""Tools: plain Python functions that the model may call."""

from __future__ import annotations

import asyncio
import contextlib
import importlib.util
import inspect
import json
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from realtime_inspector.core.errors import UsageError
from realtime_inspector.runtime.schema import description_of, parameters_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from types import ModuleType

TIME_LIMIT_S: Final = 30.0
"""How long a tool may run before the model is told that it did not finish."""


@dataclass(frozen=True, slots=True)
class Tool:
    """A function and what the model is told about it."""

    name: str
    description: str
    parameters: Mapping[str, Any]
    """JSON schema of the arguments, an object."""
    call: Callable[..., Any]

    def declaration(self) -> dict[str, Any]:
        """The entry for `session.tools`, in the flat shape (events.md §9)."""
        return {
            "type": "function",
            "name": self.name,
            "description": self.description,
            "parameters": dict(self.parameters),
        }


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What came of a call."""

    output: str
    """Goes to the model, also if the call failed."""
    error: str = ""
    """What went wrong, for the person; empty if nothing did."""
    ms: float = 0.0


def getCurrentWeather(location: str) -> dict[str, str]:  # noqa: N802 - its name on the wire
    """Get the current weather of a place (現在の天気を調べる).

    Args:
        location: The place, such as Paris or 東京.
    """
    if not location.strip():
        message = "location is empty"
        raise ValueError(message)
    if any(ord(char) > 0x2E80 for char in location):
        return {"message": f"{location}はとても良い天気です!"}
    return {"message": f"The weather in {location} is very nice!"}


def tool_of(function: Callable[..., Any]) -> Tool:
    """The tool that a function makes: schema from its signature, words from its docstring."""
    return Tool(
        name=function.__name__,
        description=description_of(function),
        parameters=parameters_of(function),
        call=function,
    )


BUILT_IN: Final = (tool_of(getCurrentWeather),)


def load_tools(path: Path) -> tuple[Tool, ...]:
    """The public functions that a Python file defines.

    Raises:
        UsageError: The file cannot be read or run, or defines none.
    """
    module = _load(path)
    functions = [
        value
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and value.__module__ == module.__name__
        and not name.startswith("_")
    ]
    if not functions:
        raise UsageError(f"{path} defines no public function to use as a tool.")
    return tuple(tool_of(function) for function in functions)


def _load(path: Path) -> ModuleType:
    name = f"realtime_inspector_tools_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None or not path.is_file():
        raise UsageError(f"{path} is not a Python file.", hint="Give --tools a file ending in .py.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # dataclasses and annotations look their module up there
    try:
        spec.loader.exec_module(module)
    except (Exception, SystemExit) as error:
        del sys.modules[name]
        line = _line_in(error, str(path))
        where = f"{path}, line {line}" if line else str(path)
        raise UsageError(f"{where}: {type(error).__name__}: {error}") from error
    return module


def _line_in(error: BaseException, path: str) -> int | None:
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


class Toolbox:
    """Runs tools by name, off the event loop and for a limited time."""

    def __init__(self, tools: Sequence[Tool], time_limit_s: float = TIME_LIMIT_S) -> None:
        self._tools = {tool.name: tool for tool in tools}
        self._time_limit_s = time_limit_s

    @property
    def tools(self) -> tuple[Tool, ...]:
        """All tools, in the order they were declared."""
        return tuple(self._tools.values())

    async def run(self, name: str, arguments: str) -> ToolResult:
        """Calls a tool with arguments as JSON text. Never raises for what the tool does."""
        loop = asyncio.get_running_loop()
        start = loop.time()
        output, error = await self._outcome(name, arguments)
        return ToolResult(output, error, (loop.time() - start) * 1000)

    async def _outcome(self, name: str, arguments: str) -> tuple[str, str]:
        tool = self._tools.get(name)
        if tool is None:
            known = ", ".join(self._tools) or "none"
            return _failure(f"There is no tool named {name!r}. Known tools: {known}.")
        try:
            values = json.loads(arguments or "{}")
        except (ValueError, RecursionError) as error:
            return _failure(f"The arguments of {name} are not JSON: {error}")
        if not isinstance(values, dict):
            return _failure(f"The arguments of {name} are not a JSON object.")
        try:
            inspect.signature(tool.call).bind(**values)
        except TypeError as error:
            return _failure(f"{name}: {error}.")
        try:
            async with asyncio.timeout(self._time_limit_s) as limit:
                return _as_output(await _in_thread(tool.call, values)), ""
        except Exception as error:  # noqa: BLE001 - the tool is the user's code
            if limit.expired():  # and not a time limit inside the tool
                return _failure(f"{name} did not finish within {self._time_limit_s:g} s.")
            return _failure(f"{name} failed: {type(error).__name__}: {error}")


def _failure(message: str) -> tuple[str, str]:
    return json.dumps({"error": message}, ensure_ascii=False), message


def _as_output(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


async def _in_thread(call: Callable[..., Any], values: Mapping[str, Any]) -> Any:
    """Runs a function in a daemon thread, so that one that hangs cannot keep us from quitting."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Any] = loop.create_future()

    def settle(value: Any, error: BaseException | None) -> None:
        if future.cancelled():
            return
        if error is None:
            future.set_result(value)
        else:
            future.set_exception(error)

    def work() -> None:
        value: Any = None
        problem: BaseException | None = None
        try:
            value = call(**values)
            if inspect.isawaitable(value):
                value = asyncio.run(_await(value))
        except BaseException as error:  # noqa: BLE001 - handed to the caller
            # A future refuses StopIteration; what is no Exception (SystemExit, CancelledError)
            # would end more than the tool.
            is_plain = isinstance(error, Exception) and not isinstance(error, StopIteration)
            problem = error if is_plain else RuntimeError(repr(error))
        with contextlib.suppress(RuntimeError):  # the loop may be gone by now
            loop.call_soon_threadsafe(settle, value, problem)

    threading.Thread(target=work, daemon=True, name="tool").start()
    return await future


async def _await(awaitable: Any) -> Any:
    return await awaitable
