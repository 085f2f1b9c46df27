"""Legends of a list: what a sign before a name says, as in ★新規 ☆拡充 △継続."""

import re
from collections.abc import Sequence

from models import Mark
from models.page import PageLayout, lines_of
from pipeline.recognise.marks import MARKS

_WORDS = "|".join(sorted((word for word in MARKS if len(word) > 1), key=len, reverse=True))
_ENTRY = re.compile(
    rf"(?P<sign>[^\w\s()（）、。,.:：;「」『』【】\[\]])\s?[:：=＝は…]{{0,2}}\s?(?P<word>{_WORDS})"
)
_NAMED = re.compile(r"凡例|[印は]|[:：=＝]")
_LONGEST = 80


def legend_of(layouts: Sequence[PageLayout]) -> dict[str, Mark]:
    """The mark of each sign that a line of a document explains.

    A line explains signs where it holds two of them with their words, or one that it calls a sign.
    """
    found: dict[str, Mark] = {}
    for layout in layouts:
        for block in layout.blocks:
            for line in lines_of(block):
                if len(line.text) > _LONGEST:
                    continue
                entries = list(_ENTRY.finditer(line.text))
                if len({entry["word"] for entry in entries}) > 1 or (
                    entries and _NAMED.search(entries[0][0])
                ):
                    for entry in entries:
                        found.setdefault(entry["sign"], MARKS[entry["word"]])
    return found
