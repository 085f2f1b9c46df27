"""Subjects told once for several figures: AとBは、それぞれ1億円、2億円."""

import re
from collections.abc import Sequence

from pipeline.prose.candidates import Candidate
from pipeline.prose.figures import Figure
from pipeline.prose.phrases import Phrase

_EACH = re.compile(r"(?:それぞれ|各々|順に)、?(?:約|およそ)?\Z")
_NEXT = re.compile(r"(?:余り?|程度|ほど)?(?:、|と|及び|並びに)?(?:約|およそ)?")
_AND = re.compile(r"、|と|及び|並びに|・")
_WINDOW = 12
_BITS = 6.0


def distributed(
    text: str, figures: Sequence[Figure], heads: Sequence[Sequence[Phrase]]
) -> dict[int, Candidate]:
    """For the figures that それぞれ deals out, by their order, the subject of each.

    Nothing where there are not as many nouns as figures: then the list is of another kind.
    """
    found: dict[int, Candidate] = {}
    for at, head in enumerate(heads):
        if not _EACH.search(text, max(0, figures[at].start - _WINDOW), figures[at].start):
            continue
        dealt = [at]
        while dealt[-1] + 1 < len(figures) and _follows(text, figures, dealt[-1]):
            dealt.append(dealt[-1] + 1)
        nouns = _nouns(text, head)
        if len(nouns) == len(dealt) > 1:
            found |= dict(zip(dealt, nouns, strict=True))
    return found


def _follows(text: str, figures: Sequence[Figure], at: int) -> bool:
    here, following = figures[at], figures[at + 1]
    between = text[here.end : following.start]
    return here.kind == following.kind and _NEXT.fullmatch(between) is not None


def _nouns(text: str, head: Sequence[Phrase]) -> list[Candidate]:
    """The members of the list that the last topic or noun before a figure ends."""
    named = [part for part in head if part.what == "noun"]
    if not named:
        return []
    last = named[-1]
    first = last
    for part in reversed(named[:-1]):
        if part.particle or text[part.end : first.start] != "、":
            break
        first = part
    found: list[Candidate] = []
    start = first.start
    for mark in [*_AND.finditer(text, first.start, last.end), None]:
        end = mark.start() if mark else last.end
        if end > start:
            found.append(Candidate(text[start:end], (start, end), _BITS))
        start = mark.end() if mark else end
    return found
