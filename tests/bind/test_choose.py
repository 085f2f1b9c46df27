"""Of two readings of the same figures, the one that says more stays, and agreement fills gaps."""

import pytest

from models import (
    BudgetItem,
    BudgetStatementLine,
    BudgetTotal,
    Fact,
    Funding,
    Money,
    Series,
    SeriesValue,
    Source,
)
from pipeline.bind.choose import Proposal, choose


def source(line: int, text: str) -> Source:
    return Source(page=1, line=line, text=text)


def item(line: int, name: str, amount: int, prior: int | None = None) -> BudgetItem:
    sources = {"name": source(line, name), "amount": source(line, f"{amount:,}")}
    if prior is not None:
        sources["prior_amount"] = source(line, f"{prior:,}")
    return BudgetItem(
        page=1,
        id=f"{line}-{name}",
        name=name,
        amount=Money(yen=amount, text=f"{amount:,}"),
        prior_amount=None if prior is None else Money(yen=prior, text=f"{prior:,}"),
        sources=sources,
    )


def statement(line: int, name: str, amount: int) -> BudgetStatementLine:
    sources = {"name": source(line, name), "amount": source(line, f"{amount:,}")}
    money = Money(yen=amount, text=f"{amount:,}")
    return BudgetStatementLine(
        page=1, id=f"s{line}", level="item", name=name, amount=money, sources=sources
    )


def test_two_that_agree_fill_each_other() -> None:
    known = [item(line, f"第{line}事業", 1_000 * line) for line in range(1, 5)]
    found = tuple(item(line, f"第{line}事業", 1_000 * line, 900 * line) for line in range(1, 6))
    chosen = choose(known, [Proposal(found, 3.0)])
    assert [record.prior_amount and record.prior_amount.yen for record in chosen[:4]] == [
        900,
        1_800,
        2_700,
        3_600,
    ]
    assert chosen[4] is found[4]


def _book(level: str, line: int, name: str, amount: int, *, section: str) -> BudgetStatementLine:
    return statement(line, name, amount).model_copy(update={"level": level, "section": (section,)})


@pytest.mark.parametrize(("second", "kept"), [(200, True), (250, False)])
def test_a_book_whose_parts_come_to_their_whole_is_given_up_for_no_other_table(
    second: int, kept: bool
) -> None:
    known = [
        _book("subitem", 1, "公園費", 300, section="土木費").model_copy(update={"section": ()}),
        _book("section", 2, "報酬", 100, section="公園費"),
        _book("section", 3, "需用費", second, section="公園費"),
    ]
    found = tuple(item(line, f"公園の管理{line}", n, 90) for line, n in ((1, 300), (2, 100)))
    wider = (*found, item(3, "公園の改修", second, 80), *(item(n, f"甲{n}", n) for n in (8, 9)))
    chosen = choose(known, [Proposal(wider, 9.0)])
    assert (chosen == known) is kept


def test_figures_of_one_line_are_told_apart_by_their_print() -> None:
    known = [item(7, "甲事業", 1_000), item(7, "乙事業", 2_000)]
    found = (item(7, "丙事業", 3_000),)
    assert choose(known, [Proposal(found, 3.0)]) == [*known, *found]


def test_lines_of_the_statement_are_no_projects() -> None:
    known = [statement(line, f"第{line}費", 1_000 * line) for line in range(1, 9)]
    again = tuple(item(100 + line, f"第{line}費", 1_000 * line) for line in range(1, 9))
    assert choose(known, [Proposal(again, 3.0)]) == known
    # What the proposal holds of the lines themselves is another reading of them, and no repetition.
    same = tuple(item(line, f"第{line}費", 1_000 * line, 5) for line in range(1, 9))
    assert choose(known, [Proposal(same, 3.0)]) == list(same)


def test_a_second_proposal_is_held_against_what_the_first_left() -> None:
    first = tuple(item(line, f"第{line}事業", 1_000 * line) for line in range(1, 4))
    second = tuple(item(line, f"第{line}事業", 1_000 * line, 900) for line in range(1, 4))
    chosen = choose([], [Proposal(second, 1.0), Proposal(first, 2.0)])
    assert len(chosen) == 3
    assert [record.prior_amount and record.prior_amount.yen for record in chosen] == [900] * 3


def test_brackets_about_an_amount_make_it_no_other_figure() -> None:
    known = [item(line, f"第{line}事業", 1_000 * line) for line in range(1, 5)]
    found = tuple(
        record.model_copy(
            update={"sources": record.sources | {"amount": source(line, f"（{1_000 * line:,}円）")}}
        )
        for line, record in enumerate(known, 1)
    )
    known = [
        record.model_copy(
            update={"sources": record.sources | {"amount": source(line, f"{1_000 * line:,}円")}}
        )
        for line, record in enumerate(known, 1)
    ]
    assert len(choose(known, [Proposal(found, 3.0)])) == 4


def test_other_figures_beside_the_same_names_have_to_be_the_better_reading() -> None:
    known = [item(line, f"第{line}事業", 1_000 * line, 900 * line) for line in range(1, 6)]
    lengths = []
    for line in range(1, 6):
        found = item(line, f"第{line}事業", 7)
        lengths.append(found.model_copy(update={"id": f"m{line}"}))
    assert choose(known, [Proposal(tuple(lengths), 3.0)]) == known


def test_a_sure_reading_is_not_given_up_for_one_that_adds_nothing() -> None:
    sure = tuple(item(line, f"第{line}事業", 1_000 * line, 900 * line) for line in range(1, 6))
    more = tuple(
        Series(
            page=1,
            id=f"x{line}",
            name=f"第{line}事業",
            values=tuple(
                SeriesValue(fiscal_year=None, value=Money(yen=n, text=f"{n:,}")) for n in (1, 2, 3)
            ),
            sources={
                "name": source(line, f"第{line}事業"),
                "values.0.value": source(line, f"{1_000 * line:,}"),
                "values.1.value": source(line, f"{900 * line:,}"),
                "values.2.value": source(line, f"{800 * line:,}"),
            },
        )
        for line in range(1, 6)
    )
    assert choose([], [Proposal(sure, 17.0), Proposal(more, 4.0)]) == list(sure)


def test_the_rows_of_a_form_give_way_to_the_project_that_it_is_about() -> None:
    rows = ["予算額", "国庫支出金", "県支出金", "地方債", "一般財源"]
    known = [statement(line, name, 1_000 * line) for line, name in enumerate(rows, 1)]
    form = (item(1, "除雪対策事業", 1_000),)
    assert form[0] in choose(known, [Proposal(form, 9.0)])
    law = [statement(line, name, 1_000 * line) for line, name in enumerate(["市税", "議会費"], 1)]
    assert choose(law, [Proposal((item(1, "除雪対策事業", 1_000),), 0.0)]) == law


def placed(name: str, x: float, *, department: str | None = None) -> BudgetItem:
    box = (x, 100.0, x + 30, 110.0)
    sources = {
        "name": Source(page=1, bbox=(10.0, 100.0, 90.0, 110.0), text=name),
        "amount": Source(page=1, bbox=box, text="8,250"),
    }
    if department:
        sources["department"] = Source(page=1, bbox=(0.0, 100.0, 9.0, 110.0), text=department)
    money = Money(yen=8_250_000, text="8,250", unit=1000)
    return BudgetItem(page=1, name=name, department=department, amount=money, sources=sources)


def test_one_print_is_no_second_project_whose_name_is_cut() -> None:
    """The name ends on the next page: one reading follows it there, and another does not."""
    whole = placed("地域公共交通確保対策事業", 300.0, department="福祉部")
    cut = placed("地域公共交通", 300.5)
    for both in ([whole, cut], [cut, whole]):
        assert choose(both, []) == [whole]
    for other in (placed("地域公共交通", 400.0), placed("観光拠点施設", 300.5)):
        assert choose([whole, other], []) == [whole, other]


def test_a_total_that_is_stated_is_not_stated_again() -> None:
    def total(name: str) -> BudgetTotal:
        sources = {"name": source(9, name), "amount": source(9, "6,000")}
        return BudgetTotal(
            page=1, name=name, amount=Money(yen=6_000, text="6,000"), sources=sources
        )

    items = [item(line, f"第{line}事業", 1_000 * line) for line in range(1, 4)]
    again = [item(line, f"第{line}事業", 1_000 * line, 900 * line) for line in range(1, 4)]
    chosen = choose([*items, total("総務部 小計")], [Proposal((*again, total("小計")), 9.0)])
    assert [r.name for r in chosen if isinstance(r, BudgetTotal)] == ["総務部 小計"]


def test_one_figure_fills_no_second_field() -> None:
    known = []
    for line in range(1, 5):
        one = item(line, f"第{line}事業", 1_000 * line)
        part = Funding(source="general", amount=Money(yen=700, text=f"{700 * line:,}"))
        sources = one.sources | {"funding.0.amount": source(line, f"{700 * line:,}")}
        known.append(one.model_copy(update={"funding": (part,), "sources": sources}))
    found = tuple(item(line, f"第{line}事業", 1_000 * line, 700 * line) for line in range(1, 5))
    chosen = choose(known, [Proposal(found, 9.0)])
    assert [r.prior_amount for r in chosen if isinstance(r, BudgetItem)] == [None] * 4


def test_what_is_likelier_wrong_than_right_takes_no_place_of_facts() -> None:
    facts = [
        Fact(
            page=1,
            id=f"f{line}",
            label=f"第{line}節 本年度",
            value=Money(yen=1_000 * line, text=f"{1_000 * line:,}"),
            sources={
                "label": source(line, f"第{line}節"),
                "value": source(line, f"{1_000 * line:,}"),
            },
        )
        for line in range(1, 4)
    ]
    glued = (item(1, "第1節第2節", 1_000), item(3, "第3節", 3_000))
    assert choose(facts, [Proposal(glued, -1.0)]) == facts
    # Where nothing else says whose the figures are, a weak reading is better than none.
    assert choose([], [Proposal(glued, -1.0)]) == list(glued)
    assert choose(facts, [Proposal(glued, 0.0)]) == [facts[1], *glued]


def test_a_sentence_is_no_second_project_of_one_amount() -> None:
    """One reader took the line under a title for the name: the figure is not counted twice."""
    box = (300.0, 100.0, 350.0, 110.0)
    named, told = (
        item(5, name, 9_799).model_copy(
            update={
                "sources": {
                    "name": Source(page=1, bbox=(50.0, top, 200.0, top + 10), text=name),
                    "amount": Source(page=1, bbox=(x0, *box[1:]), text="9,799"),
                }
            }
        )
        for name, top, x0 in (
            ("職員採用広報強化", 80.0, 300.0),
            ("対象を広げ、負担を軽く", 90.0, 250.0),
        )
    )
    others = tuple(item(line, f"第{line}事業", 1_000 * line) for line in range(11, 15))
    chosen = choose([told], [Proposal((named, *others), 3.0)])
    assert named in chosen
    assert told not in chosen


def test_labels_of_amounts_are_no_projects_that_outdo_a_form() -> None:
    form = item(1, "こども園の改築", 12_500, 11_300)
    labels = ("2024年度予算額(千円)", "R5予算額(千円)", "地方債その他一般財源", "令和4年度決算額")
    amounts = (12_500, 11_300, 5, 7)
    listed = [item(1, name, amount) for name, amount in zip(labels, amounts, strict=True)]
    chosen = choose([], [Proposal((form,), 8.0), Proposal(tuple(listed), 6.0)])
    assert [record.name for record in chosen if isinstance(record, BudgetItem)] == [form.name]


def test_projects_called_by_their_group_give_way_to_those_called_by_their_names() -> None:
    known = [
        item(line, ("環境・防災", "健康・福祉")[line > 3], 1_000 * line) for line in range(1, 7)
    ]
    found = tuple(
        item(line, f"第{line}事業", 1_000 * line).model_copy(
            update={"confidence": {"name": 0.94, "amount": 0.95}}
        )
        for line in range(1, 7)
    )
    assert choose(known, [Proposal(found, 3.0)]) == list(found)
    assert choose(list(found), [Proposal(tuple(known), 3.0)]) == list(found)


@pytest.mark.parametrize(("names", "marked"), [(2, [True, False]), (3, [True, True, True])])
def test_a_mark_beside_one_name_is_not_that_of_the_next(names: int, marked: list[bool]) -> None:
    mark = source(1, "新規")
    records = [
        record.model_copy(update={"mark": "new", "sources": record.sources | {"mark": mark}})
        for record in (item(line, f"第{line}事業", 1_000 * line) for line in range(1, names + 1))
    ]
    chosen = choose(records, [])
    assert [getattr(record, "mark", None) == "new" for record in chosen] == marked
    assert ["mark" in record.sources for record in chosen] == marked
    assert choose(records[1:2], []) == records[1:2]


@pytest.mark.parametrize(("level", "taken"), [(None, True), ("title", False)])
def test_lines_without_a_level_give_way_to_projects_that_are_plainly_so(
    level: str | None, taken: bool
) -> None:
    known = [
        statement(line, f"第{line}事業", 1_000 * line).model_copy(update={"level": level})
        for line in range(1, 5)
    ]
    found = tuple(item(line, f"第{line}事業", 1_000 * line) for line in range(1, 5))
    assert choose(known, [Proposal(found, 9.0)]) == (list(found) if taken else known)
    assert choose(known, [Proposal(found, 2.0)]) == known
