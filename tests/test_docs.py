"""What is generated is current, and every command and option is documented with an example."""

import importlib.util
import re
from pathlib import Path

import typer.main

from pipeline.cli_app import app


def test_generated_docs_are_current(root: Path) -> None:
    spec = importlib.util.spec_from_file_location("generate", root / "docs/generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    stale = [path.name for path, text in module.generated().items() if path.read_text() != text]
    assert stale == [], "run `make docs`"


def test_every_command_has_an_example_and_stands_in_the_readme(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    group = typer.main.get_command(app)
    commands = getattr(group, "commands", {})
    assert {"extract", "ingest", "check", "diff", "evaluate", "schema"} <= set(commands)
    for name, command in commands.items():
        assert f"yosano {name}" in (command.help or ""), f"{name}: its help has no example"
        assert f"yosano {name}" in readme, f"{name}: not in README.md"
        for parameter in command.params:
            help_text = getattr(parameter, "help", None)
            assert help_text, f"{name} {parameter.name}: no help"


def test_every_issue_code_is_documented(root: Path) -> None:
    documented = (root / "docs/issues.md").read_text(encoding="utf-8")
    used = {
        code
        for file in sorted((root / "pipeline").rglob("*.py"))
        for code in re.findall(
            r'(?:\bcode(?:: str)? ?= ?|\b_issue\(\s*|\bissue_at\([^"]*?)"([a-z_]+)"',
            file.read_text(encoding="utf-8"),
        )
    }
    assert {"unreadable", "name_missing"} <= used, "codes are written in a way this does not see"
    missing = sorted(code for code in used if f"`{code}`" not in documented)
    assert missing == []


def test_nothing_of_a_machine_stands_in_the_docs(root: Path) -> None:
    pages = [*root.glob("*.md"), *root.glob("docs/*.md"), *root.glob("fixtures/**/*.md")]
    assert [str(page) for page in pages if str(root.parent) + "/" in page.read_text()] == []
