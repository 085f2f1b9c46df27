"""Two readings that agree: what one of them left open is filled from the other."""

from collections.abc import Mapping, Sequence

from models import BudgetItem, FiscalYear, Funding, Record, Source
from pipeline.bind.places import bare, is_inside, place_of, places_of, values_of

_AGREE = 0.6
_FILLED = (
    *("prior_amount", "prior_fiscal_year", "mark", "change", "funding", "department", "code"),
    "others_count",
)
# How sure a name is that another reading of the same amount contradicts.
_DISPUTED = 0.5


def agreed(typed: Sequence[Record], proposed: Sequence[Record]) -> list[Record] | None:
    """One reading of two that agree: what one of them left open is filled from the other.

    Null where fewer records agree in name and amount than make it sure that both read one thing.
    """
    items = [record for record in typed if isinstance(record, BudgetItem)]
    found = {
        place: new
        for new in proposed
        if isinstance(new, BudgetItem)
        and (source := new.sources.get("amount"))
        and (place := place_of(source))
    }
    if not items or len(items) < len(typed) or not found:
        return None
    pairs = [
        (
            old,
            found.get(place)
            if (source := old.sources.get("amount")) and (place := place_of(source))
            else None,
        )
        for old in items
    ]
    told = [(old, new) for old, new in pairs if new is not None]
    same = sum(bare(old.name) == bare(new.name) for old, new in told)
    shorter = sum(is_inside(new.name, old.name) for old, new in told)
    if same + shorter < _AGREE * len(items):
        return None
    held = {place for item in items for place in values_of(item)}
    more = [
        new
        for new in proposed
        if held.isdisjoint(values_of(new))
        or (isinstance(new, BudgetItem) and _of_another_year(new, items))
    ]
    clean = shorter > same
    return [*(_filled(old, new, clean=clean) if new else old for old, new in pairs), *more]


def _of_another_year(new: BudgetItem, items: Sequence[BudgetItem]) -> bool:
    """Whether a form has a project's amount of a year that no record has for its own."""
    year = new.fiscal_year
    return year is not None and all(
        item.fiscal_year is not None and item.fiscal_year.year != year.year
        for item in items
        if bare(item.name) == bare(new.name)
    )


def _filled(old: BudgetItem, new: BudgetItem, *, clean: bool) -> BudgetItem:
    """The record with what only the other reading has, and its name where it is cleaner.

    Where each gives the amount to another name, the name is doubtful.
    """
    if bare(old.name) != bare(new.name) and not (
        is_inside(new.name, old.name) or is_inside(old.name, new.name)
    ):
        doubt = min(_DISPUTED, old.confidence.get("name", 1.0))
        old = old.model_copy(update={"confidence": old.confidence | {"name": doubt}})
    if clean and is_inside(new.name, old.name):
        sources = old.sources | {"name": new.sources["name"]}
        sure = old.confidence | {k: p for k, p in new.confidence.items() if k == "name"}
        old = old.model_copy(update={"name": new.name, "sources": sources, "confidence": sure})
    fields: dict[str, object] = {
        name: new_money
        for name in ("amount", "prior_amount")
        if (money := getattr(old, name)) is not None
        and money.yen is None
        and not money.none
        and (new_money := getattr(new, name)) is not None
        and new_money.yen is not None
        and new_money.text == money.text
    }
    if (phased := _phased(old, new)) is not None:
        fields["fiscal_year"] = phased
    if any(map(_is_known, new.funding)) and not any(map(_is_known, old.funding)):
        old = old.model_copy(update={"funding": (), "sources": _without_funding(old.sources)})
    held = values_of(old)
    fields |= {
        name: value
        for name in _FILLED
        if getattr(old, name) in (None, ())
        and (value := getattr(new, name)) not in (None, ())
        # What is one thing in a record is no other thing besides.
        and held.isdisjoint(places_of(new, name))
    }
    if not fields:
        return old
    tops = {name.split(".")[0] for name in fields}
    sources = {name: s for name, s in new.sources.items() if name.split(".")[0] in tops}
    sure = {name: p for name, p in new.confidence.items() if name.split(".")[0] in tops}
    update = fields | {"sources": old.sources | sources, "confidence": old.confidence | sure}
    return old.model_copy(update=update)


def _is_known(part: Funding) -> bool:
    """Whether a source of funding has its yen."""
    return part.amount is not None and part.amount.yen is not None


def _without_funding(sources: Mapping[str, Source]) -> dict[str, Source]:
    return {name: source for name, source in sources.items() if name.split(".")[0] != "funding"}


def _phased(old: BudgetItem, new: BudgetItem) -> FiscalYear | None:
    """The year with its phase, where only the other reading has seen 決算 or 予算 with it."""
    one, other = old.fiscal_year, new.fiscal_year
    if one is None or other is None or one.year != other.year:
        return None
    if one.phase is not None or other.phase is None:
        return None
    return one.model_copy(update={"phase": other.phase})
