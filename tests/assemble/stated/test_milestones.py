"""Events with their dates."""

import pytest

from models import Milestone
from pipeline.assemble.stated.milestones import milestones
from tests.assemble.made import take


class TestMilestones:
    def of(self, text: str) -> list[tuple[int, str | None, str | None, str]]:
        return [
            (m.fiscal_year.year, m.fiscal_year.start, m.fiscal_year.end, m.event)
            for m in take(milestones, text).records
            if isinstance(m, Milestone)
        ]

    def test_a_label_with_its_year(self) -> None:
        assert self.of("モデル構築(R4～)") == [(2022, None, None, "モデル構築")]

    def test_a_year_over_its_event(self) -> None:
        assert self.of("2050年\nゼロカーボン\n北海道の\n実現") == [
            (2050, None, None, "ゼロカーボン北海道の実現")
        ]

    def test_a_time_line_with_a_month_of_the_same_year(self) -> None:
        text = "R3(2021)年5月頃 勧告\n6～7月頃 世界遺産委員会において\n\n登録の可否決定の見通し"
        assert self.of(text) == [
            (2021, "2021-05", None, "勧告"),
            (2021, "2021-06", "2021-07", "世界遺産委員会において登録の可否決定の見通し"),
        ]

    def test_a_period(self) -> None:
        assert self.of("実施期間：Ｒ３年５月～Ｒ４年２月") == [
            (2021, "2021-05", "2022-02", "実施期間")
        ]

    @pytest.mark.parametrize(
        "text", ["令和3年度\n予算の概要", "人口(R2)", "目標値(R7)", "令和3年4月1日 発行第12号"]
    )
    def test_years_that_date_no_event(self, text: str) -> None:
        assert self.of(text) == []
