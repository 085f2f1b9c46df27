"""A text prepared for the recognisers: normalised once, its numerals found once."""

from functools import cached_property, lru_cache

from pipeline.normalise import normalise
from pipeline.recognise.numerals import Numeral, find_numerals


class Reading:
    """The normalised text, its numerals, and the way back to the printed characters."""

    def __init__(self, printed: str) -> None:
        self.printed = printed
        normalised = normalise(printed)
        self.text = normalised.text
        self._origin = normalised.origin

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
