"""Legends of a list: what a sign before a name says, as in ★新規 ☆拡充 △継続."""

import re
from collections import Counter
from collections.abc import Sequence

from models import Mark
from models.page import PageLayout, lines_of
from pipeline.recognise.marks import MARKS

_WORDS = "|".join(sorted((word for word in MARKS if len(word) > 1), key=len, reverse=True))
_ENTRY = re.compile(
    rf"(?P<sign>[^\w\s()（）、。,.:：;「」『』【】\[\]・／/|｜])\s?[:：=＝は…]{{0,2}}\s?(?P<word>{_WORDS})"
)
_NAMED = re.compile(r"凡例|[印は]|[:：=＝]")
_LONGEST = 80


def legend_of(layouts: Sequence[PageLayout]) -> dict[str, Mark]:
    """The mark of each sign that a line of a document explains.

    A line explains signs where it holds two of them with their words, or one that it calls a sign.
    What stands before several words parts them and is no sign: 区分(新規・拡充・継続).
    """
    found: dict[str, Mark] = {}
    for layout in layouts:
        for block in layout.blocks:
            for line in lines_of(block):
                # In a text file blanks lead to where a line stands.
                text = " ".join(line.text.split())
                if len(text) > _LONGEST:
                    continue
                for sign, word in _entries(text):
                    found.setdefault(sign, MARKS[word])
    return found


def _entries(text: str) -> list[tuple[str, str]]:
    """The signs that a line explains, each with its word."""
    entries = [(entry["sign"], entry["word"]) for entry in _ENTRY.finditer(text)]
    often = Counter(sign for sign, _ in entries)
    alone = [(sign, word) for sign, word in entries if often[sign] == 1]
    named = len(alone) == 1 and (only := _ENTRY.search(text)) and _NAMED.search(only[0])
    return alone if len({word for _, word in alone}) > 1 or named else []
