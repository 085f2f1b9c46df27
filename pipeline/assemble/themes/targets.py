"""Targets of a theme: 国内線利用者数 2,671万人 (R7), one or several after a label."""

import re
from collections.abc import Iterator

from models import FiscalYear, Quantity, Source, Target
from models.page import Passage
from pipeline.assemble.lines.pieces import run_before, tidy
from pipeline.assemble.lists.words import WORDED_VALUE, ZERO
from pipeline.recognise import find_money, find_quantities, find_years

_YEAR = re.compile(
    r"(?:(?<!\s)\s++)?[(（〔\[<]\s*+(?P<year>(?:令和|平成|R|H)?\s*+(?:元|\d{1,4})(?:\s*+年度?)?(?:\s*+末|\s*+まで)?)\s*+[)）〕\]>]"
)
_BULLET = re.compile(r"\s*[・･•●○◆■]\s*")
_FIGURE = re.compile(r"(?<![\d.,])(?:約\s*)?[△▲-]?\d")
_AROUND = " 　〔〕[]【】「」:：、,〈〉"
_AFTER_VALUE = re.compile(
    r"\s*+(?:以上|以下|以内|未満|超|程度|前後|を?超える)?\s*+(?:に(?:する|増加|拡大|引き?上げ)?|へ|を?(?:達成|めざす|目指す)|とする)?\s*+"
)
_BEFORE_VALUE = re.compile(r"(?:[\s:：をがは]|約|累計|延べ|年間|概ね|およそ)$")


def read_targets(passage: Passage, start: int, *, theme: str | None) -> Iterator[Target]:
    """The targets in a passage from `start`, after their label.

    A year in brackets ends one; without any, a bullet begins one, or there is just one. Words for
    a figure (前年より上昇) are a value without number; no figure and no such words are no value.
    """
    for first, last, year in _parts(passage.text, start):
        target = _target(passage, first, last, year=year, theme=theme)
        if target:
            yield target


def _parts(text: str, start: int) -> Iterator[tuple[int, int, re.Match[str] | None]]:
    first = start
    for year in _YEAR.finditer(text, start):
        if find_years(_era(year["year"])):
            yield first, year.start(), year
            first = year.end()
    if first == start:
        cuts = [match.start() for match in re.finditer(r"[・･•](?=\S)", text[start:])]
        listed = _BULLET.match(text, start) is not None
        places = [start, *(start + cut for cut in cuts if cut)] if listed else [start]
        for here, there in zip(places, [*places[1:], len(text)], strict=True):
            yield here, there, None
    elif text[first:].strip(_AROUND):
        yield first, len(text), None


def _target(
    passage: Passage, first: int, last: int, *, year: re.Match[str] | None, theme: str | None
) -> Target | None:
    text = passage.text
    if bullet := _BULLET.match(text, first, last):
        first = bullet.end()
    while first < last and text[first] in _AROUND:
        first += 1
    while last > first and text[last - 1] in _AROUND:
        last -= 1
    value, start, end = _value(text, first, last)
    stop = run_before(_BEFORE_VALUE, text, start, start=first) if value else start
    name = tidy(text[first:stop].strip(_AROUND))
    if not name:
        return None
    sources: dict[str, Source] = {"name": passage.source(first, stop)}
    if value:
        sources["value"] = passage.source(start, end)
    fiscal_year: FiscalYear | None = None
    if year:
        fiscal_year = find_years(_era(year["year"]))[0].value
        sources["fiscal_year"] = passage.source(*year.span("year"))
    return Target(
        page=sources["name"].page,
        sources=sources,
        name=name,
        value=value,
        fiscal_year=fiscal_year,
        theme=theme,
    )


def _value(text: str, first: int, last: int) -> tuple[Quantity | None, int, int]:
    """The figure or the words for one that end a target, and where they stand."""
    part = text[first:last]
    for figure in _FIGURE.finditer(part):
        # Asked from the figure on, since 来場者数100万人 is no 数100万.
        start = figure.start()
        mention = next(iter(find_quantities(part[start:])), None)
        if not mention or part[start : start + mention.start].strip(" 約"):
            continue
        if _AFTER_VALUE.fullmatch(part[start + mention.end :]):
            return mention.value, first + start, last
    for money in reversed(find_money(part)):
        if money.value.yen is not None and _AFTER_VALUE.fullmatch(part[money.end :]):
            value = Quantity(
                value=money.value.yen,
                text=money.text,
                unit="円",
                comparator=money.value.qualifier,
            )
            return value, first + money.start, last
    if worded := WORDED_VALUE.search(part):
        words = worded[0].strip()
        return Quantity(value=None, text=words), first + worded.start(), last
    if zero := ZERO.search(part):
        return Quantity(value=0, text=zero[0]), first + zero.start(), first + zero.end()
    return None, last, last


def _era(text: str) -> str:
    """A year as the recognisers know it: a bare (7) says nothing, R7 is a fiscal year."""
    return text.strip()
