"""What signs before names mean, where a line says it."""

import pytest

from pipeline.grids.legend import legend_of
from tests.grids.pages import page


@pytest.mark.parametrize(
    ("text", "legend"),
    [
        ("★新規 ☆拡充 △継続 (単位:円)", {"★": "new", "☆": "expanded", "△": "continued"}),
        ("★は新規、☆は拡充、△は継続", {"★": "new", "☆": "expanded", "△": "continued"}),
        ("◎:新規事業", {"◎": "new"}),
        ("※印は新規事業", {}),
        # What parts words is no sign of any.
        ("区分(新規・拡充・継続)", {}),
        ("~令和7年度当初予算案 新規・拡充事業~", {}),
        ("新規/拡充/継続の別", {}),
        ("新規◇拡充◇継続", {}),
        ("○新規就農者支援事業 1,200", {}),
    ],
)
def test_legends(text: str, legend: dict[str, str]) -> None:
    assert legend_of([page(f"主要事業の概要\n{text}\n")]) == legend
