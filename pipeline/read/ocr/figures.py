"""What the shape of a printed figure proves of its characters, and what it casts doubt on.

Nothing is taken for another character but where the figure's own shape or ink leaves no choice, and
then with a confidence that is looked at again. Digits are never exchanged for digits.
"""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from models import Issue
from models.page import Char
from models.values import BBox
from pipeline.read.ocr.ink import Ink

DOUBTFUL = 0.8
"""Below this confidence of one of its characters, a figure is to be looked at."""

DISPROVED = 0.5
"""The confidence, at the most, of what the shape of a figure speaks against or had to settle."""

_TRIANGLES = re.compile(r"[∆Δ▵⊿](?=[0-9])|(?<![A-Za-z0-9])A(?=[0-9]{1,3}(?:,[0-9]{3})+(?![0-9]))")
_FIGURE = re.compile(r"(?<![OoQlI|〇○,.，．、])[OoQlI|〇○,.，．、]*+[0-9][0-9OoQlI|〇○,.，．、]*+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]{1,2})?")
_POINTED = re.compile(r"[0-9]{1,3}(?:[,.][0-9]{3})+")
_THOUSANDTHS = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_LETTERS = str.maketrans("OoQ〇○lI|", "00000111")
_COMMAS = str.maketrans("，．、", ",.,")
_DEEP, _LONG_MARK = 0.05, 0.2
_BROAD, _TALL = 1.5, 1.35


def mended(text: str, sure: Sequence[float], inks: Sequence[Ink]) -> tuple[str, tuple[float, ...]]:
    """A strip's text and confidences, with what the shape of its figures proves.

    Each character stays in its place. `inks` are the boxes of the characters' ink.
    """
    chars, sureness = list(text), list(sure)
    for match in _TRIANGLES.finditer(text):
        chars[match.start()] = "△"
        if match[0] == "A":
            sureness[match.start()] = min(sureness[match.start()], DISPROVED)
    for match in _FIGURE.finditer(text):
        start, end = match.span()
        if end - start < 2:
            continue
        told = _told(match[0], inks[start:end])
        for place, (old, new) in enumerate(zip(match[0], told, strict=True), start):
            if old != new:
                chars[place] = new
                if old.translate(_COMMAS) not in ",.":
                    sureness[place] = min(sureness[place], DISPROVED)
        if _broken(told) or _led_by_letter(text, start, end) or _unread(told, inks[start:end]):
            sureness[start:end] = [min(one, DISPROVED) for one in sureness[start:end]]
    return "".join(chars), tuple(sureness)


def _told(figure: str, inks: Sequence[Ink]) -> str:
    """The figure with letters as digits and points as commas, where its shape leaves no choice."""
    plain = figure.translate(_COMMAS)
    digits = plain.translate(_LETTERS)
    if digits != plain:
        return digits if _GROUPED.fullmatch(digits) and _mostly_digits(plain) else plain
    if not _POINTED.fullmatch(plain) or "." not in plain:
        return plain
    marks = [place for place, char in enumerate(plain) if char in ",."]
    # Two marks before three digits each are no decimal point, and a comma hangs below the line.
    if len(marks) > 1 or _hangs(plain, marks[0], inks):
        return plain.replace(".", ",")
    return plain


def _mostly_digits(figure: str) -> bool:
    return 2 * sum(char.isdigit() for char in figure) > sum(char not in ",." for char in figure)


def _hangs(figure: str, mark: int, inks: Sequence[Ink]) -> bool:
    digits = [ink for char, ink in zip(figure, inks, strict=True) if char.isdigit()]
    foot = float(np.median([ink[3] for ink in digits]))
    high = float(np.median([ink[3] - ink[1] for ink in digits]))
    top, bottom = inks[mark][1], inks[mark][3]
    return bottom - foot > _DEEP * high and bottom - top > _LONG_MARK * high


def _broken(figure: str) -> bool:
    """Whether commas stand where no figure has them (12,34 or 1,2345), or a point where one may."""
    if _THOUSANDTHS.fullmatch(figure):
        return True
    if "," not in figure.strip(",."):
        return False
    figure = figure.strip(",.")
    longest = max(len(part) for part in re.split("[,.]", figure))
    return longest >= 3 and not _GROUPED.fullmatch(figure)


def _led_by_letter(text: str, start: int, end: int) -> bool:
    """Whether a letter stands before three digits and nothing else: 4,405 may be read as A405."""
    return end - start == 3 and end == len(text) and start == 1 and text[0].isascii()


def _unread(figure: str, inks: Sequence[Ink]) -> bool:
    """Whether a digit's ink is that of two, or of something else beside."""
    digits = [ink for char, ink in zip(figure, inks, strict=True) if char.isdigit()]
    if len(digits) < 3:
        return False
    wide = [ink[2] - ink[0] for ink in digits]
    high = [ink[3] - ink[1] for ink in digits]
    usual_high = float(np.median(high))
    usual_wide = max(float(np.median(wide)), 0.5 * usual_high)
    return max(wide) > _BROAD * usual_wide or max(high) > _TALL * usual_high


def doubtful_figures(chars: Sequence[Char], page: int) -> Iterator[Issue]:
    """An issue for each figure with a digit that was hardly read, with its box.

    The characters come strip by strip, in their order.
    """
    text = "".join(char.text[0] for char in chars)
    for match in re.finditer(r"[△▲-]?[0-9][0-9,.]*", text):
        part = chars[match.start() : match.end()]
        for figure in _apart(part):
            least = min((c.confidence for c in figure if c.confidence is not None), default=1.0)
            if least < DOUBTFUL:
                yield _doubtful(figure, least, page)


def _apart(chars: Sequence[Char]) -> Iterator[Sequence[Char]]:
    """Characters of one strip each: those of the next stand elsewhere."""
    start = 0
    for place in range(1, len(chars) + 1):
        if place < len(chars):
            one, other = chars[place - 1], chars[place]
            beside = abs(one.top - other.top) < 0.1 and 0 <= other.x0 - one.x0 < 2 * one.size
            below = abs(one.x0 - other.x0) < 0.1 and 0 <= other.top - one.top < 2 * one.size
            if beside or below:
                continue
        if any(char.text.isdigit() for char in chars[start:place]):
            yield chars[start:place]
        start = place


def _doubtful(figure: Sequence[Char], least: float, page: int) -> Issue:
    text = "".join(char.text for char in figure)
    box: BBox = (
        min(char.x0 for char in figure),
        min(char.top for char in figure),
        max(char.x1 for char in figure),
        max(char.bottom for char in figure),
    )
    return Issue(
        code="ocr_uncertain",
        severity="warning",
        message=f"{text} was read from the picture with a confidence of {least:.2f} only: "
        "look at it",
        page=page,
        bbox=box,
        text=text,
    )
