"""How far a unit reaches."""

import pytest

from pipeline.recognise import find_noted_money


@pytest.mark.parametrize(
    ("text", "yen"),
    [
        ("除雪費 1,200", []),
        ("（単位：千円）\n除雪費 1,200\n排雪費 900", [1_200_000, 900_000]),
        ("除雪費 1,200\n（単位：千円）\n排雪費 900", [900_000]),
        ("単位：千円\n除雪費 1,200\n単位：百万円\n排雪費 900", [1_200_000, 900_000_000]),
        ("単位：千円\n総額 5億円\n除雪費 1,200", [500_000_000, 1_200_000]),
        (
            "区分\t箇所数\t予算額【百万円】\n道路\t29\t2,598\n河川\t146\t19,432",
            [2_598_000_000, 19_432_000_000],
        ),
        ("単位：千円\n区分\t件数\t予算額\n道路\t29\t2,598", [2_598_000]),
        (
            "単位：千円\n区分\t予算額【百万円】\n道路\t2,598\n\nその他\n除雪費 1,200",
            [2_598_000_000, 1_200_000],
        ),
        (
            "(単位：千円)\n地域区分\t主な施策\tR3 予算額\n空知\t【周遊促進事業】\t5,715\n\t\t900",
            [5_715_000, 900_000],
        ),
    ],
)
def test_reach(text: str, yen: list[int]) -> None:
    found = find_noted_money(text)
    assert [mention.value.yen for mention in found] == yen
    assert all(text[mention.start : mention.end] == mention.text for mention in found)
