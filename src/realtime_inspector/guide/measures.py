"""What each figure means: its name and its definition, in both languages.

`core.response_times` and `analysis.metrics` work them out; what is said here is what they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from realtime_inspector.guide.model import Language


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure."""

    id: str
    """As in `stats --json`."""
    title: str
    title_ja: str
    meaning: str
    """Begins small: it stands behind the title."""
    meaning_ja: str

    def words(self, lang: Language) -> tuple[str, str]:
        """Title and definition."""
        return (self.title_ja, self.meaning_ja) if lang == "ja" else (self.title, self.meaning)


MEASURES: Final[tuple[Measure, ...]] = (
    Measure(
        "queue",
        "queue",
        "受け付けまで",
        "from response.create to response.created",
        "response.create を送ってから response.created が届くまで",
    ),
    Measure(
        "first_token",
        "first token",
        "最初のトークン",
        "from response.create (else response.created) to the first delta of any kind",
        "response.create(なければ response.created)から、種類を問わず最初の delta まで",
    ),
    Measure(
        "first_audio",
        "first audio",
        "最初の音声",
        "from response.create (else response.created) to the first audio delta",
        "response.create(なければ response.created)から最初の音声 delta まで",
    ),
    Measure(
        "speech_to_reply",
        "speech to reply",
        "発話から返答",
        "from speech_stopped (else the commit) to the first audio, else the first delta; the "
        "silence that the server waits for before speech_stopped is not in it",
        "speech_stopped(なければ commit)から最初の音声まで。音声がなければ最初の delta まで。"
        "サーバーが speech_stopped を出す前に待つ無音の時間は含みません",
    ),
    Measure(
        "turn",
        "turn",
        "ターン",
        "from the end of what the user said or wrote to the first audio, else the first text, of "
        "any response to it, tools included",
        "ユーザーの入力が終わってから、それに対するいずれかのレスポンスの最初の音声まで。"
        "音声がなければ最初のテキストまで。ツールを待つ時間も含みます",
    ),
    Measure(
        "duration",
        "duration",
        "所要時間",
        "from response.create (else response.created) to response.done",
        "response.create(なければ response.created)から response.done まで",
    ),
    Measure(
        "tool",
        "tool",
        "ツール",
        "from the complete arguments of a call to the result that the client sends; of an MCP "
        "call, from its start to its end",
        "呼び出しの引数がそろってから、クライアントが結果を送るまで。"
        "MCP の呼び出しでは開始から終了まで",
    ),
    Measure(
        "tokens_per_s",
        "tokens/s",
        "トークン/秒",
        "output tokens for each second between the first delta and the last one",
        "最初の delta から最後の delta までの、1 秒あたりの出力トークン数",
    ),
    Measure(
        "audio_per_s",
        "audio s/s",
        "音声 秒/秒",
        "seconds of audio for each such second; below 1 the listener has to wait",
        "同じ区間で 1 秒あたりに届いた音声の秒数。1 を下回ると再生が途切れます",
    ),
)
"""All of them, in the order in which they are shown."""

_BY_ID: Final = {one.id: one for one in MEASURES}


def measure_words(measure_id: str, lang: Language) -> tuple[str, str]:
    """Title and definition of a figure.

    Raises:
        KeyError: There is no such figure.
    """
    return _BY_ID[measure_id].words(lang)
