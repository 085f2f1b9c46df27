"""What changed since an earlier export, by stable id, whatever format it was written in."""

from pathlib import Path

import pytest
from openpyxl.workbook import Workbook

from models import Document, Record
from pipeline.errors import InputError
from pipeline.export import FORMATS, Format, Look, Volume, export
from pipeline.export.earlier import as_text, earlier_rows
from pipeline.export.tables import TABLES
from tests.export.kit import YEAR, Kit, item

SHA = "ab" * 32


def one(*records: Record) -> list[Volume]:
    document = Document(sha256=SHA, file_name="a.pdf", issuer="南国市", fiscal_year=YEAR)
    return [Volume(document, lambda: records)]


def changes(folder: Path) -> list[tuple[str, str, str, str, str]]:
    rows = Kit(folder, folder, Workbook()).rows("changes")
    return [
        (row["change"], row["name"], row["column"], row["before"], row["after"])
        for row in rows
        if row["table"] == "projects"
    ]


HOSTILE = item(4, name="=1+1", confidence={"amount": 0.5}, mark="new")


@pytest.mark.parametrize("to", FORMATS)
def test_added_changed_and_removed_rows_are_told(to: Format, tmp_path: Path) -> None:
    export(one(item(1), item(2), item(3), HOSTILE), to, tmp_path / "old")
    newer = item(2, name="改称", department="総務課")
    export(one(item(1), newer, item(5), HOSTILE), "csv", tmp_path / "new", since=tmp_path / "old")
    assert changes(tmp_path / "new") == [
        ("changed", "改称", "name", "事業2", "改称"),
        ("changed", "改称", "department", "", "総務課"),
        ("added", "事業5", "", "", ""),
        ("removed", "事業3", "", "", ""),
    ]


@pytest.mark.parametrize("to", FORMATS)
def test_nothing_changes_between_equal_exports(to: Format, tmp_path: Path) -> None:
    records = (item(1), HOSTILE)
    export(one(*records), to, tmp_path / "old", look=Look(language="en"))
    done = export(one(*records), to, tmp_path / "new", since=tmp_path / "old")
    assert "changes" not in done.rows


def test_csv_for_excel_is_read_as_what_it_was_made_of(tmp_path: Path) -> None:
    export(one(HOSTILE), "csv", tmp_path / "old", look=Look(excel=True))
    export(one(HOSTILE), "csv", tmp_path / "new", since=tmp_path / "old")
    assert changes(tmp_path / "new") == []


def test_an_export_may_take_the_place_of_the_one_it_is_held_against(tmp_path: Path) -> None:
    export(one(item(1)), "csv", tmp_path)
    export(one(item(1), item(2)), "csv", tmp_path, since=tmp_path)
    assert [change[0] for change in changes(tmp_path)] == ["added"]


def test_the_same_export_without_since_has_no_table_of_changes(tmp_path: Path) -> None:
    export(one(item(1)), "csv", tmp_path)
    assert not (tmp_path / "changes.csv").exists()
    export(one(item(1)), "csv", tmp_path, since=tmp_path)
    assert (tmp_path / "changes.csv").exists()
    export(one(item(1)), "csv", tmp_path)
    assert not (tmp_path / "changes.csv").exists()


def test_a_package_with_changes_validates(tmp_path: Path) -> None:
    from frictionless import validate

    export(one(item(1)), "csv", tmp_path / "old")
    export(one(item(2)), "datapackage", tmp_path / "new", since=tmp_path / "old")
    report = validate(str(tmp_path / "new" / "datapackage.json"))
    assert report.flatten(["type", "note"]) == []


@pytest.mark.parametrize("to", FORMATS)
def test_every_row_is_read_back_from_every_format(to: Format, tmp_path: Path) -> None:
    export(one(item(1), HOSTILE), to, tmp_path)
    export(one(item(1), HOSTILE), "csv", tmp_path / "csv")
    back = [(table.name, dict(row)) for table, row in earlier_rows(tmp_path)]
    plain = [(table.name, dict(row)) for table, row in earlier_rows(tmp_path / "csv")]
    assert back == plain
    assert {name for name, _ in back} <= {table.name for table in TABLES}
    assert as_text(0.5) == next(row["confidence"] for _, row in back if row.get("name") == "=1+1")


def test_a_folder_without_an_export_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no export of yosano is here"):
        export(one(item(1)), "csv", tmp_path / "new", since=tmp_path)
    assert list((tmp_path / "new").iterdir()) == []
