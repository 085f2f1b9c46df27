"""Sentences over lines, columns and pages, each with its place.

Paragraphs are blocks of running text; one that ends within a sentence goes on in the next block of
its kind, whatever heads, feet and page numbers stand between.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from models import Source
from models.page import Line, Passage, Placed, Role, TextBlock
from pipeline.recognise.items import PAIRS

_ENDS = "。！？!?"
_KANA = re.compile(r"[ぁ-ん]")
_ENDED = re.compile(r"[。.!?！？」』)）】〕》〉:：;…]\s*\Z")
_OPENS = re.compile(
    r"\s*(?:[・•○●◎◇◆□■▼▽△▲※→⇒*＊【〔《〈\[]|[①-⑳❶-❿Ⅰ-Ⅻ]|[(（][0-9一二三四五六七八九十ア-ン]{1,3}[)）]"
    r"|第[0-9一二三四五六七八九十]{1,3}[章節款項条]|[0-9]{1,2}\s?[.．]\s?\D|[ア-ンA-Za-z]\s?[.．、])"
)
# ■一般会計 and 《歳入》, but no item that states something.
_HEADING = re.compile(
    r"[■□◆◇●○◎▼▽★☆]\s?(?P<title>[^、。0-9ぁ-ん\s]{2,20})|[《〈【〔](?P<bracketed>[^、。《》〈〉【】〔〕]{2,24})[》〉】〕]"
    r"|[(（](?P<round>[^、。()（）]{4,24})[)）]"
    # ■津波避難タワー、2基目着工へ
    r"|[■◆●▼★](?P<news>[^。]{4,30}[一-龥々へげりえ])"
)
# 健康増進事業費 2,404万円: an entry is whole.
_ENTRY = re.compile(r"[^\s、。]\s+[0-9０-９][^\s、。]*円\s*\Z")
_IN_WORD = re.compile(r"[ァ-ヺーA-Za-z]")
_IN_FIGURE = re.compile(r"[0-9][0-9]")
_SAME_SIZE = 0.06
_LEAST_KANA, _LEAST_KANA_OF_SENTENCES = 0.2, 0.12
_LEAST_KANA_OF_ONE_VERB = 0.04
_VERB_ENDS = re.compile(r"[一-龥ぁ-ん](?:する|した|ます|です|ある|なる|れる|った|いる)。\Z")
_LEAST = 14
_OPENERS = frozenset(PAIRS.values())


@dataclass(frozen=True, slots=True)
class Sentence:
    """`passage.text[start:end]`, with the headings it stands under."""

    passage: Passage
    start: int
    end: int
    section: tuple[str, ...]
    first: bool

    @property
    def text(self) -> str:
        """The sentence as it is read."""
        return self.passage.text[self.start : self.end]

    def source(self, start: int = 0, end: int | None = None) -> Source:
        """Where a part of the sentence was printed."""
        stop = self.end if end is None else self.start + end
        return self.passage.source(self.start + start, stop)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Lines that run on, and the sentences they hold."""

    lines: tuple[Line, ...]
    section: tuple[str, ...]

    def sentences(self) -> list[Sentence]:
        """The paragraph's sentences in reading order; full stops within quotations end none."""
        passage = _with_whole_figures(Passage.of(self.lines))
        return [
            Sentence(passage, start, end, self.section, index == 0)
            for index, (start, end) in enumerate(bounds(passage.text))
        ]


def _with_whole_figures(passage: Passage) -> Passage:
    """The passage without the space between the two halves of a figure that a line end cut."""
    text, places = passage.text, passage.places
    cut = {
        at
        for at in range(1, len(text) - 1)
        if text[at] == " "
        and places[at] == places[at - 1]
        and _IN_FIGURE.fullmatch(text[at - 1] + text[at + 1])
    }
    if not cut:
        return passage
    kept = [at for at in range(len(text)) if at not in cut]
    return replace(
        passage,
        text="".join(text[at] for at in kept),
        places=tuple(places[at] for at in kept),
    )


def bounds(text: str) -> list[tuple[int, int]]:
    """Where the sentences of a text begin and end.

    >>> text = "市は「残す。」と決めた。次です。"
    >>> [text[start:end] for start, end in bounds(text)]
    ['市は「残す。」と決めた。', '次です。']
    """
    found: list[tuple[int, int]] = []
    start = depth = 0
    for at, character in enumerate(text):
        if character in _OPENERS:
            depth += 1
        elif character in PAIRS:
            depth = max(0, depth - 1)
        elif character in _ENDS and depth == 0:
            found.append((start, at + 1))
            start = at + 1
    if text[start:].strip():
        found.append((start, len(text)))
    return [
        (first + len(text[first:last]) - len(text[first:last].lstrip()), last)
        for first, last in found
        if text[first:last].strip()
    ]


def paragraphs(blocks: Sequence[Placed]) -> Iterator[Paragraph]:
    """The running text of a document, whole over columns and pages.

    Within a block a line that opens an item begins another paragraph; a short one of no sentence
    (■一般会計, 《歳入》) is a heading of those after it.
    """
    held: list[Line] = []
    section: tuple[str, ...] = ()
    for placed in blocks:
        block = placed.block
        if not isinstance(block, TextBlock) or not is_running(block):
            if held and not _passes(placed):
                yield Paragraph(tuple(held), section)
                held = []
            continue
        for heading, lines in _runs(block.lines):
            if held and not heading and _goes_on(held, lines):
                held.extend(lines)
                continue
            if held:
                yield Paragraph(tuple(held), section)
            held, section = list(lines), (*placed.section, *heading)
    if held:
        yield Paragraph(tuple(held), section)


def _runs(lines: Sequence[Line]) -> Iterator[tuple[tuple[str, ...], list[Line]]]:
    """The lines of a block as paragraphs, each with the heading within the block, if any."""
    heading: tuple[str, ...] = ()
    run: list[Line] = []
    for line in lines:
        own = _HEADING.fullmatch(line.text.strip())
        if run and (own or _opens(run[-1], line) or _ENTRY.search(run[-1].text)):
            yield heading, run
            run = []
        if own and line is not lines[-1]:
            heading = (own["title"] or own["bracketed"] or own["round"] or own["news"],)
        else:
            run.append(line)
    if run:
        yield heading, run


def _opens(before: Line, line: Line) -> bool:
    """Whether a line opens an item; one that goes on within a word (パーセン・ト、) opens none."""
    if not _OPENS.match(line.text):
        return False
    return not (_IN_WORD.match(line.text) and _IN_WORD.match(before.text.strip()[-1:]))


def is_running(block: TextBlock) -> bool:
    """Whether a block is prose, or a part of it: kana among its words, and no list."""
    if block.role is not Role.BODY or any(line.vertical for line in block.lines):
        return False
    text = "".join(line.text for line in block.lines).strip()
    if not text or "\t" in text:
        return False
    kana = len(_KANA.findall(text))
    least = _LEAST_KANA_OF_SENTENCES if "。" in text else _LEAST_KANA
    if _VERB_ENDS.search(text):
        # Names and amounts with one verb: 道路補修工事費300万円を追加する。
        least = _LEAST_KANA_OF_ONE_VERB
    return kana >= least * len(text) and (len(text) >= _LEAST or "。" in text)


def _passes(placed: Placed) -> bool:
    """What may stand within a paragraph that goes on: page numbers and running heads."""
    block = placed.block
    if not isinstance(block, TextBlock):
        return False
    if block.role in (Role.HEADER, Role.FOOTER, Role.PAGE_NUMBER):
        return True
    text = "".join(line.text for line in block.lines).strip()
    return re.fullmatch(r"[-−ー―‐–—\s]*\d{1,3}[-−ー―‐–—\s]*", text) is not None


def _goes_on(held: Sequence[Line], lines: Sequence[Line]) -> bool:
    """Whether lines carry on the sentence that the lines before them leave open."""
    end, begin = held[-1], lines[0]
    if _ENDED.search(end.text) or _opens(end, begin):
        return False
    if end.number is not None and begin.number is not None:
        return begin.number == end.number + 1
    return abs(end.size - begin.size) <= _SAME_SIZE * max(end.size, 1.0)
