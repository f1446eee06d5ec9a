"""The built-in brain: rules that choose functions, report results, explain and converse."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, Final

from realtime_inspector.guide.answers import answer
from realtime_inspector.simulator import chat
from realtime_inspector.simulator.language import Utterance, language_of
from realtime_inspector.simulator.plan import Call, Output, Prompt, Say
from realtime_inspector.simulator.tool_arguments import Filling, fill, fill_anyhow, kind_of
from realtime_inspector.simulator.tool_match import best_tool, properties_of
from realtime_inspector.simulator.tool_report import report

_LONGEST_READ: Final = 2_000
"""The rest of a longer text is not looked at: rules need no more, and stay fast."""
_EVENT_NAME: Final = re.compile(
    r"\b(?:response|session|conversation|(?:in|out)put_audio_buffer|rate_limits)\.[a-z_.]+"
)
_QUESTION_MARK: Final = "?"

Item = Mapping[str, Any]


class RuleBrain:
    """Answers without a model: the same prompt and random state give the same plan."""

    def __init__(self, *, comments: bool = True) -> None:
        """Choose the manner.

        Args:
            comments: Announce function calls in words first (lifecycles.md §5b).
        """
        self._comments = comments

    def plan(self, prompt: Prompt) -> list[Output]:
        """Call functions if they are asked for or demanded, else say something useful."""
        plan = self._whole_plan(prompt)
        if not prompt.calls_in_parallel:
            plan = _up_to_a_call(plan)
        if self._comments:
            return plan
        return [step for step in plan if not (isinstance(step, Say) and step.is_commentary)]

    def _whole_plan(self, prompt: Prompt) -> list[Output]:
        said = _last_said(prompt)
        demanded = _demanded(prompt, said)
        if demanded:
            return demanded
        return _after_calls(prompt, said) or _answer(prompt, said)


def _up_to_a_call(plan: list[Output]) -> list[Output]:
    """A plan without its second call and what follows it."""
    calls = [position for position, step in enumerate(plan) if isinstance(step, Call)]
    return plan if len(calls) < 2 else plan[: calls[1]]


def text_of(item: Item) -> str:
    """All text in a message, written or transcribed, as far as it is read.

    Full-width letters and signs become plain ones: one spelling is enough for the rules.
    """
    parts = item.get("content") or ()
    texts = (part.get("text") or part.get("transcript") or "" for part in parts)
    text = " ".join(text[:_LONGEST_READ] for text in texts if text)
    return unicodedata.normalize("NFKC", text)[:_LONGEST_READ]


def _user_texts(prompt: Prompt) -> list[str]:
    return [text_of(item) for item in prompt.items if item.get("role") == "user"]


def _last_said(prompt: Prompt) -> Utterance:
    texts = _user_texts(prompt)
    last = texts[-1] if texts else ""
    hints = [*reversed(texts), prompt.request_instructions or "", prompt.instructions]
    return Utterance(last, language_of(hints))


def _functions(prompt: Prompt) -> list[Item]:
    return [tool for tool in prompt.tools if tool.get("type") == "function"]


def _demanded(prompt: Prompt, said: Utterance) -> list[Output]:
    """The call that `tool_choice` demands: one function by name, or any (`required`)."""
    functions = _functions(prompt)
    choice = prompt.tool_choice
    if isinstance(choice, Mapping):
        functions = [tool for tool in functions if tool["name"] == choice.get("name")]
    elif choice != "required":
        return []
    if not functions:
        return []
    tool = best_tool(functions, said.text) or functions[0]
    calls = fill(tool, said).calls or [fill_anyhow(tool, said)]
    return [Call(str(tool["name"]), arguments) for arguments in calls]


def _after_calls(prompt: Prompt, said: Utterance) -> list[Output]:
    """What follows the last user message: results to report, or calls without a result."""
    tail = _since_last_message(prompt.items)
    outputs = {
        item.get("call_id", item["id"]): str(item["output"]) for item in tail if "output" in item
    }
    if not outputs:
        return _remind_of_results(prompt, said, tail)
    calls = {item["call_id"]: item for item in prompt.items if item["type"] == "function_call"}
    sentences = [
        report(calls.get(call_id), output, said.language) for call_id, output in outputs.items()
    ]
    return [Say(" ".join(sentences) if said.language == "en" else "".join(sentences))]


def _remind_of_results(prompt: Prompt, said: Utterance, tail: Sequence[Item]) -> list[Output]:
    open_calls = [item for item in tail if item["type"] == "function_call"]
    if not open_calls:
        return []
    fields = {"function": open_calls[-1]["name"], "call_id": open_calls[-1]["call_id"]}
    return [Say(chat.phrase(said.language, "unanswered_call", prompt.rng, **fields))]


def _since_last_message(items: Sequence[Item]) -> list[Item]:
    """The function items after the last message that has something in it."""
    tail: list[Item] = []
    for item in reversed(items):
        if item["type"] == "message" and item.get("role") != "assistant":
            break
        if item["type"] == "message" and not tail:
            return []
        tail.append(item)
    return [item for item in reversed(tail) if item["type"] != "message"]


def _answer(prompt: Prompt, said: Utterance) -> list[Output]:
    if prompt.request_instructions and (wanted := chat.echo_of(prompt.request_instructions)):
        return [Say(wanted)]
    if not said.text.strip():
        return [Say(_without_words(prompt, said.language))]
    if not _EVENT_NAME.search(said.text):
        found = _calls(prompt, said)
        if found:
            return found
    return [Say(_words(prompt, said))]


def _words(prompt: Prompt, said: Utterance) -> str:
    earlier = _user_texts(prompt)[:-1]
    rng = prompt.rng
    return (
        chat.pleasantry(said, rng)
        or chat.request(said, earlier, rng)
        or answer(said.text, said.language)
        or chat.needs_function(said, rng)
        or chat.fallback(said, rng)
    )


def _without_words(prompt: Prompt, language: str) -> str:
    has_audio = any(
        part.get("type") == "input_audio"
        for item in prompt.items[-1:]
        for part in item.get("content") or ()
    )
    if has_audio:
        return chat.phrase(language, "audio", prompt.rng)
    occasion = "nothing" if not prompt.items else "greeting"
    return chat.phrase(language, occasion, prompt.rng)


def _calls(prompt: Prompt, said: Utterance) -> list[Output]:
    """The calls that the words ask for, or a question for what is missing."""
    if prompt.tool_choice == "none":
        return []
    functions = _functions(prompt)
    tool = best_tool(functions, said.text)
    if tool is None:
        return _calls_after_question(prompt, said, functions)
    return _calls_or_question(prompt, said, tool, fill(tool, said))


def _calls_after_question(
    prompt: Prompt, said: Utterance, functions: Sequence[Item]
) -> list[Output]:
    """The call that we asked a question for, if this is the answer to it."""
    texts = _user_texts(prompt)
    if len(texts) < 2 or not _we_asked(prompt.items):
        return []
    tool = best_tool(functions, texts[-2])
    if tool is None or fill(tool, Utterance(texts[-2], said.language)).calls:
        return []
    filling = fill(tool, Utterance(said.text, said.language, is_answer=True))
    return _calls_or_question(prompt, said, tool, filling)


def _we_asked(items: Sequence[Item]) -> bool:
    ours = [item for item in items if item.get("role") == "assistant"]
    return bool(ours) and _QUESTION_MARK in text_of(ours[-1])


def _calls_or_question(
    prompt: Prompt, said: Utterance, tool: Item, filling: Filling
) -> list[Output]:
    name = str(tool["name"])
    if filling.calls:
        calls = [Call(name, arguments) for arguments in filling.calls]
        return [Say(_comment(name, said.language), is_commentary=True), *calls]
    parameter = filling.missing[0]
    is_place = kind_of(parameter, properties_of(tool).get(parameter)) == "place"
    occasion = "ask_place" if is_place else "ask_value"
    fields = {"function": name, "parameter": parameter}
    return [Say(chat.phrase(said.language, occasion, prompt.rng, **fields))]


def _comment(function: str, language: str) -> str:
    return f"{function} で確認しますね。" if language == "ja" else f"Let me check with {function}."
