"""What is tried of an install: one that does nothing, or imports a trap, is found out."""

import sys
from pathlib import Path

from benchmarks.installed import BASE, EXTRAS, Place, lay, what_fails
from benchmarks.installs import CHOICES, interpreter


def faked(folder: Path, code: str) -> Place:
    """A command that is none, in a user's folder."""
    command = folder / "yosano"
    command.write_text(f"#!{sys.executable}\n{code}\n")
    command.chmod(0o755)
    lay(folder / "here")
    return Place(command, folder / "here")


def test_a_command_that_does_nothing_fails_wherever_something_should_come_out(
    tmp_path: Path,
) -> None:
    found = list(what_fails(faked(tmp_path, "import sys"), ["ocr"]))
    expected = [
        f"yosano {call.arguments}: nothing in {call.leaves}" for call in BASE if call.leaves
    ]
    assert found[: len(expected)] == expected
    assert found[len(expected)].startswith("yosano extract scan.pdf --out scanned")
    assert [each.split(":")[0] for each in found[len(expected) + 1 :]] == [
        f"without {extra}" for extra in sorted(EXTRAS) if extra != "ocr"
    ]


def test_an_import_from_the_users_folder_is_found(tmp_path: Path) -> None:
    place = faked(tmp_path, "import sys\nsys.path.insert(0, '.')\nimport models")
    *_, last = what_fails(place, [])
    assert last == "imported from the user's folder: " + "models " * (len(BASE) + len(EXTRAS))


def test_every_extra_is_tried_alone_and_with_all() -> None:
    assert {"base": (), **{each: (each,) for each in EXTRAS}, "all": EXTRAS} == CHOICES


def test_a_python_is_found_by_its_version() -> None:
    assert interpreter(f"{sys.version_info.major}.{sys.version_info.minor}") is not None
    assert interpreter("2.0") is None
