"""What running text says of money, shares and counts, as records.

An account or a total becomes a budget total, a tax or another head of the budget a line of the
statement, a project with its amount a budget item; all else is a fact about its subject. Of each
record's label the whole sentence is the source.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from models import (
    FiscalYear,
    Money,
    Quantity,
    Record,
)
from models.page import Line, Placed
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import without
from pipeline.assemble.stated.told_facts import indicator_of, loose_facts
from pipeline.assemble.stated.told_groups import Around, Group
from pipeline.assemble.stated.told_records import records_of
from pipeline.prose.binding import Bound, bind, topic_of
from pipeline.prose.goals import goal_in
from pipeline.prose.sentences import Sentence, paragraphs
from pipeline.prose.subjects import kind_of
from pipeline.prose.years import Dated, carried, leads, year_of, years_in
from pipeline.recognise import find_years
from pipeline.recognise.language import words

# Asked again for each phrase of a sentence.
_words = lru_cache(maxsize=16)(words)
_CLAUSE = 24
_BILL_TITLE = 40
_LEAST_BITS, _LEAST_BITS_OF_COUNTS = 0.5, 3.0
# 31日の3日間, 30歳以上の8割: no noun of its own.
_NAMELESS = re.compile(r"[・、].*|[0-9]+[^\W\d]{0,3}(?:以上|以下|未満)?|.{0,2}")
_ACCOUNT = re.compile(
    r"(?:年度)?(?:(?!都市)[一-龥]{1,6}?[市町村県])?"
    r"(?P<account>[一-龥ァ-ヺー]{0,20}(?:一般|特別|企業|事業)会計)"
)
_BOTH_SIDES = re.compile(r"歳入歳出(?:予算)?(?: 総額)?")
_BILL = re.compile(r"議案?第[0-9一二三四五六七八九十百]+号")
# Last year and the next are one figure's and go on to no other.
_RELATIVE = re.compile(r"[前昨翌次来同]|一昨|再来")
_SUPPLEMENT = re.compile(r"補正")


@dataclass(slots=True)
class _State:
    """What goes on from one sentence to the next."""

    topic: str = ""
    year: FiscalYear | None = None
    headed: FiscalYear | None = None
    led: FiscalYear | None = None
    spoken: FiscalYear | None = None
    account: str | None = None
    bill: str | None = None
    said: str = ""


def told(blocks: Sequence[Placed], about: About) -> Taken:
    """Records from paragraphs of whole sentences; all other text is left to others."""
    records: list[Record] = []
    used: list[Line] = []
    state, section = _State(), None
    for paragraph in paragraphs(blocks):
        if paragraph.section != section:
            section, state = paragraph.section, _begin(paragraph.section, about)
        sentences = paragraph.sentences()
        if not any(sentence.text.endswith("。") for sentence in sentences):
            continue
        state.spoken = state.led = None
        found = [record for each in sentences for record in _records(each, state, about)]
        if found:
            records += found
            used += paragraph.lines
    return Taken(records, [], without(blocks, used))


def _begin(section: Sequence[str], about: About) -> _State:
    """What a section's headings say for all of its text.

    A newsletter's year is when it came out, and no amount's.
    """
    own = about.fiscal_year
    headed = next((year for title in reversed(section) if (year := _headed(title, own))), None)
    return _State(account=_account_in(section), year=headed or about.budget_year, headed=headed)


def _headed(title: str, own: FiscalYear | None) -> FiscalYear | None:
    """The fiscal year of a heading; 5年ぶり前年度割れ and 令和7年10月号 give none."""
    for each in find_years(title, year=own.year if own else None):
        value = each.value
        if value.basis == "fiscal" and value.start is None and not _RELATIVE.match(each.text):
            return value
    return None


def _account_in(section: Sequence[str]) -> str | None:
    for title in reversed(section):
        if match := _ACCOUNT.search(title):
            return match["account"]
    return None


def _records(sentence: Sentence, state: _State, about: About) -> Iterator[Record]:
    text = sentence.text
    year = about.fiscal_year.year if about.fiscal_year else None
    if bill := _BILL.search(text):
        state.bill = bill[0]
        if match := _ACCOUNT.search(text, bill.end(), bill.end() + _BILL_TITLE):
            state.account = match["account"]
    elif match := re.match(rf"(?:(?:まず|次に|また)、)?{_ACCOUNT.pattern}", text):
        state.account = match["account"]
    go_on = carried(text)
    bound = bind(text, _words, topic=state.topic)
    dated = years_in(text, year, headed=state.headed.year if state.headed else None)
    _lead(state, sentence, dated, about)
    groups: list[Group] = []
    goal = goal_in(text, [each.figure for each in bound], year, _words)
    if goal is not None:
        yield indicator_of(sentence, goal)
        held = {figure.start for _, figure, _ in goal.parts}
        bound = [each for each in bound if each.figure.start not in held]
    for found in bound:
        each = _of_account(found, state)
        said = year_of(text, each, dated)
        own = said.value if said else _spoken(each, state, go_on=go_on)
        if said is not None and own is not None and not _RELATIVE.match(own.text):
            state.spoken = own
        if not _is_told(each, text):
            continue
        group = _add(groups, each, text, own, about)
        group.undated = group.undated or (said is not None and own is None)
    state.said = (state.said + text)[-400:]
    topic = topic_of(text, bound, _words)
    for group in groups:
        group.topic = topic
    around = Around(state.led or state.year, state.headed, state.account, state.bill, state.said)
    yield from records_of(sentence, groups, around)
    yield from loose_facts(sentence, bound, groups, goal)
    if topic or not go_on:
        state.topic = topic


def _lead(state: _State, sentence: Sentence, dated: Sequence[Dated], about: About) -> None:
    """Keeps the year that a sentence begins with, for its paragraph or for its section.

    In minutes each answer is about a year of its own.
    """
    for each in dated:
        far = leads(sentence.text, each)
        if far and each.value is not None and not _RELATIVE.match(each.value.text):
            state.led = each.value
            if far == "section" and sentence.first and about.kind != "minutes":
                state.year = each.value


def _spoken(each: Bound, state: _State, *, go_on: bool) -> FiscalYear | None:
    """The year said last, for a figure beside which none is; an amount is of a fiscal year."""
    if not isinstance(each.figure.value, Money):
        return state.spoken
    fiscal = state.spoken is not None and state.spoken.basis == "fiscal"
    return state.spoken if go_on and fiscal else None


def _of_account(each: Bound, state: _State) -> Bound:
    """一般会計 歳入歳出 総額: what has the same name in all accounts, with that of its own."""
    if state.account is None or not _BOTH_SIDES.fullmatch(each.label):
        return each
    return replace(each, label=f"{state.account} {each.label}")


def _is_told(each: Bound, text: str) -> bool:
    """Whether it is told well enough what a figure is about; counts of anything ask for more."""
    if not each.label or each.rate:
        return False
    if each.figure.group != "count":
        return each.bits >= _LEAST_BITS
    quoted = text.count("「", 0, each.figure.start) > text.count("」", 0, each.figure.start)
    return (
        each.bits >= _LEAST_BITS_OF_COUNTS
        and not quoted
        and _NAMELESS.fullmatch(each.label) is None
    )


def _add(
    groups: list[Group], each: Bound, text: str, year: FiscalYear | None, about: About
) -> Group:
    """The group of a figure's subject with the figure in it, which may be a new one."""
    role = _role(each, text, about)
    last = groups[-1] if groups else None
    same = last is not None and last.label == each.label and role not in last.parts
    if last is not None and same and role != "value" and "value" not in last.parts:
        last.parts[role] = each
        last.compared = last.compared or each.compared
        last.year = last.year or (None if role == "prior_amount" else year)
        return last
    verb = each.turn.verb if each.turn.shared else each.figure.end
    kind = kind_of(each.label, text[verb : verb + _CLAUSE]) if role != "value" else "other"
    groups.append(Group(each.label, kind, each.bits, year, each.compared, parts={role: each}))
    return groups[-1]


def _role(each: Bound, text: str, about: About) -> str:
    value, way = each.figure.value, each.turn.way
    if isinstance(value, Quantity):
        return (
            "change_percent"
            if value.unit == "%" and (each.compared or way in ("more", "less"))
            else "value"
        )
    if way == "before":
        return "prior_amount"
    if each.compared and value.yen is not None and value.yen < 0:
        return "change"
    if way not in ("more", "less"):
        return "amount"
    phase = about.fiscal_year.phase if about.fiscal_year else None
    supplement = phase == "supplementary" or _SUPPLEMENT.search(text) is not None
    return "change" if each.compared or not supplement else "amount"
