"""A server on a free port, and a browser that fails a test for anything it complains of."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from models import Extraction
from pipeline import extract
from tests.review.person import TABLE

Serve = Callable[..., str]
CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
def serve(root: Path) -> Iterator[Serve]:
    """Starts `yosano review` with arguments, and gives back the address that it prints."""
    with ExitStack() as stack:

        def start(*arguments: str | Path) -> str:
            command = [str(Path(sys.executable).with_name("yosano")), "review"]
            server = subprocess.Popen(
                [*command, *map(str, arguments)],
                cwd=root,
                env={**os.environ, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
                stdout=subprocess.PIPE,
                text=True,
            )
            stack.callback(server.wait)
            stack.callback(server.terminate)
            assert server.stdout is not None
            stack.callback(server.stdout.close)
            return server.stdout.readline().strip()

        yield start


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium without a window."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser as wide as a desk's, with nothing kept from before."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def window(context: BrowserContext) -> Iterator[Page]:
    """A window. What its console says is an error of ours."""
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    assert said == []


@pytest.fixture
def made(root: Path) -> Extraction:
    """A made-up table of projects, read as it is printed."""
    return extract(root / f"fixtures/made/{TABLE}.pdf")
