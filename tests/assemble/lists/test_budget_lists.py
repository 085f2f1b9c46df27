"""Project lists, as text and as pages have them."""

from models import BudgetItem
from models.page import Placed
from pipeline.assemble import identified
from pipeline.assemble.lists.budget_lists import budget_lists
from tests.assemble.made import ABOUT, block, from_text, grid

NOTE = "予算額は令和2年度[令和元年度]の順に記載。単位：千円"


def items(blocks: list[Placed]) -> list[BudgetItem]:
    return [r for r in budget_lists(blocks, ABOUT).records if isinstance(r, BudgetItem)]


def test_a_mark_a_description_and_an_amount_with_its_brackets() -> None:
    (item,) = items(
        from_text(
            f"{NOTE}\n\n気運醸成\n\n拡 装飾による\n気運醸成\n"
            "・大会関連事業費\n400,000（拡充331,500）[68,500]\nほか3事業"
        )
    )
    assert (item.mark, item.description, item.name) == (
        "expanded",
        "装飾による気運醸成",
        "大会関連事業費",
    )
    assert item.amount is not None
    assert item.amount.yen == 400_000_000
    assert item.expansion is not None
    assert item.expansion.yen == 331_500_000
    assert item.prior_amount is not None
    assert item.prior_amount.yen == 68_500_000
    assert item.fiscal_year is not None
    assert item.prior_fiscal_year is not None
    assert (item.fiscal_year.year, item.prior_fiscal_year.year) == (2020, 2019)
    assert item.others_count == 3
    assert item.section[-1] == "気運醸成"
    assert item.sources["amount"].text == "400,000"
    assert item.sources["amount"].line == 8
    assert item.sources["mark"].text == "拡"


def test_one_mark_holds_for_its_lines_up_to_the_next_heading() -> None:
    found = items(
        from_text(
            f"{NOTE}\n\n新 ・牛肉事業費\t7,042\t[-]\n・酪農事業費\t5,788\t[21,403]\n"
            "再掲 ・酒事業費\t19,252\t[-]\n\n競争力の強化\n\n・小麦事業費 1,896 [2,400]"
        )
    )
    assert [(item.name, item.mark) for item in found] == [
        ("牛肉事業費", "new"),
        ("酪農事業費", "new"),
        ("酒事業費", "relisted"),
        ("小麦事業費", None),
    ]
    assert [item.prior_amount.none for item in found if item.prior_amount] == [
        True,
        False,
        True,
        False,
    ]


def test_the_same_project_is_named_by_reference() -> None:
    taken = budget_lists(
        from_text(f"{NOTE}\n\n新 発信\n・開設事業費 254,644 [-]\n\n新 誘客\n（事業名：同上）"),
        ABOUT,
    )
    first, second = identified(taken.records, ABOUT)
    assert isinstance(second, BudgetItem)
    assert (second.name, second.description, second.amount) == ("開設事業費", "誘客", None)
    assert second.same_as == first.id


def test_a_year_before_the_amount_is_the_items_own() -> None:
    (item,) = items(from_text(f"{NOTE}\n\n補正 施設への支援\n・施設整備事業費 (R元補正) 2,020,000"))
    assert item.amount is not None
    assert item.amount.yen == 2_020_000_000
    assert item.fiscal_year is not None
    assert (item.fiscal_year.year, item.fiscal_year.phase) == (2019, "supplementary")
    assert item.prior_fiscal_year is None


def test_without_a_unit_nothing_is_an_amount() -> None:
    assert items(from_text("新 検討\n・展開事業費 12,431 [-]")) == []


def test_prose_bullets_and_targets_are_no_projects() -> None:
    text = "\n\n・平成25年度からは新たな方針を策定\n・道産木材自給率 70% (R8)\n・参加企業数 355社"
    assert items(from_text(NOTE + text)) == []


def test_a_damaged_word_is_mended_and_told() -> None:
    taken = budget_lists(
        from_text(f"{NOTE}\n\n拡 連携\n・バラスポーツ事業費 13,139 [7,210]"), ABOUT
    )
    (item,) = taken.records
    assert isinstance(item, BudgetItem)
    assert item.name == "パラスポーツ事業費"
    assert item.sources["name"].text == "バラスポーツ事業費"
    assert [issue.code for issue in taken.issues] == ["mended_text"]


def test_a_lost_mark_and_a_lost_amount_are_told() -> None:
    text = "\n\n新 検討\n・展開事業費 12,431 [-]\n・他の事業費\n\n未来\n\n説明\n\n・継承費 500 [-]"
    taken = budget_lists(from_text(NOTE + text), ABOUT)
    assert [issue.code for issue in taken.issues] == ["amount_missing", "mark_missing"]
    last = taken.records[-1]
    assert isinstance(last, BudgetItem)
    assert (last.name, last.description, last.section[-1]) == ("継承費", "説明", "未来")


def test_private_money_is_funding_and_the_text_no_name() -> None:
    (item,) = items(from_text(f"{NOTE}\n\n・ 木育の活動支援 9,990 (民間資金 500)"))
    assert (item.name, item.description) == (None, "木育の活動支援")
    assert [(part.source, part.amount and part.amount.yen) for part in item.funding] == [
        ("private", 500_000)
    ]


def test_marks_in_boxes_and_amounts_at_the_margin_find_their_lines() -> None:
    found = items(
        [
            block(NOTE, x0=50, top=50),
            block("新", x0=50, top=100, frame=(49, 99, 61, 111)),
            block("空港の検討", x0=66, top=100),
            block("・空港展開事業費", x0=60, top=115),
            block("新", x0=50, top=130, frame=(49, 129, 61, 141)),
            block("交通の確保", x0=66, top=130),
            block("・交通対策事業費", x0=60, top=145),
            block("12,431 [-]", x0=400, top=115),
            block("9,659 [500]", x0=400, top=145),
            block("ほか2事業", x0=420, top=160),
        ]
    )
    assert [
        (i.name, i.mark, i.description, i.amount and i.amount.yen, i.others_count) for i in found
    ] == [
        ("空港展開事業費", "new", "空港の検討", 12_431_000, None),
        ("交通対策事業費", "new", "交通の確保", 9_659_000, 2),
    ]
    assert found[1].sources["amount"].bbox == (400.0, 145.0, 425.0, 155.0)


def test_a_table_of_names_and_amounts_reads_row_by_row() -> None:
    found = items(
        [
            block(NOTE, top=50),
            grid(
                [
                    ["新 ・牛肉事業費", "7,042", "[-]"],
                    ["・酪農事業費", "5,788,183", "[21,403,342]"],
                    ["ほか1事業", "", ""],
                ]
            ),
        ]
    )
    assert [(i.name, i.mark, i.amount and i.amount.yen, i.others_count) for i in found] == [
        ("牛肉事業費", "new", 7_042_000, None),
        ("酪農事業費", "new", 5_788_183_000, 1),
    ]


def test_a_name_that_ends_below_its_amount_is_whole() -> None:
    (item,) = items(
        [
            block(NOTE, top=50),
            block("・海外展開機能強化による販路拡大推進 62,392 [51,072]", "事業費", top=100),
        ]
    )
    assert item.name == "海外展開機能強化による販路拡大推進事業費"
    assert item.sources["name"].bbox is not None
    assert item.sources["name"].bbox[3] == 125.0


def test_what_is_used_does_not_come_back() -> None:
    blocks = from_text(f"{NOTE}\n\n新 検討\n・展開事業費 12,431 [-]\nその他の文です。")
    taken = budget_lists(blocks, ABOUT)
    left = [line.text for placed in taken.rest for line in placed.block.lines]  # type: ignore[union-attr]
    assert "・展開事業費 12,431 [-]" not in left
    assert "その他の文です。" in left


def test_an_amount_without_a_name_is_no_project_and_costs_none() -> None:
    listed = f"{NOTE}\n\n・大会関連事業費 400,000（拡充331,500）[68,500]"
    (before,) = items(from_text(listed))
    (after,) = items(from_text(f"{listed}\n\n・10,000千円"))
    assert after == before
