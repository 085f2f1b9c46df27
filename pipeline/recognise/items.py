"""A text as the things a reader sees: cells, list items and paragraphs, wrapped lines joined."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_BULLET = re.compile(
    r"\s*(?:[・●○◆◇■□▌◎•☆★▶▪▽▼\uf06e-]|\(?[0-9]{1,2}[.)]\s|\([0-9]{1,2}\)|[①-⑳])\s*"
)
_MARK = re.compile(
    r"\s*(?:\*{0,2})[\[【(<]?(?:新規?|拡充?|継続?|補正|再掲?|廃止?|一部新規?)[\])】>]?(?:\*{0,2})(?:(?=[\s・])|(?<=】))\s*"
)
# - 27 - at the foot of a page stands in the midst of a sentence and is no part of it.
_PAGE_NUMBER = re.compile(r"\s*[-―–−‐]\s*[0-9]{1,4}\s*[-―–−‐]\s*")
# A number alone in its line, or the page behind a line of dots, ends its item.
_NUMBER = re.compile(r"(?:\A|[・.…]{3}\s?)[0-9]{1,4}\Z")
_AMOUNT_LINE = re.compile(
    r"\s*[\[(△▲]?[0-9][0-9,]{2,}|\s*[\[(][-−―]|\s*ほかに?[0-9]|\s*-{3,}|\s*[【〔]|\s*[0-9]+(?:件|\s*\Z)"
)
_HEADING = re.compile(r"\s*[■◆□◇▌▽▼]")
# 健康増進事業費 2,404万円: an entry is whole.
_ENTRY = re.compile(r"\s[0-9][0-9,億万千百]*円\Z")
# No line begins with these: what stands before a blank line goes on after it.
_PARTICLE = re.compile(r"\s*(?:の(?![ぼりびど])|を|する|した|などの|等の|、)")
PAIRS = {"」": "「", "』": "『", ")": "(", "】": "【", "〉": "〈", "〕": "〔", "]": "["}
_BRACKET = re.compile(r"[「『(【〈〔\[]")
_LATIN_EDGE = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Item:
    """A cell, a list item or a paragraph of a normalised text, with its wrapped lines joined.

    `origin[i]` is where `text[i]` stands in the normalised text. `listed` says that it is an
    item of a list or a cell of a table, so that a name may be all there is in it.
    """

    text: str
    origin: Sequence[int]
    listed: bool


def items(text: str) -> Iterator[Item]:
    """The items of a normalised text in the order of its lines."""
    parts: list[tuple[int, int]] = []
    listed = blank = False
    position = 0
    for line in text.splitlines(keepends=True):
        start, position = position, position + len(line)
        bare = line.rstrip("\r\n\f\v\x1c\x1d\x1e\x85\u2028\u2029")
        if "\t" in bare:
            if parts:
                yield _item(text, parts, listed=listed)
            parts, blank = [], False
            yield from _cells(text, start, bare)
            continue
        if not bare.strip():
            blank = True
            continue
        if _PAGE_NUMBER.fullmatch(bare):
            continue
        if parts and not (_PARTICLE.match(bare) if blank else _continues(text, parts, bare)):
            yield _item(text, parts, listed=listed)
            parts = []
        blank = False
        if not parts:
            listed = bool(_BULLET.match(bare) or _MARK.match(bare))
        parts.append((start, start + len(bare)))
    if parts:
        yield _item(text, parts, listed=listed)


def _cells(text: str, start: int, line: str) -> Iterator[Item]:
    for cell in line.split("\t"):
        if cell.strip():
            yield _item(text, [(start, start + len(cell))], listed=True)
        start += len(cell) + 1


def _continues(text: str, parts: list[tuple[int, int]], line: str) -> bool:
    """Whether a line carries on the item before it."""
    if _open_bracket(text, parts):
        return True
    if _BULLET.match(line) or _MARK.match(line) or _AMOUNT_LINE.match(line):
        return False
    if len(parts) == 1 and _HEADING.match(text, parts[0][0]):
        return False
    last = text[parts[-1][0] : parts[-1][1]].strip()
    if _NUMBER.search(last, max(0, len(last) - 8)) or _ENTRY.search(last):
        return False
    return not last.endswith(("。", "]", ":", "】"))


def _open_bracket(text: str, parts: list[tuple[int, int]]) -> bool:
    """A bracket that the last two lines left open: the next line belongs to it."""
    printed = "".join(text[start:end] for start, end in parts[-2:])
    return any(printed.rfind(opener) > printed.rfind(closer) for closer, opener in PAIRS.items())


def _item(text: str, parts: list[tuple[int, int]], *, listed: bool) -> Item:
    """Joins lines as Japanese is joined: nothing between them, a space between Latin words."""
    if len(parts) == 1:
        ((start, end),) = parts
        printed = text[start:end]
        start += len(printed) - len(printed.lstrip())
        return Item(printed.strip(), range(start, start + len(printed.strip())), listed)
    characters: list[str] = []
    origin: list[int] = []
    for start, end in parts:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if characters and start < end:
            edges = characters[-1], text[start]
            if all(_LATIN_EDGE.match(edge) for edge in edges) and edges[0].isalpha():
                characters.append(" ")
                origin.append(start)
        characters.append(text[start:end])
        origin.extend(range(start, end))
    return Item("".join(characters), origin, listed)


def lead_length(text: str) -> int:
    """How much of an item is marks, bullets and numbering before its words."""
    position = 0
    while match := _MARK.match(text, position) or _BULLET.match(text, position):
        if match.end() == position:
            break
        position = match.end()
    return position
