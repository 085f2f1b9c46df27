"""Private money by channel."""

from models import FundingChannel
from pipeline.assemble.lists.channels import channels
from tests.assemble.made import take

TEXT = """予算額は令和2年度[令和元年度]の順に記載。単位：千円

民間資金の予算額 令和元年度 6件 21,270 千円 → 令和2年度 18件 81,011 千円 (3.8倍)

ふるさと納税

- 【民間資金】 11件 59,200 [6,740]
- 【主な取組】

クラウドファンディング

- 【民間資金】 3件 5,330 [-]
"""


def test_channels_and_their_total() -> None:
    records = [r for r in take(channels, TEXT).records if isinstance(r, FundingChannel)]
    assert [
        (
            r.channel,
            r.count and r.count.value,
            r.amount and r.amount.yen,
            r.prior_amount and r.prior_amount.yen,
            r.prior_count and r.prior_count.value,
            r.ratio and r.ratio.value,
        )
        for r in records
    ] == [
        ("民間資金の予算額", 18, 81_011_000, 21_270_000, 6, 3.8),
        ("ふるさと納税", 11, 59_200_000, 6_740_000, None, None),
        ("クラウドファンディング", 3, 5_330_000, None, None, None),
    ]
    years = [(r.fiscal_year, r.prior_fiscal_year) for r in records]
    assert {(a.year, b.year) for a, b in years if a and b} == {(2020, 2019)}
    assert records[2].prior_amount is not None
    assert records[2].prior_amount.none


def test_counts_of_other_things_are_no_channels() -> None:
    assert take(channels, "(単位：千円)\n\n相談\n\n相談件数 11件 59,200").records == []
