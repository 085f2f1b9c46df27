"""Names in running text that was annotated before it was read."""

from collections import Counter
from pathlib import Path

import pytest

from pipeline.recognise import find_projects

TEXTS = Path(__file__).resolve().parents[2] / "fixtures" / "names"
# 新しい地方経済・生活環境創生交付金 begins with an adjective.
MISSED = {"news": 1, "policy": 0}


@pytest.mark.parametrize("name", sorted(MISSED))
def test_names_are_found_whole(name: str) -> None:
    wanted = Counter((TEXTS / f"{name}.names").read_text(encoding="utf-8").splitlines())
    text = (TEXTS / f"{name}.txt").read_text(encoding="utf-8")
    found = Counter(mention.value for mention in find_projects(text))
    assert (wanted - found).total() <= MISSED[name], wanted - found
    assert (found - wanted).total() <= MISSED[name], found - wanted


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("重層的支援体制整備事業を始める。", "重層的支援体制整備事業"),
        ("また、空き店舗活用支援事業を始める。", "空き店舗活用支援事業"),
        ("農林水産業費関係造林事業に88万円を計上。", "造林事業"),
        ("田園都市構想事業負担金を納める。", "田園都市構想事業負担金"),
        ("子ども応援パッケージを創設する。", "子ども応援パッケージ"),
    ],
)
def test_a_name_has_its_whole_extent(text: str, name: str) -> None:
    assert [mention.value for mention in find_projects(text)] == [name]


def test_what_a_year_is_governed_by_is_no_project() -> None:
    assert find_projects("令和8年度施政方針と予算編成方針を定める。") == []
