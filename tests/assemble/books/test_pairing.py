"""Names that wrap beside figures that stand half of the way down, at their end, or level."""

from collections.abc import Sequence

import pytest

from pipeline.assemble.books.pairing import asides_of, paired
from pipeline.assemble.books.words import Word, words_of
from tests.assemble.made import printed


def _words(*rows: tuple[float, str, str], indent: float = 0.0) -> list[Word]:
    """Rows of a name's line and a figure, by height; figures end at 300."""
    found: list[Word] = []
    for top, name, figure in rows:
        if name:
            shift = indent if name.startswith("　") else 0.0
            found += words_of(printed(name.strip("　"), x0=50.0 + shift, top=top))
        if figure:
            found += words_of(printed(figure, x0=300.0 - 5.0 * len(figure), top=top))
    return found


def _named(words: Sequence[Word]) -> list[tuple[str, str | None]]:
    rows = [each.row for each in paired(words)]
    found: list[tuple[str, str | None]] = []
    for row in rows:
        texts = [word.text for word in row.words]
        figure = texts.pop() if texts[-1].replace(",", "").isdigit() and len(texts) > 1 else None
        found.append(("".join(texts), figure))
    return found


def test_lines_above_and_below_a_figure_are_one_name() -> None:
    words = _words(
        (100, "スポーツ施設等の地域", ""),
        (112, "子育て拠点に係る図書", "461"),
        (124, "館整備補助金", ""),
        (140, "庁舎整備費", "937,706"),
    )
    assert _named(words) == [
        ("スポーツ施設等の地域子育て拠点に係る図書館整備補助金", "461"),
        ("庁舎整備費", "937,706"),
    ]


def test_a_figure_between_two_lines_belongs_to_both() -> None:
    words = _words((100, "学校給食調理場建設基", ""), (106, "", "230"), (112, "本計画", ""))
    assert _named(words) == [("学校給食調理場建設基本計画", "230")]


def test_what_opens_with_a_sign_begins_a_name() -> None:
    words = _words(
        (100, "1 次世代育成支援訪問", ""),
        (106, "", "395"),
        (112, "支援対策", ""),
        (124, "2 出前市役所の推進", ""),
        (130, "", "119"),
        (136, "(繰越分)", ""),
    )
    assert _named(words) == [
        ("1次世代育成支援訪問支援対策", "395"),
        ("2出前市役所の推進(繰越分)", "119"),
    ]


def test_an_office_goes_with_the_name_above_where_the_figure_says_so() -> None:
    words = _words((100, "(1)観光客プロジェクト", ""), (106, "", "4,168"), (112, "(財政局)", ""))
    assert _named(words) == [("(1)観光客プロジェクト(財政局)", "4,168")]


def test_rows_stay_as_printed_where_figures_stand_by_first_lines() -> None:
    words = _words((100, "道路維持費", "120"), (112, "　委託料ほか", ""), (124, "橋りょう費", "80"))
    assert [each.row.text for each in paired(words)] == [
        "道路維持費 120",
        "委託料ほか",
        "橋りょう費 80",
    ]
    assert not any(each.whole for each in paired(words))


def test_a_figure_in_a_row_of_its_own_stands_between_two_names_and_joins_them_not() -> None:
    words = _words(
        (100, "001 会計繰出金", ""),
        (130, "", "540,046"),
        (160, "002 特別会計の繰出金", ""),
        (175, "(工区)", ""),
        (190, "", "50,000"),
    )
    assert [each.row.text for each in paired(words)] == [
        "001 会計繰出金",
        "540,046",
        "002 特別会計の繰出金",
        "(工区)",
        "50,000",
    ]


def test_no_name_goes_on_over_the_edge_of_a_cell() -> None:
    from pipeline.assemble.books.columns import Band

    words = _words((100, "学校給食調理場建設基", ""), (106, "", "230"), (112, "本計画", ""))
    apart = paired(words, [Band(98, 111), Band(111, 130)])
    assert [each.row.text for each in apart if "本計画" in each.row.text] == ["本計画"]


@pytest.mark.parametrize("indent", [20.0, 15.0])
def test_rows_that_describe_are_told_by_where_they_begin(indent: float) -> None:
    words = _words(
        (100, "道路", "120"),
        (112, "　委託料ほか", ""),
        (124, "学校給食調理場建設基", "80"),
        (136, "　委託料ほか", ""),
        indent=indent,
    )
    assert asides_of(paired(words)) == {round(50.0 + indent)}
    more = _words(*((at, f"第{at}事業", "10") for at in range(160, 240, 12)))
    assert asides_of(paired([*words, *more])) == frozenset()
