"""The catalogue: every text that people read is in it, in Japanese, and its files are current."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

from pipeline.words import language_of, translator


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
