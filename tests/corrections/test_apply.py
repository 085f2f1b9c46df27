"""Corrections change what they are about, survive a newer extraction, and say where they do not."""

from collections import Counter
from dataclasses import replace

import pytest

from models import BudgetItem, Correction, FiscalYear, Issue, Leftover, Money, Record, Source
from pipeline.corrections import as_corrected, checked_anew, correct
from pipeline.corrections.fields import plain
from pipeline.doubt import sure_of
from tests.corrections.made import (
    DOCUMENT,
    about,
    change,
    correction,
    drawn,
    extraction,
    fact,
    item,
    money,
)

SNOW, ROAD = item(0, "除雪費", 1000, 900), item(1, "道路費", 2000, 1800)
PRINTED = plain(money(1500))


def only(corrected: Record | BudgetItem) -> BudgetItem:
    assert isinstance(corrected, BudgetItem)
    return corrected


def test_a_changed_amount_is_marked_at_its_source() -> None:
    result = correct(extraction(SNOW, ROAD), [change(1, SNOW, "amount", PRINTED)])
    snow, road = result.extraction.records
    assert only(snow).amount == money(1500)
    assert snow.sources["amount"].corrected == "c1"
    assert snow.sources["amount"].text == "1,000"
    assert snow.sources["name"].corrected is None
    assert road is ROAD
    assert result.seen.keys() == {(SNOW.id, "amount")}


def test_the_extraction_itself_stays_as_it_was() -> None:
    before = extraction(SNOW)
    correct(before, [change(1, SNOW, "amount", PRINTED)])
    assert before.records == [SNOW]


def test_nothing_corrected_is_the_extraction_itself() -> None:
    before = extraction(SNOW)
    assert as_corrected(before, []) is before


def test_the_last_word_counts_and_an_undone_one_does_not() -> None:
    lines = [
        change(1, SNOW, "amount", PRINTED),
        change(2, SNOW, "amount", plain(money(7))),
        correction(3, "undo", undoes="c2"),
    ]
    assert only(correct(extraction(SNOW), lines).extraction.records[0]).amount == money(1500)
    redone = [*lines, correction(4, "undo", undoes="c3")]
    assert only(correct(extraction(SNOW), redone).extraction.records[0]).amount == money(7)


def test_a_figure_that_is_none_leaves_its_field_empty() -> None:
    result = correct(extraction(SNOW), [change(1, SNOW, "prior_amount", None)])
    assert only(result.extraction.records[0]).prior_amount is None


def test_a_role_exchanges_two_figures() -> None:
    moved = correction(1, "move", about(SNOW, "amount"), to=about(SNOW, "prior_amount"))
    snow = only(correct(extraction(SNOW), [moved]).extraction.records[0])
    assert (snow.amount, snow.prior_amount) == (money(900), money(1000))
    assert snow.sources["amount"].text == "900"
    assert {snow.sources[each].corrected for each in ("amount", "prior_amount")} == {"c1"}


def test_a_figure_goes_to_its_owner_and_leaves_the_wrong_one() -> None:
    lone = item(2, "橋りょう費", 5).model_copy(update={"amount": None, "sources": {}})
    moved = correction(1, "move", about(SNOW, "prior_amount"), to=about(lone, "amount"))
    result = correct(extraction(SNOW, lone), [moved])
    snow, bridge = map(only, result.extraction.records)
    assert snow.prior_amount is None
    assert "prior_amount" not in snow.sources
    assert bridge.amount == money(900)
    assert bridge.sources["amount"].bbox == SNOW.sources["prior_amount"].bbox
    assert result.seen.keys() == {(SNOW.id, "prior_amount"), (lone.id, "amount")}


def test_a_figure_goes_to_an_owner_that_had_no_record() -> None:
    new = {"type": "budget_item", "name": "橋りょう費"}
    moved = correction(1, "move", about(SNOW, "prior_amount"), now=new)
    records = correct(extraction(SNOW), [moved]).extraction.records
    assert [(only(each).name, only(each).amount) for each in records] == [
        ("除雪費", money(1000)),
        ("橋りょう費", money(900)),
    ]


def test_a_fact_that_gives_away_its_figure_is_none() -> None:
    stated = fact(2, "道路", 3)
    moved = correction(1, "move", about(stated, "value"), to=about(ROAD, "prior_amount"))
    (road,) = correct(extraction(ROAD, stated), [moved]).extraction.records[:1]
    assert only(road).prior_amount == money(3)


def test_a_record_takes_another_type_with_its_figure_and_its_name() -> None:
    stated = fact(0, "除雪費", 1000)
    retyped = correction(1, "retype", about(stated), was="fact", now="budget_item")
    (record,) = correct(extraction(stated), [retyped]).extraction.records
    item_now = only(record)
    assert (item_now.name, item_now.amount, item_now.id) == ("除雪費", money(1000), stated.id)
    assert {path: source.corrected for path, source in record.sources.items()} == {
        "name": "c1",
        "amount": "c1",
    }


def test_a_record_that_should_not_be_is_gone() -> None:
    gone = correction(1, "remove", about(SNOW))
    assert correct(extraction(SNOW, ROAD), [gone]).extraction.records == [ROAD]


MISSING = {"type": "budget_item", "name": "橋りょう費", "amount": plain(money(3000))}
BOX = (50.0, 140.0, 350.0, 150.0)


def test_a_missing_record_stands_on_its_page_and_takes_up_the_leftover() -> None:
    later = item(0, "教育費", 8, page=2)
    left = Leftover(text="3,000", value=3000, page=1, bbox=(200, 140, 250, 150), why="table")
    other = Leftover(text="9", value=9, page=1, bbox=(200, 400, 250, 410), why="table")
    added = correction(1, "add", place=drawn(BOX, "橋りょう費 3,000"), now=MISSING)
    result = correct(extraction(SNOW, later, leftovers=(left, other)), [added]).extraction
    assert [only(each).name for each in result.records] == ["除雪費", "橋りょう費", "教育費"]
    bridge = result.records[1]
    assert bridge.document == DOCUMENT
    assert bridge.sources["amount"].bbox == BOX
    assert bridge.sources["amount"].corrected == "c1"
    assert result.leftovers == [other]


def test_a_missing_record_that_a_newer_version_finds_is_there_once() -> None:
    added = correction(1, "add", place=drawn(BOX), now=MISSING)
    found = item(2, "橋りょう費", 3000)
    result = correct(extraction(SNOW, found), [added])
    assert [only(each).name for each in result.extraction.records] == ["除雪費", "橋りょう費"]
    assert result.fits[0].status == "agrees"


def renamed(record: BudgetItem, number: int) -> BudgetItem:
    """The record as a newer version gives it: with another id, and its boxes a little off."""
    sources = {
        path: source.model_copy(update={"bbox": tuple(edge + 0.4 for edge in source.bbox or ())})
        for path, source in record.sources.items()
    }
    return record.model_copy(update={"id": f"other-{number}", "sources": sources})


def test_corrections_find_their_figures_by_box_and_print() -> None:
    lines = [
        change(1, SNOW, "amount", PRINTED),
        correction(2, "move", about(ROAD, "amount"), to=about(ROAD, "prior_amount")),
        correction(3, "remove", about(ROAD)),
        correction(4, "undo", undoes="c3"),
    ]
    newer = extraction(renamed(ROAD, 1), renamed(SNOW, 2))
    result = correct(newer, lines)
    road, snow = map(only, result.extraction.records)
    assert (snow.amount, road.amount) == (money(1500), money(1800))
    assert not result.unfit


def test_a_newer_version_that_reads_the_same_agrees() -> None:
    mended = SNOW.model_copy(update={"amount": money(1500)})
    result = correct(extraction(mended), [change(1, SNOW, "amount", PRINTED)])
    assert [fit.status for fit in result.fits] == ["agrees"]


def test_a_figure_in_another_field_keeps_its_correction() -> None:
    """The newer version takes the same print for last year's amount."""
    sources = {"name": SNOW.sources["name"], "prior_amount": SNOW.sources["amount"]}
    newer = SNOW.model_copy(
        update={"amount": None, "prior_amount": money(1000), "sources": sources}
    )
    result = correct(extraction(newer), [change(1, SNOW, "amount", PRINTED)])
    assert only(result.extraction.records[0]).prior_amount == money(1500)


@pytest.mark.parametrize(
    "line",
    [
        change(1, item(9, "教育費", 4), "amount", PRINTED),
        correction(1, "accept", about(SNOW, "amount"), was=plain(money(999))),
        correction(1, "move", about(SNOW, "amount"), to=about(item(9, "教育費", 4), "amount")),
        correction(1, "change", about(SNOW, "amount"), now={"yen": "many"}),
        correction(1, "change", about(SNOW, "no_such_field"), now=1),
        correction(1, "change", about(SNOW, "amount"), now=PRINTED, document="cd" * 32),
        correction(1, "add", now={"type": "nothing"}, place=drawn(BOX)),
    ],
)
def test_what_no_longer_fits_changes_nothing_and_is_said(line: Correction) -> None:
    before = extraction(SNOW, ROAD)
    result = correct(before, [line])
    assert result.extraction.records == before.records
    assert not result.seen
    (issue,) = result.extraction.issues
    assert (issue.code, issue.severity) == ("correction_unfit", "warning")
    assert line.id in issue.message


def test_two_prints_in_one_box_are_not_guessed_between() -> None:
    twice = [renamed(SNOW, 1), renamed(SNOW, 2)]
    result = correct(extraction(*twice), [change(1, SNOW, "amount", PRINTED)])
    assert [fit.status for fit in result.fits] == ["unfit"]


def test_a_text_document_is_found_by_its_lines() -> None:
    source = Source(page=1, line=7, text="1,000")
    snow = SNOW.model_copy(update={"sources": {"amount": source}})
    line = change(1, snow, "amount", PRINTED)
    newer = snow.model_copy(update={"id": "other"})
    assert only(correct(extraction(newer), [line]).extraction.records[0]).amount == money(1500)
    moved = newer.model_copy(update={"sources": {"amount": source.model_copy(update={"line": 8})}})
    assert correct(extraction(moved), [line]).unfit


def test_checks_are_tried_on_the_figures_as_corrected() -> None:
    row = SNOW.model_copy(update={"change": Money(yen=600_000, text="600", unit=1000)})
    proved = as_corrected(extraction(row), [change(1, row, "amount", PRINTED)])
    (check,) = [each for each in proved.records[0].checks if each.name == "change"]
    assert (check.holds, check.terms["amount"]) == (True, 1_500_000)
    failing = as_corrected(extraction(row), [change(1, row, "amount", plain(money(1400)))])
    (check,) = [each for each in failing.records[0].checks if each.name == "change"]
    assert check.holds is False
    assert [issue.code for issue in failing.issues].count("does_not_add_up") == 1


def test_what_proof_says_is_said_once_and_what_else_is_said_stays() -> None:
    """Of names, owners and years as well; and that the file is named after another year."""
    titles = ["議会費", "民生費", "総務費", "衛生費", "商工費"]
    records: list[Record] = [
        SNOW.model_copy(update={"prior_fiscal_year": FiscalYear(year=2023)}),
        fact(1, "70.81%", 41),
        *(fact(number, "基金の残高", number, page=2) for number in (1, 2)),
        *(fact(number, name, 7, page=3) for number, name in enumerate(titles)),
    ]
    proved, findings = checked_anew(records)
    said = {issue.code for issue in findings}
    assert said == {"owner_unknown", "owner_shared", "year_contradicted", "names_exchanged"}
    named = Issue(code="file_name_contradicted", severity="warning", message="x")
    before = replace(extraction(*proved), issues=[named, *findings])
    after = as_corrected(before, [change(1, SNOW, "name", "雪の費用")])
    assert Counter(issue.code for issue in after.issues) == Counter([*said, named.code])


def test_what_a_turned_check_says_counts_more_than_what_was_said_before() -> None:
    """The row was in doubt since its amount was misread; its change and last year's are right."""
    row = SNOW.model_copy(update={"change": Money(yen=600_000, text="600", unit=1000)})
    (row,), _ = checked_anew([row])
    said = {"amount": 0.3, "prior_amount": 0.4, "change": 0.4, "name": 0.8}
    row = row.model_copy(update={"confidence": said})
    (as_it_was,) = as_corrected(extraction(row), []).records
    assert as_it_was.confidence == said
    mended = as_corrected(extraction(row), [change(1, row, "amount", PRINTED)]).records[0]
    assert mended.confidence == {"name": 0.8}
    assert sure_of(mended, "prior_amount") > 0.9
    other = as_corrected(extraction(row), [change(1, row, "name", "道路費")]).records[0]
    assert other.confidence == {path: sure for path, sure in said.items() if path != "name"}


def test_a_page_looked_at_whole_is_remembered() -> None:
    assert correct(extraction(SNOW), [correction(1, "whole", page=3)]).whole == {3}


def test_an_accepted_record_is_seen_as_a_whole() -> None:
    was = {"name": "除雪費", "amount": plain(money(1000))}
    accepted = correction(1, "accept", about(SNOW), was=was)
    seen = correct(extraction(SNOW), [accepted]).seen
    assert seen.keys() == {(SNOW.id, "name"), (SNOW.id, "amount")}
    other = replace(extraction(SNOW.model_copy(update={"name": "除雪事業費"})))
    assert correct(other, [accepted]).unfit
