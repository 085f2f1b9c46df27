"""What `check` says is counted from the files, said once, and begins with the most doubtful."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models import Counts, Document, Extraction, Money, Record
from pipeline.check import check_extraction
from pipeline.cli_app import app
from pipeline.corrections import CORRECTIONS, append
from pipeline.corrections.fields import plain
from pipeline.files import write_extraction
from pipeline.words import speak
from tests.corrections.made import DOCUMENT, about, change, correction, item, money


def row(number: int, amount: int, prior: int, difference: int) -> Record:
    """A row whose change is printed: this year less last year."""
    base = item(number, f"事業{number}", amount, prior)
    printed = Money(yen=difference * 1000, text=f"{difference:,}", unit=1000)
    return base.model_copy(update={"change": printed})


RIGHT, WRONG = row(0, 183_417, 172_586, 10_831), row(1, 294_113, 281_779, 99_999)
BIG, SMALL = item(2, "大きな事業", 88_123_457), item(3, "小さな事業", 31)


def write(folder: Path, *records: Record, counts: Counts | None = None) -> Path:
    right = Counts(records={"budget_item": len(records)})
    card = Document(sha256=DOCUMENT, file_name="a.pdf", page_count=1, counts=counts or right)
    write_extraction(Extraction(card, list(records), [], []), folder)
    return folder


def test_proved_amounts_are_counted_anew_and_not_copied(tmp_path: Path) -> None:
    boasting = Counts(records={"budget_item": 3}, amounts=99, amounts_proved=99)
    report = check_extraction(write(tmp_path / "a", RIGHT, BIG, SMALL, counts=boasting))
    assert (report.amounts, report.amounts_proved) == (5, 3)
    assert (report.failed, report.findings) == (0, ())


def test_a_failing_check_is_said_once(tmp_path: Path) -> None:
    report = check_extraction(write(tmp_path / "a", RIGHT, WRONG))
    assert report.failed == 1
    assert len(report.findings) == len(set(report.findings))
    assert sum("change does not hold" in finding for finding in report.findings) == 1


def test_what_nothing_proves_begins_with_the_most_doubtful(tmp_path: Path) -> None:
    report = check_extraction(write(tmp_path / "a", SMALL, RIGHT, BIG))
    assert [each.name for each in report.unproved] == ["大きな事業", "小さな事業"]
    assert report.unproved[0].text == "88,123,457"


def test_the_card_is_held_against_the_files(tmp_path: Path) -> None:
    wrong = Counts(records={"budget_item": 7}, figures=5, figures_left_over=2)
    findings = check_extraction(write(tmp_path / "a", RIGHT, counts=wrong)).findings
    assert any("records.jsonl has 1 records" in finding for finding in findings)
    assert any("leftovers.jsonl has 0 figures" in finding for finding in findings)
    assert any("3 figures are in no record" in finding for finding in findings)


def test_records_are_checked_as_corrected(tmp_path: Path) -> None:
    folder = write(tmp_path / "a", WRONG)
    append(folder / CORRECTIONS, [change(1, WRONG, "amount", plain(money(381_778)))])
    assert check_extraction(folder).failed == 0


def test_a_correction_that_no_longer_fits_is_a_warning(tmp_path: Path) -> None:
    folder = write(tmp_path / "a", RIGHT)
    append(folder / CORRECTIONS, [change(1, item(9, "教育費", 4), "amount", plain(money(5)))])
    append(folder / CORRECTIONS, [correction(2, "accept", about(RIGHT, "amount"), was=None)])
    assert len(check_extraction(folder).warnings) == 2


@pytest.mark.parametrize(("more", "shown"), [((), False), (("--warnings",), True)])
def test_warnings_come_on_request(tmp_path: Path, more: tuple[str, ...], shown: bool) -> None:
    folder = write(tmp_path / "a", RIGHT)
    append(folder / CORRECTIONS, [change(1, item(9, "教育費", 4), "amount", plain(money(5)))])
    run = CliRunner().invoke(app, ["check", str(folder), *more])
    assert ("no longer fits" in run.stdout) is shown
    assert run.exit_code == 0


def test_findings_are_said_in_japanese_with_their_pages(tmp_path: Path) -> None:
    wrong = Counts(records={"budget_item": 7})
    folder = write(tmp_path / "a", WRONG, BIG, counts=wrong)
    speak("ja")
    try:
        run = CliRunner().invoke(app, ["check", str(folder)])
    finally:
        speak("en")
    assert "a.pdf: 1ページ: 事業1: 検算" in run.stdout
    assert "records.jsonl のレコードは2件ですが、document.json には7件とあります" in run.stdout
    assert re.search("大きな事業 +│ 金額 ", run.stdout)


def test_how_many_are_shown_is_said(tmp_path: Path) -> None:
    folder = write(tmp_path / "a", BIG, SMALL)
    run = CliRunner().invoke(app, ["check", str(folder), "--unproved", "1"])
    assert "大きな事業" in run.stdout
    assert "小さな事業" not in run.stdout
    kept = json.loads(CliRunner().invoke(app, ["check", str(folder), "--json"]).stdout)
    assert len(kept[0]["unproved"]) == 2
