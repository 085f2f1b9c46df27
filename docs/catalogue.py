"""Brings the catalogue of Japanese texts up to date: pipeline/words/ja.po, and ja.mo from it.

Texts are found where the code marks them, in the help of commands, and in the messages of errors.
New ones are added without a translation, and those that are gone leave. `--check` says which texts
have no Japanese, and changes nothing.
"""

import ast
import itertools
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from pipeline.cli_app import app
from pipeline.words.help import help_texts

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "pipeline/words/ja.po"
MO = PO.with_suffix(".mo")
# When a catalogue was made is no part of what it says.
_NEVER = datetime(1980, 1, 1, tzinfo=UTC)
_IN_PAGE = re.compile(r'_\("([^"]+)"\)')
_MARKS = frozenset({"mark", "translate", "_"})


def texts() -> Iterator[tuple[str, str]]:
    """Every text that people read, with the file it stands in."""
    for file in sorted((ROOT / "pipeline").rglob("*.py")):
        if "migrations" in file.parts:
            continue
        where = str(file.relative_to(ROOT))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            for text in (*_texts_of(node), *_shown(node)):
                yield text, where
    for text in help_texts(app):
        yield text, "pipeline/cli.py"
    for page in sorted((ROOT / "pipeline").rglob("*.j2")):
        for text in _IN_PAGE.findall(page.read_text(encoding="utf-8")):
            yield text, str(page.relative_to(ROOT))


def _texts_of(node: ast.AST) -> Iterator[str]:
    """Texts that the code marks, and those that errors and issues say, with holes for values."""
    if isinstance(node, ast.Call):
        name = _called(node)
        if name in _MARKS and node.args and isinstance(node.args[0], ast.Constant):
            yield str(node.args[0].value)
        said = [each.value for each in node.keywords if each.arg == "message"]
        if name.endswith("Error"):
            said += node.args[:1]
        if "issue" in name.lower() or name == "unreadable_page":
            said += node.args
    elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        said = [node.value] if node.targets[0].id == "message" else []
    else:
        said = []
    yield from (text for each in said if (text := _holed(each)))


def _shown(node: ast.AST) -> Iterator[str]:
    """What is printed on a terminal: headings and titles of tables, and lines around them."""
    match node:
        case ast.Call(
            func=ast.Attribute(attr="add_column"), args=[ast.Constant(value=str(text)), *_]
        ):
            yield text
        case ast.Call(func=ast.Attribute(attr="print"), args=[first, *_]):
            if text := _holed(first):
                yield text.lstrip()
        case ast.Call(func=ast.Name(id="Table"), keywords=keywords):
            for each in keywords:
                if each.arg in ("title", "caption") and isinstance(each.value, ast.Constant):
                    yield str(each.value.value)
        case (
            ast.For(target=ast.Name(id="heading"), iter=ast.Tuple(elts=parts))
            | ast.Assign(targets=[ast.Name(id="_HEADINGS")], value=ast.Tuple(elts=parts))
        ):
            yield from (str(part.value) for part in parts if isinstance(part, ast.Constant))


def _holed(node: ast.expr) -> str | None:
    """What an expression says, with numbered holes; nothing where that is no sentence."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        text = node.value
    elif isinstance(node, ast.JoinedStr):
        holes = itertools.count()
        text = "".join(
            str(part.value) if isinstance(part, ast.Constant) else f"{{{next(holes)}}}"
            for part in node.values
        )
    else:
        return None
    words = re.sub(r"\{\d+\}", "", text)
    return text if " " in text and re.search("[a-z]{2}", words) else None


def updated() -> Catalog:
    """The catalogue with the texts of now, and the translations that it has of them."""
    with PO.open("rb") as file:
        old = read_po(file, locale="ja")
    new = Catalog(
        locale="ja",
        project="yosano",
        fuzzy=False,
        header_comment="# yosano",
        creation_date=_NEVER,
        revision_date=_NEVER,
    )
    for text, where in texts():
        known = old.get(text)
        new.add(text, string=known.string if known else "", locations=[(where, None)])
    return new


def untranslated(catalogue: Catalog) -> list[str]:
    """The texts that have no Japanese."""
    return [str(message.id) for message in catalogue if message.id and not message.string]


def written(catalogue: Catalog) -> tuple[bytes, bytes]:
    """The catalogue as the bytes of ja.po and ja.mo; without dates and names."""
    po, mo = BytesIO(), BytesIO()
    write_po(po, catalogue, width=100, sort_output=True, omit_header=False)
    write_mo(mo, catalogue)
    lines = po.getvalue().decode("utf-8").split("\n")
    unsaid = ('"POT-C', '"PO-R', '"Report-', '"Last-T', '"Language-T', '"Generated')
    return "\n".join(line for line in lines if not line.startswith(unsaid)).encode(), mo.getvalue()


def _called(node: ast.Call) -> str:
    match node.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def main() -> int:
    """Writes the catalogue, or with --check only looks at it; 1 where a text has no Japanese."""
    catalogue = updated()
    po, mo = written(catalogue)
    missing = untranslated(catalogue)
    for text in missing:
        sys.stderr.write(f"no Japanese: {text}\n")
    if "--check" not in sys.argv[1:]:
        PO.write_bytes(po)
        MO.write_bytes(mo)
    return int(bool(missing))


if __name__ == "__main__":
    sys.exit(main())
