"""Printed text in one spelling, with a map back: NFKC, radicals and stray spacing, done once.

Line breaks, names and amounts are all read from the normalised text; whoever needs the print asks
`origin`. Circled figures stay as they are, since A① is a grade and not A1.
"""

import unicodedata
from dataclasses import dataclass

# NFKC would merge these with plain figures or split them: they carry meaning of their own.
_KEPT = frozenset("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟…‥")


@dataclass(frozen=True, slots=True)
class Normalised:
    """`origin[i]` is the index in the printed text of the character `text[i]` comes from."""

    text: str
    origin: tuple[int, ...]


def normalise(printed: str) -> Normalised:
    """The text as it is read, character by character.

    >>> normalise("Ｒ３年度").text
    'R3年度'
    """
    text: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(printed):
        folded = character if character in _KEPT else unicodedata.normalize("NFKC", character)
        text.append(folded)
        origin.extend([index] * len(folded))
    return Normalised("".join(text), tuple(origin))
