"""Like with like: sums that are those of the accounts, and changes that are no reading errors."""

from collections import Counter
from collections.abc import Sequence
from copy import deepcopy

import pytest

from models import Change, Record
from pipeline.budget import Sheet
from pipeline.diff import Diff, compare
from pipeline.sides import make_side
from tests.budget.made import SPENDING, Tree, book, item, line, money, sheet, sum_of

INITIAL = {"year": 2022, "phase": "initial"}


def grown(tree: Tree) -> dict[str, dict[str, dict[str, dict[str, int]]]]:
    """A year later: more for children, a project gone, a new one."""
    after = deepcopy(
        {k: {i: {s: dict(p) for s, p in x.items()} for i, x in v.items()} for k, v in tree.items()}
    )
    children = after["民生費"]["児童福祉費"]
    children["児童措置費"]["児童手当"] += 20_000_000
    children["児童館費"]["学習支援事業"] = 4_321_000
    del after["民生費"]["社会福祉費"]["社会福祉総務費"]["敬老祝金"]
    return after


AFTER = grown(SPENDING)


def years(old: Sequence[Sheet] | None = None, new: Sequence[Sheet] | None = None) -> Diff:
    before = old or [sheet(book(SPENDING, year=2022), fiscal_year=INITIAL)]
    after = new or [
        sheet(book(AFTER, SPENDING, year=2023), sha256="b2", fiscal_year=INITIAL | {"year": 2023})
    ]
    return compare(make_side("old", before), make_side("new", after))


def changed(diff: Diff) -> dict[str, Change]:
    return {
        change.new_name or change.old_name or "": change
        for change in diff.changes
        if change.kind != "continued" or change.amount_change
    }


def test_headlines_are_the_printed_totals_of_the_account() -> None:
    (headline,) = years().headlines
    assert (headline.name, headline.direction) == ("一般会計", "expenditure")
    assert (headline.old.amount, headline.new.amount) == (sum_of(SPENDING, ()), sum_of(AFTER, ()))
    assert headline.change == 18_643_000
    assert (headline.old.gap, headline.new.gap, headline.prior_agrees) == (0, 0, True)


def test_each_level_leads_from_the_old_total_to_the_new_one() -> None:
    diff = years()
    levels = {(t.cell.table, t.cell.level): (t.old, t.new) for t in diff.totals}
    whole = (sum_of(SPENDING, ()), sum_of(AFTER, ()))
    assert levels == dict.fromkeys(
        [
            ("statement", "title"),
            ("statement", "item"),
            ("statement", "subitem"),
            ("explained", "1"),
        ],
        whole,
    )
    assert all(total.reconciles and not total.doubtful for total in diff.totals)


def test_what_is_true_on_the_page_is_listed_and_nothing_else() -> None:
    found = {
        name: (change.kind, change.amount_change)
        for name, change in changed(years()).items()
        if change.table == "explained"
    }
    assert found == {
        "児童手当": ("continued", 20_000_000),
        "学習支援事業": ("added", 4_321_000),
        "敬老祝金": ("removed", -5_678_000),
    }


def test_each_change_says_where_both_years_print_it() -> None:
    change = changed(years())["民生費"]
    assert [(s.document, s.page) for s in change.old_sources] == [("book", 1), ("book", 2)]
    assert {s.file_name for s in change.new_sources} == {"b2.pdf"}
    assert change.new_sources[0].bbox == (1, 2, 3, 4)
    project = changed(years())["児童手当"]
    assert (project.account, project.direction, project.path) == (
        "一般会計",
        "expenditure",
        ("民生費", "児童福祉費", "児童措置費"),
    )


def test_what_three_tables_list_is_neither_added_nor_removed() -> None:
    taxes = [
        line("title", ("市税",), 5_860_609_000, direction="revenue", head=head)
        for head in ((), ("自主財源",), ("一般財源",))
    ]
    rest = line("title", ("市債",), 40_000_000, direction="revenue")
    diff = years(
        [sheet([*taxes, rest], fiscal_year=INITIAL)],
        [sheet([taxes[1], rest], fiscal_year=INITIAL | {"year": 2023})],
    )
    assert Counter(change.kind for change in diff.changes) == {"continued": 2}
    assert [total.old for total in diff.totals] == [5_900_609_000]


def test_an_initial_budget_is_not_compared_with_a_supplement() -> None:
    supplement = sheet(
        [line("title", ("民生費",), 1_221_000, amount_before=money(9_000_000))],
        sha256="s",
        title="一般会計補正予算(第5号)",
        fiscal_year={"year": 2023, "phase": "supplementary"},
    )
    diff = years(new=[supplement])
    assert (diff.changes, diff.headlines) == ([], [])
    assert {each.why for each in diff.left_out} == {"stage_one_side"}


def test_two_sides_of_supplements_alone_are_added_up_and_compared() -> None:
    def supplements(year: int, *amounts: int) -> list[Sheet]:
        return [
            sheet(
                [item("除雪事業", amount)],
                sha256=f"{year}{number}",
                title=f"補正予算(第{number}号)",
                fiscal_year={"year": year, "phase": "supplementary"},
            )
            for number, amount in enumerate(amounts, start=1)
        ]

    diff = years(supplements(2022, 5_000, 3_000), supplements(2023, 9_000))
    (change,) = diff.changes
    assert (change.old_amount, change.new_amount) == (8_000, 9_000)


def test_what_states_no_phase_is_compared_only_with_its_like() -> None:
    untold = [sheet([item("甲事業", 5_000)], sha256="u", fiscal_year={"year": 2023})]
    told = [sheet([item("甲事業", 4_000)], fiscal_year=INITIAL)]
    assumed = years(told, untold)
    assert [change.doubts for change in assumed.changes] == [("phase_unknown",)]
    assert assumed.totals[0].sums == ()
    mixed = [*untold, sheet([item("乙事業", 1)], fiscal_year={"year": 2023, "phase": "initial"})]
    assert [(each.side, each.why) for each in years(told, mixed).left_out] == [
        ("new", "stage_unknown")
    ]
    both = years([sheet([item("甲事業", 4_000)])], untold)
    assert [change.amount_change for change in both.changes] == [1_000]
    assert both.changes[0].phase is None


def test_printed_prior_amounts_tell_the_phase_that_a_list_does_not_state() -> None:
    names = [
        (f"{name}整備事業", 1_000 * index + 123) for index, name in enumerate("甲乙丙丁戊己", 7)
    ]
    told = [sheet([item(name, amount) for name, amount in names], fiscal_year=INITIAL)]
    untold = [
        sheet(
            [item(name, amount + 5, prior_amount=money(amount, unit=1)) for name, amount in names],
            fiscal_year={"year": 2023},
        )
    ]
    diff = years(told, untold)
    assert {change.kind for change in diff.changes} == {"continued"}
    assert diff.left_out == []


def test_a_projects_account_that_the_other_side_has_not_is_left_out() -> None:
    general = item("甲事業", 5_000, account="一般会計")
    water = item("配水管整備", 7_000, account="水道事業会計")
    diff = years(
        [sheet([general], fiscal_year=INITIAL)],
        [sheet([general, water], sha256="n", fiscal_year=INITIAL | {"year": 2023})],
    )
    assert [change.new_name for change in diff.changes] == ["甲事業"]
    assert [(each.why, each.amount) for each in diff.left_out] == [("account_one_side", 7_000)]


@pytest.mark.parametrize(
    ("old", "new", "prior", "doubts"),
    [
        (5_000, 5_000_000, None, ("factor",)),
        (12_345_000, 123_450_000, None, ("factor",)),
        (12_345_000, 12_345_000_000, 12_345_000, ("factor",)),  # the very figures: a unit misread
        (12_345_000, 12_999_000_000, 12_345_000, ()),  # the new document prints the old amount
        (5_432_000, 5_600_000_000, None, ("factor",)),
        (12_345_000, 13_000_000, 11_000_000, ("prior_disagrees",)),
        (12_345_000, None, None, ("no_amount",)),
        (12_345_000, 13_000_000, 12_345_000, ()),
    ],
)
def test_errors_are_kept_apart_from_change(
    old: int, new: int | None, prior: int | None, doubts: tuple[str, ...]
) -> None:
    rest_old = [item(f"{n}事業", 1_234_000, prior_amount=None) for n in "甲乙丙"]
    rest_new = [item(f"{n}事業", 1_300_000, prior_amount=money(1_234_000)) for n in "甲乙丙"]
    diff = years(
        [sheet([item("児童館運営", old), *rest_old], fiscal_year=INITIAL)],
        [
            sheet(
                [item("児童館運営", new, prior_amount=money(prior)), *rest_new],
                sha256="n",
                fiscal_year=INITIAL | {"year": 2023},
            )
        ],
    )
    (change,) = [each for each in diff.changes if each.new_name == "児童館運営"]
    assert change.doubts == doubts
    (total,) = diff.totals
    assert total.reconciles
    assert bool(total.doubtful) is bool(doubts)
    if new is None:
        assert (change.new_amount, change.amount_change, change.percent) == (None, None, None)


@pytest.mark.parametrize(
    ("fields", "doubts"),
    [
        ({"confidence": {"amount": 0.6}}, ("low_confidence",)),
        ({"confidence": {"amount": 0.97}}, ()),
        (
            {"checks": ({"name": "funding", "holds": False, "terms": {"amount": 1}},)},
            ("check_failed",),
        ),
        (
            {
                "checks": (
                    {
                        "name": "share",
                        "holds": False,
                        "severity": "warning",
                        "terms": {"amount": 1},
                    },
                )
            },
            (),
        ),
        (
            {
                "checks": (
                    {"name": "total", "holds": False, "terms": {"amount": 1}},
                    {"name": "change", "holds": True, "terms": {"amount": 1}},
                )
            },
            (),
        ),
    ],
)
def test_a_doubtful_value_makes_a_doubtful_change(
    fields: dict[str, object], doubts: tuple[str, ...]
) -> None:
    diff = years(
        [sheet([item("児童館運営", 5_000)], fiscal_year=INITIAL)],
        [sheet([item("児童館運営", 6_000, **fields)], fiscal_year=INITIAL | {"year": 2023})],
    )
    assert diff.changes[0].doubts == doubts


def test_all_amounts_a_thousand_times_too_large_are_one_finding() -> None:
    def rows(unit: int) -> list[Record]:
        return [item(f"{name}事業", unit * (5_000 + i)) for i, name in enumerate("甲乙丙丁戊己")]

    diff = years(
        [sheet(rows(1_000), fiscal_year=INITIAL)],
        [sheet(rows(1_000_000), fiscal_year=INITIAL | {"year": 2023})],
    )
    assert diff.factor == 1_000
    assert {change.doubts for change in diff.changes} == {("factor",)}
    assert years().factor == 1


def test_a_selection_says_nothing_of_what_it_leaves_out() -> None:
    chosen = [
        item("児童手当", 437_123_000, section=("主な事業",), prior_amount=money(417_123_000)),
        item("新しい公園", 5_000_000, section=("主な事業",), mark="new"),
        item("河川改修", 7_000_000, section=("主な事業",)),
    ]
    diff = years(new=[sheet(chosen, sha256="n", fiscal_year=INITIAL | {"year": 2023})])
    doubts = {c.new_name or c.old_name: c.doubts for c in diff.changes if c.kind != "continued"}
    assert doubts.pop("新しい公園") == ()
    assert doubts.pop("河川改修") == ("one_side_partial",)
    assert set(doubts.values()) == {("one_side_partial",)}
    assert "敬老祝金" in doubts
    (total,) = diff.totals
    assert (total.old, total.new) == (417_123_000, 442_123_000)


def test_what_prints_an_amount_for_last_year_is_not_new() -> None:
    diff = years(
        [sheet([item("甲事業", 5_000)], fiscal_year=INITIAL)],
        [
            sheet(
                [item("甲事業", 6_000), item("乙事業", 9_000, prior_amount=money(8_000))],
                fiscal_year=INITIAL | {"year": 2023},
            )
        ],
    )
    assert diff.changes[1].doubts == ("one_side_partial",)


def test_a_page_that_was_not_read_removes_nothing() -> None:
    lost = [r for r in book(AFTER, SPENDING, year=2023) if getattr(r, "name", "") != "児童手当"]
    diff = years(new=[sheet(lost, sha256="n", fiscal_year=INITIAL | {"year": 2023})])
    change = changed(diff)["児童手当"]
    assert (change.kind, change.doubts) == ("removed", ("one_side_partial",))
    # Smaller than what is missing of the total is not sure either; 敬老祝金 is really gone in
    # AFTER.
    assert changed(diff)["敬老祝金"].doubts == ("one_side_partial",)
    whole = years()
    assert changed(whole)["敬老祝金"].doubts == ()


def test_part_of_an_account_is_told_by_its_titles() -> None:
    part = [item("除雪事業", 90_000_000, section=("土木費", "道路橋梁費", "道路維持費"))]
    rows = [
        item("除雪事業", 80_511_000, section=("土木費", "道路橋梁費", "道路維持費")),
        item("凍結防止", 1_000_000, section=("土木費", "道路橋梁費", "道路維持費")),
        item("児童手当", 417_123_000, section=("民生費", "児童福祉費", "児童措置費")),
    ]
    diff = years(
        [sheet(rows, fiscal_year=INITIAL)],
        [sheet(part, sha256="n", fiscal_year=INITIAL | {"year": 2023})],
    )
    doubts = {c.old_name: c.doubts for c in diff.changes if c.kind == "removed"}
    assert doubts == {"凍結防止": (), "児童手当": ("one_side_partial",)}


def test_documents_of_another_year_or_issuer_are_on_no_side() -> None:
    rows = [item("甲事業", 5_000)]
    side = make_side(
        "x",
        [
            sheet(rows, sha256="a", fiscal_year=INITIAL),
            sheet(rows, sha256="b", fiscal_year=INITIAL),
            sheet(rows, sha256="c", fiscal_year=INITIAL | {"year": 2021}),
            sheet(rows, sha256="d", issuer="乙市", fiscal_year=INITIAL),
            sheet(rows, sha256="e", issuer=None, fiscal_year=None),
        ],
    )
    assert [(each.file_name, each.why) for each in side.absent] == [
        ("c.pdf", "other_year"),
        ("d.pdf", "other_issuer"),
    ]
    assert [document.sha256 for document in side.documents] == ["a", "b", "e"]


def listed(name: str, title: str, amounts: dict[str, int], *, year: int, **fields: object) -> Sheet:
    """A document with one list of projects."""
    projects = [
        item(each, amount, section=(title,), fiscal_year={"year": year, "phase": "initial"})
        for each, amount in amounts.items()
    ]
    return sheet(
        projects, sha256=name, fiscal_year={"year": year, "phase": "initial"}, title=title, **fields
    )


LISTED = {f"第{n}橋りょう整備事業": 1_000_000 * n for n in range(3, 12)}


def test_in_which_list_a_project_stands_is_no_change_of_the_sum() -> None:
    later = {name: amount + 7_000 for name, amount in LISTED.items()}
    old = [listed("a", "主要事業一覧", LISTED, year=2022)]
    new = [listed("b", "事業一覧", later, year=2023)]
    diff = years(old, new)
    (total,) = diff.totals
    assert [(each.kind, each.old, each.new) for each in total.sums] == [
        ("continued", sum(LISTED.values()), sum(later.values()))
    ]
    assert (total.old, total.new) == (sum(LISTED.values()), sum(later.values()))
    assert total.reconciles


def test_a_second_amount_for_a_project_that_lasts_is_doubtful_and_not_new() -> None:
    later = {name: amount + 7_000 for name, amount in LISTED.items()}
    other = {"第5橋りょう整備事業": 9_123_000, "公園整備事業": 1_234_000}
    old = [listed("a", "事業一覧", LISTED, year=2022)]
    new = [
        listed("b", "事業一覧", later, year=2023),
        listed("c", "予算のあらまし", other, year=2023),
    ]
    added = {
        change.new_name: change for change in years(old, new).changes if change.kind == "added"
    }
    assert set(added) == set(other)
    assert "sources_disagree" in added["第5橋りょう整備事業"].doubts
    assert "sources_disagree" not in added["公園整備事業"].doubts


def test_a_table_and_a_book_of_one_year_are_one_by_their_amounts() -> None:
    """A table names a project with its part in brackets, the book by its part alone."""
    table = [
        item("公立保育所費(あけぼの保育所駐車場整備工事費)", 46_624),
        item("戸籍住民基本台帳費", 105_098),
    ]
    listed = [
        item("あけぼの保育所駐車場整備工事費", 46_624),
        item("公立保育所費", 607_747),
        item("戸籍住民基本台帳費", 105_099),
    ]
    diff = years(
        [sheet(table, fiscal_year=INITIAL)], [sheet(listed, sha256="b2", fiscal_year=INITIAL)]
    )
    assert not diff.adjacent
    found = {change.new_name: change for change in diff.changes}
    pair = found["あけぼの保育所駐車場整備工事費"]
    assert (pair.kind, pair.old_name) == ("renamed", table[0].name)
    assert pair.match is not None
    assert "same amount" in pair.match.evidence
    other = found["戸籍住民基本台帳費"]
    assert (other.kind, other.amount_change, other.doubts) == ("continued", 1, ())
    assert found["公立保育所費"].kind == "added"
