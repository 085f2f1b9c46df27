"""Annexes whose figures are facts: balances over a row, totals down a column."""

from collections.abc import Sequence

from models import BudgetStatementLine, Fact, Money, Record, Source
from pipeline.prove import prove

Grid = Sequence[tuple[str, *tuple[int | None, ...]]]


def grid(rows: Grid, *, top: float = 100.0) -> list[Record]:
    """A fact for each figure of a table, set to the right of its column as such tables are."""
    records: list[Record] = []
    for number, (name, *figures) in enumerate(rows):
        y = top + 20 * number
        label = Source(page=1, bbox=(50, y, 120, y + 10), text=name)
        for at, figure in enumerate(figures):
            if figure is None:
                continue
            text = f"{figure:,}"
            right = 200.0 + 80 * at
            value = Source(page=1, bbox=(right - 5 * len(text), y, right, y + 10), text=text)
            records.append(
                Fact(
                    page=1,
                    label=f"{name} 列{at}",
                    value=Money(yen=figure * 1000, text=text, unit=1000),
                    scope="調書",
                    sources={"label": label, "value": value},
                )
            )
    return records


DEBT: Grid = [
    ("普通債", 1_000, 250, 100, 1_150),
    ("災害復旧債", 340, None, 40, 300),
    ("臨時財政対策債", 7_020, 20, 800, 6_240),
    ("合計", 8_360, 270, 940, 7_690),
]


def _outcome(records: Sequence[Record]) -> list[tuple[str, bool | None]]:
    return [(check.name, check.holds) for record in records for check in record.checks]


def test_a_balance_is_proved_in_every_row_and_the_sum_down_every_column() -> None:
    records, issues = prove(grid(DEBT))
    assert issues == []
    proved = [{check.name for check in record.checks if check.holds} for record in records]
    assert all({"across", "in_across"} & names for names in proved)
    assert all({"total", "in_total"} & names for names in proved)


def test_a_wrong_figure_of_a_column_that_adds_up_elsewhere_is_named() -> None:
    rows = [*DEBT[:3], ("合計", 8_360, 270, 940, 7_691)]
    records, issues = prove(grid(rows))
    assert ("total", False) in _outcome(records)
    assert any(issue.code == "does_not_add_up" for issue in issues)


def test_numbered_rows_are_the_sum_of_those_numbered_one_step_deeper() -> None:
    records, issues = prove(
        grid(
            [
                ("1 普通債", 1_340, 690),
                ("(1) 総務", 1_000, 640),
                ("(2) 民生", 340, 50),
                ("2 災害復旧債", 70, 80),
                ("合計", 1_410, 770),
            ]
        )
    )
    assert issues == []
    outcome = _outcome(records)
    assert outcome.count(("parts", True)) == 2
    assert outcome.count(("total", True)) == 2


def test_figures_that_have_nothing_to_do_with_each_other_are_not_held_to_anything() -> None:
    records, issues = prove(grid([("面積", 120, 77, 31), ("人口", 455, 912, 140)]))
    assert issues == []
    assert _outcome(records) == []


def test_one_row_alone_proves_no_relation() -> None:
    records, _ = prove(grid([("普通債", 1_000, 250, 100, 1_150)]))
    assert _outcome(records) == []


def test_two_figures_that_changed_places_in_a_column_are_found_by_their_rows() -> None:
    rows: Grid = [
        *DEBT[1:3],
        ("臨時地方道債", 3_210, 200, 10, 3_400),
        ("過疎対策債", 4_321, 55, 76, 4_300),
        ("普通債", 2_345, 250, 100, 1_150),
        ("公営住宅債", 1_000, 100, 45, 2_400),
    ]
    records, _ = prove(grid(rows))
    failed = {
        getattr(record, "label", "").partition(" ")[0]
        for record in records
        for check in record.checks
        if check.holds is False
    }
    assert failed == {"普通債", "公営住宅債"}


def test_a_line_stands_in_one_row_with_the_facts_beside_it() -> None:
    """決算: the amount is a line's own, the budget and what is left are facts with a scope."""
    records: list[Record] = []
    for at, (name, budget, spent) in enumerate(
        (("議会費", 5_951, 5_929), ("総務費", 55_037, 53_989), ("民生費", 88_123, 87_001))
    ):
        facts = grid([(name, budget, None, budget - spent)], top=100.0 + 20 * at)
        text, y = f"{spent:,}", 100.0 + 20 * at
        box = (280 - 5.0 * len(text), y, 280.0, y + 10)
        sources = {
            "name": Source(page=1, bbox=(50, y, 120, y + 10), text=name),
            "amount": Source(page=1, bbox=box, text=text),
        }
        amount = Money(yen=spent * 1000, text=text, unit=1000)
        line = BudgetStatementLine(page=1, name=name, amount=amount, sources=sources)
        records += [line, *facts]
    proved, issues = prove(records)
    assert issues == []
    assert all(
        any(check.name.endswith("across") and check.holds for check in record.checks)
        for record in proved
    )


LEDGER: Grid = [
    ("甲", 31_415, 2_718, 1_618, 32_515),
    ("乙", 14_142, 1_732, 2_236, 13_638),
    ("丙", 26_457, 3_316, 3_605, 26_168),
]


def failing(rows: Grid) -> set[str]:
    """The rows whose figures are told not to add up across."""
    return {
        getattr(record, "label", "").partition(" ")[0]
        for record in prove(grid(rows))[0]
        for check in record.checks
        if check.holds is False and check.name.endswith("across")
    }


def test_a_row_of_few_that_one_slip_explains_is_told() -> None:
    slip = ("丁", 43_589, 4_123, 4_359, 43_853)  # 43,353
    assert failing([*LEDGER, slip]) == {"丁"}
    assert failing([*LEDGER[:2], slip]) == {"丁"}


def test_a_row_of_few_that_misses_by_anything_undoes_the_relation() -> None:
    stranger = ("丁", 43_589, 4_123, 4_359, 17_777)
    records, _ = prove(grid([*LEDGER, stranger]))
    assert failing([*LEDGER, stranger]) == set()
    assert not any(check.name == "across" for record in records for check in record.checks)


def test_a_row_of_ten_may_miss_by_anything_and_is_told() -> None:
    def row(at: int, *, off: int = 0) -> tuple[str, int, int, int, int]:
        opening, more, less = 31_415 + 1_111 * at, 2_718 + 37 * at, 1_618 + 53 * at
        return (f"第{at}行", opening, more, less, opening + more - less + off)

    rows: Grid = [row(at, off=17_777 if at == 4 else 0) for at in range(10)]
    assert failing(rows) == {"第4行"}
    assert failing(rows[:9]) == set()
    two: Grid = [row(at, off=17_777 + at if at in (4, 5) else 0) for at in range(10)]
    assert failing(two) == set()


def test_a_blank_figure_leaves_its_row_open() -> None:
    blank = ("丁", 43_589, None, 4_359, 43_353)
    records, issues = prove(grid([*LEDGER, *LEDGER[:2], blank]))
    assert issues == []
    own = [c.holds for c in records[-1].checks + records[-3].checks if c.name.endswith("across")]
    assert set(own) <= {None}


def test_two_rows_of_two_digit_figures_prove_no_relation() -> None:
    small: Grid = [("甲", 10, 3, 1, 12), ("乙", 20, 5, 4, 21)]
    assert not any(record.checks for record in prove(grid(small))[0])


def test_figures_far_from_their_labels_line_are_in_its_row() -> None:
    """Rows are told by the label's place, so that a figure a little lower is in its row still."""
    records = grid(LEDGER)
    moved = []
    for record in records:
        source = record.sources["value"]
        assert source.bbox is not None
        x0, top, x1, bottom = source.bbox
        lower = source.model_copy(update={"bbox": (x0, top + 3, x1, bottom + 3)})
        moved.append(record.model_copy(update={"sources": {**record.sources, "value": lower}}))
    proved, _ = prove(moved)
    assert all(record.checks for record in proved)


def test_tables_of_two_scopes_or_sections_are_not_one() -> None:
    rows = grid(LEDGER)
    for change in ({"scope": "別表"}, {"section": ("別",)}):
        apart = [*rows[:4], *(record.model_copy(update=change) for record in rows[4:8])]
        proved, _ = prove(apart)
        assert not any(record.checks for record in proved)
        assert any(record.checks for record in prove(rows[:8])[0])


def moved_down(rows: Grid, column: int) -> Grid:
    """The rows, with the figures of one column each in the next row."""
    figures = [None, *(row[column] for row in rows[:-1])]
    return [
        (row[0], *row[1:column], figure if isinstance(figure, int) else None, *row[column + 1 :])
        for row, figure in zip(rows, figures, strict=True)
    ]


def test_a_column_that_stands_a_row_too_low_fails_in_all_rows() -> None:
    rows: Grid = [
        (f"第{at}行", 31_415 + 1_111 * at, 2_718 + 337 * at, 34_133 + 1_448 * at) for at in range(6)
    ]
    assert failing(rows) == set()
    assert len(failing(moved_down(rows, 3))) == 5
    assert len(failing(moved_down(rows, 1))) == 5
    # Two rows may fit by chance.
    assert failing(moved_down(rows[:3], 3)) == set()


def test_a_total_that_fails_in_most_columns_is_not_meant_to_hold_in_them() -> None:
    def row(name: str, *figures: int) -> tuple[str, *tuple[int, ...]]:
        return (name, *figures)

    parts = [
        row("算定額", 31_415, 27_182, 16_180, 14_142),
        row("臨財債", 2_718, 1_618, 3_141, 1_732),
    ]
    sums = [one + other for one, other in zip(parts[0][1:], parts[1][1:], strict=True)]
    off = [sums[0], *(figure - 97 * at for at, figure in enumerate(sums[1:], 1))]
    found, issues = prove(grid([*parts, row("合計", *off)]))
    totals = [check for record in found for check in record.checks if check.name == "total"]
    assert [(check.holds, check.severity) for check in totals] == [
        (True, "error"),
        *[(False, "info")] * 3,
    ]
    assert issues == []
    # One or two that fail are errors, and their rows with them.
    wrong = [sums[0], sums[1], sums[2], sums[3] - 97]
    found, issues = prove(grid([*parts, row("合計", *wrong)]))
    assert any(c.name == "in_total" and c.holds is False for r in found for c in r.checks)
    assert issues


def test_a_relation_may_leave_out_a_column_between() -> None:
    rows: Grid = [
        (f"第{at}行", 31_415 + 1_111 * at, 2_718 + 337 * at, 577 + 91 * at, 34_133 + 1_448 * at)
        for at in range(5)
    ]
    records, _ = prove(grid(rows))
    terms = [check for record in records for check in record.checks if check.name == "across"]
    assert len(terms) == 5
    assert all(check.holds and check.terms["figures"] == 2 for check in terms)
    wrong: Grid = [*rows[:4], (*rows[4][:4], 39_928)]
    assert failing(wrong) == {"第4行"}
