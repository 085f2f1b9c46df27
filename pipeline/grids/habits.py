"""What holds for all pages of a document: words that are labels, how names go on."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.grids.model import Kind, Zone
from pipeline.grids.spans import size_of

NEAR = 0.7
FULL = 2.6
# The share of rows with a bullet that hold a figure, where names have theirs beside them.
_FIGURED = 0.4
_LEAST_TITLED = 3
_LONGEST_TITLE = 8
_LABEL_WORD = re.compile(r"額|事業費|経費|前年|昨年|年度|当初|補正|決算|予算|財源|計$|うち")


@dataclass(frozen=True, slots=True)
class Habits:
    """What holds for all pages of a document.

    `labels` are words that stand before figures over and over. `wraps_beside` says whether a name
    with a figure at its right goes on below, within the room that the figure leaves it. `figured`
    are the bullets before names that mostly have their figure in the same row. `titles` are words
    that stand before other words over and over: 担当課, 内容.
    """

    labels: frozenset[str] = frozenset()
    wraps_beside: bool = True
    figured: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()


def bare_label(text: str) -> str:
    """A label without the brackets, colons and leaders around it."""
    return re.sub(r"[\s:：…‥]+$", "", text.strip("()（）[]・ ")).strip()


def habits_of(found: Sequence[Zone]) -> Habits:
    """The habits of a document, told from all its zones."""
    before = Counter(
        bare_label(left.text)
        for zone in found
        for row in zone.rows
        for left, right in itertools.pairwise(row)
        if left.kind is Kind.WORDS and right.kind in (Kind.FIGURE, Kind.NONE) and not left.bullet
    )
    total = sum(before.values())
    labels = frozenset(
        text
        for text, n in before.items()
        if n >= max(3, (0.1 if _LABEL_WORD.search(text) else 0.3) * total) and 2 <= len(text) <= 16
    )
    over = under = 0
    for zone in found:
        for row, below in zip(zone.rows, zone.rows[1:], strict=False):
            for left, right in itertools.pairwise(row):
                if left.kind is not Kind.WORDS or right.kind is not Kind.FIGURE:
                    continue
                size = size_of(left.span.line)
                if right.box[0] - left.box[2] > FULL * size or bare_label(left.text) in labels:
                    continue
                first = below[0]
                edges = [left.box[0], row[0].box[0], *([left.bullet_x] if left.bullet_x else [])]
                if (
                    first.kind is not Kind.WORDS
                    or first.bullet
                    or not any(abs(first.box[0] - x) < NEAR * size for x in edges)
                ):
                    continue
                if first.box[2] > right.box[0] + size:
                    over += 1
                else:
                    under += 1
    return Habits(labels, over <= 0.2 * (over + under), _figured(found), _titles(found))


def _titles(found: Sequence[Zone]) -> frozenset[str]:
    """Short words that open a row before other words over and over, and always do so."""
    opens: Counter[str] = Counter()
    stands: Counter[str] = Counter()
    for zone in found:
        for row in zone.rows:
            stands.update(bare_label(t.text) for t in row if t.kind is Kind.WORDS)
            if len(row) > 1 and row[0].kind is row[1].kind is Kind.WORDS and not row[0].bullet:
                opens[bare_label(row[0].text)] += 1
    return frozenset(
        text
        for text, n in opens.items()
        if n >= _LEAST_TITLED and 2 * n > stands[text] and 2 <= len(text) <= _LONGEST_TITLE
    )


def _figured(found: Sequence[Zone]) -> frozenset[str]:
    """The bullets of rows that mostly hold a figure as well."""
    rows: Counter[str] = Counter()
    figured: Counter[str] = Counter()
    for zone in found:
        for row in zone.rows:
            for bullet in {t.bullet for t in row if t.kind is Kind.WORDS and t.bullet}:
                rows[bullet] += 1
                figured[bullet] += any(t.kind in (Kind.FIGURE, Kind.NONE) for t in row)
    return frozenset(b for b, n in rows.items() if n >= 3 and figured[b] >= _FIGURED * n)
