"""The lines that may say whose a document is: how large, whether alone or in a sentence."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models import BBox
from models.page import Block, Line, PageLayout, Role, TextBlock, lines_of

FIRST_PAGES = 3
_LARGE = 1.2
_SENTENCE_LENGTH = 26
_KANA = re.compile(r"[ぁ-ん]")
_MOST_KANA = 0.3
_LEVEL = 2.0


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the first pages; `size` is 0 for text input, `words` stand apart by spaces.

    `large` says that it is larger than most text of these pages.
    """

    text: str
    page: int
    size: float = 0.0
    order: int = 0
    role: Role | None = None
    in_table: bool = False
    words: tuple[str, ...] = ()
    large: bool = False
    box: BBox | None = None

    @property
    def is_furniture(self) -> bool:
        """Whether it is said again at the head or foot of page after page."""
        return self.role in (Role.HEADER, Role.FOOTER)

    @property
    def is_prose(self) -> bool:
        """Whether it is a sentence, or a part of one, that speaks of things."""
        if self.large or self.role is Role.HEADING or self.is_furniture:
            return is_sentence(self.text)
        kana = len(_KANA.findall(self.text))
        wordy = len(self.text) > _SENTENCE_LENGTH and kana > _MOST_KANA * len(self.text)
        return wordy or is_sentence(self.text) or "、" in self.text


def is_sentence(text: str) -> bool:
    """Whether a line ends or holds the end of a sentence."""
    ended = re.search(r"(?:ます|です|した|こと|て|た|し)[。、]?$", text)
    return "。" in text or ended is not None


def lines_said(layouts: Sequence[PageLayout]) -> list[Said]:
    """All lines of the pages in reading order; letters that a cover sets far apart are one line."""
    found = [
        said for layout in layouts for said in _of_blocks(layout.blocks, layout.number) if said.text
    ]
    sizes = sorted(said.size for said in found)
    usual = sizes[len(sizes) // 2] if sizes else 0.0
    return [
        replace(said, order=order, large=said.size > _LARGE * usual > 0)
        for order, said in enumerate(found, 1)
    ]


def _of_blocks(blocks: Sequence[Block], page: int) -> Iterator[Said]:
    said = []
    for block in blocks:
        role = block.role if isinstance(block, TextBlock) else None
        in_table = not isinstance(block, TextBlock)
        for line in lines_of(block):
            text = _closed_up(line.text)
            words = _words(line.text, text)
            said.append(Said(text, page, _size(line), 0, role, in_table, words, box=line.bbox))
    yield from _spread(said)


def _spread(said: Sequence[Said]) -> Iterator[Said]:
    """Letters of one size, each a line of its own, that stand level or under one another as one."""
    letters = [one for one in said if len(one.text) == 1 and one.box and not one.in_table]
    runs: dict[int, list[Said]] = {}
    for axis in (1, 0):
        groups: dict[tuple[int, int], list[Said]] = {}
        for one in letters:
            if one.box is not None and id(one) not in runs:
                middle = (one.box[axis] + one.box[axis + 2]) / 2
                groups.setdefault((round(middle / _LEVEL), round(one.size)), []).append(one)
        for group in groups.values():
            if len(group) > 2:
                group.sort(key=lambda one: (one.box or (0.0, 0.0))[1 - axis])
                runs |= dict.fromkeys(map(id, group), group)
    begun: set[int] = set()
    for one in said:
        run = runs.get(id(one), [one])
        if id(run[0]) not in begun:
            begun.add(id(run[0]))
            text = "".join(letter.text for letter in run)
            yield replace(run[0], text=text, words=(text,)) if len(run) > 1 else one


def _size(line: Line) -> float:
    return 0.0 if line.vertical else line.size


def _closed_up(text: str) -> str:
    """A line without the spaces that spread a heading: 令 和 ４ 年 度."""
    stripped = unicodedata.normalize("NFKC", text).strip()
    return re.sub(r"(?<![!-~])\s+|\s+(?![!-~])", "", stripped)


def _words(text: str, closed: str) -> tuple[str, ...]:
    """The words of a line that stand apart; a heading spread letter by letter is one word."""
    words = tuple(unicodedata.normalize("NFKC", text).split())
    return words if words and all(len(word) > 1 for word in words) else (closed,)
