"""What binds later years: its kind, its limit, its years and what it is for."""

from pathlib import Path

from models import Commitment
from tests.schemas.texts import drawn, read

TITLE = "令和6年度 雲居市一般会計予算"


def _commitments(folder: Path, *parts: str) -> list[Commitment]:
    return [r for r in read(folder, TITLE, *parts).records if isinstance(r, Commitment)]


def test_obligations_have_their_limit_and_their_period(tmp_path: Path) -> None:
    table = drawn(
        [
            ("事　　項", "期　　間", "限度額"),
            ("市民課窓口業務委託", "令和7年度から令和9年度まで", "145,000"),
            ("住宅耐震再編事業", "令和7年度", "2,476,045"),
            ("路線バス運行補助", "令和7年度から令和11年度まで", "93,384"),
        ],
        [24, 30, 14],
        words=2,
    )
    found = _commitments(tmp_path, "第2表　債務負担行為\n（単位：千円）", table)
    assert [(r.kind, r.name, r.limit and r.limit.yen) for r in found] == [
        ("obligation", "市民課窓口業務委託", 145_000_000),
        ("obligation", "住宅耐震再編事業", 2_476_045_000),
        ("obligation", "路線バス運行補助", 93_384_000),
    ]
    periods = [(r.period.year, r.period.end_year) for r in found if r.period]
    assert periods == [(2025, 2027), (2025, None), (2025, 2029)]


def test_what_is_carried_over_is_named_by_its_project(tmp_path: Path) -> None:
    table = drawn(
        [
            ("款", "項", "事業名", "翌年度繰越額"),
            ("土木費", "道路橋りょう費", "橋りょう長寿命化事業", "48,200"),
            ("教育費", "小学校費", "校舎外壁改修事業", "130,655"),
            ("衛生費", "清掃費", "焼却施設更新事業", "7,009"),
        ],
        [10, 18, 28, 14],
        words=3,
    )
    found = _commitments(tmp_path, "第3表　繰越明許費\n（単位：千円）", table)
    assert [(r.kind, r.name, r.limit and r.limit.yen) for r in found] == [
        ("carry_over", "橋りょう長寿命化事業", 48_200_000),
        ("carry_over", "校舎外壁改修事業", 130_655_000),
        ("carry_over", "焼却施設更新事業", 7_009_000),
    ]


def test_bonds_are_told_by_their_terms(tmp_path: Path) -> None:
    table = drawn(
        [
            ("起債の目的", "限度額", "起債の方法", "利率"),
            ("道路整備事業債", "108,601", "証書借入", "4.0％以内"),
            ("学校施設整備債", "43,622", "証書借入", "4.0％以内"),
            ("臨時財政対策債", "9,134", "証書借入", "4.0％以内"),
        ],
        [20, 14, 16, 14],
    )
    found = _commitments(tmp_path, "第4表　地方債\n（単位：千円）", table)
    assert [(r.kind, r.limit and r.limit.yen) for r in found] == [
        ("bonds", 108_601_000),
        ("bonds", 43_622_000),
        ("bonds", 9_134_000),
    ]


def test_a_unit_printed_in_one_column_is_the_others_only_where_they_add_up(tmp_path: Path) -> None:
    def shown(spent: str) -> list[int | None]:
        table = drawn(
            [
                ("事項", "期間", "限度額", "支出予定額"),
                ("市民課窓口業務委託", "令和7年度", "145,000千円", spent),
                ("住宅耐震再編事業", "令和7年度", "93,384千円", "93,384"),
                ("路線バス運行補助", "令和7年度", "7,009千円", "7,009"),
            ],
            [24, 14, 16, 16],
            words=2,
        )
        found = _commitments(tmp_path, "第2表　債務負担行為\n（単位：円）", table)
        return [part.amount and part.amount.yen for record in found for part in record.amounts]

    assert shown("145,000") == [145_000_000, 93_384_000, 7_009_000]
    assert shown("144,321") == [144_321, 93_384, 7_009]


def test_what_is_carried_over_is_of_the_year_it_comes_from(tmp_path: Path) -> None:
    table = drawn(
        [
            ("課", "事業名", "繰越額", "国庫", "地方債", "一般財源"),
            ("建設課", "橋りょう長寿命化事業", "48,200", "24,100", "0", "24,100"),
            ("学校課", "校舎外壁改修事業", "130,655", "0", "100,000", "30,655"),
            ("合計", "", "178,855", "24,100", "100,000", "54,755"),
        ],
        [10, 28, 14, 12, 12, 12],
        words=2,
    )
    found = _commitments(tmp_path, "繰越事業一覧（令和5年度→令和6年度）\n（単位：千円）", table)
    shown = [(r.name, r.limit and r.limit.yen, len(r.funding)) for r in found]
    assert shown == [
        ("橋りょう長寿命化事業", 48_200_000, 3),
        ("校舎外壁改修事業", 130_655_000, 3),
        ("合計", 178_855_000, 3),
    ]
    assert {r.fiscal_year and r.fiscal_year.year for r in found} == {2023}
    assert {r.period and (r.period.year, r.period.end_year) for r in found} == {(2023, 2024)}
