"""Records of what one sentence says: groups of its figures, each about one subject."""

from collections.abc import Iterator, Sequence

from models import (
    BudgetItem,
    BudgetStatementLine,
    BudgetTotal,
    FiscalYear,
    Money,
    Quantity,
    Record,
    Source,
)
from models.values import Direction
from pipeline.assemble.lines.pieces import tidy
from pipeline.assemble.stated.told_facts import facts_of
from pipeline.assemble.stated.told_groups import Around, Group, signed, sure
from pipeline.prose.sentences import Sentence
from pipeline.prose.subjects import direction_of
from pipeline.recognise import find_years


def records_of(sentence: Sentence, groups: Sequence[Group], around: Around) -> Iterator[Record]:
    """A record for each group, or a fact for each of its figures where it is of no budget."""
    for group in groups:
        amounts = group.kind != "project" or "amount" in group.parts
        if group.kind == "other" or not group.has_money or not amounts:
            yield from facts_of(sentence, group, around)
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
    return dict.fromkeys(group.parts, sure(group.bits))


def _prior_year(group: Group, year: FiscalYear | None) -> FiscalYear | None:
    """The year that the subject is compared with, where the sentence names it."""
    if own := group.years.get("prior_amount"):
        return own
    if not group.compared:
        return None
    found = find_years(group.compared, year=year.year if year else None)
    return found[0].value if found else None
