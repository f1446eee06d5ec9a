from __future__ import annotations

import re
from typing import Final

from realtime_inspector.analysis.metrics.summary import LATENCIES, RATES
from realtime_inspector.guide.measures import MEASURES, measure_words

KANA: Final = re.compile(r"[\u3040-\u30ff]")


def test_every_figure_is_defined_in_both_languages() -> None:
    assert {one.id for one in MEASURES} == {*LATENCIES, *RATES}
    for one in MEASURES:
        title, meaning = measure_words(one.id, "ja")
        assert KANA.search(title + meaning)
        assert KANA.search(meaning)
        assert measure_words(one.id, "en") == (one.title, one.meaning)
