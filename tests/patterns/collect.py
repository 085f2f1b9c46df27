"""All patterns that the packages compile, and by which methods each is asked."""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from types import ModuleType

import regex

import models
import pipeline

SEARCH, MATCH, FULLMATCH = "search", "match", "fullmatch"
_ASKED = {
    **dict.fromkeys(("search", "finditer", "findall", "sub", "subn", "split"), SEARCH),
    "match": MATCH,
    "fullmatch": FULLMATCH,
}
_DEEPEST = 6


@dataclass
class Asked:
    """A compiled pattern, where it stands, and how it is asked."""

    pattern: re.Pattern[str]
    places: list[str] = field(default_factory=list)
    methods: set[str] = field(default_factory=set)


@dataclass
class _Uses:
    """What a module does with names: methods called on them, and names handed on otherwise."""

    called: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    handed: dict[tuple[str, str], set[str]] = field(default_factory=dict)
    loose: dict[str, set[str]] = field(default_factory=dict)


def modules() -> list[ModuleType]:
    """Every module of the packages; Alembic runs its scripts itself."""
    found = [models, pipeline]
    for package in (models, pipeline):
        names = (m.name for m in pkgutil.walk_packages(package.__path__, f"{package.__name__}."))
        found += [importlib.import_module(name) for name in names if ".migrations" not in name]
    return found


def collected() -> list[Asked]:
    """Each pattern once. One that is only handed on is asked as its users ask what they are given;
    where that cannot be seen, in every way."""
    loaded = modules()
    uses = _Uses()
    for module in loaded:
        _note_uses(module, uses)
    found: dict[tuple[str, int, str], Asked] = {}
    for module in loaded:
        for place, pattern, methods in (*_kept(module, uses), *_inline(module)):
            key = (pattern.pattern, pattern.flags, type(pattern).__module__)
            asked = found.setdefault(key, Asked(pattern))
            asked.places.append(f"{module.__name__}:{place}")
            asked.methods |= methods
    for asked in found.values():
        asked.methods = asked.methods or {SEARCH, MATCH, FULLMATCH}
    return list(found.values())


def _kept(module: ModuleType, uses: _Uses) -> Iterator[tuple[str, re.Pattern[str], set[str]]]:
    for name, value in vars(module).items():
        if name.startswith("__") or inspect.ismodule(value):
            continue
        key = (module.__name__, name)
        methods = set(uses.called.get(key, ()))
        for user in uses.handed.get(key, ()):
            methods |= uses.loose.get(user, set())
        for pattern in _within(value):
            yield name, pattern, methods


def _within(value: object, depth: int = 0) -> Iterator[re.Pattern[str]]:
    if isinstance(value, re.Pattern | regex.Pattern):
        if isinstance(value.pattern, str):
            yield value
        return
    for part in _parts(value) if depth < _DEEPEST else ():
        yield from _within(part, depth + 1)


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, dict):
        return (*value.keys(), *value.values())
    if isinstance(value, list | tuple | set | frozenset):
        return value
    ours = type(value).__module__.split(".")[0] in ("models", "pipeline")
    if not ours or isinstance(value, type):
        return ()
    slots = getattr(type(value), "__slots__", ())
    return (*getattr(value, "__dict__", {}).values(), *(getattr(value, s, None) for s in slots))


def _inline(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str], set[str]]]:
    """`re.search(r"…", text)` within functions, where the pattern is known beforehand."""
    for node in _nodes(module):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner, method = node.func.value, node.func.attr
        if method not in _ASKED or not node.args or not isinstance(owner, ast.Name):
            continue
        if owner.id not in ("re", "regex"):
            continue
        try:
            form = eval(ast.unparse(node.args[0]), dict(vars(module)))
        except NameError:
            continue  # made of what the function is given
        yield f"line {node.lineno}", vars(module)[owner.id].compile(form), {_ASKED[method]}


def _note_uses(module: ModuleType, uses: _Uses) -> None:
    nodes, known = _nodes(module), vars(module)
    origin = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module
        for alias in node.names
    }
    aliases = _aliases(nodes, known)
    asked: set[str] = set()
    for node in nodes:
        if not isinstance(node, ast.Attribute) or node.attr not in _ASKED:
            continue
        owner = node.value
        names = [owner.id] if isinstance(owner, ast.Name) else []
        named = [real for name in names for real in aliases.get(name, {name}) if real in known]
        asked.update(named)
        for name in named:
            key = origin.get(name, (module.__name__, name))
            uses.called.setdefault(key, set()).add(_ASKED[node.attr])
        if not named:
            uses.loose.setdefault(module.__name__, set()).add(_ASKED[node.attr])
    for name in _loaded(nodes) - asked:
        if name in known:
            key = origin.get(name, (module.__name__, name))
            uses.handed.setdefault(key, set()).add(module.__name__)


def _aliases(nodes: Iterable[ast.AST], known: dict[str, object]) -> dict[str, set[str]]:
    """What local names stand for: `form = A if … else B`, `for role, form in HEADINGS`."""
    found: dict[str, set[str]] = {}
    for node in nodes:
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, ast.For | ast.comprehension):
            targets, value = [node.target], node.iter
        else:
            continue
        if any(isinstance(each, ast.Call) for each in ast.walk(value)):
            continue
        for target in (name for each in targets for name in ast.walk(each)):
            if isinstance(target, ast.Name) and target.id not in known:
                found.setdefault(target.id, set()).update(_loaded(ast.walk(value)))
    return found


def _loaded(nodes: Iterable[ast.AST]) -> set[str]:
    return {
        node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    }


@cache
def _nodes(module: ModuleType) -> list[ast.AST]:
    return list(ast.walk(ast.parse(inspect.getsource(module) or "")))
