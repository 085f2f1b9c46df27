"""The end of a project line: its amount, what stands in brackets after it, and ほかn事業."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from models import FiscalYear, Funding, Money, Source
from models.page import Passage
from pipeline.assemble.lists.notes import Note
from pipeline.recognise import find_money, find_years
from pipeline.recognise.vocabulary import OTHERS

# No amount that is printed has more digits, or more scales in a row.
_NUMBER = r"\d{1,3}(?:,\d{3}){1,12}(?:\.\d{1,9})?|\d{1,40}(?:\.\d{1,9})?"
_AMOUNT = (
    rf"(?:約\s*+)?[△▲]?\s*+(?:(?:{_NUMBER})\s*+(?:兆|億|千万|百万|十万|万|千)\s*+){{0,6}}"
    rf"(?:{_NUMBER})?\s*+円?"
)
_NONE = r"[-－―–—‐]+|皆増|皆減"
_STAGE = (
    r"[(（\[]?\s*+(?:(?:R|H|令和|平成)\s*+(?:元|\d{1,2})\s*+年?度?)?\s*+"
    r"(?:\d{1,2}月)?(?:当初|補正|前倒し|繰越)(?:予算|分)?\s*+[)）\]:：]?"
)
# Not a year: (R5) after a figure says when, and not how much.
_NO_YEAR = r"(?!\s*+(?:R|H|令和|平成)\s*+(?:元|\d{1,2})\s*+年?度?\s*+[)）\]])"
_BRACKET = (
    rf"[(（\[〔［【<〈]{_NO_YEAR}\s*+[^()（）\[\]〔〕【】\s]{{0,12}}?\s*+[:：]?\s*+"
    rf"(?:(?=[△▲約\d]){_AMOUNT}|{_NONE})\s*+[)）\]〕］】>〉]"
)
_TAIL = re.compile(
    rf"\s*+(?P<stage>{_STAGE})?\s*+(?<![\d,.])(?P<amount>(?=[△▲約\d]){_AMOUNT}|{_NONE})"
    rf"\s*+(?P<brackets>(?:{_BRACKET}\s*+)*+)(?P<others>{OTHERS.pattern})?\s*+$"
)
_ADDITION = re.compile(rf"\s*+(?:{_BRACKET}\s*+)*+(?:{OTHERS.pattern})?\s*+")
# An amount whose bracket a line break has cut: 20,000(拡充⏎5,585)
_CUT = re.compile(r"\s*\d{1,3}(?:,\d{3})+\s*[(（\[〔［]\D{0,6}")
_EACH = re.compile(_BRACKET)
_LABEL = re.compile(r"[(（\[〔［【<〈](?P<label>[^\d△▲約]*)")
# Within a run of spaces, of digits or of dashes a tail begins at its head or nowhere.
_STARTS = re.compile(r"(?<!\d)\d|[△▲約(（\[皆RH令平補当]|(?<![-－―–—‐])[-－―–—]|(?<!\s)\s")
_PRIVATE = re.compile(r"民間|ふるさと納税|寄[附付]")


@dataclass(frozen=True, slots=True)
class Tail:
    """The amounts at the end of `text[start:]`.

    `sure` is false for a bare number that could as well be the end of a name.
    """

    start: int
    amount: tuple[int, int]
    brackets: tuple[tuple[int, int], ...]
    stage_at: tuple[int, int] | None
    sure: bool
    others: int | None
    others_at: tuple[int, int] | None


@dataclass(slots=True)
class Amounts:
    """What the end of a project line says, and where it was printed."""

    amount: Money | None = None
    expansion: Money | None = None
    prior: Money | None = None
    funding: tuple[Funding, ...] = ()
    fiscal_year: FiscalYear | None = None
    sources: dict[str, Source] = field(default_factory=dict)


def find_tail(passage: Passage) -> Tail | None:
    """The amounts that end a passage, or nothing where it ends otherwise."""
    text = passage.text
    for match in _tails(text):
        first = match.start("amount")
        if not match["amount"].strip() or first == 0:
            continue
        figure = match["amount"]
        plain = "," in figure or re.search(r"[億万千円]", figure) or match["brackets"]
        apart = (
            text[first - 1].isspace()
            or text[first - 1] in ")）」】]"
            or _line_starts(passage, first)
        )
        if not (plain or apart or match["stage"]):
            continue
        dash = re.fullmatch(_NONE, figure.strip()) is not None
        if dash and not (apart and (match["brackets"] or match["stage"])):
            continue
        return Tail(
            start=match.start(),
            amount=match.span("amount"),
            brackets=tuple(
                bracket.span()
                for bracket in _EACH.finditer(text, match.start("brackets"), match.end("brackets"))
            ),
            stage_at=match.span("stage") if match["stage"] else None,
            sure=bool(plain or match["stage"] or match["others"]),
            others=int(match["count"]) if match["others"] else None,
            others_at=match.span("others") if match["others"] else None,
        )
    return None


def is_addition(text: str) -> bool:
    """Whether a line only adds brackets or ほかn事業 to the amount before it."""
    return bool(text.strip()) and _ADDITION.fullmatch(text) is not None


def is_tail(text: str) -> bool:
    """Whether a line holds the end of a project line and nothing else: amounts, ほかn事業."""
    forms = (_TAIL, _CUT)
    return bool(text.strip()) and (any(form.fullmatch(text) for form in forms) or is_addition(text))


def read_amounts(passage: Passage, tail: Tail, note: Note) -> Amounts:
    """The amounts of a tail, in the unit that its note or its own print gives."""
    amounts = Amounts()
    if tail.others_at:
        amounts.sources["others_count"] = passage.source(*tail.others_at)
    if tail.stage_at:
        years = find_years(
            passage.text[slice(*tail.stage_at)], year=note.year.year if note.year else None
        )
        amounts.fiscal_year = years[0].value if years else None
    for first, last in (tail.amount, *tail.brackets):
        part = passage.text[first:last]
        mentions = find_money(part, unit=note.unit)
        if not mentions:
            continue
        mention = mentions[0]
        where = passage.source(first + mention.start, first + mention.end)
        if (first, last) == tail.amount:
            amounts.amount, amounts.sources["amount"] = mention.value, where
            continue
        label = _LABEL.match(part)
        words = label["label"].strip(" :：") if label else ""
        if mention.role == "private" or _PRIVATE.search(words):
            amounts.sources[f"funding.{len(amounts.funding)}.amount"] = where
            part_of = Funding(source="private", label=words or None, amount=mention.value)
            amounts.funding = (*amounts.funding, part_of)
        elif mention.role == "expansion" or "拡" in words:
            amounts.expansion, amounts.sources["expansion"] = mention.value, where
        elif mention.role == "prior" or part[0] in note.prior_brackets or "前年" in words:
            amounts.prior, amounts.sources["prior_amount"] = mention.value, where
    return amounts


def _tails(text: str) -> Sequence[re.Match[str]]:
    """Matches from each place where a tail could begin, the longest first."""
    starts = [match.start() for match in _STARTS.finditer(text)]
    matches = (_TAIL.match(text, start) for start in starts)
    return [match for match in matches if match]


def _line_starts(passage: Passage, index: int) -> bool:
    return passage.places[index][0] != passage.places[index - 1][0]
