"""A mayor's speech, 17 pages of prose: every amount and every year of it, listed by eye."""

from pathlib import Path

import pypdfium2
import pytest

from pipeline.recognise import find_money, find_years

pytestmark = pytest.mark.corpus

AMOUNTS = (
    760_000_000_000,
    90_570_000_000_000,
    615_300_000_000,
    3_698_100_000_000,
    2_960_100_000_000,
    20_300_000_000,
    62_013_500_000_000,
    490_000_000,
    23_340_000_000,
    100_000_000,
    79_012_000,
    289_854_000,
    198_915_000,
    17_859_000,
    24_583_000,
    40_944_000,
    7_553_000,
    450,
    300,
    300,
    200,
    200,
    150,
    100_000,
)
# Fiscal years by the year they begin in; the document's own is 2022.
NAMED_YEARS = {2019, 2020, 2021, 2022, 2023, 2050}


@pytest.fixture(scope="module")
def speech(corpus: Path) -> str:
    path = corpus / "nankoku-r4-book" / "施政方針.pdf"
    document = pypdfium2.PdfDocument(path)
    try:
        pages = [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()
    return "\n".join(pages).replace("\r\n", "\n")


def test_every_amount_and_nothing_else(speech: str) -> None:
    assert tuple(mention.value.yen for mention in find_money(speech)) == AMOUNTS


def test_amounts_in_double_spaced_lines(speech: str) -> None:
    spaced = speech.replace("\n", "\n\n   ")
    assert tuple(mention.value.yen for mention in find_money(spaced)) == AMOUNTS


def test_years(speech: str) -> None:
    found = [mention.value for mention in find_years(speech, year=2022)]
    assert {value.year for value in found} == NAMED_YEARS
    spans = [(value.year, value.end_year) for value in found if value.end_year is not None]
    assert spans == [(2022, 2026)]  # 令和４年度から５カ年
    assert {value.start for value in found if value.start is not None} == {
        "2021-03-21",
        "2021-05",
        "2022-01",
        "2022-01-16",
        "2022-03",
        "2022-04",
        "2022-04-01",
    }
