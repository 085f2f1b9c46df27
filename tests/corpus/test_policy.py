"""Indicators of a village's 総合戦略, whose headings stand over two rules."""

from pathlib import Path

import pytest

from models import FiscalYear, Indicator
from pipeline.assemble import assemble
from pipeline.assemble.family import About
from pipeline.layout import arrange
from pipeline.layout.join import join_tables
from pipeline.read import open_document
from pipeline.segment import segment

pytestmark = pytest.mark.corpus

# As printed on pages 11 to 16: name, value and target with their units.
PRINTED = [
    ("高校の入学者数", (40, "人"), (40, "人")),
    ("中学校訪問実施校数", (111, "校"), (111, "校")),
    ("卒業生の新規就業者数", (0, "人"), (6, "人")),
    ("バイオガスプラント事業関連就業者数", None, (1, "人")),
    ("高齢者複合型施設関連の就業者数", None, (2, "人")),
    ("新規就農者数", None, (3, "人")),
    ("農業後継者数", None, (2, "人")),
    ("卒業生の移住数", (1, "人"), (5, "人")),
    ("展覧会の入場者数", (700, "人"), (1500, "人")),
    ("高齢者複合型施設就業に関わるUターン者数", None, (5, "人")),
    ("短期移住体験者数", (9, "人"), (12, "人")),
    ("展覧会の開催数", (None, ""), (None, "")),
    ("学校紹介DVDの制作", None, (None, "")),
    ("おといねっぷ美術工芸高等学校応援団の組織化", None, (None, "")),
    ("レクサンド校への生徒派遣数", (3, "人"), (3, "人")),
    ("留学生の受入数", (2, "人"), (3, "人")),
    ("大学との連携授業数", (3, "回"), (3, "回")),
    ("高校生参加の村づくり事業数", (0, "事業"), (2, "事業")),
    ("高校生によりデザイン化された村内施設数", None, (2, "か所")),
]


def test_indicators_of_otoineppu(corpus: Path) -> None:
    with open_document(corpus / "otoineppu" / "otoineppu_sogosenryaku.pdf") as document:
        layouts = join_tables([arrange(page) for page in document.pages()])  # type: ignore[arg-type]
    about = About("0" * 64, fiscal_year=FiscalYear(year=2015))
    records = assemble(segment(layouts).blocks, about).records
    found = [record for record in records if isinstance(record, Indicator)]
    assert [
        (
            row.name,
            (row.baseline.value, row.baseline.unit) if row.baseline else None,
            (row.target.value, row.target.unit) if row.target else None,
        )
        for row in found
    ] == PRINTED
    for row in found:
        assert row.target is not None
        assert row.target.fiscal_year is not None
        assert row.target.fiscal_year.year == 2019
        if row.baseline:
            assert row.baseline.fiscal_year is not None
            assert row.baseline.fiscal_year.year == 2014
        assert all(source.bbox for source in row.sources.values())
