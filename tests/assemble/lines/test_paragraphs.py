"""Paragraphs by the distance of their lines, and texts by the edge of their box."""

import pytest

from models.page import Placed, Role, TextBlock
from pipeline.assemble.lines.edges import edges_of, rejoined
from pipeline.assemble.lines.paragraphs import paragraphs
from pipeline.assemble.lines.pieces import pieces
from pipeline.assemble.lines.wrapping import is_unfinished, wrapped
from tests.assemble.made import from_text, printed

NEAR, FAR = 15.0, 21.0


def blocks(*groups: str, roles: tuple[Role, ...] = ()) -> list[Placed]:
    """Blocks of a page as a layout might group them: "/" is a new line, "//" a blank before it."""
    placed: list[Placed] = []
    top = 50.0
    for number, group in enumerate(groups):
        lines = []
        for part in group.split("//"):
            top += FAR - NEAR
            for text in part.split("/"):
                if text:
                    lines.append(printed(text, top=top))
                    top += NEAR
        role = roles[number] if number < len(roles) else Role.BODY
        placed.append(Placed(TextBlock(1, tuple(lines), role)))
    return placed


PAGE = [
    "一行目の文/二行目の文//別の段落/その続き//三つ目の段落/続き/終わり",
    "見出し//四つ目/続き",
    "五つ目/続き",
]


def test_paragraphs_are_parted_by_their_blanks() -> None:
    assert [piece.text for piece in paragraphs(pieces(blocks(*PAGE)))] == [
        "一行目の文二行目の文",
        "別の段落その続き",
        "三つ目の段落続き終わり",
        "見出し",
        "四つ目続き",
        "五つ目続き",
    ]


def test_lines_of_a_paragraph_that_were_set_apart_are_joined() -> None:
    placed = blocks(*PAGE)
    first = placed[0].block
    assert isinstance(first, TextBlock)
    apart = [Placed(TextBlock(1, (line,))) for line in first.lines]
    found = paragraphs(pieces([*apart, *placed[1:]]))
    assert found[0].text == "一行目の文二行目の文"
    assert len(found) == 6


def test_a_drawn_heading_stays_apart() -> None:
    roles = (Role.BODY, Role.HEADING)
    found = paragraphs(pieces(blocks(PAGE[0], "見出し", "本文/続き", roles=roles)))
    assert "見出し" in [piece.text for piece in found]


def test_text_files_and_pages_of_one_distance_come_back_as_they_are() -> None:
    given = list(pieces(from_text("一行目\n二行目\n\n三行目")))
    assert paragraphs(given) == given
    even = list(pieces(blocks("一/二/三/四/五/六/七/八")))
    assert paragraphs(even) == even


def test_only_a_line_at_the_edge_of_its_box_runs_on() -> None:
    box = (40.0, 40.0, 260.0, 200.0)
    full = Placed(TextBlock(1, (printed("•多様な働き手の就業支援を促進する", top=50),), frame=box))
    short = Placed(TextBlock(1, (printed("•就業の支援", top=50),), frame=box))
    rest = Placed(TextBlock(1, (printed("取組", top=65),), frame=box))
    known = list(pieces([full, rest]))
    assert [piece.text for piece in rejoined(known, edges_of(known))] == [
        "•多様な働き手の就業支援を促進する取組"
    ]
    wide = Placed(
        TextBlock(1, (printed("これは箱の右の端まで届いている行です", top=120),), frame=box)
    )
    known = list(pieces([short, rest, wide]))
    assert len(rejoined(known, edges_of(known))) == 3


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        (["地域を結ぶ交通と", "生活圏の連携に", "よる最適化"], 3),
        (["共通キャッチフレーズを活用した気運醸成", "未来へ、", "一万年の物語。"], 1),
        (["一行だけ"], 1),
    ],
)
def test_wrapped_lines_fill_their_column(lines: list[str], count: int) -> None:
    assert wrapped([printed(line) for line in lines]) == count


@pytest.mark.parametrize("text", ["委員会において", "北海道の", "(うち22", "連携による"])
def test_unfinished(text: str) -> None:
    assert is_unfinished(text)


@pytest.mark.parametrize("text", ["勧告", "(道央)", "登録の見通し"])
def test_finished(text: str) -> None:
    assert not is_unfinished(text)
