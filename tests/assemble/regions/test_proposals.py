"""Proposals of 振興局, also from columns run together."""

from models import BureauProposal
from pipeline.assemble.regions.proposals import bureau_proposals
from pipeline.assemble.regions.reflections import reflections
from tests.assemble.columns import COLUMNS
from tests.assemble.made import block, grid, take


class TestProposals:
    def test_pillars_between_are_not_in_the_names(self) -> None:
        rest = take(reflections, COLUMNS).rest
        found = [p for p in take(bureau_proposals, *rest).records if isinstance(p, BureauProposal)]
        assert [(p.name, p.bureaus, p.joint) for p in found] == [
            ("森林資源の地域内循環利用に向けた地域材の利用促進", ("後志",), False),
            (
                "女性の力による雇用創出・地域活性化の支援(女性の起業支援等)",
                ("十勝",),
                False,
            ),
            ("北海道とサハリン州の一層の交流推進", ("宗谷", "留萌"), True),
        ]

    def test_several_in_a_cell_with_their_pillar(self) -> None:
        table = grid(
            [
                ["政策の柱", "主な提案", "反映"],
                ["活力", "地域材の利用\n促進【後志】\nアグリビジネス【渡島・檜\n山共同提案】", ""],
            ]
        )
        first, second = take(bureau_proposals, table).records
        assert isinstance(first, BureauProposal)
        assert isinstance(second, BureauProposal)
        assert (first.name, first.pillar) == ("地域材の利用促進", "活力")
        assert (second.name, second.bureaus, second.joint) == (
            "アグリビジネス",
            ("渡島", "檜山"),
            True,
        )

    def test_other_offices_by_their_word(self) -> None:
        (record,) = take(bureau_proposals, block("森林資源の循環利用【北部県民局】")).records
        assert isinstance(record, BureauProposal)
        assert record.bureaus == ("北部",)

    def test_other_brackets_are_none(self) -> None:
        taken = take(bureau_proposals, block("観光プロモーション事業【新規】"))
        assert taken.records == []
