"""Labelled statements of a plan: ■, ◆ beside it, and titles in brackets."""

from models import PlanOutline
from pipeline.assemble.policy.outlines import plan_outlines
from tests.assemble.made import block, take


class TestOutlines:
    def test_labels_with_text_points_and_period(self) -> None:
        text = """\
■策定の趣旨
・地域に根ざした政策を展開する
ため策定。

・新たな方針を策定

■期 間 平成25年度から５年程度
■地域のめざす姿
住民と行政が一体となって実現を
めざす姿。
 ◆連携会議の開催
振興局と開発建設部が共同で設置する
"""
        purpose, period, vision, meeting = take(plan_outlines, text).records
        assert isinstance(purpose, PlanOutline)
        assert purpose.points == ("地域に根ざした政策を展開するため策定。", "新たな方針を策定")
        assert isinstance(period, PlanOutline)
        assert (period.label, period.text) == ("期間", "平成25年度から5年程度")
        assert period.period is not None
        assert (period.period.year, period.period.end_year) == (2013, 2017)
        assert isinstance(vision, PlanOutline)
        assert vision.text == "住民と行政が一体となって実現をめざす姿。"
        assert isinstance(meeting, PlanOutline)
        assert meeting.label == "連携会議の開催"

    def test_a_wrapped_text_goes_on_after_a_blank_line(self) -> None:
        text = """\
■地域重点プロジェクト
地域のめざす姿の実現に向けて、多様な

主体が連携・協力し、重点的に進める取

組

関係のない見出し

■次
別の文をここに示す。
"""
        first, _ = take(plan_outlines, text).records
        assert isinstance(first, PlanOutline)
        assert first.text == (
            "地域のめざす姿の実現に向けて、多様な主体が連携・協力し、重点的に進める取組"
        )

    def test_titles_in_brackets_over_prose_bullets_and_legends(self) -> None:
        text = """\
[重点戦略プロジェクト]

戦略の推進期間を通じて政策資源を集中投入し、特に重点的に推進すべき施策群を設定するものとする

<着眼点>

- ・ 強みを活かす

【進捗】

A：目標値達成に向けて進捗している

①：現時点で達成している

〔次の表〕

柱 提案 反映
"""
        definition, views, legend = take(plan_outlines, text).records
        assert isinstance(definition, PlanOutline)
        assert definition.label == "重点戦略プロジェクト"
        assert definition.text is not None
        assert isinstance(views, PlanOutline)
        assert views.points == ("強みを活かす",)
        assert isinstance(legend, PlanOutline)
        assert legend.points == ("A:目標値達成に向けて進捗している", "①:現時点で達成している")

    def test_squares_that_are_only_bullets_are_left(self) -> None:
        box = (40.0, 90.0, 300.0, 200.0)
        taken = take(
            plan_outlines,
            block("■資源ポテンシャル", frame=box),
            block("■移動手段の実態", top=120, frame=box),
            block("可視化", top=300, frame=(40.0, 290.0, 90.0, 320.0)),
        )
        assert taken.records == []


def test_an_amount_behind_a_sign_is_no_outline() -> None:
    text = "■町税 12億3,400万円(20.2%)\n■町債 4億円(6.6%)"
    assert take(plan_outlines, text).records == []

    def test_what_states_money_is_left_to_others(self) -> None:
        text = """\
【主な事業】
○里山の未来図（40億1,071万円）
農業を始める方を対象に研修会を開催する
"""
        taken = take(plan_outlines, text)
        assert not taken.records
        assert taken.rest

    def test_a_note_of_the_unit_is_no_label(self) -> None:
        text = "■策定の趣旨\n本文である。\n\n【単位：万円】\n市税　2,590"
        assert [r.label for r in take(plan_outlines, text).records] == ["策定の趣旨"]
