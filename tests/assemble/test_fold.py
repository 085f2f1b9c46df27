"""The fold over the families: one that fails costs its own records and no others."""

import pytest

import pipeline.assemble as fold
from models.page import Line, Placed, TextBlock
from pipeline.allowance import TimeUp
from pipeline.assemble.family import About, Taken


def broken(blocks: object, about: About) -> Taken:
    """Stands for a family with a bug."""
    raise KeyError("column")


def test_a_family_that_fails_is_an_issue_and_the_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "総人口は5,000人である。"
    line = Line(1, text, text, tuple(range(len(text))), number=1)
    blocks = [Placed(TextBlock(1, (line,)))]
    whole = fold.assemble(blocks, About(sha256="ab"))
    monkeypatch.setattr(fold, "FAMILIES", (broken, *fold.FAMILIES))
    taken = fold.assemble(blocks, About(sha256="ab"))
    assert taken.records == whole.records != []
    assert [issue.code for issue in taken.issues] == ["internal_error"]
    assert "broken: KeyError" in taken.issues[0].message


def numbered(*texts: str) -> list[Placed]:
    lines = (
        Line(1, text, text, tuple(range(len(text))), number=number)
        for number, text in enumerate(texts, 1)
    )
    return [Placed(TextBlock(1, (line,))) for line in lines]


def test_a_block_that_a_family_fails_on_costs_it_that_block_alone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    blocks = numbered("総人口は5,000人である。", "奇数", "世帯数は2,000世帯である。", "偶数")
    usual = fold.FAMILIES[-1]

    def picky(given: list[Placed], about: About) -> Taken:
        texts = [placed.block.lines[0].text for placed in given]  # type: ignore[union-attr]
        if "奇数" in texts or "偶数" in texts:
            raise ValueError("odd")
        return usual(given, about)

    left: list[list[Placed]] = []

    def last(given: list[Placed], about: About) -> Taken:
        left.append(list(given))
        return Taken(rest=list(given))

    monkeypatch.setattr(fold, "FAMILIES", (picky, last))
    taken = fold.assemble(blocks, About(sha256="ab"))
    assert len(taken.records) == 2
    assert [issue.code for issue in taken.issues] == ["internal_error"] * 2
    there = [placed.block.lines[0].text for placed in left[0]]  # type: ignore[union-attr]
    assert [text for text in there if text in ("奇数", "偶数")] == ["奇数", "偶数"]


def test_families_whose_time_is_up_keep_what_they_made(monkeypatch: pytest.MonkeyPatch) -> None:
    def slow(given: object, about: About) -> Taken:
        raise TimeUp

    monkeypatch.setattr(fold, "FAMILIES", (fold.FAMILIES[-1], slow, broken))
    taken = fold.assemble(numbered("総人口は5,000人である。"), About(sha256="ab"))
    assert len(taken.records) == 1
    assert [issue.code for issue in taken.issues] == ["out_of_time"]
