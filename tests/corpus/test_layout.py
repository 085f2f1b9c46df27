"""Real pages come back as a person reads them: order, tables, vertical writing, scans."""

import itertools
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

import openpyxl
import pytest

from models.page import Page, PageLayout, Passage, Role, Table, TextBlock
from pipeline.layout import arrange
from pipeline.layout.join import join_tables
from pipeline.read import open_document
from pipeline.read.ocr import needs_ocr, ocr_page

pytestmark = pytest.mark.corpus

_BLANK = re.compile(r"\s+")


def pages(path: Path, first: int = 1, last: int | None = None) -> Iterator[Page]:
    with open_document(path) as document:
        for page in itertools.islice(document.pages(), first - 1, last):
            assert isinstance(page, Page)
            yield page


def layouts(path: Path, first: int = 1, last: int | None = None) -> list[PageLayout]:
    return [arrange(page) for page in pages(path, first, last)]


def tables(found: list[PageLayout]) -> list[Table]:
    return [block for page in found for block in page.blocks if isinstance(block, Table)]


def tight(text: str) -> str:
    return _BLANK.sub("", text)


def plain(text: str) -> str:
    return tight(unicodedata.normalize("NFKC", text))


def figure(text: str) -> int | None:
    """A plain figure, △ for minus; none where the text is none."""
    match = re.fullmatch(r"([△▲]?)(\d[\d,]*)", tight(text))
    if match is None:
        return None
    return int(match[2].replace(",", "")) * (-1 if match[1] else 1)


def yen(text: str) -> int:
    """1億6,717万円, △79万円."""
    match = re.fullmatch(r"(△?)(?:(\d+)億)?([\d,]+)万円", tight(text))
    assert match, text
    value = int(match[2] or 0) * 100_000_000 + int(match[3].replace(",", "")) * 10_000
    return -value if match[1] else value


def paragraphs(page: PageLayout) -> list[str]:
    return [tight(Passage.of(b.lines).text) for b in page.blocks if isinstance(b, TextBlock)]


def test_newsletter_rows_stand_in_their_columns(corpus: Path) -> None:
    gold = [
        json.loads(line)
        for line in (corpus / "otoineppu/kouhou-2020-03.gold.jsonl").read_text().splitlines()
    ]
    (page,) = layouts(corpus / "otoineppu/kouhou-2020-03.pdf", 2, 2)
    found = {}
    for direction, table in zip(("revenue", "expenditure"), tables([page]), strict=True):
        rows = [[cell.text if cell else "" for cell in row] for row in table.grid()]
        assert [tight(text) for text in rows[0]] == ["項目", "予算額", "割合", "前年度対比"]
        for name, amount, share, change in rows[1:]:
            name = re.sub(r"^(?:\(\d+\)|[①-⑳])", "", tight(name))
            percent = float(share.rstrip("%")) if share else None
            found[direction, name] = (yen(amount), yen(change), percent)
    wanted = {
        (row["direction"], row["name"]): (
            row["amount"]["yen"],
            row["change"]["yen"],
            row.get("share_percent"),
        )
        for row in gold
        if row["type"] == "budget_statement_line" and row.get("level") != "total"
    }
    assert len(wanted) == 28
    assert {key: found.get(key) for key in wanted} == wanted


def test_newsletter_prose_is_whole_and_chart_labels_stand_apart(corpus: Path) -> None:
    (page,) = layouts(corpus / "otoineppu/kouhou-2020-03.pdf", 2, 2)
    prose = paragraphs(page)
    assert any(
        "3月10日から12日まで開催された村議会第1回定例会において成立" in text for text in prose
    )
    assert any(
        "本線団地個別改善事業、橋梁長寿命化計画による橋梁補修工事の一部完了" in t for t in prose
    )
    labels = {
        tight(block.lines[0].text): block.role
        for block in page.blocks
        if isinstance(block, TextBlock) and block.role in (Role.LABEL, Role.CHART)
    }
    assert labels["一般会計・歳入"] is Role.LABEL
    assert labels["一般会計・歳出"] is Role.LABEL
    assert labels["⑭"] is Role.CHART
    assert not any("⑭" in text for text in prose if len(text) > 3)


def test_vertical_page_is_read_from_right_to_left(corpus: Path) -> None:
    (page,) = layouts(corpus / "fonts/jo.pdf")
    text = "".join(line.printed for line in page.lines())
    assert tight(text) == tight((corpus / "fonts/jo.txt.ref").read_text())


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("vertical", ["あいうえお", "日本語"]),
        ("90ms_rksj_h_sample", ["Hello ASCII", "日本語テスト"]),
        ("noembed-eucjp", ["あいうえお"]),
        ("issue6387", ["文字ツメ(mojitsume)", *["あのイーハトーヴォのすきとおった風"] * 9]),
    ],
)
def test_fonts_give_what_the_page_shows(corpus: Path, name: str, shown: list[str]) -> None:
    (page,) = layouts(corpus / f"fonts/{name}.pdf", 1, 1)
    lines = [tight(line.text) for line in page.lines()]
    for text in set(shown):
        assert lines.count(tight(text)) == shown.count(text)


@pytest.mark.parametrize("name", ["Ｐ14~16　主な継続事業", "Ｐ17~18　主な新規事業"])
def test_project_table_is_one_over_its_pages(corpus: Path, name: str) -> None:
    folder = corpus / "nankoku-r4"
    gold = [json.loads(line) for line in (folder / f"{name}.gold.jsonl").read_text().splitlines()]
    (table,) = tables(join_tables(layouts(folder / f"{name}.pdf")))
    grid = table.grid()
    heading = [
        tight("".join(dict.fromkeys(row[i].text if row[i] else "" for row in grid[:2])))
        for i in range(table.columns)
    ]
    names, departments = heading.index("事業名"), heading.index("主管課")
    amounts = next(i for i, t in enumerate(heading) if t.startswith(("R4年度", "事業費")))
    found = {}
    for row in grid[2:]:
        cells = [tight(cell.text) if cell else "" for cell in row]
        found[cells[names]] = (cells[departments], figure(cells[amounts]))
    wanted = {
        plain(row["name"]): (plain(row["department"]), row["amount"]["yen"] // 1000) for row in gold
    }
    assert len(wanted) == (27 if "継続" in name else 19)
    assert {key: found.get(key) for key in wanted} == wanted


def test_rotated_pages_of_a_budget_book_add_up(corpus: Path) -> None:
    """Each 款 is the sum of its 項, over the pages that the table goes on."""
    (path,) = (corpus / "nankoku-r4-book").glob("議案*.pdf")
    first = tables(join_tables(layouts(path, 9, 12)))[0]
    titles: list[list[int]] = []
    for row in first.grid()[1:]:
        title, item, amount = (cell.text if cell else "" for cell in row)
        value = figure(amount)
        assert value is not None
        if re.match(r"\d+\.", title) and not item:
            titles.append([value])
        elif item and item != title:
            titles[-1].append(value)
    assert len(titles) == 22
    assert all(total == sum(parts) for total, *parts in titles)


def test_budget_book_figures_stand_in_their_cells(corpus: Path) -> None:
    """Every 目 with its three amounts, and every 節 with its amount, in one cell row each."""
    sheet = openpyxl.load_workbook(corpus / "fuji-r6/r6-long.xlsx").active
    assert sheet is not None
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    subitems = {row[:3]: row[3:6] for row in rows}
    sections = {(*row[:3], row[10], row[11]): row[12] for row in rows if row[10] is not None}
    found = tables(layouts(corpus / "fuji-r6/r6-budget.pdf"))
    amounts = list(_rows(found, ("目", "本年度予算額", "前年度予算額", "比較")))
    parts = list(_rows(found, ("区分", "金額")))
    lost = [
        key
        for key, (this, last, change) in subitems.items()
        if not any(
            tight(str(key[2]))[:3] in name
            and this in figures[0]
            and (last in figures[1] or not last)
            and (change in figures[2] or not change)
            for name, figures in amounts
        )
    ]
    assert len(subitems) == 182
    assert lost == []
    known: dict[int, list[str]] = {}
    for name, figures in parts:
        if figures[0]:
            known.setdefault(figures[0][0], []).append(name)
    missing = [
        key
        for key, value in sections.items()
        if not any(
            name.startswith(f"{key[3]}{tight(str(key[4]))}"[:4]) for name in known.get(value, [])
        )
    ]
    assert len(sections) >= 1474
    assert missing == []


def _rows(found: list[Table], heading: tuple[str, ...]) -> Iterator[tuple[str, list[list[int]]]]:
    """A row's name and the figures of its other cells; a table without heading goes on so."""
    columns: list[int] = []
    width = 0
    for table in found:
        places = {tight(cell.text): cell.column for cell in table.cells if cell.row < 3}
        if all(name in places for name in heading):
            columns, width = [places[name] for name in heading], table.columns
        elif table.columns != width:
            continue
        cells = {(cell.row, cell.column): cell for cell in table.cells}
        for row in range(table.rows):
            picked = [cells.get((row, column)) for column in columns]
            first, *others = picked
            if first is None or not first.lines or any(cell is None for cell in others):
                continue
            name = tight("".join(line.text for line in first.lines))
            figures = [
                [value for line in cell.lines if (value := figure(line.text)) is not None]
                for cell in others
                if cell is not None
            ]
            yield name, figures


# What the pages of the scan show, typed by hand: for each line its name and its amounts.
_SCAN = {
    2: """2産業政策推進費 3077468 2339047 738421 177127 2451830 448511
3産業支援費 274090 305968 -31878 7469 4099 262522
8旅費 922
費用弁償 12
普通旅費 747
特別旅費 163
10需用費 3824
消耗品費 128
食糧費 3
印刷製本費 193
光熱水費 3500
11役務費 601322
通信運搬費 40
広告料 25
手数料 601257
12委託料 1933780
13使用料及び賃 1369
18負担金、補助 536251
負担金 466
補助金 535785
1報酬 2789
3職員手当等 533
001産業政策推進費 3077468
001企業立地推進事業費 625896
企業立地促進奨励金 385380
ものづくり力向上事業補助金 140251
本社機能移転・拡充促進事業補助金 1000
地域拠点オフィス移転・拡充促進事業 3600
IT導入支援事業者等立地促進事業 554
オフィス立地促進事業費補助金 5000
県企業立地市町推進連絡会会費 70
日本立地センター賛助会費 126
会議、研修会出席者負担金 40
002産業連携促進事業費 289
産業経済問題懇話会負担金 200
産業のまちネットワーク推進協議会負担金 30
003ふるさと納税推進事業費 2451283
001給与費 3848
001中小企業等振興会議委員15人 494""",
    5: """8旅費 1413
費用弁償 145
普通旅費 855
特別旅費 413
10需用費 513
消耗品費 277
食糧費 11
印刷製本費 225
11役務費 20
筆耕翻訳料 20
12委託料 20567
13使用料及び賃 358
18負担金、補助 9736
負担金 2086
補助金 7650
県紙業振興大会補助金 250
県製紙工学技術者研修事業補助金 400
富士ブランド認定品認知度向上 1000
富士地域再生家庭紙利用促進協議会 1600
002新産業等創出支援事業費 1955
産学連携ものづくりチャレンジ補助金 1000
003ものづくり人材育成事業費 1878
発明くふう展負担金 450
004CNF実用化推進事業費 23540
産学連携CNFチャレンジ補助金 3000
CNF連携拠点活用補助金 1000
大学共同研究講座等開設補助金 1000""",
    8: """11役務費 793
通信運搬費 10
手数料 632
保険料 151
12委託料 88933
13使用料及び賃 7992
17備品購入費 584
18負担金、補助 156061
負担金 47192
補助金 108869
24積立金 2751
001観光ボランティア推進事業費 816
観光ボランティアガイド事業補助金 200
002富士山百景推進事業費 20346
003観光助成費 25170
富士まつり補助金 15000
あっぱれ富士開催補助金 2970
かりがね祭り開催補助金 3500
ふじかわ夏まつり開催補助金 3700
004歴史・自然活用事業費 3244
005おもてなし推進事業費 9434
まちの駅ネットワーク運営補助金 770
コンベンション等開催事業補助金 8500
006富士山活用推進事業費 4540
富士山自然休養林保護管理協議会負担金 360
富士山をいつまでも美しくする会負担金 234
日本富士山協会負担金 250
004富士山観光交流ビューロー費 63250
001富士山観光交流ビューロー助成費 63250
005観光施設整備費 19492""",
}


@pytest.mark.parametrize("number", sorted(_SCAN))
def test_amounts_on_a_page_without_text_stand_in_their_rows(corpus: Path, number: int) -> None:
    path = corpus / "scan/fuji-r7-part-7.pdf"
    (page,) = pages(path, number, number)
    assert needs_ocr(page)
    read = arrange(ocr_page(path, page))
    assert read.from_ocr
    assert all(line.confidence is not None for line in read.lines())
    found: dict[str, list[list[int]]] = {}
    for table in tables([read]):
        for name, amounts in _printed_rows(table):
            found.setdefault(name, []).append(amounts)
    wanted = [line.split(" ") for line in _SCAN[number].splitlines()]
    right = total = 0
    for name, *amounts in wanted:
        values = {int(amount) for amount in amounts}
        rows = [row for read in get_close_matches(plain(name), found) for row in found[read]]
        right += max((len(values & set(row)) for row in rows), default=0)
        total += len(values)
    assert right >= 0.95 * total


def _printed_rows(table: Table) -> Iterator[tuple[str, list[int]]]:
    """Names with the amounts on their line, in the same cell or in the cells at its right."""
    cells = {(cell.row, cell.column): cell for cell in table.cells}
    for (row, column), cell in cells.items():
        for line in cell.lines:
            assert line.bbox is not None
            name = re.sub(r"\s[△\d,]+$", "", line.text)
            beside = [
                other
                for (r, c), right in cells.items()
                if r == row and c > column
                for other in right.lines
                if other.bbox and abs(other.bbox[1] - line.bbox[1]) < 4
            ]
            texts = [line.text[len(name) :], *(other.text for other in beside)]
            yield tight(name), [value for text in texts if (value := figure(text)) is not None]


# What says how kanji are read is no part of the text.
_RUBY = {
    ("施政方針.pdf", 12): "じんじゃいけかみいけびしゃもんいけしもいけかみいけしもいけ",
    ("kouhou-2023-02.pdf", 11): "みやじまひろせともひろふじもりしんのすけ"
    "こはらそういちろうきたはらかずしまつだはるゆき",
}


@pytest.mark.parametrize("name", ["otoineppu", "nankoku-r4", "nankoku-r4-book", "fonts"])
def test_every_printed_character_is_laid_out_once(corpus: Path, name: str) -> None:
    for path in sorted((corpus / name).glob("*.pdf")):
        for page in pages(path, 1, 20):
            drawn = Counter(tight("".join(char.text for char in page.chars)))
            laid = Counter(tight("".join(line.printed for line in arrange(page).lines())))
            ruby = Counter(_RUBY.get((path.name, page.number), ""))
            assert laid + ruby == drawn, (path.name, page.number)


def test_the_unit_at_the_head_of_each_page_is_its_note(corpus: Path) -> None:
    book = join_tables(layouts(corpus / "setagaya-r8-part/book-pages-1-197.pdf", 32, 60))
    found = [
        block.role
        for page in book
        for block in page.blocks
        if isinstance(block, TextBlock) and tight(block.lines[0].text) == "(単位:千円)"
    ]
    assert len(found) >= 20
    assert set(found) == {Role.NOTE}
