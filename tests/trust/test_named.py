"""What a name says of itself, and where figures stand from it and from others."""

import pytest

from models import BudgetItem, Money, Record, Source
from pipeline.trust import Around, evidence, weigh
from pipeline.trust.named import is_broken, is_surely_torn, said_by_name
from pipeline.trust.placed import nearest


@pytest.mark.parametrize(
    ("name", "holds"),
    [
        ("2,601学校給食利用促進整備", "money"),
        ("補助金1,234千円", "money"),
        ("456学校給食センター整備", "figure"),
        ("道路維持費7500", "figure"),
        ("2025年問題対策事業", "year"),
        ("2020東京大会関連事業", "figure"),  # whether a year or another cell's figure is open
        ("R7当初分の整備", "year"),
        ("第2期子育て支援計画", "number"),
        ("5歳児健診事業", "number"),
        ("除雪対策経費当初予算額", "role"),
        ("除雪対策経費", None),
    ],
)
def test_what_a_name_holds(name: str, holds: str | None) -> None:
    found = [each for each in said_by_name(name) if each.startswith("name_holds=")]
    assert found == ([] if holds is None else [f"name_holds={holds}"])


@pytest.mark.parametrize(
    ("name", "ends"),
    [
        ("創業者等の", "particle"),
        ("保育所及び", "particle"),
        ("整備(", "particle"),
        ("小中学校の改修など", "hiragana"),
        ("臨時税収補てん", "hiragana"),
        ("除雪事業", "kanji"),
        ("まちづくりセンター", "katakana"),
        ("道路整備(1工区)", "bracket"),
        ("ひかりプラン2", "digit"),
        ("道の駅DX", "letter"),
        ("整備~", "sign"),
    ],
)
def test_how_a_name_ends(name: str, ends: str) -> None:
    assert f"name_ends={ends}" in list(said_by_name(name))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("令和7年度", "year"),
        ("前年度予算額", "year"),
        ("当初予算額", "role"),
        ("一般財源", "role"),
        ("合計", "role"),
    ],
)
def test_what_is_no_name(name: str, kind: str) -> None:
    assert f"name_is={kind}" in list(said_by_name(name))


def test_a_name_is_broken_that_is_a_heading_or_begins_in_the_middle() -> None:
    assert is_broken("")
    assert is_broken("当初予算額")
    assert is_broken("り組みを進める事業")
    assert is_broken("除雪事業 ‥‥ 道路課")
    assert not is_broken("除雪事業費")


NAMES = [(50.0, 100.0, 150.0, 110.0), (50.0, 120.0, 150.0, 130.0), (320.0, 100.0, 420.0, 110.0)]


@pytest.mark.parametrize(
    ("figure", "own", "said"),
    [
        ((200.0, 100.0, 240.0, 110.0), 0, "own"),  # on its line
        ((200.0, 112.0, 240.0, 119.0), 0, "own"),  # a little below
        ((160.0, 120.0, 200.0, 130.0), 0, "other"),  # right behind the next
        ((240.0, 120.0, 280.0, 130.0), 0, "even"),  # far behind the next
        ((450.0, 100.0, 490.0, 110.0), 0, "other"),  # another name stands between
        ((450.0, 100.0, 490.0, 110.0), 2, "own"),
        ((60.0, 134.0, 100.0, 144.0), 1, "own"),  # under it, as on a card
        ((60.0, 134.0, 100.0, 144.0), 0, "other"),
        ((160.0, 100.0, 200.0, 110.0), 2, "other"),  # right behind another's name
    ],
)
def test_which_name_a_figure_stands_nearest_to(
    figure: tuple[float, float, float, float], own: int, said: str
) -> None:
    assert nearest(figure, NAMES[own], NAMES) == said


def test_a_record_alone_in_its_section_and_off_the_edge_of_its_column_says_so() -> None:
    def item(at: int, x: float, section: str) -> Record:
        name = Source(page=1, bbox=(x, 20.0 * at, x + 80, 20.0 * at + 10), text="事業")
        amount = Source(page=1, bbox=(300, 20.0 * at, 340, 20.0 * at + 10), text="12,345")
        return BudgetItem(
            page=1,
            name=f"第{at}事業",
            section=(section,),
            amount=Money(yen=12_345_000, text="12,345", unit=1000),
            sources={"name": name, "amount": amount},
        )

    records = [
        *(item(at, 50.0, "主要事業") for at in range(4)),
        item(4, 90.0, "創業者等の公園に係る"),
    ]
    found = [set(each.evidence) for each in evidence(records, Around((), (), (), 2025))]
    names = [each for each in found if "field=budget_item.name" in each]
    assert {"section_share=0.75", "name_edge=0.75"} <= names[0]
    assert {"section_share=0.1", "name_edge=0.1"} <= names[4]


@pytest.mark.parametrize(
    "name",
    [
        "率",
        "障がい者と避難所に",
        "放課後児童クラブ及び",
        "スポーツ施設早期発見モ",
        "等の公民館に係る公園支援補助金",
        "に係る設備の更新",
        "移住相談件数新規就農者数市民満足度観光入込客数",
    ],
)
def test_no_name_is_so(name: str) -> None:
    assert is_surely_torn(name)
    record = BudgetItem(page=1, name=name, amount=Money(yen=12_345_000, text="12,345", unit=1000))
    (weighed,) = weigh([record], Around((), (), (), 2025))
    assert weighed.confidence["name"] <= 0.5


@pytest.mark.parametrize(
    "name",
    [
        "計",
        "市",
        "除雪の支援",
        "未来へつなぐまちへ",
        "こどもまんなか",
        "新規就農者数",
        "出生数と死亡数",
        "オンライン申請の割合",
        "下水道の面的整備エリア",
        "のびのび子育て支援",
        "",
    ],
)
def test_names_may_be_so(name: str) -> None:
    assert not is_surely_torn(name)
