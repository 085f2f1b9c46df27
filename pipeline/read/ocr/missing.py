"""Single characters that a page shows and its file does not give, read in context.

They are those that a font does not map, and those that are drawn as outlines. Their line is read
from its picture and laid beside its known characters: what stands at an unknown place is taken, the
known ones stay as they are. Where the two lines do not agree, nothing is taken.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from models import BBox, Issue
from models.page import Char, Page
from pipeline.normalise import normalise
from pipeline.read.kanji import japanese
from pipeline.read.ocr.chars import is_wide
from pipeline.read.ocr.engine import Glyph, read
from pipeline.read.ocr.sheet import drawn
from pipeline.read.ocr.strips import Strip, strip_picture

_UNKNOWN = "\ufffd"
_SUSPECT = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_DPI = 300.0
# Characters on either side of an unknown one that are read with it.
_CONTEXT = 15
# Ems.
_APART, _MARGIN, _OFF = 1.0, 0.12, 0.75
_FULL = 0.8
_AGREE = 0.6
_SURE, _SURE_ALONE = 0.5, 0.85


class _Place(NamedTuple):
    """A character of a line; `number` is its place on the page, none where it is an outline."""

    char: Char
    number: int | None
    known: bool


def is_unmapped(char: Char) -> bool:
    """Whether a character has a shape and no meaning.

    That is U+FFFD, a control character, or one of private use that no symbol font explains.
    """
    if not _SUSPECT.search(char.text):
        return False
    return any(_SUSPECT.match(c) for c in normalise(char.text).text or char.text)


def has_missing(page: Page) -> bool:
    """Whether the page shows characters that its file does not give."""
    if any(issue.code == "outline_glyph" for issue in page.issues):
        return True
    return any(is_unmapped(char) for char in page.chars if not char.text.isspace())


def with_missing(path: Path | str, page: Page, *, password: str | None = None) -> Page:
    """The page with the missing characters that its picture gives, each with its confidence."""
    outlines = [issue.bbox for issue in page.issues if issue.code == "outline_glyph" and issue.bbox]
    places = [
        *(_Place(char, i, not is_unmapped(char)) for i, char in enumerate(page.chars)),
        *(_Place(_outline(box, page.chars), None, False) for box in outlines),
    ]
    lines = list(_lines([place for place in places if not place.char.text.isspace()]))
    if not lines:
        return page
    sheet = drawn(path, page, password=password, dpi=_DPI)
    strips = [_strip(line, column=column) for line, column in lines]
    found = read([strip_picture(sheet.picture, sheet.scale, strip) for strip in strips])
    filled = [
        pair
        for (line, _), strip, glyphs in zip(lines, strips, found, strict=True)
        for pair in _filled(line, strip, glyphs)
    ]
    return _with(page, filled) if filled else page


def _outline(box: BBox, chars: Sequence[Char]) -> Char:
    """An unknown character in the place of an outline, as large as the one beside it."""
    middle = (box[1] + box[3]) / 2
    beside = min(
        (char for char in chars if char.top < middle < char.bottom and not char.text.isspace()),
        key=lambda char: max(char.x0 - box[2], box[0] - char.x1),
        default=None,
    )
    if beside is None:
        return Char(_UNKNOWN, *box, box[3] - box[1])
    return beside._replace(text=_UNKNOWN, x0=box[0], x1=box[2])


def _lines(places: Sequence[_Place]) -> Iterator[tuple[list[_Place], bool]]:
    """The stretch of a line or a column around each unknown character, and whether it is one."""
    done: set[int] = set()
    for place in places:
        if place.known or id(place) in done:
            continue
        row = _stretch(place, places, column=False)
        column = _stretch(place, places, column=True)
        upright = len(column) > len(row)
        line = column if upright else row
        done.update(id(each) for each in line)
        yield line, upright


def _stretch(place: _Place, places: Sequence[_Place], *, column: bool) -> list[_Place]:
    """The characters that stand close one after the other on the line of an unknown one."""
    em = place.char.size
    start, end = _span(place.char, column=not column)
    line = [
        each
        for each in places
        if start < sum(_span(each.char, column=not column)) / 2 < end
        and 0.6 * em < each.char.size < 1.6 * em
    ]
    line.sort(key=lambda each: _span(each.char, column=column))
    at = next(i for i, each in enumerate(line) if each is place)
    first = last = at
    while first > max(at - _CONTEXT, 0) and _near(line[first - 1], line[first], em, column=column):
        first -= 1
    while last < min(at + _CONTEXT, len(line) - 1) and _near(
        line[last], line[last + 1], em, column=column
    ):
        last += 1
    return line[first : last + 1]


def _near(one: _Place, other: _Place, em: float, *, column: bool) -> bool:
    return _span(other.char, column=column)[0] - _span(one.char, column=column)[1] < _APART * em


def _span(char: Char, *, column: bool) -> tuple[float, float]:
    """From where to where a character reaches along its line, or along its column."""
    return (char.top, char.bottom) if column else (char.x0, char.x1)


def _strip(line: Sequence[_Place], *, column: bool) -> Strip:
    chars = [place.char for place in line]
    margin = _MARGIN * max(char.size for char in chars)
    box = (
        min(char.x0 for char in chars) - margin,
        min(char.top for char in chars) - margin,
        max(char.x1 for char in chars) + margin,
        max(char.bottom for char in chars) + margin,
    )
    return Strip(box, column)


def _filled(
    line: Sequence[_Place], strip: Strip, glyphs: Sequence[Glyph]
) -> Iterator[tuple[_Place, Char]]:
    """Each unknown character of a line with what was read in its place."""
    known = "".join(_folded(place.char.text) if place.known else _UNKNOWN for place in line)
    told = japanese("".join(glyph.text[0] for glyph in glyphs))
    matcher = SequenceMatcher(None, known, "".join(map(_folded, told)), autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    certain = sum(place.known for place in line)
    if same < _AGREE * certain:
        return
    least = _SURE if certain >= 2 else _SURE_ALONE
    start = strip.box[1] if strip.column else strip.box[0]
    length = (strip.box[3] if strip.column else strip.box[2]) - start
    for kind, i, i_end, j, j_end in matcher.get_opcodes():
        if kind != "replace" or i_end - i != j_end - j:
            continue
        for place, glyph, text in zip(line[i:i_end], glyphs[j:j_end], told[j:j_end], strict=True):
            at = sum(_span(place.char, column=strip.column)) / 2
            if place.known or glyph.confidence < least or not _fits(text, place.char):
                continue
            if abs(start + glyph.at * length - at) < _OFF * place.char.size:
                yield place, place.char._replace(text=text, confidence=glyph.confidence)


def _fits(text: str, place: Char) -> bool:
    """Whether a character is as wide as its place: ㎥ is not the m that it is read as."""
    return is_wide(text) or place.x1 - place.x0 < _FULL * place.size


def _folded(text: str) -> str:
    """One character for one, in the form that two readings of it share."""
    return japanese(unicodedata.normalize("NFKC", text)[:1] or " ")


def _with(page: Page, filled: Sequence[tuple[_Place, Char]]) -> Page:
    chars = list(page.chars)
    for place, char in filled:
        if place.number is not None:
            chars[place.number] = char
    chars.extend(char for place, char in filled if place.number is None)
    issues = tuple(_told(issue, page, filled) for issue in page.issues)
    return replace(page, chars=chars, issues=issues)


def _told(issue: Issue, page: Page, filled: Sequence[tuple[_Place, Char]]) -> Issue:
    """The issue, or what was read where all that it stands for was read."""
    if issue.bbox is None or issue.code not in ("outline_glyph", "unmapped_character"):
        return issue
    read_there = [char for _, char in filled if _inside(char, issue.bbox)]
    indices = {place.number for place, _ in filled}
    left = [
        char
        for i, char in enumerate(page.chars)
        if is_unmapped(char) and i not in indices and _inside(char, issue.bbox)
    ]
    if left or not read_there:
        return issue
    text = "".join(char.text for char in read_there)
    message = f"{text} is shown here and not written in the file; it was read from the picture"
    return issue.model_copy(
        update={"code": "read_by_ocr", "severity": "info", "message": message, "text": text}
    )


def _inside(char: Char, box: BBox) -> bool:
    x, y = (char.x0 + char.x1) / 2, (char.top + char.bottom) / 2
    return box[0] - 1 <= x <= box[2] + 1 and box[1] - 1 <= y <= box[3] + 1
