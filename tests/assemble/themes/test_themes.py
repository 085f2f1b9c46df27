"""Themes: overview and sheets as one."""

from models import BudgetTotal, Target, Theme
from models.page import Role
from pipeline.assemble.family import Taken
from pipeline.assemble.themes.themes import themes
from tests.assemble.made import ABOUT, block, from_text, take

OVERVIEW = """① 連なる好機 Chance

1. **東京2020**の開催を契機とした創出
2. **インバウンド**の誘致促進

② 課題への挑戦 Challenge

3. すべての**子ども**たちの幸せ
"""
LEAD = "市町村や関係機関、民間企業等と連携し、情報発信に取り組み、成果を子どもたちに引き継ぎます。"


def sheet(keyword: str, target: str, *, title: str = "", lead: str = LEAD) -> str:
    head = f"{title}\n\n" if title else ""
    aims = f"キーワード\n\n{keyword}\n\n目標：{target}"
    return f"{head}{aims}\n\n{lead}\n\n主な取組\n\nポイント\n\n気運醸成\n"


def of(taken: Taken) -> list[Theme]:
    return [r for r in taken.records if isinstance(r, Theme)]


def test_an_overview_gives_themes_their_numbers_terms_and_axes() -> None:
    found = of(take(themes, OVERVIEW))
    assert [(t.number, t.name, t.key_term, t.axis and t.axis.number) for t in found] == [
        ("1", "東京2020の開催を契機とした創出", "東京2020", "①"),
        ("2", "インバウンドの誘致促進", "インバウンド", "①"),
        ("3", "すべての子どもたちの幸せ", "子ども", "②"),
    ]
    assert found[0].axis is not None
    assert (found[0].axis.name, found[0].axis.english) == ("連なる好機", "Chance")
    assert found[0].fiscal_year == ABOUT.fiscal_year


def test_an_overview_may_read_in_columns() -> None:
    text = (
        OVERVIEW.replace("2. **インバウンド**の誘致促進\n", "")
        + "4. 誘致促進\n\n③ 連携 Link\n\n2. 創生\n"
    )
    assert [(t.number, t.axis and t.axis.number) for t in of(take(themes, text))] == [
        ("1", "①"),
        ("2", "③"),
        ("3", "②"),
        ("4", "②"),
    ]


def test_other_numbered_lists_are_no_overview() -> None:
    blocks = from_text("① 目的\n\n1. 広報する。\n2. 集める。\n\n② 方法\n\n3. 調べる。")
    assert themes(blocks, ABOUT).rest == blocks


def test_sheets_find_their_themes_by_title_and_the_rest_by_turn() -> None:
    first = sheet(
        "世界と関わる",
        "確実な成功",
        title="東京2020の開催を契機とした創出\n\n全体：19億円（うち新規・拡充額：10億円）",
    )
    text = OVERVIEW + "\n" + first + "\n" + sheet("新たな段階へ", "外国人 500万人 (R2)")
    taken = take(themes, text + "\n" + sheet("先進地へ", "満足度 54.4%以上 (R6)"))
    found = of(taken)
    assert [(t.number, t.keyword) for t in found] == [
        ("1", "世界と関わる"),
        ("2", "新たな段階へ"),
        ("3", "先進地へ"),
    ]
    assert {t.lead for t in found} == {LEAD}
    assert found[0].total is not None
    assert found[0].total.yen == 1_900_000_000
    assert [(p.name, p.amount and p.amount.yen) for p in found[0].of_which] == [
        ("新規・拡充額", 1_000_000_000)
    ]
    totals = [r for r in taken.records if isinstance(r, BudgetTotal)]
    assert [(t.name, t.amount and t.amount.yen) for t in totals] == [("全体", 1_900_000_000)]
    targets = [r for r in taken.records if isinstance(r, Target)]
    assert [(t.name, t.theme) for t in targets] == [
        ("確実な成功", found[0].name),
        ("外国人", found[1].name),
        ("満足度", found[2].name),
    ]
    assert [issue.code for issue in taken.issues] == ["theme_by_order", "theme_by_order"]
    under = {
        placed.block.lines[0].text: placed.section  # type: ignore[union-attr]
        for placed in taken.rest
        if placed.section
    }
    assert under["気運醸成"] == (found[2].name,)


def test_a_sheet_too_many_is_told_and_given_to_no_theme() -> None:
    text = OVERVIEW + "\n" + "\n".join(sheet(f"語{n}", "成功") for n in range(2))
    taken = take(themes, text)
    assert [t.keyword for t in of(taken)] == [None, None, None]
    assert [issue.code for issue in taken.issues] == ["sheet_without_theme"] * 2


def test_a_keyword_and_a_target_fused_on_one_line_come_apart() -> None:
    text = (
        OVERVIEW
        + "\n"
        + sheet(
            "人々と\n関わる北海道目標：競技の\n確実な成功", "x", title="インバウンドの誘致促進"
        ).replace("\n\n目標：x", "")
    )
    taken = take(themes, text)
    assert of(taken)[1].keyword == "人々と関わる北海道"
    assert [r.name for r in taken.records if isinstance(r, Target)] == ["競技の確実な成功"]


def test_a_sheet_of_a_document_without_overview_has_the_title_above_it() -> None:
    taken = themes(
        [
            block("輸出拡大の推進", top=20, role=Role.HEADING),
            block("キーワード", top=60, frame=(49, 59, 101, 71)),
            block("食でつながる", top=60, x0=120),
            block("目標：輸出額 1,500億円 (R5)", top=60, x0=300),
            block(
                "道産食品の輸出の拡大に向けて、安定的な生産と",
                "供給の体制の整備に取り組みます。",
                "主な取組",
                top=100,
            ),
        ],
        ABOUT,
    )
    (theme,) = of(taken)
    assert (theme.name, theme.keyword) == ("輸出拡大の推進", "食でつながる")
    assert (
        theme.lead == "道産食品の輸出の拡大に向けて、安定的な生産と供給の体制の整備に取り組みます。"
    )
    assert theme.sources["lead"].bbox is not None
