"""On a cluster of Ray documents come out as in one process, also when a machine is lost."""

import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from models import Document
from pipeline.batch import Outcome
from pipeline.errors import InputError, MissingToolError, UsageError
from pipeline.jobs import Engine, extract_to, read_all
from pipeline.run import Options
from tests.integration.test_command import TEXT, yosano

ray = pytest.importorskip("ray", reason="needs the extra `scale`")
NODES = 3


@pytest.fixture
def documents(tmp_path: Path, root: Path) -> list[Path]:
    """Texts that differ, PDFs, and inputs that cannot be read."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(24):
        lines = [
            f"・第{item}道路整備事業費 {item + number:,}00 [{item}00]" for item in range(1, 300)
        ]
        text = f"令和{number % 5 + 2}年度 甲{number}市 当初予算の概要\n\n単位：千円\n\n"
        (folder / f"{number:02}.txt").write_text(text + "\n".join(lines), encoding="utf-8")
    for made in sorted((root / "fixtures/made").glob("*.pdf"))[:3]:
        (folder / made.name).write_bytes(made.read_bytes())
    (folder / "bad.pdf").write_text("no PDF")
    (folder / "empty.txt").touch()
    return [*sorted(folder.iterdir()), folder / "missing.pdf"]


@pytest.fixture
def cluster() -> Iterator[object]:
    """Three nodes of one processor each, as if they were machines; the first cannot be lost."""
    from ray.cluster_utils import Cluster

    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    for _ in range(NODES - 1):
        cluster.add_node(num_cpus=1)
    yield cluster
    cluster.shutdown()


def read(
    documents: list[Path], out: Path, engine: Engine
) -> tuple[dict[str, bytes], list[tuple[Path, str]]]:
    """What is in the folder of results afterwards, and the errors."""
    work = partial(extract_to, options=Options(ocr="never"))
    folders = {path: out / path.stem for path in documents}
    outcomes = list(read_all(documents, work, folders=folders, engine=engine))
    assert [outcome.path for outcome in outcomes] == documents
    return written(out), [(each.path, str(each.error)) for each in outcomes if each.error]


def written(out: Path) -> dict[str, bytes]:
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


def test_a_node_lost_in_the_middle_loses_nothing(
    documents: list[Path], tmp_path: Path, cluster: object
) -> None:
    here, errors = read(documents, tmp_path / "here", Engine(jobs=1))
    assert len(errors) == 3
    lost = threading.Event()

    def lose() -> None:
        """Takes a node away when some are read and others are not."""
        while len(list((tmp_path / "there").glob("[!.]*"))) < 3:
            time.sleep(0.01)
        node = next(iter(cluster.worker_nodes))  # type: ignore[attr-defined]
        cluster.remove_node(node, allow_graceful=False)  # type: ignore[attr-defined]
        assert len(list((tmp_path / "there").glob("[!.]*"))) < len(documents) - 3
        lost.set()

    loser = threading.Thread(target=lose)
    loser.start()
    engine = Engine("ray", address=cluster.address)  # type: ignore[attr-defined]
    there, same_errors = read(documents, tmp_path / "there", engine)
    loser.join()
    assert lost.is_set()
    assert there == here
    assert same_errors == errors


def fail(path: Path, *, folders: object) -> Document:
    """Stands for a reader that crashes on some documents and cannot read others."""
    import os

    if path.name == "crash":
        os._exit(139)
    if path.name == "bug":
        raise ZeroDivisionError
    raise InputError(f"{path}: not a PDF", code="not_pdf")


def test_what_ends_a_reader_ends_one_document(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("bad", "crash", "bug")]
    for path in paths:
        path.write_text("x")
    folders = {path: tmp_path / "out" / path.name for path in paths}
    outcomes: list[Outcome[Document]] = list(
        read_all(paths, fail, folders=folders, engine=Engine("ray"))
    )
    bad, crash, bug = (outcome.error for outcome in outcomes)
    assert str(bad) == f"{paths[0]}: not a PDF"
    assert isinstance(bad, InputError)
    assert bad.code == "not_pdf"
    assert isinstance(crash, InputError)
    assert crash.code == "reader_crashed"
    assert bug is not None
    assert "ZeroDivisionError" in str(bug)
    assert "ZeroDivisionError" in (outcomes[2].trace or "")


def test_where_no_cluster_is_the_call_ends_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"--address 127\.0\.0\.1:1: no Ray cluster answers"):
        read([], tmp_path / "out", Engine("ray", address="127.0.0.1:1"))


def test_without_the_extra_it_says_which(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "ray", None)
    with pytest.raises(MissingToolError, match="extra `scale`: python -m pip install"):
        read([], tmp_path / "out", Engine("ray"))


def test_the_commands_take_it_and_no_module_from_the_folder_that_the_user_stands_in(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    for name in ("pipeline", "models", "json", "typing", "numpy", "pydantic", "ray", "psutil"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken from here')\n")
    run = yosano("extract", "a.txt", "--engine", "ray", cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    run = yosano("ingest", "a.txt", "--engine", "ray", "--store", "y.db", cwd=tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    assert (tmp_path / "outputs/a/document.json").is_file()
