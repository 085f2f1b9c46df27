"""What kind of document it is."""

from collections import Counter
from collections.abc import Sequence

from pipeline.identify.issuer import Found
from pipeline.identify.lines import Said
from pipeline.identify.words import KINDS

_LEAST_SCORE = 2
_TITLE, _STEM, _EARLY, _LATER = 8, 4, 2, 1
_EARLY_LINES, _LINES = 12, 400
_MOST_LATER = 6


def find_kind(lines: Sequence[Said], title: str | None, stem: str) -> Found | None:
    """The kind that the title's words, then those of the file's name and the pages, speak for."""
    scores: dict[str, float] = dict.fromkeys(KINDS, 0.0)
    shown: dict[str, tuple[str, int | None]] = {}
    weighed: list[tuple[str, int, int | None]] = [(title or "", _TITLE, None), (stem, _STEM, None)]
    weighed += [(line.text, _EARLY, line.page) for line in lines[:_EARLY_LINES]]
    weighed += [(line.text, _LATER, line.page) for line in lines[_EARLY_LINES:_LINES]]
    counted: Counter[str] = Counter()
    for text, weight, page in weighed:
        for kind, words in KINDS.items():
            match = words.search(text)
            if match is None or (weight == _LATER and counted[kind] >= _MOST_LATER):
                continue
            counted[kind] += weight == _LATER
            # A plan's words stand in every other document too.
            scores[kind] += weight if kind != "policy" else weight / 2
            shown.setdefault(kind, (match[0], page))
    best = max(scores, key=lambda kind: scores[kind])
    if scores[best] < _LEAST_SCORE:
        return None
    return best, shown[best][0], shown[best][1]
