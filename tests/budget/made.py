"""Records of a made-up city's budget, as extract would write them: for tests of years."""

from collections.abc import Iterator, Mapping, Sequence

from models import (
    BudgetItem,
    BudgetStatementLine,
    BudgetTotal,
    Document,
    FiscalYear,
    Money,
    Record,
    Source,
)
from pipeline.budget import Sheet

Tree = Mapping[str, Mapping[str, Mapping[str, Mapping[str, int]]]]
"""款 → 項 → 目 → project → yen."""

SPENDING: Tree = {
    "議会費": {"議会費": {"議会費": {"議員報酬": 99_970_000, "議会運営費": 12_345_000}}},
    "民生費": {
        "社会福祉費": {"社会福祉総務費": {"総合相談支援": 9_876_000, "敬老祝金": 5_678_000}},
        "児童福祉費": {
            "児童措置費": {"児童手当": 417_123_000},
            "児童館費": {"児童館運営費": 31_207_000, "備品購入費": 1_204_000},
        },
    },
    "土木費": {"道路橋梁費": {"道路維持費": {"除雪事業": 80_511_000, "備品購入費": 2_310_000}}},
}


def money(yen: int | None, *, unit: int = 1_000) -> Money | None:
    if yen is None:
        return None
    return Money(yen=yen, text=f"{yen // unit:,}", unit=unit)


def line(
    level: str | None,
    path: Sequence[str],
    amount: int | None,
    *,
    head: Sequence[str] = (),
    account: str | None = "一般会計",
    direction: str | None = "expenditure",
    page: int = 1,
    unit: int = 1_000,
    **fields: object,
) -> BudgetStatementLine:
    """A statement line: the last of `path` is its name, the rest is what it stands under."""
    side = {"expenditure": ("歳出",), "revenue": ("歳入",), None: ()}[direction]
    return BudgetStatementLine.model_validate(
        {
            "page": page,
            "id": f"{'/'.join((*head, *path))}-{level}-{page}-{account}-{direction}",
            "document": "book",
            "level": level,
            "name": path[-1],
            "section": (*head, *side, *path[:-1]),
            "account": account,
            "direction": direction,
            "amount": money(amount, unit=unit),
            "sources": {"amount": Source(page=page, bbox=(1, 2, 3, 4), text="x")},
            **fields,
        }
    )


def item(name: str, amount: int | None, *, page: int = 9, **fields: object) -> BudgetItem:
    return BudgetItem.model_validate(
        {
            "page": page,
            "id": f"{name}-{fields.get('level')}-{page}-{fields.get('section')}",
            "document": "book",
            "name": name,
            "amount": money(amount),
            **fields,
        }
    )


def total(name: str, amount: int, *, unit: int = 1_000, **fields: object) -> BudgetTotal:
    said = money(amount, unit=unit)
    return BudgetTotal.model_validate(
        {"page": 1, "id": name, "document": "book", "name": name, "amount": said, **fields}
    )


def book(
    tree: Tree, prior: Tree | None = None, *, year: int = 2022, account: str = "一般会計"
) -> list[Record]:
    """第1表, 総括 and the detailed tables with their projects, whose sums are right."""
    records: list[Record] = []
    fields = {"fiscal_year": FiscalYear(year=year), "account": account}
    for title, items in tree.items():
        records.append(_sum("title", (title,), tree, None, head=("第1表歳入歳出予算",), **fields))
        records += [
            _sum("item", (title, name), tree, None, head=("第1表歳入歳出予算",), **fields)
            for name in items
        ]
    whole = sum_of(tree, ())
    records.append(line("total", ("歳出合計",), whole, head=("第1表歳入歳出予算",), **fields))
    records += [
        _sum("title", (title,), tree, prior, head=("総括",), page=2, **fields) for title in tree
    ]
    records.append(
        line(
            "total",
            ("歳出合計",),
            whole,
            head=("総括",),
            page=2,
            prior_amount=money(sum_of(prior, ())) if prior else None,
            **fields,
        )
    )
    records += _details(tree, prior, fields)
    return records


def _details(tree: Tree, prior: Tree | None, fields: Mapping[str, object]) -> Iterator[Record]:
    for title, items in tree.items():
        for item_name, subitems in items.items():
            for subitem, projects in subitems.items():
                path = (title, item_name, subitem)
                yield _sum("subitem", path, tree, prior, page=3, **fields)
                for name, amount in projects.items():
                    yield item(name, amount, level=1, section=("歳出", *path), code="001", **fields)
            yield line(
                "total",
                (title, item_name, "計"),
                sum_of(tree, (title, item_name)),
                page=3,
                prior_amount=money(sum_of(prior, (title, item_name))) if prior else None,
                **fields,
            )


def _sum(
    level: str, path: tuple[str, ...], tree: Tree, prior: Tree | None, **fields: object
) -> BudgetStatementLine:
    before = money(sum_of(prior, path)) if prior else None
    return line(level, path, sum_of(tree, path), prior_amount=before, **fields)  # type: ignore[arg-type]


def sum_of(tree: object, path: Sequence[str]) -> int:
    """What stands below a path, added up; 0 where the tree has no such path."""
    if path:
        return sum_of(tree.get(path[0], {}), path[1:]) if isinstance(tree, Mapping) else 0
    if isinstance(tree, Mapping):
        return sum(sum_of(each, ()) for each in tree.values())
    return tree if isinstance(tree, int) else 0


def card(sha256: str = "book", year: int | None = 2022, **fields: object) -> Document:
    return Document.model_validate(
        {
            "sha256": sha256,
            "file_name": f"{sha256}.pdf",
            "issuer": "甲市",
            "fiscal_year": None if year is None else {"year": year},
            **fields,
        }
    )


def sheet(records: Sequence[Record], **fields: object) -> Sheet:
    """The records as those of one document."""
    document = card(**fields)  # type: ignore[arg-type]
    own = [record.model_copy(update={"document": document.sha256}) for record in records]
    return Sheet(own, document)
