"""A small extraction, and corrections of it."""

from pydantic import JsonValue

from models import (
    BBox,
    BudgetItem,
    Correction,
    CorrectionAction,
    CorrectionTarget,
    Document,
    Extraction,
    Fact,
    FiscalYear,
    Leftover,
    Money,
    Place,
    Record,
    Source,
)
from pipeline.corrections.fields import plain, value_at
from pipeline.corrections.places import place_of

DOCUMENT = "ab" * 32


def money(thousands: int) -> Money:
    return Money(yen=thousands * 1000, text=f"{thousands:,}", unit=1000, unit_text="千円")


def item(
    number: int, name: str, amount: int, prior: int | None = None, page: int = 1
) -> BudgetItem:
    """A row of a table: name, amount and last year's amount in columns."""
    top = 100.0 + 20 * number
    sources = {
        "name": Source(page=page, bbox=(50, top, 150, top + 10), text=name),
        "amount": Source(page=page, bbox=(200, top, 250, top + 10), text=f"{amount:,}"),
    }
    if prior is not None:
        sources["prior_amount"] = Source(
            page=page, bbox=(300, top, 350, top + 10), text=f"{prior:,}"
        )
    return BudgetItem(
        id=f"budget_item-{page}-{number}",
        document=DOCUMENT,
        page=page,
        name=name,
        amount=money(amount),
        prior_amount=None if prior is None else money(prior),
        fiscal_year=FiscalYear(year=2025, text="令和7年度"),
        sources=sources,
    )


def fact(number: int, label: str, amount: int, page: int = 1) -> Fact:
    top = 100.0 + 20 * number
    return Fact(
        id=f"fact-{page}-{number}",
        document=DOCUMENT,
        page=page,
        label=label,
        value=money(amount),
        sources={
            "label": Source(page=page, bbox=(50, top, 150, top + 10), text=label),
            "value": Source(page=page, bbox=(200, top, 250, top + 10), text=f"{amount:,}"),
        },
    )


def extraction(*records: Record, leftovers: tuple[Leftover, ...] = ()) -> Extraction:
    return Extraction(
        Document(sha256=DOCUMENT, file_name="a.pdf", page_count=9), list(records), [*leftovers], []
    )


def about(record: Record, field: str | None = None) -> CorrectionTarget:
    return CorrectionTarget(
        record=record.id, type=record.type, field=field, place=place_of(record, field)
    )


def correction(
    number: int,
    action: CorrectionAction,
    target: CorrectionTarget | None = None,
    **more: object,
) -> Correction:
    return Correction.model_validate(
        {
            "id": f"c{number}",
            "document": DOCUMENT,
            "action": action,
            "at": "2027-01-02T03:04:05Z",
            "target": target,
            **more,
        }
    )


def change(number: int, record: Record, field: str, now: JsonValue) -> Correction:
    was = plain(value_at(record, field))
    return correction(number, "change", about(record, field), was=was, now=now)


def drawn(box: BBox, text: str = "", page: int = 1) -> Place:
    return Place(page=page, bbox=box, text=text)
