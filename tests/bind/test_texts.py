"""What texts say of themselves."""

import pytest

from pipeline.bind.texts import bare_office, department_share, name_bits, probability, whole_bits


def test_names_and_descriptions_differ() -> None:
    names = ["除雪対策事業", "公園の長寿命化", "学校給食費補助金"]
    texts = [
        "道路の除雪を行い、安全を確保する。",
        "遊具を更新するため、点検を行う。",
        "保護者の負担を軽減する。",
    ]
    assert name_bits(names) > name_bits(texts) + 3


@pytest.mark.parametrize(
    "name",
    [
        "の設置",
        "区)",
        "道路の維持及び",
        "道路(北区",
        "財政課",
        "工事を行い、直す。",
        "(2.31%)",
        "(0.88%)総務費",
        "計",
        "合計",
        "4.9%",
    ],
)
def test_a_name_that_is_cut_is_doubtful(name: str) -> None:
    assert probability(whole_bits(name)) < 0.9


@pytest.mark.parametrize(
    "name",
    ["除雪対策事業", "道路の維持補修(北区)", "5歳児健診の実施", "20%プレミアム商品券発行事業"],
)
def test_a_whole_name_is_not(name: str) -> None:
    assert probability(whole_bits(name)) > 0.9


@pytest.mark.parametrize(
    "text", ["財政課", "（担当　財政課）", "担当財政課", "担当課：財政課", "〔所管／財政課〕"]
)
def test_a_department_without_its_label(text: str) -> None:
    assert bare_office(text) == "財政課"


def test_departments() -> None:
    assert department_share(["財政課", "(道路河川課)", "除雪対策"]) == pytest.approx(2 / 3)
