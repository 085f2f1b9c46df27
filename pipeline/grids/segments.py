"""The parts of a line between its gaps."""

import re
from collections.abc import Iterator, Sequence

from models.page import Line
from pipeline.grids.spans import box_of, size_of

# Words of one character that are spread over a column, and headings that stand side by side.
_SPREAD = re.compile(r"[一-龠々ぁ-んァ-ヶ]")
_SPREAD_END = re.compile(r"[一-龠々ぁ-んァ-ヶ](?:[(（][^()（）]{1,6}[)）])?")
_WIDEST_SPREAD = 4.0
# Two characters that stand further apart are one word only where it is a heading.
_FAR = 2.4
_HEADINGS = frozenset(
    ("比較", "増減", "合計", "歳入", "歳出", "備考", "区分", "説明", "金額", "摘要")
)
_LEVEL_WORDS = frozenset("款項目節男女計国県道府都")
# A gap this wide, in widths of a character, parts what stands in a line.
_GAP = 0.9
_SHORT_BRACKET = re.compile(r"[\[(〔<《][^\[\]()〔〕<>《》]{1,24}(?:[\])〕>》]|$)")


def segments(line: Line) -> list[tuple[int, int]]:
    """The parts of a line between gaps, without the spaces at their ends.

    The characters of a word that is spread over its column (歳　　入, 議　会　費) stay one part.
    """
    parts = list(_parts(line))
    found: list[tuple[int, int]] = []
    at = 0
    while at < len(parts):
        more = _spread(line, parts, at)
        found.append((parts[at][0], parts[at + more - 1][1]))
        at += more
    return found


def _spread(line: Line, parts: Sequence[tuple[int, int]], at: int) -> int:
    """How many parts from `at` on are single characters of one word, evenly spread."""
    size = size_of(line)
    gaps: list[float] = []
    count = 1
    while at + count < len(parts):
        (a, b), (c, d) = parts[at + count - 1], parts[at + count]
        if not (_SPREAD.fullmatch(line.text[a:b]) and _SPREAD_END.fullmatch(line.text[c:d])):
            break
        gap = box_of(line, c, d)[0] - box_of(line, a, b)[2]
        if gap > _WIDEST_SPREAD * size or (gaps and abs(gap - gaps[0]) > 0.5 * size):
            break
        gaps.append(gap)
        count += 1
    whole = "".join(line.text[a:b] for a, b in parts[at : at + count])
    far = count == 2 and gaps[0] > _FAR * size and whole not in _HEADINGS
    if count > 1 and (set(whole) <= _LEVEL_WORDS or far):
        return 1
    return count


def _parts(line: Line) -> Iterator[tuple[int, int]]:
    text = line.text
    if not line.boxes:
        for match in re.finditer(r"\S+(?: \S+)*", text):
            yield match.span()
        return
    gap = _GAP * size_of(line)
    boxes, origin = line.boxes, line.origin
    held = _held(text)
    start: int | None = None
    right = 0.0
    last = 0
    for i, char in enumerate(text):
        if char == " ":
            continue
        at = 4 * origin[i]
        left = boxes[at]
        if start is None:
            start = i
        elif left - right > gap and i not in held:
            yield start, last + 1
            start = i
        right = boxes[at + 2]
        last = i
    if start is not None:
        yield start, last + 1


def _held(text: str) -> set[int]:
    """The places inside short brackets: what stands in one bracket is never parted."""
    found: set[int] = set()
    for match in _SHORT_BRACKET.finditer(text):
        found.update(range(match.start() + 1, match.end()))
    return found
