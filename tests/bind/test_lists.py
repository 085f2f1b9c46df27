"""The slots of records that repeat."""

import pytest

from models import BudgetItem, FiscalYear
from pipeline.assemble.family import About
from pipeline.bind.lists import bind, is_office
from pipeline.bind.notes import notes_of
from pipeline.grids.repeated import repeated
from tests.grids.pages import page

NAMES = ("除雪対策事業", "道路の維持補修事業", "公園の長寿命化事業", "子育て世帯への支援")


def _items(rows: list[str], *, head: str = "(単位:千円)") -> list[BudgetItem]:
    layout = page("\n".join(["令和7年度 主要事業の概要", head, "", *rows]))
    about = About(sha256="0", fiscal_year=FiscalYear(year=2025))
    return bind(repeated([layout], year=2025), about, notes_of([layout], about))


def test_how_many_others_a_name_stands_for_is_no_part_of_it() -> None:
    rows = [f"・{name}ほか{n + 2}事業  {1_200 + n:,}" for n, name in enumerate(NAMES)]
    found = _items(rows)
    assert [item.name for item in found] == list(NAMES)
    assert [item.others_count for item in found] == [2, 3, 4, 5]


@pytest.mark.parametrize("indent", [2, 4, 8])
def test_how_many_others_there_are_may_stand_below(indent: int) -> None:
    rows = []
    for number, name in enumerate(NAMES):
        rows += [f"■第{number + 1}の柱", f"  ・{name}  {1_200 + number:,}"]
        rows += [" " * indent + f"ほか{number + 2}事業", ""]
    found = _items(rows)
    assert [item.name for item in found] == list(NAMES)
    assert [item.others_count for item in found] == [2, 3, 4, 5]


def test_last_years_amount_is_told_by_its_year() -> None:
    rows = [f"・{name}:{1_200 + n:,}(2024:{900 + n:,})" for n, name in enumerate(NAMES)]
    found = _items(rows)
    assert [item.amount and item.amount.yen for item in found] == [
        1_200_000 + 1_000 * n for n in range(4)
    ]
    assert [item.prior_amount and item.prior_amount.yen for item in found] == [
        900_000 + 1_000 * n for n in range(4)
    ]


@pytest.mark.parametrize("label", ["担当課", "(担当課)", "所管課:", "担当部署"])
def test_a_label_is_no_department(label: str) -> None:
    assert not is_office(label)


@pytest.mark.parametrize(
    "office", ["土木課", "(子育て支援課)", "教育委員会事務局", "担当課:道路課"]
)
def test_a_department_is_one(office: str) -> None:
    assert is_office(office)


def test_a_rate_beside_amounts_in_yen_is_no_amount() -> None:
    rows = [f"・{name}  {91_200 + n:,}  {80 + n}.6" for n, name in enumerate(NAMES)]
    found = _items(rows, head="(単位:円)")
    assert [item.amount and item.amount.yen for item in found] == [91_200 + n for n in range(4)]
    assert all(item.prior_amount is None and item.change is None for item in found)


@pytest.mark.parametrize("left", [True, False])
def test_an_amount_left_of_its_name_in_another_row_is_doubtful(left: bool) -> None:
    """Cards in columns that were taken for one give a name the amount of its neighbour."""
    rows = []
    for number, name in enumerate(NAMES):
        rows += [" " * 40 + f"・{name}", " " * (4 if left else 44) + f"{1_200 + number:,}千円", ""]
    found = _items(rows)
    assert len(found) == len(NAMES)
    assert all((item.confidence["amount"] < 0.8) is left for item in found)


@pytest.mark.parametrize("title", ["担当課", "問合せ", "所管"])
def test_what_stands_below_an_amount_with_its_title_is_of_the_same_record(title: str) -> None:
    """The titles begin where the names do, so that only they can tell one from the other."""
    offices = ("道路課", "公園課", "土木課", "こども課")
    rows = []
    for number, (name, office) in enumerate(zip(NAMES, offices, strict=True)):
        rows += [name, f"予算額      {1_200 + number:,}千円", f"{title}      {office}"]
        rows += [f"取組内容    {name}に取り組みます。", ""]
    found = _items(rows)
    assert [(item.name, item.department) for item in found] == list(
        zip(NAMES, offices, strict=True)
    )
