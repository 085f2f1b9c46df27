import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalise import is_private, normalise

PRINT = st.text(
    st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("0123456789,. 千万円年度⼾⻑ｶﾞﾊﾟがか゛①…～〜‧\uf06e\u00ad\u200b　Ｒ３"),
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("Ｒ３年度", "R3年度"),
        ("‐500 ‑500", "-500 -500"),
        ("½と1⁄2", "1/2と1/2"),
        ("︵千円︶﹁新﹂︙", "(千円)「新」…"),
        ("\uf020\uf081\uf08d", " ①❷"),
        ("⼦⾷⼾⿈⿊", "子食戸黄黒"),
        ("⻑⻄⺠⻘⻤⻲⻯⻭", "長西民青鬼亀竜歯"),
        ("\uf963\uf98a\uf98e\ufa01\uf9f7", "北力年度立"),
        ("\uf06e新規", "•新規"),
        ("まち‧ひと·しごと", "まち・ひと・しごと"),
        ("除\u00ad雪\u200b費", "除雪費"),
        ("葛\U000e0100城", "葛城"),
        ("H27～R1", "H27~R1"),
        ("４月〜５月", "4月~5月"),
        ("A①・⑳㉑㊿…", "A①・⑳㉑㊿…"),
        ("ｶﾞｽﾊﾟｲﾌﾟ", "ガスパイプ"),
        ("か\u3099き゛", "がぎ"),
        ("゛", "゛"),
        ("￣", "￣"),
        ("㈱・㎡・⑴", "(株)・m2・(1)"),
        ("補塡", "補塡"),
    ],
)
def test_one_spelling(printed: str, text: str) -> None:
    assert normalise(printed).text == text


@pytest.mark.parametrize(
    ("printed", "text"),
    [
        ("予算額 2 7 , 7 5 0千 円", "予算額 27,750千円"),
        ("2 7 , 7 5 0", "27,750"),
        ("1 , 2 3 4 , 5 6 7円", "1,234,567円"),
        ("除 雪 費 2 7 , 7 5 0 千 円", "除雪費27,750千円"),
        ("5 0 0千 円", "500千円"),
        ("27,750千 円", "27,750千円"),
    ],
)
def test_spaced_figures_are_mended(printed: str, text: str) -> None:
    assert normalise(printed).text == text


@pytest.mark.parametrize(
    "printed",
    [
        "5 4 3 2 1",  # grades in a row
        "1 , 2 , 3",
        "款 項 目 節",
        "1,200 3,400",
        "3 2 7 , 7 5 0 1",  # more figures beside it
        "4 3 2 7 , 7 5 0",
        "R 2 7 , 7 5 0",  # R2 and 7,750, or 27,750
        "27,750 千円",
        "第 1 0 0千 円",
    ],
)
def test_what_is_not_certain_is_left(printed: str) -> None:
    assert normalise(printed).text == printed


@given(PRINT)
def test_every_character_leads_back_to_its_print(printed: str) -> None:
    normalised = normalise(printed)
    assert len(normalised.origin) == len(normalised.text)
    assert list(normalised.origin) == sorted(normalised.origin)
    assert all(0 <= index < len(printed) for index in normalised.origin)
    for index, character in zip(normalised.origin, normalised.text, strict=True):
        alone = normalise(printed[index]).text
        # A kana takes in the voiced mark after it; everything else comes from one character.
        assert character in alone or unicodedata.normalize("NFD", character)[0] in alone


@given(PRINT)
def test_normal_text_stays(printed: str) -> None:
    once = normalise(printed).text
    assert normalise(once).text == once


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cf", "Co", "Mn"]), max_size=30))
def test_nothing_printed_gets_lost(printed: str) -> None:
    kept = set(normalise(printed).origin)
    lost = [c for i, c in enumerate(printed) if i not in kept]
    assert all(c == " " or c in "゛゜ﾞﾟ" for c in lost)


def test_a_character_of_private_use_is_known_as_such_but_for_symbols() -> None:
    assert is_private("\ue757")
    assert is_private("\U000f0001")
    assert not is_private("\uf0b7")
    assert not is_private("髙")
