"""Tables of policy proposals."""

from models import BureauProposal
from pipeline.assemble.family import Taken
from pipeline.assemble.regions.proposal_tables import proposal_tables
from tests.assemble.made import grid, take

HEAD = ["振興局", "政策提案テーマ", "重点政策との関連"]


def rows(taken: Taken) -> list[tuple[object, ...]]:
    return [
        (r.bureaus, r.joint, r.name, r.summary, r.related_theme)
        for r in taken.records
        if isinstance(r, BureauProposal)
    ]


def test_a_proposal_its_summary_and_its_theme() -> None:
    taken = take(
        proposal_tables,
        "振興局\t政策提案テーマ\t重点政策との関連\n"
        "空知\t応援人口の創出 【概要】魅力をPRする\t地域の創生\n"
        "宗谷・留萌\t交流の推進 【概要】交流する\t海外戦略",
    )
    assert rows(taken) == [
        (("空知",), False, "応援人口の創出", "魅力をPRする", "地域の創生"),
        (("宗谷", "留萌"), True, "交流の推進", "交流する", "海外戦略"),
    ]


def test_a_heading_alone_at_the_foot_of_a_page_and_a_row_that_is_cut() -> None:
    taken = take(
        proposal_tables,
        grid([HEAD]),
        grid([["空知", "応援人口の創出【概要】魅力を", "地域の創生"], ["", "PRする", ""]], page=2),
    )
    assert rows(taken) == [(("空知",), False, "応援人口の創出", "魅力をPRする", "地域の創生")]


def test_a_table_without_summaries_is_left() -> None:
    taken = take(proposal_tables, "振興局\t提案件数\n空知\t12")
    assert taken.records == []
    assert len(taken.rest) == 1
