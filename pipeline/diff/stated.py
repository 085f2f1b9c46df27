"""What an indicator says, in words that are the same for the same value."""

from models import FieldChange, FiscalYear, Indicator, Quantity, Record, Target


def other_fields(old: Record | None, new: Record | None) -> tuple[FieldChange, ...]:
    """What an indicator says otherwise, or only now."""
    before, after = stated(old), stated(new)
    if type(old) is not type(new):
        # A plan's target says nothing of the results that a review lists beside it.
        before = {name: value for name, value in before.items() if name in after}
    return tuple(
        FieldChange(field=name, old=before.get(name), new=after.get(name))
        for name in dict.fromkeys([*before, *after])
        if before.get(name) != after.get(name) and before and after
    )


def stated(record: Record | None) -> dict[str, str]:
    """An indicator's values in words, by what they are. Empty for other records."""
    match record:
        case Indicator():
            target = record.revised_target or record.target
            stated = {
                "baseline": _value(record.baseline),
                "target": _value(target),
                **{
                    f"actual {actual.fiscal_year.year}": _value(actual.value)
                    for actual in record.actuals
                },
                "grade": record.grade,
            }
        case Target(value=Quantity() as value):
            stated = {"target": _value(value, record.fiscal_year)}
        case _:
            return {}
    return {name: value for name, value in stated.items() if value}


def _value(quantity: Quantity | None, year: FiscalYear | None = None) -> str | None:
    if quantity is None:
        return None
    if quantity.value is None:
        return quantity.text or None
    year = quantity.fiscal_year or year
    return f"{quantity.value:,}{quantity.unit}" + (f" ({year.year})" if year else "")
