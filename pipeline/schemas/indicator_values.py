"""An indicator while its figures are read, and the record of it."""

from dataclasses import dataclass, field

from models import FiscalYear, Indicator, Quantity, Source
from models.page import Passage
from models.policy import Actual
from pipeline.assemble.tables.figures import Figure
from pipeline.bind.texts import probability, whole_bits
from pipeline.schemas.grid import unit_of
from pipeline.schemas.indicator_words import AIM, RATE, RESULT

_ENDS = {"base": "baseline", "aim": "target"}


@dataclass
class Opened:
    """An indicator's name with where it stands, its unit, and what was read of it so far."""

    passage: Passage
    name: str
    unit: str
    page: int
    groups: tuple[str, ...] = ()
    fields: dict[str, Quantity] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    actuals: dict[int, Actual] = field(default_factory=dict)
    progress: dict[int, tuple[float, Source]] = field(default_factory=dict)

    def put(
        self, side: str, kind: str, figure: Figure, source: Source, year: FiscalYear | None
    ) -> bool:
        """Take a figure by its column's kind and what its row is called; false if it has no place.

        A place that is taken already is none.
        """
        if kind in _ENDS:
            key = _ENDS[kind]
            if key in self.fields or figure.value is None:
                return figure.value is None
            self.fields[key], self.sources[key] = quantity(figure, self.unit, year), source
            return True
        if kind != "year" or year is None or figure.value is None:
            return kind == "rate" or figure.value is None
        if RATE.search(side):
            return self.reach(year, figure, source)
        if AIM.search(side) and not RESULT.search(side):
            return True
        return self.come_to(year, figure, source)

    def come_to(self, year: FiscalYear, figure: Figure, source: Source) -> bool:
        """Take a year's result; false where it has one."""
        if year.year in self.actuals:
            return False
        self.sources[f"actuals.{len(self.actuals)}.value"] = source
        value = quantity(figure, self.unit, year)
        self.actuals[year.year] = Actual(fiscal_year=year, value=value)
        return True

    def reach(self, year: FiscalYear, figure: Figure, source: Source) -> bool:
        """Take how far a year's result is of the aim; false where it is known."""
        if year.year in self.progress or figure.value is None:
            return False
        self.progress[year.year] = (float(figure.value), source)
        return True

    def date(self, kind: str, year: FiscalYear) -> None:
        """Give the beginning or the aim the year that stands below it."""
        known = self.fields.get(_ENDS.get(kind, ""))
        if known is not None and known.fiscal_year is None:
            self.fields[_ENDS[kind]] = known.model_copy(update={"fiscal_year": year})


def quantity(figure: Figure, unit: str, year: FiscalYear | None) -> Quantity:
    """A figure as a quantity of its own unit, else of the indicator's."""
    yen = unit_of(unit) if not figure.unit else None
    if yen is not None and figure.value is not None:
        # 売上額(百万円): as with counts, the multiplier is applied.
        whole = figure.value * yen
        number = int(whole) if whole.denominator == 1 else float(whole)
        return Quantity(value=number, text=figure.text, unit="円", fiscal_year=year)
    return Quantity(
        value=figure.number, text=figure.text, unit=figure.unit or unit, fiscal_year=year
    )


def indicator_of(opened: Opened, section: tuple[str, ...]) -> Indicator | None:
    """The record of an indicator; null where nothing was read of it."""
    if not opened.fields and not opened.actuals:
        return None
    actuals = []
    for number, (year, actual) in enumerate(opened.actuals.items()):
        if year in opened.progress:
            percent, source = opened.progress[year]
            opened.sources[f"actuals.{number}.progress_percent"] = source
            actual = actual.model_copy(update={"progress_percent": percent})
        actuals.append(actual)
    sure = round(probability(5.0), 4)
    confidence = dict.fromkeys(opened.fields, sure)
    if actuals:
        confidence["actuals"] = sure
    confidence["name"] = round(probability(min(6.0, whole_bits(opened.name) + 4.0)), 4)
    return Indicator.model_validate(
        {
            "page": opened.page,
            "section": tuple(dict.fromkeys((*section, *opened.groups))),
            "sources": {"name": opened.passage.source(), **opened.sources},
            "name": opened.name,
            **opened.fields,
            "actuals": tuple(actuals),
            "confidence": confidence,
        }
    )
