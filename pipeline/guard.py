"""Stages whose failure costs what they would have read, and nothing else."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import TypeVar

from models import Issue
from pipeline.allowance import TimeUp
from pipeline.errors import YosanoError

T = TypeVar("T")


@dataclass
class Guard:
    """Runs stages, and keeps an issue for each that came to nothing: its figures are left over."""

    issues: list[Issue] = field(default_factory=list)

    def run(
        self,
        name: str,
        make: Callable[[], T],
        otherwise: T,
        *,
        page: int | None = None,
        clock: AbstractContextManager[None] | None = None,
    ) -> T:
        """What a stage gives; `otherwise` where it fails by a fault of ours, or has had its time.

        Without a `clock` of its own, it has that of the stage around it.
        """
        try:
            with clock or nullcontext():
                return make()
        except (TimeUp, Exception) as error:
            if isinstance(error, YosanoError) or (isinstance(error, TimeUp) and clock is None):
                raise
            self.issues.append(failure(name, error, page))
            return otherwise


def failure(name: str, error: BaseException, page: int | None = None) -> Issue:
    """What a stage leaves behind that came to nothing."""
    if isinstance(error, TimeUp):
        code = "out_of_time"
        message = f"{name} was left out: it takes more time than a document may have"
    elif isinstance(error, MemoryError):
        code = "out_of_memory"
        message = f"{name} was left out: it takes more memory than a document may have"
    else:
        code = "internal_error"
        message = f"{name}: {type(error).__name__}: {error} (this is a bug of yosano)"
    return Issue(code=code, severity="error", message=message, page=page)


def crash(name: str) -> Issue:
    """What is left of a stage on which a library ended the process, for a reason that it kept."""
    message = f"{name} was left out: a library crashed on it"
    return Issue(code="stage_crashed", severity="error", message=message)
