"""A table that a person keeps: a row a record, its columns the fields of the contract."""

import csv
import io
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal, TypeAlias

import regex

from models.values import JsonObject

Kind: TypeAlias = Literal["text", "number", "money", "path", "year"]
_NUMBER = regex.compile(r"[△▲−-]?\d[\d,]*(?:\.0+)?")
_NONE = frozenset({"-", "－", "ー", "―", "—", "–", "皆増", "皆減"})
_UNITS = {"円": 1, "yen": 1, "千円": 1_000, "百万円": 1_000_000, "万円": 10_000, "億円": 10**8}
_ERAS = {"R": 2018, "令和": 2018, "H": 1988, "平成": 1988, "S": 1925, "昭和": 1925}
_YEAR = regex.compile(
    r"(?:(?P<era>[RHS]|令和|平成|昭和)(?P<number>元|\d{1,2})|(?P<western>\d{4}))(?:年度?)?"
)
_HEADING = regex.compile(r"(?P<name>.*?)[\s_]*\((?P<unit>円|yen|千円|百万円|万円|億円)\)")

# Fields of the contract by column. Amounts are in yen, or in the unit that the heading states.
_FIELDS: dict[str, Kind] = {
    "type": "text",
    "id": "text",
    "document": "text",
    "page": "number",
    "name": "text",
    "mark": "text",
    "description": "text",
    "direction": "text",
    "level": "text",
    "code": "text",
    "account": "text",
    "department": "text",
    "region": "text",
    "area": "text",
    "bureau": "text",
    "project": "text",
    "section": "path",
    "amount": "money",
    "prior_amount": "money",
    "change": "money",
    "expansion": "money",
    "amount_before": "money",
    "amount_after": "money",
    "fiscal_year": "year",
    "phase": "text",
}
# What a table of an office calls its columns.
_SPOKEN = {
    spoken: field
    for field, names in (
        ("name", "事業名 事業名称 事業 名称 予算事業名称"),
        ("department", "部局 所管課 担当課 所属 所属名称 課名"),
        ("account", "会計 会計名"),
        ("title", "款 款名称"),
        ("item", "項 項名称"),
        ("subitem", "目 目名称"),
        ("fiscal_year", "年度 会計年度"),
        ("amount", "予算額 当初予算額 本年度予算額 金額"),
        ("prior_amount", "前年度予算額 前年度当初予算額 前年度額"),
        ("change", "増減 増減額 比較"),
        ("description", "事業概要 概要 内容"),
        ("code", "事業番号 事業コード"),
    )
    for spoken in names.split()
}
# Columns of the tables that `yosano export` writes, by the field that they hold.
_EXPORTED = {
    "record_type": "type",
    "record_id": "id",
    "path": "section",
    "depth": "level",
    **{f"{name}_yen": name for name, kind in _FIELDS.items() if kind == "money"},
}
# What else an exported table says is about its rows, and no field of a record.
_BESIDE = regex.compile(
    r"row_id|issuer(_code)?|fiscal_year_(end|label)|year_basis|file_name|line|box_\w+|confidence"
    r"|proved|corrected|prior_fiscal_year|others_count|same_as|pillar|\w+_(text|unit|qualifier)"
    r"|\w+_upper_yen|\w*share_percent|change_percent"
)
_PARTS = ("title", "item", "subitem")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: the field it holds, and by what its numbers are multiplied. No field: not read."""

    field: str | None
    unit: int = 1


def table_rows(text: str) -> Iterator[tuple[int, JsonObject | str]]:
    """Each row as a partial record with the number of its line, or what is wrong with it.

    A wrong heading is told once, as line 1, and nothing is read. A row's type is that of its `type`
    column; without one, a row whose `level` is that of a 款 or the like is a statement line, any
    other a project.
    """
    dialect = "excel-tab" if "\t" in text.partition("\n")[0] else "excel"
    reader = csv.reader(io.StringIO(text), dialect=dialect)
    try:
        headings = next(reader, [])
        # An exported row has its 節 in `section`, and all that it stands under in `path`.
        has_path = "path" in (heading.strip() for heading in headings)
        columns = [
            _Column(None) if has_path and heading.strip() == "section" else _column(heading)
            for heading in headings
        ]
        wrong = [each for each in columns if isinstance(each, str)]
        if wrong or not headings:
            strange = any("(" not in each for each in wrong)
            there = f"; there are {_known()}" if strange else ""
            yield 1, (", ".join(wrong) or "no headings") + there
            return
        known = [each for each in columns if isinstance(each, _Column)]
        for row in reader:
            if any(cell.strip() for cell in row):
                yield reader.line_num, _record(row, known)
    except csv.Error as error:
        yield reader.line_num, f"not a table ({error})"


def _column(heading: str) -> "_Column | str":
    """What a heading means, or in words that it means nothing."""
    name = unicodedata.normalize("NFKC", heading).strip()
    match = _HEADING.fullmatch(name)
    unit = _UNITS[match["unit"]] if match else 1
    name = (match["name"] if match else name).strip()
    name = _SPOKEN.get(name, name)
    field = _EXPORTED.get(name, name.removesuffix(".yen").removesuffix(".year"))
    field = field.removeprefix("fiscal_year.") if field == "fiscal_year.phase" else field
    if field in _FIELDS or field in _PARTS:
        if match and _FIELDS.get(field) != "money":
            return f"{heading!r} is no amount and has no unit"
        return _Column(field, unit)
    if _BESIDE.fullmatch(name):
        return _Column(None)
    near = get_close_matches(name, [*_FIELDS, *_PARTS], n=1, cutoff=0.6)
    return f"no field {heading!r}" + (f" ({near[0]}?)" if near else "")


def _known() -> str:
    return ", ".join(_FIELDS)


def _record(row: Sequence[str], columns: Sequence[_Column]) -> JsonObject | str:
    if len(row) > len(columns) and any(cell.strip() for cell in row[len(columns) :]):
        return f"{len(row)} cells under {len(columns)} headings"
    cells: dict[str, str] = {}
    units: dict[str, int] = {}
    for cell, column in zip(row, columns, strict=False):
        if column.field and cell.strip():
            cells[column.field], units[column.field] = cell.strip(), column.unit
    made: JsonObject = {}
    for field, cell in cells.items():
        value = _value(field, cell, units[field])
        if isinstance(value, _Wrong):
            return value.says
        if field in _FIELDS and field not in ("fiscal_year", "phase", "section"):
            made[field] = value
    _add_path(made, cells)
    return _add_year(made, cells) or made


@dataclass(frozen=True, slots=True)
class _Wrong:
    says: str


def _value(field: str, cell: str, unit: int) -> "str | int | JsonObject | _Wrong":
    kind = _FIELDS.get(field, "text")
    if field == "level" and cell.isdigit():
        return int(cell)
    if kind == "money":
        if cell in _NONE:
            return {"none": True, "text": cell}
        number = _whole(cell)
        wrong = _Wrong(f"{field}: {cell!r} is no whole number")
        return wrong if number is None else {"yen": number * unit, "text": cell, "unit": unit}
    if kind == "year":
        year = _year(cell)
        wrong = _Wrong(f"{field}: {cell!r} is no fiscal year: 2022, R4 or 令和4年度")
        return wrong if year is None else year
    if kind == "number":
        number = _whole(cell)
        return _Wrong(f"{field}: {cell!r} is no whole number") if number is None else number
    return cell


def _whole(cell: str) -> int | None:
    folded = unicodedata.normalize("NFKC", cell).replace(" ", "")
    if not _NUMBER.fullmatch(folded):
        return None
    digits = folded.lstrip("△▲−-").replace(",", "").partition(".")[0]
    return -int(digits) if folded[0] in "△▲−-" else int(digits)


def _year(cell: str) -> int | None:
    """The western year of 2022, R4, 令和4 or 令和4年度."""
    found = _YEAR.fullmatch(unicodedata.normalize("NFKC", cell).strip())
    if found is None:
        return None
    if found["western"]:
        return int(found["western"])
    return _ERAS[found["era"]] + (1 if found["number"] == "元" else int(found["number"]))


def _add_path(made: JsonObject, cells: Mapping[str, str]) -> None:
    """The record's section, from one column or from those of 款, 項 and 目; and its type."""
    parts = [cells[part] for part in _PARTS if part in cells]
    if "section" in cells:
        parts = [part.strip() for part in regex.split("[>＞]", cells["section"]) if part.strip()]
    if parts:
        made["section"] = list(parts)
    is_line = isinstance(made.get("level"), str)
    made.setdefault("type", "budget_statement_line" if is_line else "budget_item")


def _add_year(made: JsonObject, cells: Mapping[str, str]) -> str | None:
    """The year with its phase, which is nothing without a year."""
    if "fiscal_year" not in cells:
        return "phase: of which fiscal_year?" if "phase" in cells else None
    year: JsonObject = {"year": _year(cells["fiscal_year"])}
    if "phase" in cells:
        year["phase"] = cells["phase"]
    made["fiscal_year"] = year
    return None
