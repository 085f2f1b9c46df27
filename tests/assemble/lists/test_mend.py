"""Damaged words are mended from a table, and told."""

import pytest

from models import Source
from pipeline.assemble.lists.mend import LEAD_WORDS, WORDS, mended, mending


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("北海道バラスポーツ連携", "北海道パラスポーツ連携"),
        ("人口減少に適應できる地域", "人口減少に適応できる地域"),
        ("慶應義塾と國學院", "慶應義塾と國學院"),
        ("ブロック塀の撤去", "ブロック塀の撤去"),
        ("気軽に取り組めます。", "気軽に取り組めます。"),
    ],
)
def test_only_words_whose_print_is_certain(printed: str, text: str) -> None:
    assert mended(printed) == text


def test_a_lead_says_what_its_issuer_does() -> None:
    assert mended("推進に取り組めます。", LEAD_WORDS) == "推進に取り組みます。"


def test_every_mending_is_told_where_it_was_printed() -> None:
    source = Source(page=2, line=9, text="適應と對策")
    issues = mending("適應と對策", source)
    assert [(issue.text, issue.page, issue.line) for issue in issues] == [
        ("適應", 2, 9),
        ("對策", 2, 9),
    ]


def test_no_mended_form_is_itself_damaged() -> None:
    assert [word for word in LEAD_WORDS.values() if mended(word, WORDS) != word] == []
