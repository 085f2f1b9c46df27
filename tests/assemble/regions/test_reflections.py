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

    def test_pillars_with_the_same_sign_are_left(self) -> None:
        text = "○観光立国の実現\n○環境産業の創造\n\n・新エネルギー導入プロジェクト（道北）"
        taken = take(reflections, text)
        assert taken.records == []
