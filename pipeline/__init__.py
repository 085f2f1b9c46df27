"""yosano: policy and budget documents of Japanese governments as records.

`from pipeline import extract` is the way in from Python. It is looked up on first use, so that
importing a part of the pipeline does not load the whole.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.run import extract

__all__ = ["extract"]


def __getattr__(name: str) -> object:
    if name == "extract":
        from pipeline.run import extract

        return extract
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
