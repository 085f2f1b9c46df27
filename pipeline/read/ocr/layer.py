"""A text layer that another program read off a page's picture, held against our own reading of it.

Figure by figure: two programs seldom misread a digit alike. Where they agree the figure is likely;
where they differ it is doubtful, whichever of the two is kept.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models import Issue
from models.page import Char, Page
from models.values import BBox

AGREED = 0.95
"""The confidence of a figure that both readings have, at the most."""

DISPUTED = 0.2
"""The confidence, at the most, of a figure that the other reading has otherwise."""

_PART = re.compile(r"[0-9０-９,，.．△▲-]")
_DIGITS = re.compile(r"[^0-9]")
_WIDE = str.maketrans("０１２３４５６７８９", "0123456789")
# Sizes: characters on one line stand no further apart in height, those of a figure in width.
_LEVEL, _GAP = 0.5, 0.7
_SHARED = 0.5


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure's characters, by their places among those of the page."""

    places: tuple[int, ...]
    text: str
    box: BBox
    sure: float

    @property
    def digits(self) -> str:
        """Only the digits: commas and points are too small to be told by many programs."""
        return _DIGITS.sub("", self.text.translate(_WIDE))


def is_layer(page: Page) -> bool:
    """Whether what a page says was read off its picture by another program, in whole or in part."""
    return not page.from_ocr and any(char.confidence is not None for char in page.chars)


def layer_of(page: Page) -> list[Char]:
    """The characters of a page that another program read off its picture."""
    return [char for char in page.chars if char.confidence is not None]


def held_against(page: Page, others: Sequence[Char]) -> Page:
    """The page with each figure that was read off its picture held against another reading's.

    Its characters stay as they are, with the confidence that the comparison gives them. A figure
    that reads otherwise, or that only the other reading has, is an issue with its box.
    """
    chars = list(page.chars)
    own = list(_figures(chars, read_only=True))
    theirs = list(_figures(others, read_only=False))
    issues: list[Issue] = []
    met: set[int] = set()
    for figure in own:
        here = [index for index, other in enumerate(theirs) if _on(figure.box, other.box)]
        if not here:
            continue
        met.update(here)
        told = "".join(theirs[index].digits for index in here)
        if told == figure.digits:
            least = min(theirs[index].sure for index in here)
            sure = max(figure.sure, min(AGREED, least))
        else:
            sure = DISPUTED
            issues.append(_differs(figure, " ".join(theirs[i].text for i in here), page.number))
        for place in figure.places:
            chars[place] = chars[place]._replace(confidence=sure)
    everything = [figure.box for figure in _figures(chars, read_only=False)]
    for index, other in enumerate(theirs):
        alone = index not in met and not any(_on(other.box, box) for box in everything)
        if alone and other.sure > DISPUTED and len(other.digits) > 1:
            issues.append(_missed(other, page.number))
    return replace(page, chars=chars, issues=(*page.issues, *issues))


def _figures(chars: Sequence[Char], *, read_only: bool) -> Iterator[_Figure]:
    """The figures among characters, by where they stand; `read_only` for those of a reading."""
    places = [
        place
        for place, char in enumerate(chars)
        if _PART.fullmatch(char.text) and (char.confidence is not None or not read_only)
    ]
    for line in _lines(chars, places):
        run: list[int] = []
        for place in [*line, -1]:
            if run and (place < 0 or _is_apart(chars[run[-1]], chars[place])):
                if any(chars[at].text.translate(_WIDE).isdigit() for at in run):
                    yield _figure(chars, run)
                run = []
            run.append(place)


def _lines(chars: Sequence[Char], places: Sequence[int]) -> Iterator[list[int]]:
    """Places of characters line by line, each from left to right."""
    line: list[int] = []
    for place in sorted(places, key=lambda at: (chars[at].top + chars[at].bottom) / 2):
        if line:
            last, char = chars[line[-1]], chars[place]
            apart = abs((last.top + last.bottom) - (char.top + char.bottom)) / 2
            if apart > _LEVEL * max(last.size, 1.0):
                yield sorted(line, key=lambda at: chars[at].x0)
                line = []
        line.append(place)
    if line:
        yield sorted(line, key=lambda at: chars[at].x0)


def _is_apart(one: Char, other: Char) -> bool:
    return other.x0 - one.x1 > _GAP * one.size


def _figure(chars: Sequence[Char], run: Sequence[int]) -> _Figure:
    part = [chars[place] for place in run]
    box = (
        min(char.x0 for char in part),
        min(char.top for char in part),
        max(char.x1 for char in part),
        max(char.bottom for char in part),
    )
    sure = min((char.confidence for char in part if char.confidence is not None), default=1.0)
    return _Figure(tuple(run), "".join(char.text for char in part), box, sure)


def _on(one: BBox, other: BBox) -> bool:
    """Whether two figures stand in one place, for at least half of the smaller one."""
    wide = min(one[2], other[2]) - max(one[0], other[0])
    tall = min(one[3], other[3]) - max(one[1], other[1])
    least_wide = min(one[2] - one[0], other[2] - other[0])
    least_tall = min(one[3] - one[1], other[3] - other[1])
    return wide > _SHARED * least_wide and tall > _SHARED * least_tall


def _differs(figure: _Figure, other: str, page: int) -> Issue:
    return Issue(
        code="readings_differ",
        severity="warning",
        message=f"one reading of the picture has {figure.text} here, the other {other}: look at it",
        page=page,
        bbox=figure.box,
        text=figure.text,
    )


def _missed(figure: _Figure, page: int) -> Issue:
    return Issue(
        code="readings_differ",
        severity="warning",
        message=f"one reading of the picture has {figure.text} here, the other has nothing",
        page=page,
        bbox=figure.box,
        text=figure.text,
    )
