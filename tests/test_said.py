"""Sentences linked to what they speak of: sure where much speaks for it, and else no fact."""

import random
from dataclasses import replace
from pathlib import Path

import pytest

from models import Document
from pipeline import extract
from pipeline.history import trace
from pipeline.report_diff.history import history_page, print_lines
from pipeline.said import Stated, link, stated_by
from pipeline.store import Store, open_store

_SENTENCE = "街路灯整備事業に1,234万円を計上しました。"
_SAID = Stated("s", "街路灯整備事業", 12_340_000, 2024, step=10_000, text=_SENTENCE)


def _thing(key: str, name: str, yen: int | None, year: int | None = 2024) -> Stated:
    return Stated(key, name, yen, year)


def _sure(*stated: Stated) -> list[tuple[str, bool]]:
    return [(each.of.id, each.sure) for each in link(stated)]


def test_a_name_and_an_amount_as_exact_as_it_is_said_are_a_fact() -> None:
    right, other = (
        _thing("a", "街路灯整備事業費", 12_345_678),
        _thing("b", "街路樹管理", 12_345_678),
    )
    assert _sure(_SAID, right, other) == [("a", True)]
    (saying,) = link([_SAID, right, other])
    assert saying.reasons == ("same name", "same amount", "same year")


def test_another_year_or_account_is_no_fact() -> None:
    assert not any(
        sure for _, sure in _sure(_SAID, _thing("a", "街路灯整備事業", 12_340_000, 2023))
    )
    said = replace(_SAID, account="一般会計")
    other = replace(_thing("a", "街路灯整備事業", 12_340_000), account="病院事業会計")
    assert _sure(said, other) != [("a", True)]


def test_two_things_that_fit_alike_are_no_fact() -> None:
    one, other = (
        _thing("a", "街路灯整備事業(東)", 12_340_000),
        _thing("b", "街路灯整備事業(西)", 12_340_000),
    )
    assert [sure for _, sure in _sure(_SAID, one, other)] == [False]


def test_an_amount_alone_tells_only_where_few_have_its_digits() -> None:
    said = replace(_SAID, name="防犯灯の更新", yen=12_345_678, step=1)
    things = [_thing(str(n), f"第{n}橋", 1_000_003 * n) for n in range(2, 40)]
    assert _sure(said, _thing("a", "街路灯整備事業", 12_345_678), *things) == [("a", True)]
    rough = replace(said, yen=12_000_000, step=1_000_000)
    assert not any(sure for _, sure in _sure(rough, _thing("a", "街路灯整備", 12_345_678), *things))


@pytest.mark.parametrize("seed", range(5))
def test_links_given_as_facts_are_right(seed: int) -> None:
    """Names that differ by a word, amounts cut as speeches cut them, and sentences about none."""
    chance = random.Random(seed)
    what = [
        "街路灯",
        "公園",
        "保育所",
        "橋りょう",
        "下水道",
        "学校給食",
        "図書館",
        "林道",
        "空き家",
    ]
    how = ["整備", "管理", "改修", "支援", "運営", "更新", "調査"]
    names = [f"{a}{b}事業" for a in what for b in how]
    things = [_thing(name, name, chance.randrange(100_000, 900_000_000, 1_000)) for name in names]
    said = []
    for number in range(60):
        thing = chance.choice(things)
        step = chance.choice([1_000, 10_000, 1_000_000])
        yen = (thing.yen or 0) // step * step
        name = chance.choice(
            [thing.name, thing.name.removesuffix("事業"), "この取組", "新しい事業"]
        )
        if chance.random() < 0.3:
            name, yen, thing = (
                "どこにもない計画",
                chance.randrange(100_000, 900_000_000, 10_000),
                _SAID,
            )
        if yen:
            text = f"{number}。"
            said.append((Stated(f"{number}", name, yen, 2024, step=step, text=text), thing.id))
    right = {each.id: want for each, want in said}
    facts = [each for each in link([*things, *(each for each, _ in said)]) if each.sure]
    assert len(facts) >= 20
    assert sum(right[each.said.id] == each.of.id for each in facts) >= 0.95 * len(facts)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A budget's list and a speech about it, of one issuer and year."""
    kept = open_store(str(tmp_path / "y.db"), create=True)
    lists = "\n".join(
        f"・{name} {amount:,}"
        for name, amount in (
            ("街路灯整備事業", 12_340),
            ("公園管理事業", 5_670),
            ("図書館運営事業", 8_900),
        )
    )
    texts = {
        "list.txt": f"令和6年度 甲市 主要事業\n\n(単位:千円)\n\n{lists}\n",
        "speech.txt": "令和6年度 施政方針\n\n次に、道路についてです。"
        "街路灯整備事業に1,234万円を計上し、駅前の照明を更新いたします。また、除雪に3,000万円を計上いたしました。\n",
    }
    for name, text in texts.items():
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        found = extract(path)
        card: Document = found.document.model_copy(update={"issuer": "甲市"})
        kept.keep(card, found.records)
    return kept


def test_history_shows_what_was_said_beside_what_was_budgeted(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    (line,) = trace(store, "街路灯整備事業")
    (remark,) = line.said
    assert remark.file_name == "speech.txt"
    assert remark.text.startswith("街路灯整備事業に1,234万円を計上し")
    assert "same amount" in remark.evidence
    print_lines([line], "en")
    assert "speech.txt p.1: 街路灯整備事業に1,234万円" in "".join(
        capsys.readouterr().out.split("\n")
    )
    assert remark.text in history_page([line], "ja")
    (quiet,) = trace(store, "公園管理事業")
    assert quiet.said == ()


def test_a_record_of_a_list_is_said_by_no_sentence(store: Store) -> None:
    stated = [stated_by(each.record) for each in store.search("街路灯整備事業")]
    assert sorted(each.is_said for each in stated if each) == [False, True]
