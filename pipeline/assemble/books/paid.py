"""Who pays, where a book lists it: along a row (特財:国庫支出金 350) or down a column."""

import re
from collections.abc import Iterator, Sequence

from models import Funding, FundingSource, Source
from pipeline.assemble.books.columns import funding_of
from pipeline.assemble.books.rows import amount_of
from pipeline.assemble.books.vocabulary import EARMARKED, FIGURE, FUNDING_WHOLE
from pipeline.assemble.books.words import Word, WordRow, cut
from pipeline.assemble.lines.pieces import squeezed

_OPENS = re.compile(r"(?P<kind>(?:特定?|一般)?財源?(?:内訳)?)[:：]")
_PAIR = re.compile(r"(?P<label>[^\d、,:：]{1,20})(?P<figure>\d[\d,]*+)(?:千?円)?(?:[、,]|$)")

Paid = tuple[Funding, Source]


def paid_in(rows: Sequence[WordRow], unit: int | None) -> list[Paid]:
    """The sources of money that a column lists row by row, without the sums over them."""
    found: list[Paid] = []
    above = ""
    for row in rows:
        *words, last = row.words
        amount = amount_of([last], unit) if FIGURE.fullmatch(last.text) else None
        # A long name stands in a line of its own above its figure.
        label = squeezed("".join(word.text for word in words)) or above
        above = squeezed(row.text) if amount is None else ""
        if amount is None or not label or FUNDING_WHOLE.fullmatch(label):
            continue
        if EARMARKED.fullmatch(label):
            continue
        source: FundingSource = funding_of(label) or "other"
        found.append((Funding(source=source, label=label, amount=amount.money), amount.source))
    return found


def paid_along(row: WordRow, unit: int | None, *, goes_on: bool) -> list[Paid]:
    """The sources that a row names one behind the other; nothing for any other row.

    Such a row opens with 特財 or 財源, or `goes_on` with one that did.
    """
    words = _parted(row.words)
    text = "".join(word.text for word in words)
    match = _OPENS.match(text)
    if match is None and not goes_on:
        return []
    at = match.end() if match else 0
    found: list[Paid] = []
    pairs = list(_pairs(text, at))
    if not pairs or pairs[-1].end() != len(text):
        return []
    for pair in pairs:
        label = pair["label"]
        source = funding_of(label)
        if source is None and match is None:
            return []
        amount = amount_of(_between(words, *pair.span("figure")), unit)
        if amount is None:
            return []
        if goes_on or (match and EARMARKED.match(match["kind"])):
            label = f"特財:{label}"
        money = Funding(source=source or "other", label=label, amount=amount.money)
        found.append((money, amount.source))
    return found


def _pairs(text: str, at: int) -> Iterator["re.Match[str]"]:
    while match := _PAIR.match(text, at):
        yield match
        at = match.end()


def _parted(words: Sequence[Word]) -> list[Word]:
    """The words without spaces between, each cut where a figure or a sign ends."""
    found: list[Word] = []
    for word in words:
        rest = word
        while match := re.match(r"[\d,]*\d(?=\D)|[^\d、]+[:：、]?(?=.)", rest.text):
            if match.end() >= len(rest.text):
                break
            first, rest = cut(rest, match.end())
            found.append(first)
        found.append(rest)
    return found


def _between(words: Sequence[Word], start: int, end: int) -> list[Word]:
    found: list[Word] = []
    at = 0
    for word in words:
        if at >= start and at + len(word.text) <= end:
            found.append(word)
        at += len(word.text)
    return found
