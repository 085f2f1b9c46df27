"""The fold over the families: one that fails costs its own records and no others."""

import pytest

import pipeline.assemble as fold
from models.page import Line, Placed, TextBlock
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
