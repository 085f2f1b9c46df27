"""What an extra installs, as a command that works wherever yosano itself came from."""

import re
from functools import cache
from importlib.metadata import requires

_OF_EXTRA = re.compile(r"""([^;]{1,200}?)\s{0,3};\s{0,3}extra\s{0,3}==\s{0,3}['"](\w{1,40})['"]""")


@cache
def install(extra: str) -> str:
    """The command that installs what an extra needs; it does not name yosano's own source.

    >>> install("web")
    "python -m pip install 'fastapi>=0.111' 'uvicorn>=0.30'"
    """
    found = [_OF_EXTRA.fullmatch(line) for line in requires("yosano") or ()]
    needed = [match[1] for match in found if match and match[2] == extra]
    return " ".join(["python -m pip install", *(f"'{each}'" for each in needed)])
