"""The locks: they name every file that an install may fetch, and agree with what is asked for."""

import re
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
LOCKS = sorted(["base", "build", *EXTRAS])
PIN = re.compile(r"(?m)^([\w.-]+)==(\S+)([^\\\n]*)((?: \\\n    --hash=sha256:[0-9a-f]{64})+)$")


def pins(*names: str) -> dict[str, str]:
    """The versions of these locks by name."""
    texts = [(ROOT / f"locks/{name}.txt").read_text(encoding="utf-8") for name in names]
    return {canonicalize_name(each[1]): each[2] for text in texts for each in PIN.finditer(text)}


def asked_for(lock: str) -> list[str]:
    if lock == "base":
        return list(PROJECT["project"]["dependencies"])
    return list(PROJECT["build-system"]["requires"] if lock == "build" else EXTRAS[lock])


def test_there_is_one_lock_for_the_base_the_build_and_each_extra() -> None:
    assert sorted(path.stem for path in (ROOT / "locks").glob("*.txt")) == LOCKS


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_a_pin_with_checksums(lock: str) -> None:
    text = (ROOT / f"locks/{lock}.txt").read_text(encoding="utf-8")
    assert PIN.sub("", text).strip() == ""


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_what_the_project_asks_for(lock: str) -> None:
    locked = pins("base", lock)
    for each in map(Requirement, asked_for(lock)):
        assert locked[canonicalize_name(each.name)] in each.specifier, each


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_has_what_its_packages_ask_for(lock: str) -> None:
    locked, missing = pins("base", lock), []
    for name in pins(lock):
        try:
            asked = [Requirement(each) for each in requires(name) or ()]
        except PackageNotFoundError:  # of another system, or of a part that is not installed here
            continue
        needed = [each for each in asked if not each.marker or each.marker.evaluate({"extra": ""})]
        for each in needed:
            version = locked.get(canonicalize_name(each.name))
            if version is None or version not in each.specifier:
                missing.append(f"{name} asks for {each}")
    assert missing == []


def test_the_versions_are_those_of_the_constraints() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    wanted = dict(line.split("==") for line in lines if not line.startswith("#"))
    assert pins(*LOCKS) == {canonicalize_name(name): wanted[name] for name in wanted}
