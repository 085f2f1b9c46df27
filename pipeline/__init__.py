"""yosano: policy and budget documents of Japanese governments as records.

`from pipeline import extract` is the way in from Python. It is looked up on first use, so that
importing a part of the pipeline does not load the whole.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.run import Extraction, extract

__all__ = ["Extraction", "extract"]


def __getattr__(name: str) -> object:
    if name in __all__:
        from pipeline import run

        return getattr(run, name)
    raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
