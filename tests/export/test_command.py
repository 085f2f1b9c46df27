"""`yosano export`: from folders and from a store, as corrected, or with one line that says why."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models import Correction, CorrectionTarget
from pipeline import corrections
from pipeline.cli_app import app
from pipeline.corrections import CORRECTIONS
from pipeline.errors import InputError, UsageError
from pipeline.export import rows_of_volume
from pipeline.export.sources import records_of, volumes_of_folders, volumes_of_store
from pipeline.files import read_extraction, stream_records, write_extraction
from pipeline.run import extract
from pipeline.store import open_store

RUN = CliRunner()


@pytest.fixture(scope="module")
def folder(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    (seed,) = (root / "seeds").glob("004_*.txt")
    folder = tmp_path_factory.mktemp("outputs") / "004"
    write_extraction(extract(seed), folder)
    return folder


def test_writes_and_says_what(folder: Path, tmp_path: Path) -> None:
    done = RUN.invoke(
        app, ["export", str(folder), "--format", "csv", "--out", str(tmp_path), "--json"]
    )
    assert done.exit_code == 0
    said = json.loads(done.stdout)
    assert said["rows"]["projects"] > 20
    assert str(tmp_path / "projects.csv") in said["files"]


def test_a_store_gives_the_rows_that_its_folders_give(folder: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    (volume,) = volumes_of_folders([str(folder)])
    open_store(url, create=True).keep(volume.document, list(volume.records()))
    (kept,) = volumes_of_store(url)
    assert list(rows_of_volume(kept, "a")) == list(rows_of_volume(volume, "a"))


def test_records_are_exported_as_corrected(folder: Path, tmp_path: Path) -> None:
    (volume,) = volumes_of_folders([str(folder)])
    record = next(each for each in volume.records() if getattr(each, "name", None))
    line = Correction(
        id="c1",
        document=volume.document.sha256,
        action="change",
        at="2026-01-01T00:00:00Z",
        target=CorrectionTarget(record=record.id, type=record.type, field="name"),
        now="直した事業",
    )
    corrections.append(folder / CORRECTIONS, [line])
    try:
        rows = [row for _, row in rows_of_volume(volume, "a")]
        assert [row["name"] for row in rows if row.get("corrected")] == ["直した事業"]
        assert list(records_of(folder)) != list(stream_records(folder))
    finally:
        (folder / CORRECTIONS).unlink()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--format", "csv"], "give folders"),
        (["x", "--store", "sqlite:///y.db", "--format", "csv"], "and not both"),
        (["x", "--format", "parquet", "--excel"], "--excel is for --format csv"),
    ],
)
def test_what_cannot_be_done_is_refused(arguments: list[str], words: str) -> None:
    done = RUN.invoke(app, ["export", *arguments])
    assert isinstance(done.exception, UsageError)
    assert words in str(done.exception)


def test_no_extraction_is_no_export(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="run `yosano extract` first"):
        volumes_of_folders([str(tmp_path)])


def test_a_record_that_is_none_is_said_by_its_folder(folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    write_extraction(read_extraction(folder), broken)
    (broken / "records.jsonl").write_text('{"type": "no"}\n')
    (volume,) = volumes_of_folders([str(broken)])
    with pytest.raises(InputError, match=r"broken: not an extraction of this version"):
        list(volume.records())
