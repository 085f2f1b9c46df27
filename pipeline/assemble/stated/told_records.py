"""Records of what one sentence says: groups of its figures, each about one subject."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from models import (
    Actual,
    BudgetItem,
    BudgetStatementLine,
    BudgetTotal,
    Fact,
    FiscalYear,
    Indicator,
    Money,
    Quantity,
    Record,
    Source,
)
from models.values import Direction
from pipeline.assemble.lines.pieces import tidy
from pipeline.prose.binding import Bound
from pipeline.prose.figures import stated_mentions
from pipeline.prose.goals import Goal
from pipeline.prose.sentences import Sentence
from pipeline.prose.subjects import Kind, direction_of
from pipeline.recognise import find_years, taken_away

_EDGES = re.compile(r"(?<![ではも、\s])[ではも、\s]++\Z")
_HEADROOM = 2.0
_SUREST = 0.97
_LONGEST_SENTENCE = 160


@dataclass(slots=True)
class Group:
    """Figures of a sentence about one subject, each in its role; `year` is said beside them.

    `undated` is true where a year is said that cannot be known: no other may stand for it.
    """

    label: str
    kind: Kind
    bits: float
    year: FiscalYear | None
    compared: str = ""
    topic: str = ""
    undated: bool = False
    parts: dict[str, Bound] = field(default_factory=dict)

    @property
    def has_money(self) -> bool:
        """Whether any of its figures is an amount."""
        return any(isinstance(each.figure.value, Money) for each in self.parts.values())


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a sentence: year, account and bill of its text, and what was said."""

    year: FiscalYear | None
    account: str | None
    bill: str | None
    said: str


def records_of(sentence: Sentence, groups: Sequence[Group], around: Around) -> Iterator[Record]:
    """A record for each group, or a fact for each of its figures where it is of no budget."""
    for group in groups:
        amounts = group.kind != "project" or "amount" in group.parts
        if group.kind == "other" or not group.has_money or not amounts:
            yield from _facts(sentence, group)
        elif group.kind == "account":
            yield _total(sentence, group, around)
        elif group.kind == "line":
            yield _line(sentence, group, around)
        else:
            yield _item(sentence, group, around)


def _total(sentence: Sentence, group: Group, around: Around) -> BudgetTotal:
    sources, year = _sources(sentence, group), _year(group, around)
    return BudgetTotal(
        page=sources["name"].page,
        section=_section(sentence, around),
        sources=sources,
        name=tidy(group.label),
        amount=_money(group, "amount"),
        prior_amount=_money(group, "prior_amount"),
        change=_money(group, "change"),
        change_percent=_percent(group),
        fiscal_years=(year,) if year else (),
        confidence=_confidence(group),
    )


def _line(sentence: Sentence, group: Group, around: Around) -> BudgetStatementLine:
    sources, year = _sources(sentence, group), _year(group, around)
    return BudgetStatementLine(
        page=sources["name"].page,
        section=_section(sentence, around),
        sources=sources,
        name=tidy(group.label),
        direction=_direction(group, around),
        account=around.account,
        amount=_money(group, "amount"),
        prior_amount=_money(group, "prior_amount"),
        change=_money(group, "change"),
        change_percent=_percent(group),
        fiscal_year=year,
        prior_fiscal_year=_prior_year(group, year),
        confidence=_confidence(group),
    )


def _item(sentence: Sentence, group: Group, around: Around) -> BudgetItem:
    sources, year = _sources(sentence, group), _year(group, around)
    return BudgetItem(
        page=sources["name"].page,
        section=_section(sentence, around),
        sources=sources | {"description": sentence.source()},
        name=tidy(group.label),
        description=tidy(sentence.text),
        direction=_direction(group, around),
        account=around.account,
        amount=_money(group, "amount"),
        prior_amount=_money(group, "prior_amount"),
        change=_money(group, "change"),
        fiscal_year=year,
        prior_fiscal_year=_prior_year(group, year),
        confidence=_confidence(group),
    )


def _year(group: Group, around: Around) -> FiscalYear | None:
    return None if group.undated else group.year or around.year


def _section(sentence: Sentence, around: Around) -> tuple[str, ...]:
    return (*sentence.section, around.bill) if around.bill else sentence.section


def _sources(sentence: Sentence, group: Group) -> dict[str, Source]:
    """The name's source is the whole sentence, which alone shows that the name is right."""
    figures = {
        role: sentence.source(each.figure.start, each.figure.end)
        for role, each in group.parts.items()
    }
    return {"name": sentence.source()} | figures


def _money(group: Group, role: str) -> Money | None:
    value = signed(group.parts[role]) if role in group.parts else None
    return value if isinstance(value, Money) else None


def _percent(group: Group) -> float | None:
    value = signed(group.parts["change_percent"]) if "change_percent" in group.parts else None
    return float(value.value) if isinstance(value, Quantity) and value.value is not None else None


def _direction(group: Group, around: Around) -> Direction | None:
    return direction_of(group.label, around.said)


def _confidence(group: Group) -> dict[str, float]:
    return dict.fromkeys(group.parts, _sure(group.bits))


def _prior_year(group: Group, year: FiscalYear | None) -> FiscalYear | None:
    """The year that the subject is compared with, where the sentence names it."""
    if not group.compared:
        return None
    found = find_years(group.compared, year=year.year if year else None)
    return found[0].value if found else None


def _facts(sentence: Sentence, group: Group) -> Iterator[Fact]:
    for each in group.parts.values():
        compared = _EDGES.sub("", each.compared) if each.turn.way in ("more", "less") else ""
        value = signed(each)
        earlier = "変更前" if each.turn.way == "before" and each.turn.object else ""
        yield Fact(
            page=sentence.source(each.figure.start, each.figure.end).page,
            section=sentence.section,
            sources={
                "label": sentence.source(),
                "value": sentence.source(each.figure.start, each.figure.end),
            },
            label=" ".join(part for part in (group.label, compared, earlier) if part),
            value=value,
            scope=_scope(sentence, group.topic, group.label),
            fiscal_year=group.year,
            confidence={"value": _sure(group.bits)},
        )


def _scope(sentence: Sentence, topic: str, label: str) -> str | None:
    """What a fact is about beyond its label: its sentence's topic, else the heading above it."""
    if topic and topic not in label and label not in topic:
        return topic
    return sentence.section[-1] if sentence.section else None


def indicator_of(sentence: Sentence, goal: Goal) -> Indicator:
    """A goal that a sentence sets, with its values in their roles."""
    values = {role: value for role, _, value in goal.parts}
    sources = {"name": sentence.source(goal.start, goal.end)}
    actuals: tuple[Actual, ...] = ()
    for role, figure, value in goal.parts:
        source = sentence.source(figure.start, figure.end)
        if role != "actual":
            sources[role] = source
        elif value.fiscal_year is not None:
            sources["actuals.0.value"] = source
            actuals = (Actual(fiscal_year=value.fiscal_year, value=value),)
    return Indicator(
        page=sources["name"].page,
        section=sentence.section,
        sources=sources,
        name=tidy(goal.name),
        baseline=values.get("baseline"),
        target=values.get("target"),
        revised_target=values.get("revised_target"),
        actuals=actuals,
    )


def loose_facts(
    sentence: Sentence, bound: Sequence[Bound], groups: Sequence[Group], goal: Goal | None
) -> Iterator[Fact]:
    """Figures whose subject is not told, each about the sentence that it stands in."""
    held = {each.figure.start for group in groups for each in group.parts.values()}
    held |= {figure.start for _, figure, _ in goal.parts} if goal else set()
    turns = {each.figure.start: each for each in bound}
    for mention in stated_mentions(sentence.text, None):
        if mention.start in held:
            continue
        each = turns.get(mention.start)
        named = each is not None and each.rate and each.label and each.bits >= 0
        label = (
            f"{each.label} {each.rate}"
            if each is not None and named
            else _clause(sentence, mention.start, mention.end)
        )
        yield Fact(
            page=sentence.source(mention.start, mention.end).page,
            section=sentence.section,
            sources={
                "label": sentence.source(),
                "value": sentence.source(mention.start, mention.end),
            },
            label=label,
            value=signed(each) if each is not None else mention.value,
            scope=sentence.section[-1] if sentence.section else None,
            fiscal_year=mention.fiscal_year,
        )


def signed(each: Bound) -> Money | Quantity:
    """A figure's value, below zero where it is taken away."""
    value = each.figure.value
    if each.turn.way != "less":
        return value
    if isinstance(value, Money):
        return taken_away(value)
    if value.value is None or value.value <= 0:
        return value
    return value.model_copy(update={"value": -value.value})


def _clause(sentence: Sentence, start: int, end: int) -> str:
    """The sentence around a figure, or of a long one the clauses next to it."""
    text = sentence.text
    if len(text) <= _LONGEST_SENTENCE:
        return tidy(text)
    first = text.rfind("、", 0, start) + 1
    last = text.find("、", end)
    return tidy(text[first : last + 1 if last >= 0 else len(text)])


def _sure(bits: float) -> float:
    """How likely a subject is right, after the evidence for it."""
    likely: float = min(_SUREST, 1.0 / (1.0 + 2.0 ** -(bits + _HEADROOM)))
    return round(likely, 4)
