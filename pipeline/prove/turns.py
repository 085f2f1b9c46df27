"""Names that stand in one another's place: no sum sees whose a figure is, but some order does.

款 stand in the order that the law lists them in, and what is numbered counts up. Where two rows are
out of turn and would be in turn if they changed places, the name of neither can be believed.
"""

import re
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from models import (
    Balance,
    BudgetStatementLine,
    Check,
    Fact,
    Issue,
    Money,
    Quantity,
    Record,
)
from pipeline.values import values_of

# 地方自治法施行規則 別記: the order of 款, of revenue and of expenditure.
_REVENUE = (
    r"[市町村]税|特別区税",
    "地方譲与税",
    "利子割交付金",
    "配当割交付金",
    "株式等譲渡所得割交付金",
    "法人事業税交付金",
    "地方消費税交付金",
    "ゴルフ場利用税交付金",
    "環境性能割交付金",
    "地方特例交付金",
    "地方交付税",
    "交通安全対策特別交付金",
    "分担金及び負担金",
    "使用料及び手数料",
    "国庫支出金",
    "[都道府県]支出金",
    "財産収入",
    "寄附金",
    "繰入金",
    "繰越金",
    "諸収入",
    "[市町村区]債",
)
_EXPENDITURE = (
    "議会費",
    "総務費",
    "民生費",
    "衛生費",
    "労働費",
    "農林(?:水産)?業費",
    "商工費",
    "土木費",
    "消防費",
    "教育費",
    "災害復旧費",
    "公債費",
    "諸支出金",
    "予備費",
)
_ORDER = {
    side: [re.compile(name) for name in names]
    for side, names in (("revenue", _REVENUE), ("expenditure", _EXPENDITURE))
}
_NUMBERED = re.compile(r"\s{0,3}(?:第\s?)?(\d{1,2})(?:[.．、款項目節]|\s|(?=[^\W\d_]))")
_LEAST, _TWO = 5, 2
_NAMED = (BudgetStatementLine, Balance, Fact)


def turn_checks(records: Sequence[Record]) -> tuple[list[tuple[int, Check]], list[Issue]]:
    """A failing check for each figure of two names that stand in one another's place."""
    pairs: set[tuple[int, tuple[str, ...]]] = set()
    for run in _runs(records):
        if off := _exchanged([rank for _, rank in run]):
            pair = [records[run[at][0]] for at in off]
            pairs.add((pair[0].page, tuple(_printed(record) for record in pair)))
    exchanged = {(page, name) for page, names in pairs for name in names}
    checks = [
        (place, _check(record))
        for place, record in enumerate(records)
        if isinstance(record, _NAMED) and (record.page, _printed(record)) in exchanged
    ]
    return checks, [_issue(page, names) for page, names in sorted(pairs)]


def _printed(record: Record) -> str:
    source = record.sources.get("name") or record.sources.get("label")
    own = getattr(record, "name", None) or getattr(record, "label", None) or ""
    return "".join((source.text if source else str(own)).split())


def _runs(records: Sequence[Record]) -> Iterator[list[tuple[int, int]]]:
    """Rows of one table whose order is known: each with its place in that order."""
    tables: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)
    seen: set[Hashable] = set()
    for place, record in enumerate(records):
        if not isinstance(record, _NAMED):
            continue
        table = (record.page, record.section, getattr(record, "account", None), record.type)
        name = _printed(record)
        if (table, name) in seen:
            continue
        seen.add((table, name))
        direction = getattr(record, "direction", None)
        for side in [direction] if direction else list(_ORDER):
            rank = next(
                (at for at, known in enumerate(_ORDER[side]) if known.fullmatch(_bare(name))), None
            )
            if rank is not None:
                tables[table, side].append((place, rank))
    yield from (run for run in tables.values() if len(run) >= _LEAST)


def _bare(name: str) -> str:
    """A name without its number."""
    return _NUMBERED.sub("", name, count=1)


def _exchanged(ranks: Sequence[int]) -> tuple[int, ...]:
    """The two that would put all in order if they changed places; none where all are, or more is.

    >>> _exchanged([0, 3, 2, 1, 4]), _exchanged([0, 1, 2]), _exchanged([3, 1, 4, 2, 0])
    ((1, 3), (), ())
    """
    ordered = sorted(ranks)
    off = [at for at, (one, other) in enumerate(zip(ranks, ordered, strict=True)) if one != other]
    alone = len(off) == _TWO and all(one != other for one, other in pairwise(ordered))
    return tuple(off) if alone else ()


def _check(record: Record) -> Check:
    """The check on all figures of a row: whose they are is what is in doubt."""
    terms: dict[str, int | float | None] = {"label" if isinstance(record, Fact) else "name": None}
    for path, value in values_of(record):
        if isinstance(value, Money | Quantity):
            terms[path] = value.yen if isinstance(value, Money) else value.value
    return Check(name="order", holds=False, severity="warning", terms=terms)


def _issue(page: int, names: Sequence[str]) -> Issue:
    return Issue(
        code="names_exchanged",
        severity="warning",
        message=f"{' and '.join(names)} stand out of the order that the law and all other "
        "rows keep, each where the other ought to",
        page=page,
    )
