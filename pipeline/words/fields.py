"""Words of the records for people: the fields that amounts stand in."""

from collections.abc import Mapping, Sequence

from pipeline.words import mark

_FIELDS: Mapping[str, str] = {
    "amount": mark("amount"),
    "prior_amount": mark("prior amount"),
    "change": mark("change"),
    "expansion": mark("expansion"),
    "amount_before": mark("amount before the supplement"),
    "amount_after": mark("amount after the supplement"),
    "funding": mark("funding"),
    "of_which": mark("part"),
    "amounts": mark("amount of a year"),
    "values": mark("series"),
    "value": mark("value"),
    "limit": mark("limit"),
    "opening": mark("opening balance"),
    "increase": mark("increase"),
    "decrease": mark("decrease"),
    "closing": mark("closing balance"),
    "total": mark("total"),
}


def field_words(path: str) -> Sequence[str]:
    """A field path in texts of the catalogue: `of_which.0.amount` is a part and its amount.

    >>> field_words("funding.0.amount")
    ['funding', 'amount']
    """
    return [_FIELDS.get(step, step) for step in path.split(".") if not step.isdigit()]
