"""The official codes: all there, each with its check digit, and found by what people write."""

from collections import Counter

import pytest

from pipeline.issuers import find_governments, government_of, governments


def _check_digit(code: str) -> str:
    weighed = sum(
        int(digit) * weight for digit, weight in zip(code[:5], range(6, 1, -1), strict=True)
    )
    return str((11 - weighed % 11) % 10)


def test_every_government_has_a_code_of_its_own_with_its_check_digit() -> None:
    codes = [each.code for each in governments()]
    assert codes == sorted(set(codes))
    assert [code for code in codes if code[5] != _check_digit(code)] == []


def test_all_are_there_by_rank() -> None:
    ranks = Counter(each.municipality[-1:] or "prefecture" for each in governments())
    assert ranks == {"prefecture": 47, "市": 792, "区": 23, "町": 743, "村": 183}
    assert len({each.full_name for each in governments()}) == len(governments())
    assert len({each.prefecture for each in governments()}) == 47


def test_a_municipality_has_the_first_two_digits_of_its_prefecture() -> None:
    prefectures = {
        each.prefecture: each.code[:2] for each in governments() if not each.municipality
    }
    assert all(each.code[:2] == prefectures[each.prefecture] for each in governments())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("南国市", "392049"),
        ("高知県南国市", "392049"),
        ("高知県 南国市", "392049"),
        ("南国", "392049"),
        ("392049", "392049"),
        ("39204", "392049"),
        ("北海道", "010006"),
        ("世田谷区", "131121"),
        ("音威子府村", "014702"),
        ("梼原町", "394050"),
        ("鎌ヶ谷市", "122246"),
        ("塩釜市", "042030"),
        ("広島県府中市", "342084"),
    ],
)
def test_found_by_what_people_write(written: str, code: str) -> None:
    government = government_of(written)
    assert government is not None
    assert government.code == code


@pytest.mark.parametrize("written", [None, "", " ", "架空市", "府中市", "京都", "北海", "999999"])
def test_nothing_is_guessed(written: str | None) -> None:
    assert government_of(written) is None


def test_all_that_bear_a_name_are_named() -> None:
    assert [each.prefecture for each in find_governments("伊達市")] == ["北海道", "福島県"]
