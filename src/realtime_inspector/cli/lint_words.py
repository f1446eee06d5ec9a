"""What `lint` says beside the words of its rules, in English and Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from realtime_inspector.analysis.lint import Severity

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping

    from realtime_inspector.guide.model import Language

LINT_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "en": {
        "fix": "Fix",
        "why": "Why",
        "evidence": "Known from",
        "more": "… and {count:,} more of {rule}; --format json has up to 1,000 of a rule",
        "counted": "… and {count:,} more of {rule}, which are only counted",
        "clean": "No findings in {records:,} records (rules asked: {rules}).",
        "found": "{listed} in {records:,} records (rules asked: {rules}).",
        "total": "{captures} captures: {listed}.",
        "none": "no findings",
        "explain": "realtime-inspector lint --explain {rule} says why.",
        "heuristic": "May be wrong: it is asked only if it is named (--select {rule}), or with "
        "--all-rules.",
        "openai": "Holds for OpenAI and Azure; other servers are not judged by it.",
        "any": "Holds for every server that speaks the protocol.",
        "list": "? may be wrong: asked only if named, or with --all-rules.   "
        "* holds for OpenAI and Azure only.",
        "page": "realtime-inspector lint --explain RULE explains one of them.",
    },
    "ja": {
        "fix": "対処",
        "why": "理由",
        "evidence": "根拠",
        "more": "… {rule} はほかに {count:,} 件あります(--format json ではルールごとに 1,000 件まで"
        "出力します)",
        "counted": "… {rule} はほかに {count:,} 件あります(件数のみ)",
        "clean": "検出事項はありません(レコード {records:,} 件、ルール {rules} 個)。",
        "found": "{listed}(レコード {records:,} 件、ルール {rules} 個)。",
        "total": "キャプチャ {captures} 個の合計: {listed}。",
        "none": "検出なし",
        "explain": "理由は realtime-inspector lint --explain {rule} で表示できます。",
        "heuristic": "誤検出の可能性があるため、--select {rule} で指定するか --all-rules を"
        "付けたときだけ確認します。",
        "openai": "OpenAI と Azure だけに当てはまり、ほかのサーバーには適用しません。",
        "any": "このプロトコルに対応したすべてのサーバーに当てはまります。",
        "list": "? は誤検出の可能性があり、名前で指定するか --all-rules を付けたときだけ"
        "確認します。   * は OpenAI と Azure だけに当てはまります。",
        "page": "realtime-inspector lint --explain ルール で各ルールの説明を表示します。",
    },
}
_NOUNS: Final = {
    Severity.ERROR: ("error", "errors", "エラー"),
    Severity.WARN: ("warning", "warnings", "警告"),
    Severity.INFO: ("hint", "hints", "ヒント"),
}


def counts_words(counts: Counter[Severity], lang: Language) -> str:
    """How many findings of each severity, such as `1 error, 2 warnings`."""
    listed = [(_NOUNS[one], counts[one]) for one in Severity if counts[one]]
    if not listed:
        return LINT_WORDS[lang]["none"]
    if lang == "ja":
        return "、".join(f"{japanese} {count:,} 件" for (_, _, japanese), count in listed)
    return ", ".join(f"{count:,} {one if count == 1 else many}" for (one, many, _), count in listed)
