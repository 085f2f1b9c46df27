"""○ statements that close with their department."""

from models import Reflection
from pipeline.assemble.regions.reflections import reflections
from tests.assemble.columns import COLUMNS
from tests.assemble.made import take


class TestReflections:
    def test_they_close_with_their_department(self) -> None:
        found = [r for r in take(reflections, COLUMNS).records if isinstance(r, Reflection)]
        assert [(r.text, r.department) for r in found] == [
            (
                "道産材や森林認証材を活用した住宅等リフォームへの支援による木材需要拡大等",
                "水産林務部",
            ),
            ("雇用確保に向けて地域の6次産業化の取組支援", "農政部"),
        ]
        assert found[0].sources["department"].text == "水産林務部"

    def test_an_amount_and_its_department_are_a_projects(self) -> None:
        text = "○除雪機購入\n　　予算額　10百万円　（担当　道路河川課）"
        assert take(reflections, text).records == []

    def test_the_label_before_a_department_is_no_part_of_it(self) -> None:
        (found,) = take(reflections, "○除雪体制を強める（担当　道路河川課）").records
        assert isinstance(found, Reflection)
        assert found.department == "道路河川課"

    def test_pillars_with_the_same_sign_are_left(self) -> None:
        text = "○観光立国の実現\n○環境産業の創造\n\n・新エネルギー導入プロジェクト（道北）"
        taken = take(reflections, text)
        assert taken.records == []
