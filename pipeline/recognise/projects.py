"""Names of projects, funds and plans: whole list items and cells, quotations, and in prose."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.recognise.items import PAIRS, Item, items, lead_length
from pipeline.recognise.language import Word, words
from pipeline.recognise.mention import Mention
from pipeline.recognise.prose_names import NameSpan, names_in_prose, walk_characters
from pipeline.recognise.reading import Reading, read
from pipeline.recognise.vocabulary import (
    LISTED_ENDING,
    LISTED_NAME,
    NAMED_ENDING,
    WHOLE_NAME,
    goes_on,
    is_category,
    is_title,
)

# What a list item prints behind a name: its year, its amount, ほかn事業.
_TAIL = re.compile(
    r"(?:(?<!\s)\s++)?(?:\((?:[RHS令平昭][^()]{0,10}|補正|再掲)\)\s*+)?"
    r"(?:(?<=\s)[△▲]?[0-9][0-9,]*+(?:千円|百万円|億円|円)?\s*+(?:[(\[].{0,200}+)?"
    r"|\[[-−―0-9].{0,200}+|ほかに?\s?[0-9]+事業.{0,200}+)?"
    r"(?:(?:(?<!\s)\s++)?(?:\[.{0,200}+|ほかに?\s?[0-9]+事業.{0,200}+))?\Z"
)
_REGION = re.compile(r"\s?\([^()]{1,12}\)\Z")
_BRACKETED = re.compile(r"【([^【】]{2,80})】")
# A sentence, or a phrase that describes projects (大胆に挑戦するプロジェクト), is no name.
_SENTENCE = re.compile(
    rf"[ぁ-ん]、|。|(?:する|した|いる|ある|れる|な|ための)(?:{NAMED_ENDING.pattern})\Z"
)
_AFTER_QUOTE = re.compile(
    rf"[一-龥々ヶァ-ヺーA-Za-z0-9・]{{0,14}}?(?:{NAMED_ENDING.pattern})+(?![一-龥ァ-ヺ])"
)
_LONGEST_PLAIN = 48
_LONGEST_ITEM = 200
_SHORTEST_TITLE = 5
_QUOTE = re.compile(r"[「『]")
_DECORATED = re.compile(r"\[([^\[\]]{4,60})\]|~([^~]{4,60})~")
_YEAR_BEHIND = re.compile(r"\ ?\([RHS令平昭][^()]{1,14}\)\Z")
_OWNED = re.compile(r"(?:国|県|道|都|府|市|町|村|区|本[県道都府市町村区])の")
_LONGEST_QUOTED = 60
# Justified print sets words apart; between Japanese characters a space says nothing.
_SET_APART = re.compile(r"(?<=[ぁ-ヺー一-龥々]) (?=[ぁ-ヺー一-龥々])")
# (東海大学との連携授業の実施) explains a name, (COC+) and (TPP関連分) belong to it.
_EXPLANATION = re.compile(r"\s?\([^()の]*+の[^()]{2,}+\)\Z")


def find_projects(text: str, *, language: bool = True) -> list[Mention[str]]:
    """All names of projects, programmes, plans, funds and the like in a text.

    The value is the name as it is read: wraps joined, no stray spaces. In lists, cells, 【…】 and
    「…」 rules settle the name; in prose GiNZA's words settle where it begins, unless `language`
    is off: then kinds of characters do. Raises MissingToolError where the model is missing.

    >>> [m.value for m in find_projects("・除雪体制強化事業費 1,200 [-]", language=False)]
    ['除雪体制強化事業費']
    """
    return find_projects_in([(text, language)])[0]


def find_projects_in(texts: Sequence[tuple[str, bool]]) -> list[list[Mention[str]]]:
    """`find_projects` for each text of a document, with whether GiNZA may settle it.

    A title that brackets vouch for in one text is known in all.
    """
    readings = [read(text) for text, _ in texts]
    found = [
        [(item, _names(item, words if language else _no_words)) for item in items(reading.text)]
        for reading, (_, language) in zip(readings, texts, strict=True)
    ]
    titles = _Titles.of(
        item.text[slice(*span)] for each in found for item, named in each for span in named.titles
    )
    return [
        [
            _mention(reading, item, span)
            for item, named in each
            for span in _with_titles(item.text, named, titles)
        ]
        for reading, each in zip(readings, found, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Named:
    """The names of an item; `titles` are those that brackets or a place of their own vouch for.

    `ends` are where known endings stand outside the titles, so that titles of other items can be
    looked for there.
    """

    titles: tuple[NameSpan, ...]
    others: tuple[NameSpan, ...] = ()
    ends: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Titles:
    """The titles of a text, and their lengths from the longest to the shortest."""

    names: frozenset[str]
    lengths: tuple[int, ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> "_Titles":
        known = frozenset(name for name in names if _SHORTEST_TITLE <= len(name) <= _LONGEST_QUOTED)
        return cls(known, tuple(sorted({len(name) for name in known}, reverse=True)))

    def ending_at(self, text: str, end: int) -> NameSpan | None:
        """The longest title that ends at `end`."""
        for length in self.lengths:
            if length <= end and text[end - length : end] in self.names:
                return end - length, end
        return None


def _with_titles(text: str, named: _Named, titles: _Titles) -> list[NameSpan]:
    """An item's names and the titles of the same text that it repeats without brackets."""
    if not named.ends:
        return sorted([*named.titles, *named.others])
    again = [titles.ending_at(text, end) for end in named.ends if not goes_on(text, end)]
    candidates = [*(span for span in again if span is not None), *named.others]
    spans = list(named.titles)
    covered = _covered(text, spans)
    for span in sorted(candidates, key=lambda span: span[0] - span[1]):  # the longest first
        if any(covered[span[0] : span[1]]):
            continue
        covered[span[0] : span[1]] = b"\1" * (span[1] - span[0])
        spans.append(span)
    return sorted(spans)


def _covered(text: str, spans: Iterable[NameSpan]) -> bytearray:
    """A mark for each character of a text that a span covers."""
    covered = bytearray(len(text))
    for start, end in spans:
        covered[start:end] = b"\1" * (end - start)
    return covered


def _no_words(_text: str) -> list[Word]:
    return []


def _mention(reading: Reading, item: Item, span: NameSpan) -> Mention[str]:
    start, end = span
    value = _SET_APART.sub("", " ".join(item.text[start:end].split()))
    return Mention(*reading.span(item.origin[start], item.origin[end - 1] + 1), value)


def _names(item: Item, analyse: Callable[[str], Sequence[Word]]) -> _Named:
    """The names in an item, none inside another."""
    text = item.text
    if LISTED_ENDING.search(text) is None:
        return _Named(())
    if whole := _whole(item):
        return _Named((whole,))
    titles = _bracketed(text)
    covered = _covered(text, titles)
    titles += [span for span in _quoted(text) if not any(covered[span[0] : span[1]])]
    covered = _covered(text, titles)
    endings = [
        match.span()
        for match in NAMED_ENDING.finditer(text)
        if not any(covered[match.start() : match.end()])
    ]
    others = names_in_prose(text, endings, covered, analyse) if endings else []
    return _Named(tuple(titles), tuple(others), tuple(end for _, end in endings))


def _whole(item: Item) -> NameSpan | None:
    """A list item, a cell or a heading that is nothing but a name, with or without its amount."""
    text = item.text
    if len(text) > _LONGEST_ITEM:
        return None
    start = lead_length(text)
    if owner := _OWNED.match(text, start):
        start = owner.end()
    tail = _TAIL.search(text, start)
    end = tail.start() if tail else len(text)
    region = _REGION.search(text, start, end)
    pattern = LISTED_NAME if item.listed else WHOLE_NAME
    if region and pattern.fullmatch(text, start, region.start()):
        end = region.start() if not _is_part(region[0]) else end
    if explained := _EXPLANATION.search(text, start, end):
        end = explained.start() if pattern.fullmatch(text, start, explained.start()) else end
    name = text[start:end]
    if not pattern.fullmatch(name) or is_category(name) or _SENTENCE.search(name):
        return None
    if name[0] in "【「" and _closes(name) == len(name) - 1:
        return None
    if _BRACKETED.search(name) or (not item.listed and len(name) > _LONGEST_PLAIN):
        return None
    return start, end


def _is_part(bracket: str) -> bool:
    """A bracket that belongs to the name (TPP関連分), and no place behind it (道南)."""
    return bracket.rstrip(")").endswith(("分", "型", "期", "枠", "会計", "事業", "費"))


def _closes(text: str) -> int:
    """Where the bracket that a text begins with is closed."""
    depth = 0
    closer = {opener: closer for closer, opener in PAIRS.items()}[text[0]]
    for index, character in enumerate(text):
        depth += (character == text[0]) - (character == closer)
        if depth == 0:
            return index
    return -1


def _bracketed(text: str) -> list[NameSpan]:
    """Names in 【…】, [...] and ~…~."""
    matches = (*_BRACKETED.finditer(text), *_DECORATED.finditer(text))
    return [
        match.span(match.lastindex or 0)
        for match in matches
        if is_title(match[match.lastindex or 0])
    ]


def _quoted(text: str) -> list[NameSpan]:
    """Names in 「…」, and names with a quotation inside (「住まいる北海道」プロジェクト)."""
    found: list[NameSpan] = []
    position = 0
    while opening := _QUOTE.search(text, position):
        start = opening.start()
        length = _closes(text[start : start + _LONGEST_QUOTED])
        position = start + 1  # a quotation inside this one may be a name
        if length < 0:
            continue
        inner, end = (start + 1, start + length), start + length + 1
        rest = _AFTER_QUOTE.match(text, end)
        if rest and not goes_on(text, rest.end()):
            found.append((walk_characters(text, start), rest.end()))
            position = rest.end()
        elif name := _title_in(text, *inner):
            found.append(name)
            position = end
    return found


def _title_in(text: str, start: int, end: int) -> NameSpan | None:
    """The title between quotation marks, without a year in brackets behind it."""
    if year := _YEAR_BEHIND.search(text, start, end):
        end = year.start()
    inside = text[start:end]
    return (start, end) if is_title(inside) and not _SENTENCE.search(inside) else None
