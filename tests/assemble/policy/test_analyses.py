"""分析と課題 and its points."""

from models import Analysis
from pipeline.assemble.policy.analyses import analyses
from tests.assemble.made import grid, take


class TestAnalyses:
    def test_sentences_that_stand_apart_are_points(self) -> None:
        text = """\
分析と課題
<ul style="list-style-type: none"> 過去最高となった。一方、創業は少ない。 取組を進める。

次の章
"""
        (record,) = take(analyses, text).records
        assert isinstance(record, Analysis)
        assert record.points == (
            "過去最高となった。一方、創業は少ない。",
            "取組を進める。",
        )

    def test_a_row_of_a_table(self) -> None:
        table = grid([["分析と課題", "○増加している。\n○人材が\n不足している。"]])
        (record,) = take(analyses, table).records
        assert isinstance(record, Analysis)
        assert record.points == ("増加している。", "人材が不足している。")
