"""What all policy families keep to, whatever stands on the page."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.page import Placed, lines_of
from pipeline.assemble.indicators.indicators import indicators
from pipeline.assemble.indicators.lines import indicator_lines
from pipeline.assemble.policy.analyses import analyses
from pipeline.assemble.policy.initiatives import initiatives
from pipeline.assemble.policy.outlines import plan_outlines
from pipeline.assemble.policy.slides import slide_points
from pipeline.assemble.regions.dispatches import dispatches
from pipeline.assemble.regions.groups import legends, municipal_groups
from pipeline.assemble.regions.proposals import bureau_proposals
from pipeline.assemble.regions.reflections import reflections
from pipeline.assemble.regions.regional_projects import own_works, priority_projects
from pipeline.assemble.stated.boxes import box_facts
from pipeline.assemble.stated.milestones import milestones
from pipeline.assemble.themes.parts import strategic_projects
from tests.assemble.made import ABOUT, block, from_text, grid

FAMILIES = [
    analyses,
    box_facts,
    bureau_proposals,
    dispatches,
    indicator_lines,
    indicators,
    initiatives,
    legends,
    milestones,
    municipal_groups,
    own_works,
    plan_outlines,
    priority_projects,
    reflections,
    slide_points,
    strategic_projects,
]
FRAGMENTS = st.sampled_from(
    [
        "■", "◆", "・", "○", "•", "「", "」", "（", "）", "【", "】", "[", "]", "→", "：", "。",
        " ", "プロジェクト", "KPI", "基準値", "目標値", "実績値", "進捗率", "分析と課題",
        "独自事業", "（道央）", "（経済部）", "【後志】", "（R3）", "H27", "令和3年度", "2050年",
        "12人", "3.5%", "A③", "1. ", "2. ", "派遣", "札幌市・函館市", "地域", "期間", "—", "未",
        "取組の推進",
    ]
)  # fmt: skip
TEXTS = st.lists(FRAGMENTS, max_size=6).map("".join)
BLOCKS = st.lists(
    st.one_of(
        st.lists(TEXTS, min_size=1, max_size=6).map(lambda texts: from_text("\n".join(texts))),
        st.lists(TEXTS.filter(str.strip), min_size=1, max_size=4).map(lambda t: [block(*t)]),
        st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=4).map(
            lambda rows: [grid(rows)]
        ),
    ),
    max_size=5,
).map(lambda groups: [placed for group in groups for placed in group])


def lines(blocks: Sequence[Placed]) -> list[int]:
    return [id(line) for placed in blocks for line in lines_of(placed.block)]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
@given(blocks=BLOCKS)
@settings(max_examples=40, deadline=None)
def test_what_is_left_is_what_was_given_less_what_was_taken(family, blocks) -> None:  # type: ignore[no-untyped-def]
    taken = family(blocks, ABOUT)
    given, left = lines(blocks), lines(taken.rest)
    kept = set(left)
    assert left == [line for line in given if line in kept]
    assert (len(left) == len(given)) or taken.records
    for record in taken.records:
        assert record.sources
        assert record.page == 1


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_nothing_of_nothing(family) -> None:  # type: ignore[no-untyped-def]
    taken = family([], ABOUT)
    assert (taken.records, taken.issues, taken.rest) == ([], [], [])
