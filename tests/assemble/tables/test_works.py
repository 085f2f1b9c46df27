"""Works tables."""

from models import FacilityProgress
from pipeline.assemble.tables.works import works_tables
from tests.assemble.made import grid, take

TABLE = """分野\t要対策箇所数\tR元時点 着工箇所\tR2実施箇所 [新規箇所]\t予算額【百万円】\t着手率
国土保全基盤 (河川、海岸)\t1,910\t870\t146 [40]\t19,432\t100%
交通基盤 (道路)\t29\t29\t11 [-]\t2,598\t
合計\t1,939\t899\t157 [40]\t22,030\t99.5%
"""


def test_sites_new_sites_and_a_rate_for_all_its_rows() -> None:
    taken = take(works_tables, TABLE)
    records = [r for r in taken.records if isinstance(r, FacilityProgress)]
    assert [(r.name, r.detail, r.is_total, r.start_rate_percent) for r in records] == [
        ("国土保全基盤", "河川、海岸", False, 100.0),
        ("交通基盤", "道路", False, 100.0),
        ("合計", None, True, 99.5),
    ]
    counts = [
        [q and q.value for q in (r.required_sites, r.started_sites, r.sites, r.new_sites)]
        for r in records
    ]
    assert counts == [[1910, 870, 146, 40], [29, 29, 11, None], [1939, 899, 157, 40]]
    assert [r.amount and r.amount.yen for r in records] == [
        19_432_000_000,
        2_598_000_000,
        22_030_000_000,
    ]
    assert records[0].required_sites is not None
    assert records[0].required_sites.unit == "箇所"
    assert records[0].fiscal_year is not None
    assert records[0].fiscal_year.year == 2020
    assert [issue.code for issue in taken.issues] == ["blank_as_merged"]


def test_a_merged_rate_in_a_narrow_heading() -> None:
    head = ["分野", "要対策\n箇所数", "実施\n箇所", "予算額\n【 百 万円】", "着手\n率"]
    table = grid([head, ["道路", "29", "11", "2,598", "80%"], ["河川", "3", "1", "5", "^"]])
    records = [r for r in take(works_tables, table).records if isinstance(r, FacilityProgress)]
    assert [(r.name, r.amount and r.amount.yen, r.start_rate_percent) for r in records] == [
        ("道路", 2_598_000_000, 80.0),
        ("河川", 5_000_000, 80.0),
    ]
