"""A diff as a workbook: a sheet for each level, with filters, and numbers that are numbers."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from models import Change, ChangeSource
from pipeline.budget import LEVELS
from pipeline.diff import Diff
from pipeline.diff.coverage import cautions
from pipeline.diff.mainly import cell_of
from pipeline.export.as_xlsx import XlsxWriter
from pipeline.export.columns import Column, Row, number, text
from pipeline.export.tables import Table
from pipeline.report_diff.labels import ABSENT, TABLES, WHY, Wording
from pipeline.words import Language, mark

_TOTALS = Table(
    "totals",
    mark("totals"),
    (
        text("what", mark("what")),
        text("kind", mark("kind of change")),
        Column("count", "integer", mark("how many")),
        Column("old_yen", "integer", mark("old year"), unit="円"),
        Column("new_yen", "integer", mark("new year"), unit="円"),
        Column("change_yen", "integer", mark("change"), unit="円"),
        text("note", mark("note")),
    ),
)
_CHANGE = (
    text("name", mark("name")),
    text("kind", mark("kind of change")),
    Column("old_yen", "integer", mark("old year"), unit="円"),
    Column("new_yen", "integer", mark("new year"), unit="円"),
    Column("change_yen", "integer", mark("change"), unit="円"),
    number("percent", mark("change in percent"), unit="%"),
    text("doubts", mark("doubtful, in no sum")),
    text("account", mark("account")),
    text("direction", mark("direction")),
    text("phase", mark("phase")),
    text("level", mark("level")),
    text("path", mark("headings above")),
    text("department", mark("department")),
    text("old_name", mark("name in the old year")),
    text("old_department", mark("department in the old year")),
    Column("prior_yen", "integer", mark("prior amount as printed"), unit="円"),
    text("old_file_name", mark("file of the old year")),
    Column("old_page", "integer", mark("page in the old year")),
    text("file_name", mark("file of the new year")),
    Column("page", "integer", mark("page in the new year")),
    text("evidence", mark("why it is the same")),
    number("score", mark("probability"), unit=None),
    text("fields", mark("other fields")),
    Column("old", "text", mark("record id of the old year"), detail=True),
    Column("new", "text", mark("record id of the new year"), detail=True),
)
_LEVEL_SHEETS: Mapping[str, Table] = {
    name: Table(name, title, _CHANGE)
    for name, title in (
        ("title", mark("title (kan)")),
        ("item", mark("item (kou)")),
        ("subitem", mark("subitem (moku)")),
        ("section", mark("section (setsu)")),
        ("detail", mark("detail")),
        ("explained", mark("projects of the explanation")),
        ("projects", mark("projects")),
        ("nature", mark("by nature")),
        ("sources", mark("by source of revenue")),
        ("other", mark("other tables")),
        ("indicators", mark("indicators")),
    )
}
_SETTLE = Table(
    "settle",
    mark("to settle"),
    (
        text("kind", mark("kind of change")),
        text("name", mark("name")),
        Column("amount_yen", "integer", mark("amount"), unit="円"),
        text("candidate", mark("may be")),
        Column("candidate_yen", "integer", mark("its amount"), unit="円"),
        number("score", mark("probability")),
        text("evidence", mark("why it is the same")),
        Column("old", "text", mark("record id of the old year"), detail=True),
        Column("new", "text", mark("record id of the new year"), detail=True),
    ),
)
_LEFT = Table(
    "left_out",
    mark("compared with nothing"),
    (
        text("side", mark("year")),
        text("what", mark("what")),
        Column("count", "integer", mark("how many")),
        Column("amount_yen", "integer", mark("amount"), unit="円"),
        text("why", mark("why")),
    ),
)
_TABLES = (_TOTALS, *_LEVEL_SHEETS.values(), _SETTLE, _LEFT)


def diff_workbook(diff: Diff, *, language: Language = "en") -> bytes:
    """The workbook: totals, the changes of each level, what is to settle, and what is left out.

    Raises MissingToolError where the extra `export` is not installed.
    """
    say = Wording(language)
    with tempfile.TemporaryDirectory(prefix="yosano-") as scratch:
        file = Path(scratch) / "diff.xlsx"
        writer = XlsxWriter(
            file,
            translate=say,
            tables=_TABLES,
            notes=False,
            links=(("file_name", "page"), ("old_file_name", "old_page")),
        )
        for row in _total_rows(diff, say):
            writer.add(_TOTALS, row)
        for change in diff.changes:
            writer.add(_sheet_of(change, diff), _change_row(change, say))
            for row in _settle_rows(change, say):
                writer.add(_SETTLE, row)
        for row in _left_rows(diff, say):
            writer.add(_LEFT, row)
        writer.close()
        return file.read_bytes()


def _sheet_of(change: Change, diff: Diff) -> Table:
    if change.table is None:
        return _LEVEL_SHEETS["indicators"]
    cell = cell_of(diff, change)
    if cell.table == "statement":
        return _LEVEL_SHEETS[cell.level if cell.level in LEVELS else "other"]
    name = "projects" if cell.table == "selected" else cell.table
    return _LEVEL_SHEETS.get(name, _LEVEL_SHEETS["other"])


def _total_rows(diff: Diff, say: Wording) -> Iterator[Row]:
    for caution in cautions(diff):
        yield {"what": say.caution(caution)}
    for line in diff.headlines:
        best = line.new.best_level
        yield {
            "what": say.headline(line),
            "kind": say(mark("total of the account")),
            "old_yen": line.old.amount,
            "new_yen": line.new.amount,
            "change_yen": line.change,
            "note": say(mark("lacking in the lines")) + f": {line.new.gap:,}"
            if line.new.gap
            else say.level(best.level)
            if best
            else None,
        }
    for total in diff.totals:
        what = say.cell(total.cell)
        for doubtful, sums in ((False, total.sums), (True, total.doubtful)):
            for each in sums:
                kind = say.kind(each.kind)
                yield {
                    "what": what,
                    "kind": f"{kind} ({say(mark('doubtful'))})" if doubtful else kind,
                    "count": each.count,
                    "old_yen": each.old,
                    "new_yen": each.new,
                    "change_yen": each.change,
                }
        yield {
            "what": what,
            "kind": say(mark("total")),
            "count": sum(each.count for each in (*total.sums, *total.doubtful)),
            "old_yen": total.old,
            "new_yen": total.new,
            "change_yen": total.new - total.old,
            "note": None if total.reconciles else say(mark("does not add up")),
        }


def _change_row(change: Change, say: Wording) -> Row:
    match = change.match
    fields = (f"{f.field}: {f.old or '–'} → {f.new or '–'}" for f in change.fields)
    return {
        "name": change.new_name or change.old_name,
        "kind": say.kinds(change),
        "old_yen": change.old_amount,
        "new_yen": change.new_amount,
        "change_yen": change.amount_change,
        "percent": change.percent,
        "doubts": say.doubts(change) or None,
        "account": change.account,
        "direction": say.direction(change.direction) or None,
        "phase": say.phase(change.phase),
        "level": say.level(change.level) or say(TABLES.get(change.table or "", "")) or None,
        "path": " > ".join(change.path) or None,
        "department": change.new_department or change.old_department,
        "old_name": change.old_name if change.old_name != change.new_name else None,
        "old_department": change.old_department
        if change.old_department != change.new_department
        else None,
        "prior_yen": change.printed_prior,
        **_place("old_", change.old_sources),
        **_place("", change.new_sources),
        "evidence": ", ".join(match.evidence) if match else None,
        "score": match.score if match else None,
        "fields": "; ".join(fields) or None,
        "old": ", ".join(change.old) or None,
        "new": ", ".join(change.new) or None,
    }


def _place(prefix: str, sources: Sequence[ChangeSource]) -> Row:
    if not sources:
        return {}
    return {f"{prefix}file_name": sources[0].file_name, f"{prefix}page": sources[0].page}


def _settle_rows(change: Change, say: Wording) -> Iterator[Row]:
    if change.kind != "added":
        return
    for each in change.candidates:
        yield {
            "kind": say.kinds(change),
            "name": change.new_name,
            "amount_yen": change.new_amount,
            "candidate": each.name,
            "candidate_yen": each.amount,
            "score": each.match.score,
            "evidence": ", ".join(each.match.evidence),
            "old": each.id,
            "new": ", ".join(change.new),
        }


def _left_rows(diff: Diff, say: Wording) -> Iterator[Row]:
    for side in (diff.old, diff.new):
        for document in side.absent:
            yield {
                "side": side.label,
                "what": document.file_name,
                "why": say(ABSENT[document.why]),
            }
    for each in diff.left_out:
        side = diff.old if each.side == "old" else diff.new
        yield {
            "side": side.label,
            "what": say.cell(each.cell),
            "count": each.number,
            "amount_yen": each.amount,
            "why": say(WHY[each.why]),
        }
