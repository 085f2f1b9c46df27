"""What holds of any table of a budget, however its columns stand and its figures are written."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from models import BudgetItem, BudgetStatementLine, Money, Record
from models.page import PageLayout, Placed
from pipeline.account import account
from pipeline.assemble import assemble
from pipeline.prove import prove
from tests.assemble.grids import ABOUT, table, text

NAMES = ("議会費", "総務費", "民生費", "衛生費", "土木費", "教育費")
THIS = ("令和4年度", "本年度予算額", "令和4年度\n当初予算額", "R4当初")
LAST = ("令和3年度", "前年度予算額", "令和3年度\n当初予算額", "R3当初")
UNITS = {"千円": 1_000, "円": 1, "百万円": 1_000_000, "万円": 10_000}
SIGNS = ("△", "▲", "△ ", "−")

figures = st.integers(1, 9_999_999)


@st.composite
def budgets(draw: st.DrawFn) -> tuple[list[Placed], dict[str, tuple[int, int, int]]]:
    """A table of this year and the last, in either order, with its change and its sum."""
    spelling = draw(st.integers(0, len(THIS) - 1))
    unit = draw(st.sampled_from(sorted(UNITS)))
    sign = draw(st.sampled_from(SIGNS))
    order = draw(st.permutations([0, 1, 2]))
    drawn = draw(st.sets(st.sampled_from(NAMES), min_size=3))
    names = [name for name in NAMES if name in drawn]  # in the order of the law
    rows = {name: (draw(figures), draw(figures)) for name in names}
    rows["歳出合計"] = (sum(a for a, _ in rows.values()), sum(b for _, b in rows.values()))
    heads = (THIS[spelling], LAST[spelling], "比較増減")
    printed = [["款", *(heads[at] for at in order)]]
    said: dict[str, tuple[int, int, int]] = {}
    for name, (this, last) in rows.items():
        values = (this, last, this - last)
        texts = [f"{sign}{-n:,}" if n < 0 else f"{n:,}" for n in values]
        printed.append([name, *(texts[at] for at in order)])
        said[name] = (values[0] * UNITS[unit], values[1] * UNITS[unit], values[2] * UNITS[unit])
    return [text("歳出予算", f"(単位:{unit})", y=40), table(printed)], said


def _records(blocks: list[Placed]) -> list[Record]:
    records, issues = prove(assemble(blocks, ABOUT).records)
    # Figures drawn at random may come to less than any budget does.
    assert {issue.code for issue in issues} <= {"scale_contradicted"}
    return records


@given(made=budgets())
@settings(max_examples=80, deadline=None)
def test_each_amount_is_in_its_field_whichever_way_the_columns_stand(
    made: tuple[list[Placed], dict[str, tuple[int, int, int]]],
) -> None:
    blocks, said = made
    found = {
        record.name: tuple(
            money.yen if money else None
            for money in (record.amount, record.prior_amount, record.change)
        )
        for record in _records(blocks)
        if isinstance(record, BudgetStatementLine)
    }
    assert found == said


@given(made=budgets())
@settings(max_examples=40, deadline=None)
def test_every_figure_is_in_one_record_and_its_yen_is_its_print_times_its_unit(
    made: tuple[list[Placed], dict[str, tuple[int, int, int]]],
) -> None:
    blocks, said = made
    records = _records(blocks)
    layout = PageLayout(1, 600.0, 800.0, tuple(placed.block for placed in blocks))
    accounting = account([layout], records)
    assert accounting.leftovers == ()
    assert accounting.counts.figures_in_records == accounting.counts.figures == 3 * len(said)
    places = []
    for record in records:
        for path, money in _money(record):
            source = record.sources[path]
            digits = "".join(source.text.split()).replace(",", "")
            sign = -1 if digits[0] in "△▲−" else 1
            assert money.yen == sign * int(digits.lstrip("△▲−")) * money.unit
            places.append(source.bbox)
    assert len(places) == len(set(places)) == accounting.counts.figures


def _money(record: Record) -> Iterator[tuple[str, Money]]:
    for name in type(record).model_fields:
        value = getattr(record, name)
        if isinstance(value, Money):
            yield name, value


@given(amounts=st.lists(figures, min_size=3, max_size=6), wrong=st.integers(1, 9))
@settings(max_examples=60, deadline=None)
def test_a_sum_that_is_printed_and_does_not_hold_is_reported(
    amounts: list[int], wrong: int
) -> None:
    whole = sum(amounts) + wrong * 10_000
    rows = [[f"第{n}事業", f"{amount:,}"] for n, amount in enumerate(amounts)]
    rows.append(["合計", f"{whole:,}"])
    blocks = [
        text("主要事業 予算", "(単位:千円)", y=40),
        table([["事業名", "予算額"], *rows]),
    ]
    records, issues = prove(assemble(blocks, ABOUT).records)
    assert sum(isinstance(record, BudgetItem) for record in records) == len(amounts)
    failed = [check for record in records for check in record.checks if check.holds is False]
    held = [check for record in records for check in record.checks if check.name == "total"]
    assert failed
    assert {issue.code for issue in issues} >= {"does_not_add_up"}
    assert all(check.holds is False for check in held)
