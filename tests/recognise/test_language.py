"""GiNZA: when it is loaded, how much it is given, what happens without it."""

import subprocess
import sys

import pytest

from pipeline.errors import MissingToolError
from pipeline.recognise import find_projects, language


def test_nothing_is_loaded_before_there_is_prose() -> None:
    script = (
        "import sys; from pipeline.recognise import find_money, find_projects, find_years;"
        "find_money('5億円'); find_years('令和4年度');"
        "find_projects('・除雪費 1,200 [-]\\n12\\t34');"
        "assert 'spacy' not in sys.modules;"
        "find_projects('フレイル予防事業を行う。'); assert 'ja_ginza' in sys.modules"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_no_piece_is_larger_than_ginza_takes() -> None:
    text = "漢" * 100_000
    pieces = list(language.chunks(text))
    assert all(len(piece.encode()) < language.LARGEST_INPUT for _, piece in pieces)
    assert "".join(piece for _, piece in pieces) == text
    assert all(text[offset:].startswith(piece[:10]) for offset, piece in pieces)


def test_long_prose_keeps_its_offsets() -> None:
    text = "市民の皆様の御理解をいただき、フレイル予防事業を行う。" * 900
    found = find_projects(text)
    assert len(found) == 900
    assert {text[mention.start : mention.end] for mention in found} == {"フレイル予防事業"}


def test_a_missing_model_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "MODEL", "ja_no_such_model")
    language._pipeline.cache_clear()
    try:
        with pytest.raises(MissingToolError, match="pip install"):
            find_projects("フレイル予防事業を行う。")
    finally:
        language._pipeline.cache_clear()
