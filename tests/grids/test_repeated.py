"""Records that repeat."""

import pytest

from pipeline.grids.legend import legend_of
from pipeline.grids.model import Kind
from pipeline.grids.repeated import repeated
from tests.grids.pages import page

NAMES = ("除雪対策事業", "道路の維持補修", "公園の長寿命化", "子育て世帯への支援")


def _list(bullet: str, *, described: str = "") -> str:
    rows = ["主要事業の概要 (単位:千円)", ""]
    for number, name in enumerate(NAMES):
        if described == "before":
            rows.append(f"{name}について必要な工事を行い、安全を確保する。")
        rows.append(f"  {bullet}{name}  {12_340 + number:,}  [{9_000 + number:,}]")
        if described == "after":
            rows.append(f"    {name}について必要な工事を行い、安全を確保する。")
        rows.append("")
    return "\n".join(rows)


@pytest.mark.parametrize("bullet", ["・", "○", "◆", "▪", "(1)", "①", "→"])
@pytest.mark.parametrize("described", ["", "before", "after"])
def test_a_record_ends_where_the_next_begins(bullet: str, described: str) -> None:
    found = repeated([page(_list(bullet, described=described))])
    assert [entry.anchor.text for entry in found.entries] == [f"{12_340 + n:,}" for n in range(4)]
    for name, entry in zip(NAMES, found.entries, strict=True):
        own = "".join(part.text for part in entry.parts)
        assert name in own
        assert not any(other in own for other in NAMES if other != name)


def test_a_legend_gives_the_signs_before_bullets_their_marks() -> None:
    text = "主要事業の概要\n★新規 ☆拡充 △継続 (単位:千円)\n\n" + "\n".join(
        f"{sign}▪{name}:{1_200 + number:,}(2024:{900 + number:,})"
        for number, (sign, name) in enumerate(zip("★☆△★", NAMES, strict=True))
    )
    layout = page(text)
    found = repeated([layout], year=2025, legend=legend_of([layout]))
    names = [entry.parts[0] for entry in found.entries]
    assert [part.text for part in names] == list(NAMES)
    assert [part.mark for part in names] == ["new", "expanded", "continued", "new"]


@pytest.mark.parametrize("arrow", ["→", "⇒", " → "])
def test_an_arrow_leads_from_last_years_amount_to_this_years(arrow: str) -> None:
    rows = [
        f"・{name}\n  R4 {900 + n:,}千円{arrow}R5 {1_200 + n:,}千円" for n, name in enumerate(NAMES)
    ]
    found = repeated([page("主要事業の概要\n\n" + "\n\n".join(rows))], year=2023)
    assert [entry.anchor.figure_text for entry in found.entries] == [
        f"{1_200 + n:,}千円" for n in range(4)
    ]


def test_figures_that_count_the_rows_are_no_amounts() -> None:
    rows = [f" {n + 1}　{1_200 + n:,}　{name}" for n, name in enumerate(NAMES)]
    found = repeated([page("主要事業の概要 (単位:千円)\n\n" + "\n".join(rows))])
    assert [entry.anchor.text for entry in found.entries] == [f"{1_200 + n:,}" for n in range(4)]


def test_an_amount_within_a_sentence_is_none_of_a_records() -> None:
    rows = [
        f"・{name}  {1_200 + n:,}\n    道路を直す。総事業費は約12億円(令和6年度~令和8年度)である。"
        for n, name in enumerate(NAMES)
    ]
    found = repeated([page("主要事業の概要 (単位:千円)\n\n" + "\n".join(rows))])
    assert [entry.anchor.text for entry in found.entries] == [f"{1_200 + n:,}" for n in range(4)]


def test_what_does_not_repeat_is_no_record() -> None:
    assert repeated([page("本市の人口は\n70,000人です。\n面積は広い。")]).entries == []


def test_names_with_figures_of_their_own_are_not_run_together() -> None:
    """The figures stand close to long names; none of them wraps."""
    own = ("除雪機械購入費", "敬老祝金支給費", "花火大会負担金", "図書館改修工事")
    rows = [f"  {name}  {2_340 + n:,}  {1_900 + n:,}" for n, name in enumerate(own)]
    found = repeated([page("\n".join(["主要事業 (単位:千円)", "", *rows]))])
    names = [[p.text for p in entry.parts if p.kind is Kind.WORDS] for entry in found.entries]
    assert names == [[name] for name in own]


def test_a_name_behind_its_amounts_is_not_that_of_the_next_one() -> None:
    rows = [
        f"▶ {12_340 + n:,}千円（前年度 {9_000 + n:,}千円）　{name}" for n, name in enumerate(NAMES)
    ]
    found = repeated([page("\n".join(["主要事業の概要", "", *rows]))])
    held = ["".join(part.text for part in entry.parts) for entry in found.entries]
    assert len(held) == len(NAMES)
    assert all(
        name in own and f"{12_340 + n:,}" in own
        for n, (name, own) in enumerate(zip(NAMES, held, strict=True))
    )


def test_columns_with_amounts_at_their_right_are_parted() -> None:
    rows = ["主要事業一覧", ""]
    for number, name in enumerate(NAMES):
        left = f"  ◇{name}".ljust(30, "　") + f"{1_200 + number:,}千円"
        rows.append(
            f"{left}    ◇{NAMES[-1 - number]}の二期".ljust(60, "　") + f"{3_400 + number}千円"
        )
    found = repeated([page("\n".join(rows))])
    owned = {
        "".join(part.text for part in entry.parts if part.kind is Kind.WORDS): entry.anchor.text
        for entry in found.entries
    }
    wanted = {name: f"{1_200 + n:,}千円" for n, name in enumerate(NAMES)}
    wanted |= {f"{NAMES[-1 - n]}の二期": f"{3_400 + n}千円" for n in range(4)}
    assert owned == wanted


@pytest.mark.parametrize("bullet", ["▶", "■", "☆■"])
def test_a_name_wraps_in_the_room_that_its_amount_leaves(bullet: str) -> None:
    """The amount stands beside the last row of a name; how far names reach differs from one to
    the next, as their amounts are longer or shorter."""
    rows = ["主要事業の概要", ""]
    for name, more, amount in (
        ("高齢者の見守り助成", "金", "８７万７，０００円"),
        ("国際交流の百周", "年記念式典", "１４億１，６３５万円"),
        ("除雪対策", "", "６７３万円"),
        ("公園の長寿命化計", "画の改定", "８，０７８万１，０００円"),
    ):
        room = sum(2 for _ in name) + 2
        if more:
            rows.append(f"  {bullet}{name}")
            rows.append(
                "    " + "  " * (len(bullet) - 1) + more + " " * (room - 2 * len(more)) + amount
            )
        else:
            rows.append(f"  {bullet}{name}    {amount}")
    found = repeated([page("\n".join(rows))])
    assert [entry.parts[0].text for entry in found.entries] == [
        "高齢者の見守り助成金",
        "国際交流の百周年記念式典",
        "除雪対策",
        "公園の長寿命化計画の改定",
    ]


@pytest.mark.parametrize("indent", [7, 9, 11])
def test_a_name_that_fills_its_column_goes_on_under_its_mark_or_sign(indent: int) -> None:
    names = (
        ("避難所の区画整理に", "係る選挙"),
        ("中小企業と関係人", "口の創出"),
        ("水辺のにぎわい再", "生"),
    )
    rows = ["主要事業の概要 (単位:千円)", ""]
    for number, (name, more) in enumerate(names):
        rows += [f"    新規　■{name}", " " * indent + more, " " * 11 + f"{77_057 + number:,}", ""]
    found = repeated([page("\n".join(rows))])
    assert [entry.parts[0].text for entry in found.entries] == [a + b for a, b in names]
