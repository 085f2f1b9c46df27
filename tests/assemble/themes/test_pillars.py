"""Announced pillars, and bullets under a bullet."""

from models import PlanOutline
from pipeline.assemble.family import Taken
from pipeline.assemble.themes.pillars import pillars
from tests.assemble.made import block, take


def said(taken: Taken) -> list[tuple[str, tuple[str, ...]]]:
    return [(r.label, r.points) for r in taken.records if isinstance(r, PlanOutline)]


def test_as_many_pillars_as_were_announced() -> None:
    text = "2つのエンジン\n\n協働の推進\n\n- 連携の推進\n- 地域の政策\n\n道政運営\n\n- 個の力\n"
    assert said(take(pillars, text)) == [
        ("協働の推進", ("連携の推進", "地域の政策")),
        ("道政運営", ("個の力",)),
    ]
    assert said(take(pillars, text.replace("2つ", "3つ"))) == []


def test_bullets_below_a_bullet_but_no_figures() -> None:
    text = (
        "・ 応援実績の拡大\n\n- 連携協定の締結\n- 協働事業の推進\n\n"
        "・ 会議の充実\n\n- 参加企業数 355社\n- 登録数 12名\n"
    )
    assert said(take(pillars, text)) == [("応援実績の拡大", ("連携協定の締結", "協働事業の推進"))]


def test_on_a_page_the_indent_says_what_stands_below() -> None:
    found = take(
        pillars,
        block("・応援実績の拡大", top=100),
        block(
            "○連携協定の締結と包括的な協働の推進の", "ための会議", "○協働事業の推進", x0=70, top=115
        ),
    )
    assert said(found) == [
        ("応援実績の拡大", ("連携協定の締結と包括的な協働の推進のための会議", "協働事業の推進"))
    ]


def test_bullets_of_another_box_belong_to_no_bullet() -> None:
    label, box = block("・応援実績の拡大", top=100), (300.0, 100.0, 500.0, 200.0)
    aside = block("○連携協定の締結", "○協働事業の推進", x0=310, top=110, frame=box)
    assert said(take(pillars, label, aside)) == []
    far = block("○連携協定の締結", "○協働事業の推進", x0=70, top=180)
    assert said(take(pillars, label, far)) == []


def test_a_heading_box_stands_over_its_points() -> None:
    head, body = (45.0, 95.0, 400.0, 115.0), (45.0, 95.0, 400.0, 160.0)
    label = block("・応援実績の拡大", top=100, frame=head)
    below = block("○連携協定の締結", "○協働事業の推進", x0=52, top=122, frame=body)
    assert said(take(pillars, label, below)) == [
        ("応援実績の拡大", ("連携協定の締結", "協働事業の推進"))
    ]
