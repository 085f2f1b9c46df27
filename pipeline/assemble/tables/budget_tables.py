"""Tables of projects and statements: each table is read once and asked what it is."""

from collections.abc import Sequence

from models import Record
from models.page import Placed, Table
from pipeline.assemble.family import About, Taken
from pipeline.assemble.tables.project_sheets import (
    Form,
    cost_records,
    form_records,
    forms_of,
    is_cost_table,
)
from pipeline.assemble.tables.project_tables import is_project_table, project_records
from pipeline.assemble.tables.row_facts import row_facts
from pipeline.assemble.tables.sheets import Sheet, read_sheets
from pipeline.assemble.tables.statements import is_statement, statement_records

# Kinds of documents whose tables hold no budget, whatever their headings say.
_NO_BUDGET = frozenset({"regulation", "name_list", "voting_record", "minutes"})


def budget_tables(blocks: Sequence[Placed], about: About) -> Taken:
    """The projects, statement lines and totals of all tables of a budget.

    Every other figure of such a table is a fact. Tables that are no tables of a budget are left.
    """
    if about.kind in _NO_BUDGET:
        return Taken(rest=list(blocks))
    sheets, issues = read_sheets(blocks, about)
    records: list[Record] = []
    forms = forms_of(blocks)
    read = [(sheet, _records(sheet, forms[sheet.place], about)) for sheet in sheets]
    whole = _forms(blocks, forms, about)
    for own in whole.values():
        records.extend(own)
    places = {sheet.place for sheet, found in read if found is not None} | whole.keys()
    for sheet, found in read:
        if sheet.place in whole:
            continue
        if found is not None:
            records.extend(found)
        elif sheet.place in places:
            for row in sheet.rows:
                records.extend(row_facts(sheet, row, about))
    boxes = {
        (block.page, block.bbox)
        for place in places
        if isinstance(block := blocks[place].block, Table)
    }
    return Taken(
        records,
        [issue for issue in issues if (issue.page, issue.bbox) in boxes],
        [placed for place, placed in enumerate(blocks) if place not in places],
    )


def _forms(
    blocks: Sequence[Placed], forms: Sequence[Form | None], about: About
) -> dict[int, list[Record]]:
    """The records of forms that give a project's money themselves, by their place."""
    made: dict[int, list[Record]] = {}
    before: Form | None = None
    for place, (placed, form) in enumerate(zip(blocks, forms, strict=True)):
        if form is not None and form is not before and (own := form_records(placed, form, about)):
            made[place] = own
        before = form
    return made


def _records(sheet: Sheet, form: Form | None, about: About) -> list[Record] | None:
    """The sheet's records; null where it is no table of a budget."""
    if form is not None and is_cost_table(sheet):
        return cost_records(sheet, form, about)
    if is_project_table(sheet):
        return project_records(sheet, about)
    if is_statement(sheet):
        return statement_records(sheet, about)
    return None
