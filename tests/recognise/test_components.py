"""The recognisers in other people's pipelines."""

import subprocess
import sys

import pytest
import spacy
from spacy.tokens import Doc

TEXT = "令和４年度当初予算は５億2,000万円余で、3,000万円を除雪体制強化推進事業に、50人が対象。"
NAMES = ("yosano_money", "yosano_years", "yosano_quantities", "yosano_projects")


@pytest.fixture
def doc() -> Doc:
    nlp = spacy.blank("ja")
    for name in NAMES:
        nlp.add_pipe(name)
    return nlp(TEXT)


def test_entry_points_make_the_factories_known_without_an_import() -> None:
    script = (
        "import spacy; nlp = spacy.blank('ja'); nlp.add_pipe('yosano_money');"
        "doc = nlp('5億円'); assert doc.spans['money'][0]._.yosano.yen == 500000000"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_values_are_on_the_spans(doc: Doc) -> None:
    assert [span._.yosano.yen for span in doc.spans["money"]] == [520_000_000, 30_000_000]
    assert [(span._.yosano.year, span._.yosano.phase) for span in doc.spans["years"]] == [
        (2022, "initial")
    ]
    assert [(span._.yosano.value, span._.yosano.unit) for span in doc.spans["quantities"]] == [
        (50, "人")
    ]
    assert [span._.yosano for span in doc.spans["projects"]] == ["除雪体制強化推進事業"]


def test_offsets_are_exact(doc: Doc) -> None:
    (first, _) = doc.spans["money"]
    assert TEXT[slice(*first._.yosano_offsets)] == "５億2,000万円" == first._.yosano.text


def test_entities_are_left_alone_unless_asked(doc: Doc) -> None:
    assert doc.ents == ()
    nlp = spacy.blank("ja")
    nlp.add_pipe("yosano_money", config={"set_ents": True})
    assert [(entity.text, entity.label_) for entity in nlp("5億円を計上").ents] == [
        ("5億円", "MONEY")
    ]


def test_own_entities_give_way_only_where_they_overlap() -> None:
    nlp = spacy.blank("ja")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "CITY", "pattern": "南国市"}])
    nlp.add_pipe("yosano_money", config={"set_ents": True})
    assert [entity.label_ for entity in nlp("南国市は5億円を計上").ents] == ["CITY", "MONEY"]


def test_two_amounts_in_one_token_keep_their_own_values() -> None:
    nlp = spacy.blank("en")  # one token from 総額 to を
    nlp.add_pipe("yosano_money")
    doc = nlp("総額1億円のうち3,000万円を")
    spans = doc.spans["money"]
    assert [span.text for span in spans] == ["総額1億円のうち3,000万円を"] * 2
    assert [span._.yosano.yen for span in spans] == [100_000_000, 30_000_000]
    assert [span._.yosano_offsets for span in spans] == [(2, 5), (8, 15)]


def test_docs_can_be_stored(doc: Doc) -> None:
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    assert [span._.yosano for span in again.spans["money"]] == [
        span._.yosano for span in doc.spans["money"]
    ]


def test_unit_by_setting_and_by_note() -> None:
    nlp = spacy.blank("ja")
    nlp.add_pipe("yosano_money", config={"unit": 1000})
    doc = nlp("5,000 [4,000]")
    assert [span._.yosano.yen for span in doc.spans["money"]] == [5_000_000, 4_000_000]
    nlp = spacy.blank("ja")
    nlp.add_pipe("yosano_money")
    doc = nlp("（単位：千円）\n除雪費 1,200")
    assert [span._.yosano.yen for span in doc.spans["money"]] == [1_200_000]


def test_year_by_setting() -> None:
    nlp = spacy.blank("ja")
    nlp.add_pipe("yosano_years", config={"year": 2015})
    doc = nlp("前年度から継続")
    assert [span._.yosano.year for span in doc.spans["years"]] == [2014]


def test_an_empty_doc() -> None:
    nlp = spacy.blank("ja")
    for name in NAMES:
        nlp.add_pipe(name)
    doc = nlp("")
    assert all(len(doc.spans[key]) == 0 for key in ("money", "years", "quantities", "projects"))


def test_a_span_that_no_recogniser_made_has_no_value(doc: Doc) -> None:
    assert doc[0:1]._.yosano is None
    assert doc[0:1]._.yosano_offsets is None
