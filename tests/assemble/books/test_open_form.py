"""Tables of a book that nothing is drawn in: by headings alone, glued, side by side, as text."""

from unicodedata import east_asian_width

from models.page import Placed, Role, TextBlock
from tests.assemble.books.test_book import read, yen
from tests.assemble.made import from_text, printed

HEADS = ((60.0, "目"), (130.0, "本年度"), (200.0, "前年度"), (270.0, "比 較"))
HEADS_RIGHT = ((350.0, "区 分"), (440.0, "金 額"), (560.0, "説 明"))
ENDS = (170.0, 240.0, 310.0)


def _at(*texts: tuple[float, str], top: float, page: int = 1) -> list[Placed]:
    """Texts that begin at places of a page, in the order given, each a block of its own."""
    return [
        Placed(TextBlock(page, (printed(text, x0=x0, top=top, page=page),), Role.BODY))
        for x0, text in texts
    ]


def _figures(*figures: str) -> list[tuple[float, str]]:
    return [
        (end - 5.0 * len(figure), figure)
        for end, figure in zip(ENDS, figures, strict=True)
        if figure
    ]


def _open_book(shift: float = 0.0) -> list[Placed]:
    """Two 目 with their 節 and projects; figures end where names begin."""
    rows: list[tuple[float, list[tuple[float, str]]]] = [
        (80.0, [(395.0, "節")]),
        (95.0, [*HEADS, *HEADS_RIGHT]),
        (110.0, [(40.0, "1 公園費"), *_figures("1,300", "1,000", "300")]),
        (
            110.0,
            [(320.0, "1 報酬"), (455.0, "1,100"), (480.0, "(1)公園管理"), (690.0, "800")],
        ),
        (
            125.0,
            [(320.0, "10 需用費"), (480.0 - 15.0, "200"), (480.0, "(2)公園改修"), (690.0, "500")],
        ),
        (140.0, [(40.0, "2 道路費"), *_figures("2,000", "2,500", "△500")]),
        (140.0, [(320.0, "14 工事請負費"), (455.0, "2,000"), (480.0, "(1)道路改良")]),
        (140.0, [(682.0, "2,000")]),
        (155.0, [(40.0, "計"), *_figures("3,300", "3,500", "△200")]),
    ]
    texts = [(top, [(x0 + shift, text) for x0, text in row]) for top, row in rows]
    return [block for top, row in texts for block in _at(*row, top=top)]


def _title(shift: float = 0.0) -> list[Placed]:
    return [
        *_at((200.0 + shift, "令和6年度 歳入歳出予算事項別明細書 歳出"), top=20.0),
        *_at((40.0 + shift, "8款 土木費  2項 道路橋りょう費"), top=45.0),
        *_at((640.0 + shift, "(単位:千円)"), top=60.0),
    ]


def test_headings_alone_make_columns() -> None:
    lines, items, records = read(*_title(), *_open_book())
    assert [(line.level, line.name, yen(line)) for line in lines] == [
        ("subitem", "公園費", (1_300_000, 1_000_000, 300_000)),
        ("section", "報酬", (1_100_000, None, None)),
        ("section", "需用費", (200_000, None, None)),
        ("subitem", "道路費", (2_000_000, 2_500_000, -500_000)),
        ("section", "工事請負費", (2_000_000, None, None)),
        ("total", "計", (3_300_000, 3_500_000, -200_000)),
    ]
    assert {line.direction for line in lines} == {"expenditure"}
    assert [(item.name, item.section[-1], item.amount and item.amount.yen) for item in items] == [
        ("公園管理", "公園費", 800_000),
        ("公園改修", "公園費", 500_000),
        ("道路改良", "道路費", 2_000_000),
    ]
    assert not any(check.holds is False for record in records for check in record.checks)


def test_figures_are_cut_from_the_names_that_they_run_into() -> None:
    glued = [
        *_at((60.0, "目"), (130.0, "本年度"), (200.0, "前年度"), (270.0, "比 較"), top=95.0),
        *_at(*HEADS_RIGHT, top=95.0),
        *_at((395.0, "節"), top=80.0),
    ]
    for top, number, name, figures, rest in (
        (110.0, 1, "公園費", ("1,300", "1,000", "300"), "2 給料"),
        (140.0, 2, "道路費", ("2,000", "2,500", "-500"), "3 職員手当等"),
        (170.0, 3, "河川費", ("4,000", "3,000", "1,000"), "7 需用費"),
    ):
        amount, prior, change = figures
        glued += _at((40.0, f"{number} {name}"), *_figures(amount, prior, ""), top=top)
        glued += _at((310.0 - 5.0 * len(change), change + rest), top=top)
        glued += _at((480.0 - 5.0 * len(amount), f"{amount}(1){name}管理"), top=top)
        glued += _at((700.0 - 5.0 * len(amount), amount), top=top)
    lines, items, _ = read(*_title(), *glued)
    assert [yen(line)[2] for line in lines if line.level == "subitem"] == [
        300_000,
        -500_000,
        1_000_000,
    ]
    assert [line.name for line in lines if line.level == "section"] == [
        "給料",
        "職員手当等",
        "需用費",
    ]
    assert [item.name for item in items] == ["公園費管理", "道路費管理", "河川費管理"]


def test_pages_side_by_side_on_a_sheet_are_read_one_after_the_other() -> None:
    lines, items, _ = read(*_title(), *_open_book(), *_open_book(800.0))
    subitems = [line.name for line in lines if line.level == "subitem"]
    assert subitems == ["公園費", "道路費", "公園費", "道路費"]
    assert len(items) == 6


def _row(*cells: tuple[int, str]) -> str:
    """A line of a text file with cells that begin at columns, signs of full width being two."""
    line = ""
    for at, text in cells:
        used = sum(2 if east_asian_width(sign) in "WFA" else 1 for sign in line)
        line += " " * (at - used) + text
    return line


_HEADS = ["目", "本年度", "前年度", "比　較", "区　分", "金　額", "説　　　明"]
_PLACES = (6, 15, 26, 37, 48, 60, 80)
_PARK = ((1, "1　公園費"), (17, "1,300"), (28, "1,000"), (41, "300"))
_ROAD = ((1, "2　道路費"), (17, "2,000"), (28, "2,500"), (41, "500"))
TEXT = "\n".join(
    [
        _row((24, "令和６年度　歳入歳出予算事項別明細書　歳出")),
        "",
        "8款　土木費　　2項　道路橋りょう費",
        _row((84, "（単位：千円）")),
        _row((54, "節")),
        _row(*zip(_PLACES, _HEADS, strict=True)),
        _row((70, "公園施設の管理と安")),
        _row(*_PARK, (47, "1　報酬"), (62, "1,100"), (70, "全点検を行う事業"), (91, "800")),
        "",
        _row((47, "10　使用")),
        _row((47, "料及び賃"), (64, "200"), (70, "公園改修"), (91, "500")),
        _row((47, "借料")),
        "",
        _row((38, "△")),
        _row(*_ROAD, (47, "14　工事"), (62, "2,000"), (70, "道路改良"), (89, "2,000")),
        "",
        _row((1, "計"), (17, "3,300"), (28, "3,500"), (38, "△ 200")),
    ]
)


def test_columns_kept_by_spaces_are_columns_and_cells_wrap_in_them() -> None:
    lines, items, _ = read(*from_text(TEXT))
    assert [(line.level, line.name, yen(line)) for line in lines] == [
        ("subitem", "公園費", (1_300_000, 1_000_000, 300_000)),
        ("section", "報酬", (1_100_000, None, None)),
        ("section", "使用料及び賃借料", (200_000, None, None)),
        ("subitem", "道路費", (2_000_000, 2_500_000, -500_000)),
        ("section", "工事", (2_000_000, None, None)),
        ("total", "計", (3_300_000, 3_500_000, -200_000)),
    ]
    assert [item.name for item in items] == [
        "公園施設の管理と安全点検を行う事業",
        "公園改修",
        "道路改良",
    ]
    assert all(item.sources["amount"].line for item in items)
