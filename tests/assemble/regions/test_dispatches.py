"""Staff sent to municipalities."""

from models import StaffDispatch
from pipeline.assemble.regions.dispatches import dispatches
from tests.assemble.made import block, grid, take


class TestDispatches:
    def test_counts_and_those_who_go_on(self) -> None:
        text = """\
・地域振興派遣   平成 27 年度 42 市町村（うち 22 市町村は前年度から継続）
・広域連携派遣   平成 27 年度 １団体 （前年度から継続）
"""
        first, second = take(dispatches, text).records
        assert isinstance(first, StaffDispatch)
        assert isinstance(second, StaffDispatch)
        assert (first.name, first.count and first.count.value) == ("地域振興派遣", 42)
        assert first.continued is not None
        assert (first.continued.value, first.continued.unit) == (22, "市町村")
        assert first.fiscal_year is not None
        assert first.continued_from is not None
        assert (first.fiscal_year.year, first.continued_from.year) == (2015, 2014)
        assert second.continued is None
        assert second.continued_from is not None

    def test_kinds_in_a_column_of_their_own(self) -> None:
        taken = take(
            dispatches,
            block("・地域振興派遣", "・広域連携派遣"),
            block("平成27年度42市町村", "平成27年度1団体", x0=200),
        )
        found = [r for r in taken.records if isinstance(r, StaffDispatch)]
        assert [(r.name, r.count and r.count.value) for r in found] == [
            ("地域振興派遣", 42),
            ("広域連携派遣", 1),
        ]

    def test_rows_of_a_table(self) -> None:
        table = grid([["区分", "年度", "人数"], ["職員派遣", "令和3年度", "12人"]])
        (record,) = take(dispatches, table).records
        assert isinstance(record, StaffDispatch)
        assert record.count is not None
        assert (record.name, record.count.value) == ("職員派遣", 12)

    def test_prose_about_dispatches_is_left(self) -> None:
        text = "道職員の市町村への派遣を平成27年度から42市町村で推進しています。"
        assert take(dispatches, text).records == []
