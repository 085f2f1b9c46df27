"""The commands of `make demo`, as the README gives them."""

import re
import subprocess
import sys
from pathlib import Path


def test_the_demo_reads_checks_and_compares(root: Path, tmp_path: Path) -> None:
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    shown = re.search(r"^SHOWN := (.+)$", makefile, re.MULTILINE)
    demo = re.search(r"^demo:.*\n((?:\t.*\n)+)", makefile, re.MULTILINE)
    assert shown
    assert demo
    commands = re.findall(r"\$\(BIN\)/yosano (.+)", demo[1])
    assert [command.split()[0] for command in commands] == ["ingest", "check", "diff"]
    store = f"sqlite:///{tmp_path}/yosano.db"
    for command in commands:
        own = command.replace("$(SHOWN)", shown[1]).replace("$(STORE)", store)
        own = own.replace("outputs/demo", str(tmp_path / "out"))
        run = subprocess.run(
            [sys.executable, "-c", "from pipeline.cli import main; main()", *own.split()],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, (own, run.stdout[-2_000:], run.stderr[-2_000:])
