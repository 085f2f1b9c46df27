"""What running text says of money, shares and counts, as records.

An account or a total becomes a budget total, a tax or another head of the budget a line of the
statement, a project with its amount a budget item; all else is a fact about its subject. Of each
record's label the whole sentence is the source.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
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
from pipeline.assemble.stated.told_records import (
    Around,
    Group,
    indicator_of,
    loose_facts,
    records_of,
)
from pipeline.prose.binding import Bound, bind, topic_of
from pipeline.prose.goals import goal_in
from pipeline.prose.sentences import Sentence, paragraphs
from pipeline.prose.subjects import kind_of
from pipeline.prose.years import carried, leads, year_of, years_in
from pipeline.recognise import find_years
from pipeline.recognise.language import words

# Asked again for each phrase of a sentence.
_words = lru_cache(maxsize=16)(words)
_CLAUSE = 24
_LEAST_BITS, _LEAST_BITS_OF_COUNTS = 0.5, 3.0
# 31日の3日間, 30歳以上の8割: no noun of its own.
_NAMELESS = re.compile(r"[・、].*|[0-9]+[^\W\d]{0,3}(?:以上|以下|未満)?|.{0,2}")
_ACCOUNT = re.compile(r"[一-龥ァ-ヺー]{0,20}(?:一般|特別|企業|事業)会計")
_BILL = re.compile(r"議案?第[0-9一二三四五六七八九十百]+号")
# Last year is one figure's and goes on to no other.
_RELATIVE = re.compile(r"[前昨]|一昨")
_SUPPLEMENT = re.compile(r"補正")


@dataclass(slots=True)
class _State:
    """What goes on from one sentence to the next."""

    topic: str = ""
    year: FiscalYear | None = None
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
        state.spoken = None
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
    year = own if own and about.kind != "newsletter" else None
    for title in reversed(section):
        # 5年ぶり前年度割れ heads the text of this year.
        dated = find_years(title, year=own.year if own else None)
        if found := [each.value for each in dated if not _RELATIVE.match(each.text)]:
            year = found[0]
            break
    return _State(account=_account_in(section), year=year)


def _account_in(section: Sequence[str]) -> str | None:
    for title in reversed(section):
        if match := _ACCOUNT.search(title):
            return match[0]
    return None


def _records(sentence: Sentence, state: _State, about: About) -> Iterator[Record]:
    text = sentence.text
    year = about.fiscal_year.year if about.fiscal_year else None
    if bill := _BILL.search(text):
        state.bill = bill[0]
    if (match := _ACCOUNT.match(text)) or (
        match := re.match(rf"(?:まず|次に|また)、({_ACCOUNT.pattern})", text)
    ):
        state.account = match[match.lastindex or 0]
    go_on = carried(text)
    bound = bind(text, _words, topic=state.topic)
    dated = years_in(text, year)
    groups: list[Group] = []
    goal = goal_in(text, [each.figure for each in bound], year, _words)
    if goal is not None:
        yield indicator_of(sentence, goal)
        held = {figure.start for _, figure, _ in goal.parts}
        bound = [each for each in bound if each.figure.start not in held]
    for each in bound:
        said = year_of(text, each, dated)
        own = said.value if said else None
        if said is None and (go_on or not isinstance(each.figure.value, Money)):
            own = state.spoken
        elif own is not None and said is not None:
            state.spoken = own if not _RELATIVE.match(own.text) else state.spoken
            if own.basis == "fiscal" and leads(text, said):
                state.year = own
        if not _is_told(each, text):
            continue
        group = _add(groups, each, text, own, about)
        group.undated = group.undated or (said is not None and own is None)
    state.said = (state.said + text)[-400:]
    topic = topic_of(text, bound, _words)
    for group in groups:
        group.topic = topic
    around = Around(state.year, state.account, state.bill, state.said)
    yield from records_of(sentence, groups, around)
    yield from loose_facts(sentence, bound, groups, goal)
    if topic or not go_on:
        state.topic = topic


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
        last.year = last.year or year
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
