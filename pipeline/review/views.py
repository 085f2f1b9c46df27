"""A document as the templates show it: records, values, boxes and checks in a language."""

from collections.abc import Iterable, Iterator

from models import Check, FiscalYear, Money, Quantity, Record
from models.values import Source, Value
from pipeline.corrections.fields import figure_fields, owner_field, owner_of, value_at, values
from pipeline.corrections.places import box_of
from pipeline.doubt import fails, sure_of
from pipeline.review import texts, typed
from pipeline.review.document import Reviewed, State
from pipeline.review.lines import shown_as, year_field
from pipeline.review.shown import Card, Cell, Inspected, Ownership, ShownCheck, Term
from pipeline.review.texts import check_label, field_label, type_label, word_label
from pipeline.schema import record_types
from pipeline.values import BESIDE_PATHS, is_proved
from pipeline.words import Language, Translate, translator

_DOUBTFUL = 0.9


class Views:
    """Views of one document in one language."""

    def __init__(self, document: Reviewed, state: State, language: Language) -> None:
        self._document, self._state = document, state
        self._language = language
        self._say: Translate = translator(language)

    def cards(self, page: int) -> list[Card]:
        """The records of a page in reading order."""
        return [self._card(record, page) for record in self._state.by_page.get(page, ())]

    def _card(self, record: Record, page: int) -> Card:
        cells = [self._cell(record, path, value, page) for path, value in _listed(record)]
        return Card(
            id=record.id,
            type=record.type,
            type_label=type_label(record.type, self._say),
            owner=owner_of(record),
            section=" › ".join(record.section),
            cells=cells,
            box=box_of(record, page),
            corrected=any(source.corrected for source in record.sources.values()),
        )

    def _cell(self, record: Record, path: str, value: object, page: int) -> Cell:
        source = record.sources.get(path)
        here = source if source and source.page == page else None
        return Cell(
            record=record.id,
            path=path,
            label=self._label(record, path),
            text=self.say_value(value),
            shown=shown_as(value),
            state=self._state_of(record, path, value),
            is_figure=isinstance(value, Money | Quantity),
            box=here.bbox if here else None,
            line=here.line if here else None,
            print=source.text if source else "",
        )

    def _label(self, record: Record, path: str) -> str:
        """What a value is called; a figure in a list by the words that stand beside it there."""
        parent = path.rpartition(".")[0]
        element = value_at(record, parent) if parent else None
        if not isinstance(element, Value) or not parent[-1].isdigit():
            return field_label(path, self._say)
        head = field_label(path.partition(".")[0], self._say)
        words = [
            self.say_value(each)
            for name in type(element).model_fields
            if isinstance(each := getattr(element, name), str | FiscalYear)
        ]
        return " · ".join([head, *dict.fromkeys(words)])

    def _state_of(self, record: Record, path: str, value: object) -> str:
        """seen, fails, doubt, proved or plain: what the value's colour says."""
        if self._state.is_seen(record.id, path):
            return "seen"
        if not isinstance(value, Money | Quantity):
            return "plain"
        if fails(record, path):
            return "fails"
        if sure_of(record, path) < _DOUBTFUL:
            return "doubt"
        return "proved" if is_proved(record, path) else "plain"

    def say_value(self, value: object) -> str:
        """A value as a person reads it."""
        if isinstance(value, Money):
            if value.yen is None:
                return value.text or "–"
            return self._say(texts.YEN).format(amount=f"{value.yen:,}")
        if isinstance(value, Quantity):
            number = value.text if value.value is None else f"{value.value:,}"
            return f"{number} {value.unit}".strip()
        if isinstance(value, FiscalYear):
            return self.say_year(value)
        if isinstance(value, bool):
            return self._say(texts.YES if value else texts.NO)
        if isinstance(value, str):
            return word_label(value, self._say)
        return f"{value:,}" if isinstance(value, int) else str(value)

    def say_year(self, year: FiscalYear) -> str:
        """A year with its phase."""
        last = f"–{year.end_year}" if year.end_year else ""
        shape = texts.CALENDAR_YEAR if year.basis == "calendar" else texts.FISCAL_YEAR
        phase = f" {word_label(year.phase, self._say)}" if year.phase else ""
        return self._say(shape).format(year=f"{year.year}{last}") + phase

    def inspect(self, record: Record, path: str, page: int) -> Inspected:
        """One value with everything about it."""
        value = value_at(record, path)
        year_path = year_field(record, path)
        year = value_at(record, year_path) if year_path else None
        source = record.sources.get(path)
        kind = typed.kind_of(record.type, path)
        return Inspected(
            cell=self._cell(record, path, value, page),
            record=record,
            type_label=type_label(record.type, self._say),
            owner=owner_of(record),
            owner_path=owner_field(record.type),
            section=" › ".join(record.section),
            figure=_figure(value),
            unit=_unit(value),
            of_money=kind is Money and not isinstance(value, Quantity),
            kind="choice" if isinstance(kind, tuple) else kind.__name__ if kind else "str",
            choices=[(each, word_label(each, self._say)) for each in kind]
            if isinstance(kind, tuple)
            else [],
            year_path=year_path if not isinstance(value, FiscalYear) else None,
            year=str(year.year) if isinstance(year, FiscalYear) else "",
            phase=(year.phase or "") if isinstance(year, FiscalYear) else "",
            sure=sure_of(record, path),
            proved=is_proved(record, path),
            confidence_given=path in record.confidence,
            source=source,
            corrected=source.corrected if source else None,
            checks=list(self._checks(record, path, page)),
            roles=self._roles(record, path),
            types=[(name, type_label(name, self._say)) for name in record_types()],
            details=self._details(record),
            ownership=_ownership(record, path),
        )

    def _roles(self, record: Record, path: str) -> list[tuple[str, str]]:
        names = figure_fields(record.type)
        if path not in names:
            return []
        return [(name, field_label(name, self._say)) for name in names]

    def _details(self, record: Record) -> list[tuple[str, str]]:
        found = []
        for name in ("account", "direction", "department", "scope"):
            value = getattr(record, name, None)
            if value:
                found.append((field_label(name, self._say), self.say_value(value)))
        path = getattr(record, "path", None)
        if path is not None:
            found += [(self._say(texts.ROW_HEADING), heading) for heading in path.row]
            found += [(self._say(texts.COLUMN_HEADING), heading) for heading in path.column]
        return found

    def _checks(self, record: Record, path: str, page: int) -> Iterator[ShownCheck]:
        """The value's checks; the figures of a sum are found by what its parts say of it."""
        for check in record.checks:
            if path not in check.terms or check.holds is None or check.severity == "info":
                continue
            terms = [*self._own_terms(record, check)]
            if "sum" in check.terms:
                terms += self._others(record, check, page)
            yield ShownCheck(
                check_label(check.name, self._say), check.holds, bool(check.exact), terms
            )

    def _own_terms(self, record: Record, check: Check) -> Iterator[Term]:
        for name, value in check.terms.items():
            if name in BESIDE_PATHS or name == owner_field(record.type):
                continue
            source = record.sources.get(name)
            label = f"{owner_of(record)} · {field_label(name, self._say)}"
            yield _term(label, value, source, year=name.endswith("fiscal_year"))

    def _others(self, record: Record, check: Check, page: int) -> Iterator[Term]:
        for other in self._state.by_page.get(page, ()):
            for each in other.checks:
                if other.id != record.id and _same_sum(check, each):
                    for name, value in each.terms.items():
                        if name not in BESIDE_PATHS:
                            yield _term(owner_of(other), value, other.sources.get(name))


def _ownership(record: Record, path: str) -> Ownership | None:
    """The evidence for a figure's owner; null for the owner itself and where none was printed."""
    owner = owner_field(record.type)
    source = record.sources.get(owner) if owner else None
    if owner is None or source is None or owner == path:
        return None
    return Ownership(source.text, source.page, source.bbox, record.confidence.get(owner))


def _listed(record: Record) -> Iterator[tuple[str, object]]:
    """The values that are listed: words beside a figure of a list are in its label."""
    found = list(values(record))
    figures = {
        path.rpartition(".")[0]
        for path, value in found
        if isinstance(value, Money | Quantity) and "." in path
    }
    for path, value in found:
        if isinstance(value, Money | Quantity) or path.rpartition(".")[0] not in figures:
            yield path, value


def _term(label: str, value: float | None, source: Source | None, *, year: bool = False) -> Term:
    shown = "–" if value is None else str(value) if year else f"{value:,}"
    return Term(label, shown, source.bbox if source else None, source.page if source else None)


def _same_sum(one: Check, other: Check) -> bool:
    """Whether two records say the same of one sum, at its owner or at its parts."""
    return (
        one.name.removeprefix("in_") == other.name.removeprefix("in_")
        and one.terms.get("sum") == other.terms.get("sum")
        and one.terms.get("figures") == other.terms.get("figures")
        and _whole_of(one) == _whole_of(other)
    )


def _whole_of(check: Check) -> float | None:
    if "whole" in check.terms:
        return check.terms["whole"]
    return next(iter(check.terms.values()), None)


def _figure(value: object) -> str:
    """The value as one would type it."""
    if isinstance(value, Money):
        if value.yen is None:
            return value.text
        number, rest = divmod(abs(value.yen), value.unit)
        shown = f"{number:,}" if not rest else f"{abs(value.yen) / value.unit:,.10g}"
        return f"-{shown}" if value.yen < 0 else shown
    if isinstance(value, Quantity):
        return value.text if value.value is None else f"{value.value:,}"
    if isinstance(value, FiscalYear):
        return str(value.year)
    return "" if value is None else str(value)


def _unit(value: object) -> str:
    if isinstance(value, Money):
        return str(value.unit)
    return value.unit if isinstance(value, Quantity) else ""


def found_in(records: Iterable[Record], words: str) -> Iterator[tuple[Record, str]]:
    """Records that have words anywhere in their values: with the path where they are."""
    wanted = words.casefold().replace(",", "")
    for record in records:
        for path, value in values(record):
            text = value if isinstance(value, str) else _figure(value)
            print_ = record.sources[path].text if path in record.sources else ""
            if any(wanted in each.casefold().replace(",", "") for each in (text, print_)):
                yield record, path
                break
