"""The catalogue: every text that people read is in it, in Japanese, and its files are current."""

import importlib.util
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table

from pipeline.words import language_of, said_in, speak, translator
from pipeline.words.said import translated
from pipeline.words.terminal import Terminal


@pytest.fixture(scope="module")
def catalogue(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue", root / "docs/catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_no_text_is_without_japanese(catalogue: ModuleType) -> None:
    assert catalogue.untranslated(catalogue.updated()) == [], "add it to pipeline/words/ja.po"


def test_the_files_are_current(catalogue: ModuleType) -> None:
    po, mo = catalogue.written(catalogue.updated())
    assert catalogue.PO.read_bytes() == po, "run docs/catalogue.py"
    assert catalogue.MO.read_bytes() == mo, "run docs/catalogue.py"


def test_places_in_a_text_stay_in_its_translation(catalogue: ModuleType) -> None:
    holes = re.compile(r"\{[a-z0-9_]*\}")
    for message in catalogue.updated():
        if message.id and message.string:
            assert sorted(holes.findall(message.id)) == sorted(holes.findall(message.string))


def test_texts_are_said_in_the_language_asked_for() -> None:
    assert translator("ja")("prior amount") == "前年度の額"
    assert translator("en")("prior amount") == "prior amount"
    assert translator("ja")("no such text") == "no such text"


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "en_US.UTF-8"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "ja_JP"}, "ja"),
    ],
)
def test_the_locale_chooses_the_language(environment: dict[str, str], language: str) -> None:
    assert language_of(environment) == language


# What the command says


def said(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from pipeline.cli import main; main()", *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **environment},
    )


@pytest.mark.parametrize(
    "arguments", [("check", "/none", "--lang", "ja"), ("--lang=ja", "check", "/none")]
)
def test_errors_are_said_in_the_language_wherever_it_is_asked_for(arguments: tuple[str]) -> None:
    done = said(*arguments)
    assert done.returncode == 3
    assert (
        done.stderr
        == "yosano: /none: 抽出結果がありません。先に `yosano extract` を実行してください\n"
    )


def test_the_locale_speaks_and_an_option_overrules_it() -> None:
    assert "抽出結果がありません" in said("check", "/none", LANG="ja_JP.UTF-8").stderr
    assert "no extraction here" in said("check", "/none", "--lang", "en", LANG="ja_JP.UTF-8").stderr
    assert "no extraction here" in said("check", "/none").stderr


def test_help_is_in_the_language() -> None:
    japanese = said("extract", "--help", "--lang", "ja").stdout
    assert "文書を読み、レコードにします" in japanese
    assert "結果のフォルダ" in japanese
    assert "Read documents into records" in said("extract", "--help").stdout


def test_a_language_that_is_none_is_refused() -> None:
    assert said("check", "/none", "--lang", "xx").returncode == 2


@pytest.mark.parametrize(
    ("text", "japanese"),
    [
        ("a.pdf: there is no such file", "a.pdf: ファイルがありません"),
        ("a: b: there is no such file", "a: b: ファイルがありません"),
        ("市税: change does not hold (amount 1)", "市税: 検算 増減 が合いません(amount 1)"),
        ("{0}: there is no such file", "{0}: ファイルがありません"),
        ("nothing that anybody says", "nothing that anybody says"),
        ("", ""),
    ],
)
def test_messages_are_found_by_what_is_not_in_their_holes(text: str, japanese: str) -> None:
    assert said_in("ja")(text) == japanese


@given(st.text(alphabet="市税a.: ("), st.text(alphabet="省b. )"))
def test_what_stands_in_a_hole_is_said_as_it_is(one: str, two: str) -> None:
    catalogue = {"{0}: cannot be read ({1})": "{1}のため{0}は読めません"}
    spoken = translated(f"{one}: cannot be read ({two})", catalogue)
    assert spoken == (
        f"{two}のため{one}は読めません" if one and two else f"{one}: cannot be read ({two})"
    )


def test_tables_have_headings_in_the_language_and_cells_as_they_are() -> None:
    buffer = StringIO()
    speak("ja")
    try:
        table = Table(title="checks")
        table.add_column("document")
        table.add_row("document")
        Terminal(buffer).print(table)
    finally:
        speak("en")
    assert "検算" in buffer.getvalue()
    assert "文書" in buffer.getvalue()
    assert "│ document │" in buffer.getvalue()
