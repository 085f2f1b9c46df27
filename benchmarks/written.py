"""A benchmark's tables in their place in a page of docs."""

from pathlib import Path


def write_between(page: Path, name: str, report: str) -> None:
    """Puts a report between the two comments that bear its name."""
    begin, end = f"<!-- {name}: written by make bench -->", f"<!-- {name}: end -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(begin)
    if not found or end not in rest:
        raise ValueError(f"{page}: has no place for {name}")
    after = rest.partition(end)[2]
    page.write_text(f"{before}{begin}\n\n{report}\n{end}{after}", encoding="utf-8")
