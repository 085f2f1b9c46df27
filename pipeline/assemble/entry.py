"""The end of a project line: its amount, what stands in brackets after it, and ほかn事業."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from models import FiscalYear, Funding, Money, Source
from models.page import Passage
from pipeline.assemble.notes import Note
from pipeline.assemble.policy_words import OTHERS
from pipeline.recognise import find_money, find_years

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_AMOUNT = (
    rf"(?:約\s*)?[△▲]?\s*(?:(?:{_NUMBER})\s*(?:兆|億|千万|百万|十万|万|千)\s*)*(?:{_NUMBER})?\s*円?"
)
_NONE = r"[-－―–—‐]+|皆増|皆減"
_STAGE = (
    r"[(（\[]?\s*(?:(?:R|H|令和|平成)\s*(?:元|\d{1,2})\s*年?度?)?\s*"
    r"(?:\d{1,2}月)?(?:当初|補正|前倒し|繰越)(?:予算|分)?\s*[)）\]:：]?"
)
_BRACKET = (
    rf"[(（\[〔［【<〈]\s*[^()（）\[\]〔〕【】\s]{{0,12}}?\s*[:：]?\s*(?:(?=[△▲約\d]){_AMOUNT}|{_NONE})\s*"
    r"[)）\]〕］】>〉]"
)
_TAIL = re.compile(
    rf"\s*(?P<stage>{_STAGE})?\s*(?<![\d,.])(?P<amount>(?=[△▲約\d]){_AMOUNT}|{_NONE})"
    rf"\s*(?P<brackets>(?:{_BRACKET}\s*)*)(?P<others>{OTHERS.pattern})?\s*$"
)
_ADDITION = re.compile(rf"\s*(?:{_BRACKET}\s*)*(?:{OTHERS.pattern})?\s*")
_PRIVATE = re.compile(r"民間|ふるさと納税|寄[附付]")


@dataclass(frozen=True, slots=True)
class Tail:
    """The amounts at the end of `text[start:]`.

    `sure` is false for a bare number that could as well be the end of a name.
    """

    start: int
    amount: tuple[int, int]
    sure: bool
    others: int | None
    others_at: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Amounts:
    """What the end of a project line says, each with its place in the passage."""

    amount: Money | None
    expansion: Money | None
    prior: Money | None
    funding: tuple[Funding, ...]
    fiscal_year: FiscalYear | None
    sources: dict[str, Source]


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
    return bool(text.strip()) and (_TAIL.fullmatch(text) is not None or is_addition(text))


def read_amounts(passage: Passage, tail: Tail, note: Note) -> Amounts:
    """The amounts of a tail, in the unit that its note or its own print gives."""
    offset = tail.start
    end = tail.others_at[0] if tail.others_at else len(passage.text)
    text = passage.text[offset:end]
    found: dict[str, Money] = {}
    sources: dict[str, Source] = {}
    funding: list[Funding] = []
    year: FiscalYear | None = None
    for mention in find_money(text, unit=note.unit):
        role = _role(text, mention.start, mention.end, mention.role, note)
        where = passage.source(offset + mention.start, offset + mention.end)
        if role == "private":
            sources[f"funding.{len(funding)}.amount"] = where
            funding.append(
                Funding(source="private", label=_label(text, mention.start), amount=mention.value)
            )
            continue
        if role in found:
            continue
        found[role] = mention.value
        sources[role] = where
        if role == "amount" and mention.fiscal_year:
            year = mention.fiscal_year
    if year is None and (stage := re.match(rf"\s*{_STAGE}", text)):
        years = find_years(stage[0], year=note.year.year if note.year else None)
        year = years[0].value if years else None
    if tail.others_at:
        sources["others_count"] = passage.source(*tail.others_at)
    return Amounts(
        amount=found.get("amount"),
        expansion=found.get("expansion"),
        prior=found.get("prior_amount"),
        funding=tuple(funding),
        fiscal_year=year,
        sources=sources,
    )


def _tails(text: str) -> Sequence[re.Match[str]]:
    """Matches from each place where a tail could begin, the longest first."""
    starts = [match.start() for match in re.finditer(r"[\d△▲約(（\[\-－―–—皆RH令平補当]|\s", text)]
    matches = (_TAIL.match(text, start) for start in starts)
    return [match for match in matches if match]


def _line_starts(passage: Passage, index: int) -> bool:
    return passage.places[index][0] != passage.places[index - 1][0]


def _role(text: str, start: int, end: int, role: str | None, note: Note) -> str:
    if role == "expansion":
        return "expansion"
    if role == "private" or _PRIVATE.search(_label(text, start) or ""):
        return "private"
    if role == "prior" or note.brackets_prior(text, start, end):
        return "prior_amount"
    return "amount" if role is None else role


def _label(text: str, start: int) -> str | None:
    """The words between the bracket that opened last and a figure."""
    opening = max(text.rfind(sign, 0, start) for sign in "(（[〔")
    words = text[opening + 1 : start].strip(" :：") if opening >= 0 else ""
    return words or None
