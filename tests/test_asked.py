"""What a call says of its documents is taken in every way of writing it, or refused in one line."""

from pathlib import Path

import pytest

from pipeline.asked import fiscal_year, given
from pipeline.errors import StoreError, UsageError
from pipeline.store.engine import parse_url
from tests.integration.test_command import TEXT, yosano


@pytest.mark.parametrize(
    "text",
    [
        "2022",
        "2022年度",
        "２０２２",
        "R4",
        "r4",
        "Ｒ４",
        "R4年度",
        "令和4",
        "令和４年",
        "令和四年度",
        " R4 ",
    ],
)
def test_a_year_is_taken_however_it_is_written(text: str) -> None:
    assert fiscal_year(text) == 2022


@pytest.mark.parametrize(("text", "year"), [("令和元", 2019), ("H30", 2018), ("S63", 1988)])
def test_eras_before_are_years_too(text: str, year: int) -> None:
    assert fiscal_year(text) == year


@pytest.mark.parametrize(
    "text",
    [
        "20222",
        "22",
        "4",
        "0",
        "-2022",
        "",
        "R",
        "R4~R6",
        "前年度",
        "R4 R5",
        "2022.5",
        "令和99",
        "x",
    ],
)
def test_what_is_no_year_is_refused_with_what_is(text: str) -> None:
    with pytest.raises(UsageError, match=r"2022, R4 or 令和4"):
        fiscal_year(text)


def test_kinds_are_those_there_are() -> None:
    assert given(kind="budget_book").kind == "budget_book"
    with pytest.raises(UsageError, match=r"nonsense.*budget_book.*settlement"):
        given(kind="nonsense")


@pytest.mark.parametrize("name", ["", "  ", "\udcff"])
def test_a_name_is_a_name(name: str) -> None:
    with pytest.raises(UsageError, match="--issuer"):
        given(issuer=name)
    with pytest.raises(UsageError, match="--title"):
        given(title=name)


@pytest.mark.parametrize(
    "text", ["nonsense", "", "yosano.db.txt", "sqlite://a/b.db", "mysql://x/y", "x://"]
)
def test_a_store_is_an_address_or_a_database_file(text: str) -> None:
    with pytest.raises(StoreError, match=r"FILE\.db.*sqlite:///FILE.*postgresql://HOST/DATABASE"):
        parse_url(text)


def test_a_file_that_is_there_is_a_store_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "kept").touch()
    assert parse_url(str(tmp_path / "kept")).database == str(tmp_path / "kept")
    assert parse_url("a/b.sqlite3").database == "a/b.sqlite3"


def test_a_wrong_option_is_one_line_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    for option, value in (("--year", "20222"), ("--kind", "nonsense"), ("--jobs", "0")):
        for command in ("extract", "ingest"):
            run = yosano(command, "a.txt", option, value, cwd=tmp_path)
            assert run.returncode == 2, run.stderr
            (line,) = run.stderr.splitlines()
            assert option in line
    run = yosano("ingest", "a.txt", "--store", "nonsense", cwd=tmp_path)
    assert (run.returncode, len(run.stderr.splitlines())) == (5, 1)
    assert [each.name for each in tmp_path.iterdir()] == ["a.txt"]
