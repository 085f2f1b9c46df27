"""Forms about one project: labels and values beside them, and its amounts by year and source.

An evaluation sheet, a request, a card: the name stands beside 事務事業名 or its like, and all
figures until the next name are that project's, whichever way round its tables stand.
"""

from collections.abc import Sequence
from dataclasses import replace

from models import BudgetItem, Mark, Record
from models.page import PageLayout
from pipeline.assemble.family import About
from pipeline.assemble.lines.pieces import tidy
from pipeline.bind.names import unmarked
from pipeline.bind.notes import Notes
from pipeline.bind.texts import probability, whole_bits
from pipeline.grids.spans import box_of
from pipeline.recognise.marks import MARKS
from pipeline.schemas.form_amounts import Labelled, labelled_amounts
from pipeline.schemas.form_labels import Form, forms_of
from pipeline.schemas.form_years import Cell, Year, Years
from pipeline.schemas.grid import Entry, Grid
from pipeline.schemas.indicators import read_indicators
from pipeline.schemas.reading import Reading
from pipeline.schemas.series import read_series

_LEAST = 5.0
_TEXTS = ("department", "description")


def read_forms(
    layouts: Sequence[PageLayout], grids: Sequence[Grid], about: About, notes: Notes
) -> list[Reading]:
    """The projects of forms, one record for each year that is said; and what their tables count."""
    forms = forms_of(layouts)
    pages = {page for form in forms for page in (form.name.page, form.name.page + 1)}
    own = about.fiscal_year.year if about.fiscal_year else None
    amounts = [
        each
        for layout in layouts
        if layout.number in pages
        for each in labelled_amounts(layout, notes, own)
    ]
    readings = (_read(form, forms, grids, amounts, about) for form in forms)
    return [reading for reading in readings if reading is not None]


def _read(
    form: Form,
    forms: Sequence[Form],
    grids: Sequence[Grid],
    amounts: Sequence[Labelled],
    about: About,
) -> Reading | None:
    others = [other for other in forms if other is not form]
    labelled = [a for a in amounts if form.holds(a.source.page, *a.place, others)]
    years = Years(about)
    years.add_labelled(labelled)
    section: tuple[str, ...] = ()
    counted: list[Record] = []
    for grid in grids:
        held = [e for e in grid.entries if form.holds(e.row_page, *_corner(e), others)]
        taken = years.add_grid(grid, held)
        section = section or (grid.section if held else ())
        if taken and (rest := _rest(replace(grid, entries=tuple(held)), taken)) is not None:
            read = read_indicators(rest, about) or read_series(rest, about)
            counted += read.records if read is not None else ()
    found = years.all()
    items = [item for year in found if (item := _item(form, year, section)) is not None]
    bits = 2.0 + 2.0 * len(form.texts) + sum(1.0 for year in found if year.adds_up)
    bits += 1.0 * any(each.what[0] == "amount" for each in labelled)
    return Reading((*items, *counted), bits) if items and bits >= _LEAST else None


def _rest(grid: Grid, taken: Sequence[Cell]) -> Grid | None:
    """A table without the rows of a project's costs, or without their columns; null if all are."""
    rows = {id(entry) for entry, _ in taken}
    left = tuple(entry for entry in grid.entries if id(entry) not in rows)
    if left:
        return replace(grid, entries=left)
    columns = {head.index for _, head in taken}
    heads = tuple(head for head in grid.heads if head.index not in columns)
    figured = {head.index for head in grid.figured()} - columns
    return replace(grid, heads=heads) if figured else None


def _corner(entry: Entry) -> tuple[float, float]:
    """How far down and how far left a row of figures begins."""
    boxes = [
        box_of(line, 0, len(line.text)) for cell in entry.row.cells if cell for line in cell.lines
    ]
    return min(box[1] for box in boxes), min(box[0] for box in boxes)


def _item(form: Form, year: Year, section: tuple[str, ...]) -> BudgetItem | None:
    """The project's record of one year; none where nothing but funding stands for it."""
    if "amount" not in year.fields and "prior_amount" not in year.fields:
        return None
    passage = form.name.value
    name, mark = unmarked(passage.text)
    if not name:
        return None
    sources = {"name": passage.source(max(passage.text.find(name[:1]), 0)), **year.sources}
    texts: dict[str, str] = {}
    for key in _TEXTS:
        if (pair := form.texts.get(key)) is not None:
            texts[key] = tidy(pair.value.text)
            sources[key] = pair.value.source()
    if mark is not None:
        sources["mark"] = passage.source()
    elif (said := _mark(form)) is not None:
        mark, sources["mark"] = said, form.texts["mark"].value.source()
    bits = (5.0 + 3.0 * year.adds_up) if year.sure else -1.0
    confidence = {key: round(probability(bits), 4) for key in year.fields}
    confidence["name"] = round(probability(min(6.0, whole_bits(name) + 4.0)), 4)
    own = year.year
    prior = own.model_copy(update={"year": own.year - 1, "text": ""}) if own else None
    return BudgetItem.model_validate(
        {
            "page": next(iter(year.sources.values())).page,
            "section": section,
            "sources": sources,
            "name": name,
            "mark": mark,
            **texts,
            **year.fields,
            "fiscal_year": own,
            "prior_fiscal_year": prior if "prior_amount" in year.fields else None,
            "funding": tuple(year.funding),
            "confidence": confidence,
        }
    )


def _mark(form: Form) -> Mark | None:
    """What 区分 or its like says of a project: 新規, 拡充, 継続."""
    pair = form.texts.get("mark")
    return MARKS.get(tidy(pair.value.text).strip("()（）【】 ")) if pair is not None else None
