"""地域重点プロジェクト and 振興局独自事業."""

from models import RegionalProject
from pipeline.assemble.regions.regional_projects import own_works, priority_projects
from tests.assemble.made import grid, take


class TestPriorityProjects:
    def test_a_wrap_before_a_middle_dot_opens_no_item(self) -> None:
        text = """\
・豊かな自然を生かした後志の「環境
・景観・エネルギー」づくりプロジェ
クト（道央）

・新たな観光の魅
力創出プロジェクト
（オホーツク）
・「食の拠点」プロジェクト（釧路・根室）
"""
        found = take(priority_projects, text).records
        assert [(p.name, p.area) for p in found if isinstance(p, RegionalProject)] == [
            ("豊かな自然を生かした後志の「環境・景観・エネルギー」づくりプロジェクト", "道央"),
            ("新たな観光の魅力創出プロジェクト", "オホーツク"),
            ("「食の拠点」プロジェクト", "釧路・根室"),
        ]

    def test_what_is_no_area_is_left(self) -> None:
        taken = take(priority_projects, "・観光プロモーション事業（新規）\n・除雪事業（再掲）")
        assert taken.records == []


class TestOwnWorks:
    BULLETS = "・産地の形成に向けた生\n産者支援\n\n・まちづくりの取組"

    def test_under_their_title(self) -> None:
        text = f"～「振興局独自事業」による主な取組～\n\n{self.BULLETS}\n\n次の章"
        found = take(own_works, text).records
        assert [p.description for p in found if isinstance(p, RegionalProject)] == [
            "産地の形成に向けた生産者支援",
            "まちづくりの取組",
        ]

    def test_before_their_title_where_columns_were_run_together(self) -> None:
        text = f"本文\n\n{self.BULLETS}\n\n～「振興局独自事業」による主な取組～"
        assert len(take(own_works, text).records) == 2

    def test_in_two_columns_of_a_table_that_wraps_over_rows(self) -> None:
        table = grid(
            [
                ["～「振興局独自事業」による主な取組～", None],
                ["・産地の形成に", "・まちづくりの"],
                ["向けた支援", "取組"],
            ]
        )
        found = take(own_works, table).records
        assert [p.description for p in found if isinstance(p, RegionalProject)] == [
            "産地の形成に向けた支援",
            "まちづくりの取組",
        ]

    def test_other_bullets_are_left(self) -> None:
        assert take(own_works, f"主な取組\n\n{self.BULLETS}").records == []
