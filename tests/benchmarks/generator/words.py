"""The words of generated conversations: mostly English, 15 % Chinese and Japanese."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import random

CJK_SHARE: Final = 0.15
_ENGLISH: Final = (
    "the a of to and in that is it you for on with we can order refund please number your today"
    " Thanks yes sure let me check I'll account tomorrow shipping delivery address weather London"
    " sunny rain returned item price about would like one moment, invoice question agent help."
    " window seat booking late, morning evening confirm cancelled again because train station"
)
_CJK: Final = (
    "東京 の 天気 は 晴れ です 注文 を 確認 します ありがとう ございます 返金 明日 配送 住所 "
    "你好 请问 今天 订单 退款 谢谢 我们 可以 号码 航班 时间 北京"
)
_NOISE_LETTERS: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
_LONGEST_DELTA: Final = 16


class Words:
    """Draws words as a speech model streams them: each with the space that goes before it."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        cjk = _CJK.split()
        english = [f" {word}" for word in _ENGLISH.split()]
        self._pool = english + cjk
        self._weights = [(1 - CJK_SHARE) / len(english)] * len(english)
        self._weights += [CJK_SHARE / len(cjk)] * len(cjk)
        self._noise = "".join(rng.choices(_NOISE_LETTERS, k=4096))

    def tokens(self, count: int) -> list[str]:
        """So many words; together they are a text."""
        return self._rng.choices(self._pool, self._weights, k=count)

    def text(self, count: int) -> str:
        """A text of so many words."""
        return "".join(self.tokens(count)).lstrip()

    def obfuscation(self, delta: str) -> str:
        """Padding as OpenAI adds to text deltas, so that their length does not tell the word."""
        start = int(self._rng.random() * (len(self._noise) - _LONGEST_DELTA))
        return self._noise[start : start + _LONGEST_DELTA - len(delta)]
