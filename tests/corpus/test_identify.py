"""Real documents are given to those who published them, with their year and their kind.

The folders say whose they are. Where a document itself does not, nothing is the right answer.
"""

import itertools
from pathlib import Path

import pytest

from pipeline.identify import Given, Identity, identify
from pipeline.layout.join import join_tables
from pipeline.pages import arrange_pages
from pipeline.read import open_document

pytestmark = pytest.mark.corpus

# Path, issuer, fiscal year, kind.
TRUTH: tuple[tuple[str, str | None, int | None, str | None], ...] = (
    ("nankoku-r4/Ｐ２　当初予算の概要.pdf", "南国市", 2022, "budget_summary"),
    ("nankoku-r4/Ｐ５　目的別歳出.pdf", None, 2022, "budget_summary"),
    ("nankoku-r4/Ｐ13　繰越明許・債務負担行為.pdf", None, None, "budget_summary"),
    ("nankoku-r4/Ｐ17~18　主な新規事業.pdf", "南国市", 2022, "priority_projects"),
    ("nankoku-r4-book/施政方針.pdf", "南国市", 2022, "speech"),
    ("nankoku-r4-book/議案第８号：令和４年度一般会計予算.pdf", "南国市", 2022, "budget_book"),
    ("nankoku-r4-carried/Ｐ8～10　繰越事業一覧.pdf", None, 2022, "priority_projects"),
    ("nankoku-r7-1201/R7.12.1議員勉強会資料.pdf", None, 2025, "budget_summary"),
    ("otoineppu/gyouseihoukokur7.pdf", "音威子府村", 2025, None),
    ("otoineppu/kouhou-2020-03.pdf", "音威子府村", 2020, "newsletter"),
    ("otoineppu/kouhou-2023-02.pdf", "音威子府村", 2022, "newsletter"),
    ("otoineppu/kouhou-2024-06.pdf", "音威子府村", 2024, "newsletter"),
    ("otoineppu/otoineppu_sogosenryaku.pdf", "音威子府村", None, "policy"),
    ("setagaya-r8-part/book-pages-1-197.pdf", "世田谷区", 2026, "budget_book"),
    ("fuji-r6/r6-budget.pdf", "富士市", 2024, "budget_book"),
    ("fuji-r7-part-10/fuji-r7-part-10.pdf", None, 2025, "budget_book"),
    ("takamatsu-part/report-pages-1-60.pdf", "高松市", 2025, "policy"),
    ("subsidy/career_up_leaflet_r7.pdf", "厚生労働省", 2025, None),
    ("subsidy/monodukuri_23_kouboyouryou.pdf", "全国中小企業団体中央会", None, "regulation"),
    ("ofunato/ofu-sheets.pdf", "大船渡市", 2025, None),
    ("text-pages/ebetsu-r8-p021.txt", None, 2026, "budget_book"),
    ("text-pages/muroran-r8-p024.txt", None, 2026, None),
)


def _identity(path: Path) -> Identity:
    with open_document(path) as opened:
        pages = list(itertools.islice(arrange_pages(path, opened, ocr="never"), 12))
    return identify(join_tables(pages), file_name=path.name, given=Given())[0]


@pytest.mark.parametrize(("name", "issuer", "year", "kind"), TRUTH, ids=lambda value: str(value))
def test_a_real_document_says_what_it_is(
    corpus: Path, name: str, issuer: str | None, year: int | None, kind: str | None
) -> None:
    identity = _identity(corpus / name)
    found = identity.fiscal_year.year if identity.fiscal_year else None
    assert (identity.issuer, found, identity.kind) == (issuer, year, kind)


def test_a_cover_of_letters_set_apart_is_the_title(corpus: Path) -> None:
    book = corpus / "nankoku-r4-book/議案第８号：令和４年度一般会計予算.pdf"
    assert _identity(book).title == "南国市予算書"
    assert _identity(corpus / "otoineppu/kouhou-2024-06.pdf").title == "広報おといねっぷ"
