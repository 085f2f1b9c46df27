"""What is one item, and what stands between its lines without belonging to it."""

import pytest

from pipeline.recognise.items import items, lead_length


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("公共交通に関する\n- 5 -\n基本計画である", ["公共交通に関する基本計画である"]),
        ("1\n総合戦略の位置づけ", ["1", "総合戦略の位置づけ"]),
        ("位置づけ・・・・・・ 2\n評価の仕組み", ["位置づけ・・・・・・ 2", "評価の仕組み"]),
        ("令和元年度から令和4\n年度まで", ["令和元年度から令和4年度まで"]),
        ("- 5 件を実施", ["- 5 件を実施"]),
    ],
)
def test_page_numbers_are_no_part_of_a_sentence(text: str, expected: list[str]) -> None:
    assert [item.text for item in items(text)] == expected


def test_a_mark_in_brackets_needs_no_space_behind_it() -> None:
    assert lead_length("・【再掲】村立高等学校振興事業") == len("・【再掲】")
    assert lead_length("新庁舎整備事業") == 0
