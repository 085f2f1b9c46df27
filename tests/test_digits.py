import pytest

from pipeline.digits import figures_of, is_in_name, numbered_columns


def kinds(text: str, *, in_table: bool = False) -> list[tuple[str, str | None]]:
    return [(text[f.start : f.end], f.kind) for f in figures_of(text, in_table=in_table)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("令和4年度", "date"),
        ("令和元年から2年度", "date"),
        ("R4", "date"),
        ("H28.2~", "date"),
        ("平成25年6月14日付", "date"),
        ("2022年", "date"),
        ("(2021)年5月頃", "date"),
        ("3月補正", "date"),
        ("3年度末現在高", "date"),
        ("10:30", "date"),
        ("東京2020オリンピック", "name"),
        ("1. 市税", "numbering"),
        ("(1)村税", "numbering"),
        ("12 投資的経費", "numbering"),
        ("2 歳出(款別)", "numbering"),
        ("1普通債", "numbering"),
        ("2.1.10", "numbering"),
        ("012033", "numbering"),
        ("第425回", "numbering"),
        ("議案第8号", "numbering"),
        ("地方自治法第213条第1項", "numbering"),
        ("Ⅱ-9", "numbering"),
        ("No.546", "numbering"),
        ("TEL 088-863-2111", "telephone"),
        ("〒783-8501", "telephone"),
        ("5-3311", "telephone"),
        ("Society5.0", "name"),
        ("COVID-19", "name"),
        ("5G", "name"),
        ("4つの視点", "name"),
        ("https://example.jp/2022/04", "address"),
    ],
)
def test_what_is_no_figure(text: str, kind: str) -> None:
    found = kinds(text)
    assert found
    assert {each for _, each in found} == {kind}


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("16.3億円", ["16.3"]),
        ("233億4千万円", ["233", "4"]),
        ("8,618,194千円", ["8,618,194"]),
        ("△ 656", ["656"]),
        ("3人", ["3"]),
        ("12億円", ["12"]),
        ("国1/2", ["1", "2"]),
        ("5年間", ["5"]),
        ("25.1%", ["25.1"]),
        ("３，４００㎡", ["３"]),
        ("三億二千万円", ["三億二千万"]),
        ("3,000m2", ["3,000"]),
        ("10か所", ["10"]),
        ("100人分計上", ["100"]),
    ],
)
def test_what_is_a_figure(text: str, figures: list[str]) -> None:
    assert [print_ for print_, kind in kinds(text) if kind is None][: len(figures)] == figures


def test_a_bracketed_number_in_a_cell_is_a_figure_and_in_text_a_label() -> None:
    assert kinds("(12)", in_table=True) == [("12", None)]
    assert kinds("(1) (12)") == [("1", "numbering"), ("12", "numbering")]


def test_units_of_kanji_are_no_figures() -> None:
    assert kinds("(単位:千円)") == []
    assert kinds("百万円") == []
    assert kinds("一般会計") == []


def test_values_have_their_scale() -> None:
    (found,) = figures_of("58.6億円")
    assert found.value == 5_860_000_000
    assert "58.6億円"[found.start : found.shown] == "58.6億円"


def test_numbered_columns() -> None:
    headed = {0: [(0, "番号"), (1, "14"), (2, "16")], 1: [(0, "予算額"), (1, "14"), (2, "15")]}
    assert numbered_columns(headed) == {(1, 0), (2, 0)}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("基本目標1 重要業績評価指標", "numbering"),
        ("重点施策2 安心して暮らせる県土づくり", "numbering"),
        ("市役所3階", "numbering"),
        ("301会議室", "numbering"),
        ("平成25年度から2年間の集中対策期間", "date"),
        ("5年程度の計画", "date"),
        ("目標12人", None),
        ("区分3人", None),
        ("発生から約4年が経過", None),
    ],
)
def test_numbers_of_chapters_rooms_and_spans_of_years_are_no_figures(
    text: str, kind: str | None
) -> None:
    assert [found.kind for found in figures_of(text)][-1] == kind


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5百円", 500),
        ("5千円", 5_000),
        ("5万円", 50_000),
        ("5億円", 500_000_000),
        ("5兆円", 5 * 10**12),
        ("12.5億円", 1_250_000_000),
        ("12.5%", 12.5),
        ("999兆円", 999 * 10**12),
        ("1,000兆円", 10**15),
    ],
)
def test_the_value_of_a_figure_with_its_scale(text: str, value: float) -> None:
    (found,) = figures_of(text)
    assert found.value == value
    assert isinstance(found.value, float) is (value == 12.5 or value >= 10**15)


@pytest.mark.parametrize(
    ("name", "inside"),
    [
        ("3市連携", True),
        ("24時間", True),
        ("1,000人委員会", False),
        ("12345号線", False),
        ("負担金5円", False),
        ("負担金5千円", False),
        ("負担金5億", False),
        ("率5%", False),
        ("ステージ 5", False),
        ("ステージ5", True),
        ("(1/2)", False),
    ],
)
def test_numbers_that_are_part_of_a_name(name: str, *, inside: bool) -> None:
    found = next(figures_of(name))
    assert is_in_name(name, found) is inside


@pytest.mark.parametrize(
    ("cells", "numbered"),
    [
        (["1", "2", "3"], 3),
        (["1", "2", "4"], 0),
        (["3", "2", "1"], 0),
        (["1", "1", "1"], 0),
        (["1", "2"], 2),
        (["番号", "9", "4"], 2),
        (["款", "計", "1", "2", "3"], 3),
        (["款", "計", "別", "1", "2", "3"], 0),
        (["5"], 0),
    ],
)
def test_columns_that_count_their_rows(cells: list[str], numbered: int) -> None:
    assert len(numbered_columns({0: list(enumerate(cells))})) == numbered


def test_two_rows_count_only_in_the_first_column() -> None:
    cells = [(0, "1"), (1, "2")]
    assert numbered_columns({1: cells}) == set()
    assert numbered_columns({1: [*cells, (2, "3")]}) == {(0, 1), (1, 1), (2, 1)}


def test_a_figure_right_behind_a_date_is_no_part_of_it() -> None:
    assert kinds("令和4年度12,345千円") == [("4", "date"), ("12,345", None)]
    assert kinds("3月補正1,200") == [("3", "date"), ("1,200", None)]
