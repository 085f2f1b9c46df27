"""Fixtures for all tests: the project's own documents, and the real corpus where it stands."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents. Tests that use it are marked `corpus`."""
    return SHARED / "corpus"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips corpus tests only where no shared folder stands beside the project."""
    if SHARED.is_dir():
        return
    skip = pytest.mark.skip(reason="needs the real documents at ../shared")
    for item in items:
        if "corpus" in item.keywords:
            item.add_marker(skip)
