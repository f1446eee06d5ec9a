"""Findings come to the store: from captures read in the background, as they grow, and live."""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, ClassVar, Final

import pytest
from tests.support.logs import LIMIT_S
from tests.support.script import Script, beginning

from realtime_inspector.analysis.lint import linter
from realtime_inspector.analysis.lint.linter import lint
from realtime_inspector.analysis.lint.rule import EVERYTHING, Rule
from realtime_inspector.core.codec import CaptureHeader, encode_header, encode_record
from realtime_inspector.core.finding import Severity
from realtime_inspector.runtime.diagnosing import Diagnosis
from realtime_inspector.runtime.loading import CaptureLoader
from realtime_inspector.store.store import Store

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from pathlib import Path

    from realtime_inspector.analysis.lint.rule import Sight
    from realtime_inspector.core.finding import Finding
    from realtime_inspector.core.record import Record

ACTIVE: Final = "conversation_already_has_active_response"
HEADER: Final = encode_header(CaptureHeader(app="x", provider="openai"))


def collision(turns: int = 1) -> Script:
    """A session in which some responses are asked for too early."""
    script = beginning()
    for turn in range(turns):
        script.user("Hello", f"item_{turn}").begins(f"resp_{turn}")
        script.sent("response.create").error(ACTIVE)
        script.message(item_id=f"answer_{turn}", response_id=f"resp_{turn}").done(f"resp_{turn}")
    return script


def lines(records: list[Record]) -> bytes:
    return b"".join(map(encode_record, records))


def written(path: Path, records: list[Record]) -> Path:
    path.write_bytes(HEADER + lines(records))
    return path


async def until(condition: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + LIMIT_S
    while not condition():
        assert time.monotonic() < end, f"never came: {what}"
        await asyncio.sleep(0.002)


@asynccontextmanager
async def running(loader: CaptureLoader) -> AsyncIterator[Store]:
    async with asyncio.TaskGroup() as tasks:
        task = tasks.create_task(loader.run())
        yield loader.store
        task.cancel()


def looked_at(store: Store) -> Callable[[], bool]:
    return lambda: store.findings.looked == len(store)


def told(findings: list[Finding]) -> set[tuple[str, tuple[int, ...]]]:
    return {(finding.rule, finding.seqs) for finding in findings}


async def test_a_capture_has_the_findings_of_the_linter(tmp_path: Path) -> None:
    records = collision(3).close().records
    loader = CaptureLoader(written(tmp_path / "c.jsonl", records))
    async with running(loader) as store:
        await until(looked_at(store), "all of it")
        expected = list(lint(records, provider="openai"))
        assert told(store.findings.kept) == told(expected)
        assert store.findings.counts["RT003"] == 3
        assert not store.findings.faults


async def test_a_capture_that_grows_is_looked_at_as_it_grows(tmp_path: Path) -> None:
    records = collision(2).records
    half = len(records) // 2
    path = written(tmp_path / "c.jsonl", records[:half])
    async with running(CaptureLoader(path, is_growing=True)) as store:
        await until(looked_at(store), "the first half")
        before = store.findings.counts["RT003"]
        with path.open("ab") as file:
            file.write(lines(records[half:]))
        await until(lambda: store.findings.looked == len(records), "the rest")
        assert (before, store.findings.counts["RT003"]) == (1, 2)


class Silence(Rule):
    """Finds that nothing came for a tenth of a second."""

    id: ClassVar = "RT999"
    name: ClassVar = "silence"
    severity: ClassVar = Severity.WARN
    types: ClassVar = (EVERYTHING,)

    def feed(self, now: Sight) -> Iterator[Finding]:
        self.unless(now, 100, lambda: self.found(now.seq))
        return iter(())


class Fault(Silence):
    """Falls over its second record."""

    def feed(self, now: Sight) -> Iterator[Finding]:
        if now.seq == 2:
            raise ZeroDivisionError("two")
        yield self.found(now.seq)


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> Callable[[type[Rule]], None]:
    """Has one rule asked and no other."""
    return lambda rule: monkeypatch.setattr(linter, "RULES", (rule,))


async def test_quiet_is_found_where_others_write(
    tmp_path: Path, only: Callable[[type[Rule]], None]
) -> None:
    only(Silence)
    records = beginning().records
    path = written(tmp_path / "c.jsonl", records[:1])
    async with running(CaptureLoader(path, is_growing=True)) as store:
        await until(looked_at(store), "the first record")
        with path.open("ab") as file:
            file.write(lines(records[1:]))
        await until(lambda: store.findings.of(len(records)) != (), "that nothing comes")


async def test_a_whole_capture_is_not_taken_for_a_quiet_one(
    tmp_path: Path, only: Callable[[type[Rule]], None]
) -> None:
    only(Silence)
    store = Store()
    for record in beginning().records:
        store.append(record)
    diagnosis = Diagnosis(store, lambda: "")
    diagnosis.look(100)
    diagnosis.look(100)
    assert diagnosis.is_done
    diagnosis.wait()
    assert not diagnosis._has_grown
    assert not len(store.findings)
    diagnosis.advance(2**62)
    assert len(store.findings) == len(store)


def test_a_fault_in_a_rule_is_counted_and_ends_nothing(
    only: Callable[[type[Rule]], None],
) -> None:
    only(Fault)
    store = Store()
    diagnosis = Diagnosis(store, lambda: "")
    for record in collision().records:
        store.append(record)
    diagnosis.look(len(store))
    assert store.findings.faults == 1
    assert store.findings.counts["RT999"] == len(store) - 1
    assert diagnosis.is_done
