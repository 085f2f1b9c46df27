"""Every type of record can be written and read again, and holds no field that is not its own."""

import pytest
from pydantic import ValidationError

from models import RECORD, Balance, Commitment, Fact, Series, SeriesValue
from pipeline.files import dump
from pipeline.schema import record_types

MONEY = {"yen": 5000, "text": "5", "unit": 1000}
YEAR = {"year": 2025, "text": "令和7年度"}


@pytest.mark.parametrize(
    "printed",
    [
        {
            "type": "commitment",
            "page": 3,
            "name": "庁舎清掃業務委託",
            "kind": "obligation",
            "department": "総務課",
            "period": {"year": 2026, "end_year": 2028},
            "limit": MONEY,
            "amounts": [{"fiscal_year": YEAR, "amount": MONEY}],
            "funding": [{"source": "national_prefectural", "amount": MONEY}],
            "reason": "年度を越えるため",
        },
        {
            "type": "balance",
            "page": 4,
            "name": "財政調整基金",
            "opening": MONEY,
            "increase": MONEY,
            "decrease": MONEY,
            "closing": MONEY,
            "fiscal_year": YEAR,
        },
        {
            "type": "series",
            "page": 5,
            "name": "人口",
            "unit": "人",
            "values": [
                {"fiscal_year": YEAR, "value": {"value": 530, "text": "530", "unit": "人"}},
                {"fiscal_year": YEAR, "value": MONEY},
                {"fiscal_year": None, "text": "－"},
            ],
        },
        {"type": "budget_item", "page": 1, "name": "市税", "direction": "revenue"},
        {
            "type": "fact",
            "page": 1,
            "label": "道路 R7",
            "value": MONEY,
            "path": {"row": ["土木", "道路"], "column": ["R7"]},
            "confidence": {"value": 0.97, "path.row": 0.5},
        },
    ],
    ids=lambda printed: str(printed["type"]),
)
def test_a_record_is_the_same_after_writing_and_reading(printed: dict[str, object]) -> None:
    record = RECORD.validate_python(printed)
    assert RECORD.validate_json(dump(record)) == record
    for name, value in printed.items():
        kept = record.model_dump(mode="json", exclude_defaults=True)
        assert name == "type" or kept[name] == value


def test_a_series_tells_money_from_counts() -> None:
    value = {"fiscal_year": YEAR, "value": MONEY}
    assert type(SeriesValue.model_validate(value).value).__name__ == "Money"
    value = {"fiscal_year": YEAR, "value": {"value": 3, "text": "3", "unit": "人"}}
    assert type(SeriesValue.model_validate(value).value).__name__ == "Quantity"


@pytest.mark.parametrize("model", [Commitment, Balance, Series])
def test_types_of_several_years_are_records(model: type) -> None:
    assert model in record_types().values()


@pytest.mark.parametrize("probability", [-0.1, 1.1])
def test_confidence_is_a_probability(probability: float) -> None:
    with pytest.raises(ValidationError):
        Fact.model_validate(
            {"page": 1, "label": "x", "value": MONEY, "confidence": {"value": probability}}
        )
