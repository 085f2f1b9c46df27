"""What running text says of money, shares and counts, as records.

An account or a total becomes a budget total, a tax or another head of the budget a line of the
statement, a project with its amount a budget item; all else is a fact about its subject. Of each
record's label the whole sentence is the source.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from models import (
    FiscalYear,
    Quantity,
    Record,
)
from models.page import Line, Placed
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import without
from pipeline.assemble.stated.told_facts import indicator_of, loose_facts
from pipeline.assemble.stated.told_groups import Around, Group
from pipeline.assemble.stated.told_records import records_of
from pipeline.assemble.stated.told_state import Leads, State, state_under
from pipeline.prose.binding import Bound, bind, topic_of
from pipeline.prose.goals import goal_in
from pipeline.prose.sentences import Sentence, paragraphs
from pipeline.prose.subjects import kind_of
from pipeline.prose.years import carried, year_of, years_in
from pipeline.recognise.language import words

# Asked again for each phrase of a sentence.
_words = lru_cache(maxsize=16)(words)
_CLAUSE, _SAID = 24, 400
_LEAST_BITS, _LEAST_BITS_OF_COUNTS = 0.5, 3.0
# 31日の3日間, 30歳以上の8割: no noun of its own.
_NAMELESS = re.compile(r"[・、].*|[0-9]+[^\W\d]{0,3}(?:以上|以下|未満)?|.{0,2}")
_SUPPLEMENT = re.compile(r"補正")


def told(blocks: Sequence[Placed], about: About) -> Taken:
    """Records from paragraphs of whole sentences; all other text is left to others."""
    records: list[Record] = []
    used: list[Line] = []
    state, section = State(), None
    led: dict[tuple[str, ...], FiscalYear] = {}
    for paragraph in paragraphs(blocks):
        if paragraph.section != section:
            section, state = paragraph.section, state_under(paragraph.section, about, led)
        sentences = paragraph.sentences()
        if not any(sentence.text.endswith("。") for sentence in sentences):
            continue
        state.spoken = state.led = None
        found = [record for each in sentences for record in _records(each, state, about, led)]
        if found:
            records += found
            used += paragraph.lines
    return Taken(records, [], without(blocks, used))


def _records(sentence: Sentence, state: State, about: About, led: Leads) -> Iterator[Record]:
    text = sentence.text
    year = about.fiscal_year.year if about.fiscal_year else None
    state.hear(text)
    go_on = carried(text)
    bound = bind(text, _words, topic=state.topic)
    dated = years_in(text, state.reckoning(about))
    state.lead(sentence, dated, led)
    groups: list[Group] = []
    goal = goal_in(text, [each.figure for each in bound], year, _words)
    if goal is not None:
        yield indicator_of(sentence, goal)
        held = {figure.start for _, figure, _ in goal.parts}
        bound = [each for each in bound if each.figure.start not in held]
    for found in bound:
        each = state.of_account(found)
        said = year_of(text, each, dated)
        own = state.year_beside(each, said, go_on=go_on)
        if not _is_told(each, text):
            continue
        group = _add(groups, each, text, own, about)
        group.undated = group.undated or (said is not None and own is None)
    state.said = (state.said + text)[-_SAID:]
    topic = topic_of(text, bound, _words)
    for group in groups:
        group.topic = topic
    yield from records_of(sentence, groups, _around(state))
    yield from loose_facts(sentence, bound, groups, goal)
    if topic or not go_on:
        state.topic = topic


def _around(state: State) -> Around:
    year, headed = state.led or state.year, state.led or state.headed
    return Around(year, headed, state.account, state.bill, state.said)


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
        last.add(role, each, year)
        return last
    verb = each.turn.verb if each.turn.shared else each.figure.end
    kind = kind_of(each.label, text[verb : verb + _CLAUSE]) if role != "value" else "other"
    groups.append(Group(each.label, kind, each.bits))
    groups[-1].add(role, each, year)
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
