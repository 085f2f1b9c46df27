"""Where no printed amount tells: like names in one place, by probabilities that are fitted."""

import pytest

from pipeline.match import Entry, Pairing, pair
from pipeline.match.entries import place_in_order
from pipeline.match.evidence import Evidence
from pipeline.match.likely import SURE, chance_of, weights
from pipeline.match.names import name_key
from pipeline.match.wear import exchanged, relation

DEPARTMENT = "子育て支援課"
PLACE = ("民生費", "児童福祉費", "児童措置費")
# What stands around the two in question, the same in both years.
AROUND = (
    "保育所運営", "児童手当支給", "母子家庭医療費助成", "放課後児童健全育成", "児童館運営",
    "ひとり親相談", "一時預かり", "病児保育", "乳児家庭全戸訪問", "養育支援訪問", "里親普及啓発",
)  # fmt: skip


def year(*names: str, amount: int = 12_300_000) -> list[Entry]:
    """The names among those that last, in the middle."""
    return place_in_order(
        [
            Entry(
                id=f"{name}",
                type="budget_item",
                kind="project",
                name=name,
                key=name_key(name),
                department=DEPARTMENT,
                place=PLACE,
                parent="子育て支援",
                amount=amount,
                group="initial",
            )
            for name in (*AROUND[:6], *names, *AROUND[6:])
        ]
    )


def between(old: str, new: str, *, amount: int = 12_300_000) -> Pairing:
    return pair(year(old), year(new, amount=amount), adjacent=False)


def renamed(found: Pairing) -> list[tuple[str, str]]:
    return [(each.old.name, each.new.name) for each in found.pairs if each.old.name not in AROUND]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("ファミリーサポートセンター運営費", "ファミリーサポートセンター管理運営費"),
        ("障がい児通所給付費", "障害児通所給付経費(12人)"),
        ("子育て短期支援等委託料", "子育て短期支援委"),
        ("子育て世代包括支援センター事業", "子育世代包括支援センター"),
    ],
)
def test_a_worn_name_in_its_place_is_the_same_project(old: str, new: str) -> None:
    found = between(old, new)
    assert renamed(found) == [(old, new)]
    (chance,) = [p.evidence.probability for p in found.pairs if p.old.name == old]
    assert chance is not None
    assert chance >= SURE


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("東小学校体育館改修", "西小学校体育館改修"),
        ("スマート農業推進事業費", "スマート林業推進事業費"),
        ("高齢者福祉タクシー助成", "障害者福祉タクシー助成"),
    ],
)
def test_a_sister_is_for_a_person_to_settle_however_alike_all_the_rest_is(
    old: str, new: str
) -> None:
    found = between(old, new)
    assert renamed(found) == []
    assert [(each.old.name, each.new.name) for each in found.candidates] == [(old, new)]


def test_another_size_speaks_against_it() -> None:
    old, new = "ファミリーサポートセンター運営", "ファミリーサポートセンター等"
    alike, jumped = between(old, new), between(old, new, amount=1_230_000_000)
    assert renamed(alike) == [(old, new)]
    assert renamed(jumped) == []


def test_what_is_one_of_two_is_no_more_than_a_half_each() -> None:
    old = year("庁内システム運用")
    new = year("庁内システム運用(税務)", "庁内システム運用(戸籍)")
    found = pair(old, new, adjacent=False)
    assert renamed(found) == []
    chances = [each.evidence.probability or 0.0 for each in found.candidates]
    assert len(chances) == 2
    assert sum(chances) <= 1.0001


def test_every_pair_says_how_sure_it_is() -> None:
    found = between("児童虐待防止", "ヤングケアラー支援")
    assert all(0 < (each.evidence.probability or 0) < 1 for each in found.pairs)


def test_more_evidence_is_a_higher_chance() -> None:
    def chance(weight: float, *, is_fact: bool) -> float:
        return chance_of(Evidence(weight, (), 1.0, prior_agrees=None), is_fact=is_fact)

    assert chance(4, is_fact=False) < chance(8, is_fact=False) < chance(8, is_fact=True)


def test_the_weights_have_a_word_for_each_kind_of_evidence() -> None:
    kinds = {word.partition(":")[0].partition("<")[0] for word in weights()}
    assert kinds >= {
        "bias", "likeness", "relation", "exchanged", "length", "department", "section", "plan",
        "amount", "order", "first", "lead", "weighed",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "how"),
    [
        ("道路維持管理", "道路維持管理費", "core"),
        ("道路維持管理", "道路維持", "cut"),
        ("道路維持管理", "市道路維持管理センター", "within"),
        ("有機農業推進", "有機林業推進", "swapped"),
        ("放課後児童健全育成", "放課児童健全成", "scattered"),
        ("道路維持管理", "児童館運営", "other"),
    ],
)
def test_how_one_name_comes_from_another(old: str, new: str, how: str) -> None:
    assert relation(old, new) == how


def test_what_stands_for_what() -> None:
    assert exchanged("東部浄化槽", "西部浄化槽") == "contrast"
    assert exchanged("児童館運営", "児童舘運営") == "slip"
    assert exchanged("地域集会所耐震化", "地域集〓〓耐震化") == "slip"
    assert exchanged("高齢者福祉", "障害者福祉") == "word"
    assert exchanged("道路維持", "道路維持管理") == "none"
