"""What a person sees of a run: where results are, and which file is which."""

import json
from pathlib import Path

import pytest

from models import Document
from pipeline.show import print_documents

ONE = Document(sha256="aa11" * 16, file_name="001.pdf")
TWO = Document(sha256="bb22" * 16, file_name="001.pdf")


def test_it_says_where_results_were_written(capsys: pytest.CaptureFixture[str]) -> None:
    print_documents([ONE], as_json=False, folders=[Path("outputs/001")])
    assert "outputs/001/" in capsys.readouterr().out
    print_documents([ONE], as_json=True, folders=[Path("outputs/001")])
    assert json.loads(capsys.readouterr().out)["folders"] == ["outputs/001"]


def test_two_files_of_one_name_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    print_documents([ONE, TWO], as_json=False)
    shown = capsys.readouterr().out
    assert "001.pdf [aa11aa11]" in shown
    assert "001.pdf [bb22bb22]" in shown
