"""Which figures without a printed unit are amounts, where a note says what unit amounts have."""

import re
from collections.abc import Iterator, Sequence

from pipeline.recognise.kinds import Evidence, heading_kind, judged, of_form
from pipeline.recognise.numerals import Numeral
from pipeline.recognise.units import unit_after

_BEFORE = re.compile(
    r"(?:\A|[\s(\[〔|=、→※㉕-㉛△▲]|(?<![0-9])[:−-]|(?<![0-9A-Za-z.,/第約])[ぁ-んァ-ヶー一-龥])\Z"
)
# A year labels the figure behind it: R5:3,000, (R元補正)2,020,000.
_YEAR_BEFORE = re.compile(
    r"(?:(?<![0-9A-Za-z])[RH][0-9元]{1,2}:"
    r"|[(\[](?:令和|平成|[RH])\s?[0-9元]{1,2}[^()\[\]0-9]{0,6}[)\]])\Z"
)
_FOREIGN = re.compile(r"[$€£]\s?\Z")
_AFTER = re.compile(r"\s{0,3}(?:\Z|[\s()\[\]〔〕|、。→※△▲~〜])")
_PAGE_NUMBER = re.compile(r"\s*[-―–−]\s*[0-9]+\s*[-―–−]\s*\Z")
_YEAR_LIKE = re.compile(r"(?:19|20)[0-9]{2}")
_ERA = re.compile(r"(?:明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHR])\s?\Z")
_REFERENCE = re.compile(r"[※＊*注]\s?\Z")
# Numbering opens a line and has words behind it: 17 国庫支出金 4,500; (12) 福祉費.
_OPENS = re.compile(r"(?:\A|[\n\t|])\s{0,4}[(\[〔]?\s?\Z")
_WORDS_BEHIND = re.compile(r"\s?[)\]〕]?[.\s]{1,4}(?!うち|円|千円|以上|以下)[^\W\d_]{2}")
# The label of a figure is the words between it and the figure before; what counts that one is not
# of it (the 月 of 12月 3,400).
_LABEL = re.compile(r"[^\n\t|。0-9]{0,16}\Z")
_OF_BEFORE = re.compile(r"\s?(?:年\s?度|[年月日時分]|[款項目節号次期回条])\s?")
_CODED = re.compile(r"\s?[款項目節号条頁](?=[\s、。)]|\Z)")
_LONGEST_NUMBERING = 3
_NEAR = 4
_LEAST_GROUPED = 4


def is_page_number(text: str) -> bool:
    """A line that is nothing but a page number: - 27 -."""
    return _PAGE_NUMBER.match(text) is not None


def stands_free(text: str, numeral: Numeral) -> bool:
    """Whether a figure stands by itself, in a cell, behind a label or among brackets."""
    before = text[max(0, numeral.start - 16) : numeral.start]
    if not (_BEFORE.search(before[-2:]) or _YEAR_BEFORE.search(before)):
        return False
    if _FOREIGN.search(before):
        return False
    return _AFTER.match(text, numeral.end) is not None and not is_page_number(text)


def is_amount(text: str, numerals: Sequence[Numeral], index: int, *, unit: int) -> bool:
    """Whether a figure that stands free is money in `unit`, and no count, share or code.

    Neither its label nor its form nor the other figures of the text speak for another kind.
    """
    numeral = numerals[index]
    evidence = [Evidence("money", 2, "a unit of money is noted")]
    evidence += of_form(text[numeral.start : numeral.end], unit)
    evidence += _of_place(text, numerals, index)
    label = heading_kind(_label(text, numerals, index))
    if label is not None:
        evidence.append(label)
    return judged(evidence).kind == "money"


def _label(text: str, numerals: Sequence[Numeral], index: int) -> str:
    """The words right before a figure, back to the figure before it or the start of its line."""
    since = numerals[index - 1].end if index else 0
    since = max(since, numerals[index].start - 24)
    if index and since == numerals[index - 1].end:
        counter = unit_after(text, since)
        own = _OF_BEFORE.match(text, since)
        since = counter.end if counter else own.end() if own else since
    found = _LABEL.search(text, since, numerals[index].start)
    return found[0].strip() if found else ""


def _of_place(text: str, numerals: Sequence[Numeral], index: int) -> Iterator[Evidence]:
    """What stands around a figure: an era, numbering, a counter set apart, others' commas."""
    numeral = numerals[index]
    printed = text[numeral.start : numeral.end]
    before = text[max(0, numeral.start - 8) : numeral.start]
    plain = "," not in printed and "." not in printed
    if _ERA.search(before):
        yield Evidence("year", 12, "an era")
    if _REFERENCE.search(before) and plain and len(printed) < _LONGEST_NUMBERING:
        yield Evidence("code", 12, "a reference to a note")
    if plain and len(printed) <= _LONGEST_NUMBERING and _numbers_a_line(text, numeral, before):
        yield Evidence("code", 8, "numbers its line")
    if plain and len(printed) <= _LONGEST_NUMBERING and _counts_up(text, numerals, index):
        yield Evidence("code", 8, "numbers in turn")
    if _CODED.match(text, numeral.end):
        yield Evidence("code", 12, "款 or 項 behind it")
    counter = unit_after(text, numeral.end)
    if counter is not None:
        yield Evidence("share" if counter.name == "%" else "count", 12, counter.name)
    if plain and len(printed) >= _LEAST_GROUPED and _others_have_commas(text, numerals, index):
        yield Evidence("year" if _YEAR_LIKE.fullmatch(printed) else "code", 6, "others have commas")
    elif _YEAR_LIKE.fullmatch(printed) and not _stands_alone(text, numeral):
        yield Evidence("year", 4, "a year among words")


def _numbers_a_line(text: str, numeral: Numeral, before: str) -> bool:
    opens = _OPENS.search(before) if numeral.start > len(before) else _OPENS.fullmatch(before)
    return opens is not None and _WORDS_BEHIND.match(text, numeral.end) is not None


def _counts_up(text: str, numerals: Sequence[Numeral], index: int) -> bool:
    """Whether names on one line are numbered in turn: 1 報酬 12,345 2 給料 98,765."""
    if not _numbers_a_name(text, numerals, index):
        return False
    value = numerals[index].value
    near = [*range(max(0, index - _NEAR), index), *range(index + 1, index + 1 + _NEAR)]
    return value is not None and any(
        at < len(numerals)
        and numerals[at].value == value + (1 if at > index else -1)
        and _numbers_a_name(text, numerals, at)
        for at in near
    )


def _numbers_a_name(text: str, numerals: Sequence[Numeral], index: int) -> bool:
    """Whether a name stands behind a figure, and only blanks between it and the one before."""
    numeral = numerals[index]
    since = numerals[index - 1].end if index else 0
    between = text[max(since, numeral.start - 8) : numeral.start]
    apart = between.isspace() or (not index and not between)
    return apart and _WORDS_BEHIND.match(text, numeral.end) is not None


def _others_have_commas(text: str, numerals: Sequence[Numeral], index: int) -> bool:
    near = [*numerals[max(0, index - 4) : index], *numerals[index + 1 : index + 5]]
    return any("," in text[other.start : other.end] for other in near)


def _stands_alone(text: str, numeral: Numeral) -> bool:
    """2019 alone in its cell is an amount like any other."""
    return not any(c.isalpha() for c in text[: numeral.start] + text[numeral.end :])
