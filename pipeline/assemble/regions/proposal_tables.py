"""Tables of policy proposals: 振興局, 政策提案テーマ with 【概要】, 重点政策との関連."""

import re
from collections.abc import Sequence

from models import BureauProposal, Source
from models.page import Cell, Line, Passage, Placed, Table
from pipeline.assemble.family import About, Taken
from pipeline.assemble.lines.pieces import tidy, without
from pipeline.assemble.lists.mend import mended, mending
from pipeline.assemble.lists.words import SUMMARY
from pipeline.assemble.tables.columns import Columns, body_rows, find_columns, lines_in

_FORMS = {
    "bureau": re.compile(r"(?:総合)?振興局|提案(?:者|団体|部局|局)|支庁|事務所|地域局|区役所|^区$"),
    "proposal": re.compile(r"提案|テーマ|事業名"),
    "related": re.compile(r"関連|関係"),
}
_NEEDED = frozenset({"bureau", "proposal"})
_SUMMARY = re.compile(rf"(?:(?<!\s)\s++)?[【\[〔(<]\s*+(?:{'|'.join(SUMMARY)})\s*+[】\]〕)>]\s*+")
_JOINT = re.compile(r"[・、,／/]")


def proposal_tables(blocks: Sequence[Placed], about: About) -> Taken:
    """The rows of proposal tables; a row without a bureau is the rest of the one before."""
    taken = Taken()
    used: list[Line] = []
    columns: Columns | None = None
    for placed in blocks:
        table = placed.block
        if not isinstance(table, Table):
            continue
        found = find_columns(table, _FORMS, _NEEDED)
        goes_on = columns is not None and table.columns == columns.width and _summed(table)
        columns = found or (columns if goes_on else None)
        if columns is None:
            continue
        records = [
            record.model_copy(update={"section": placed.section})
            for row in _joined(table, found, columns)
            if (record := _record(row)) is not None
        ]
        if table.rows > (found.body if found else 0) and not any(r.summary for r in records):
            columns = None
            continue
        for record in records:
            for source in (record.sources["name"], record.sources.get("summary")):
                if source:
                    taken.issues.extend(mending("".join(source.text.split()), source))
        taken.records.extend(records)
        used += [line for cell in table.cells for line in cell.lines]
    taken.rest.extend(without(blocks, used))
    return taken


def _summed(table: Table) -> bool:
    return any(_SUMMARY.search(cell.text) for cell in table.cells)


def _joined(table: Table, found: Columns | None, columns: Columns) -> list[dict[str, list[Line]]]:
    """The rows by what their columns hold; one cut by a page break is whole again."""
    rows: list[dict[str, list[Line]]] = []
    last: Cell | None = None
    for cells in body_rows(table, found, columns.width):
        held = {name: list(lines_in(cells, place)) for name, place in columns.places.items()}
        bureau = cells[columns.places["bureau"]]
        merged = bureau is not None and bureau is last
        last = bureau
        if rows and not held["bureau"] and not merged:
            for name, lines in held.items():
                rows[-1][name] += lines
        else:
            rows.append(held)
    return rows


def _record(row: dict[str, list[Line]]) -> BureauProposal | None:
    proposal = Passage.of(row["proposal"])
    bureau = Passage.of(row["bureau"])
    if not proposal.text or not bureau.text:
        return None
    label = _SUMMARY.search(proposal.text)
    name = tidy(proposal.text[: label.start()] if label else proposal.text)
    sources: dict[str, Source] = {
        "name": proposal.source(0, label.start() if label else None),
        "bureaus": bureau.source(),
    }
    summary = tidy(proposal.text[label.end() :]) if label else ""
    if label and summary:
        sources["summary"] = proposal.source(label.end())
    related = Passage.of(row.get("related", []))
    if related.text:
        sources["related_theme"] = related.source()
    bureaus = tuple(part for part in map(tidy, _JOINT.split(bureau.text)) if part)
    return BureauProposal(
        page=proposal.lines[0].page,
        sources=sources,
        name=mended(name),
        bureaus=bureaus,
        joint=len(bureaus) > 1,
        summary=mended(summary) or None,
        related_theme=tidy(related.text) or None,
    )
