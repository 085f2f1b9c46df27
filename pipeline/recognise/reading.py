"""A text prepared for the recognisers: normalised once, its numerals found once."""

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache

from pipeline.normalise import normalise
from pipeline.recognise.numerals import Numeral, find_numerals, in_new_kanji

# Justified print sets every character of a line apart: 国 営 ほ 場 整 備 事 業. Only runs with
# kana are closed up, since single figures in a row may be cells.
_SET_APART = re.compile(r"(?<!\S)\S(?:\ \S(?!\S)){7,}+")
_KANA = re.compile(r"[ぁ-ヺ]")
_ENOUGH_KANA = 3


class Reading:
    """The normalised text, its numerals, and the way back to the printed characters."""

    def __init__(self, printed: str) -> None:
        self.printed = printed
        normalised = normalise(printed)
        self.text, self._origin = _closed_up(in_new_kanji(normalised.text), normalised.origin)

    @cached_property
    def numerals(self) -> list[Numeral]:
        """All numerals, from left to right."""
        return find_numerals(self.text)

    def span(self, start: int, end: int) -> tuple[int, int, str]:
        """Start, end and print of `text[start:end]` in the printed text."""
        start, end = self._origin[start], self._origin[end - 1] + 1
        return start, end, self.printed[start:end]


@lru_cache(maxsize=4)
def read(printed: str) -> Reading:
    """The reading of a text; asking about the same text again costs nothing."""
    return Reading(printed)


def _closed_up(text: str, origin: Sequence[int]) -> tuple[str, Sequence[int]]:
    """Takes the spaces out of runs whose characters are set apart."""
    gone = {
        place
        for run in _SET_APART.finditer(text)
        if len(_KANA.findall(run.group())) >= _ENOUGH_KANA
        for place in range(run.start() + 1, run.end(), 2)
    }
    if not gone:
        return text, origin
    kept = [place for place in range(len(text)) if place not in gone]
    return "".join(text[place] for place in kept), [origin[place] for place in kept]
