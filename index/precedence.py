"""Questions go before storing: who stores stops between two steps while a question is being answered.

One interpreter runs one thread at a time, and the vector index lets no other run while it takes vectors in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from threading import Condition
from time import monotonic
from typing import TypeVar

GiveWay = Callable[[], None]
Value = TypeVar("Value")

_PATIENCE = 4.0
"""Times what the last step took, at most, that storing waits: under questions without end it goes on at a fifth of its pace."""
_LONGEST = 0.5
_EVERY = 100
"""Values that are made between two stops: some milliseconds."""


class Precedence:
    """Thread-safe. ``give_way`` is for one thread at a time, that of the store's owner."""

    def __init__(self) -> None:
        self._asked = 0
        self._answered = Condition()
        self._went_on = monotonic()

    @contextmanager
    def asked(self) -> Iterator[None]:
        """Around the answering of one question."""
        with self._answered:
            self._asked += 1
        try:
            yield
        finally:
            with self._answered:
                self._asked -= 1
                if not self._asked:
                    self._answered.notify_all()

    def give_way(self) -> None:
        """Waits until nothing is asked, but not long."""
        with self._answered:
            if self._asked:
                most = min(_LONGEST, _PATIENCE * (monotonic() - self._went_on))
                self._answered.wait_for(lambda: not self._asked, most)
        self._went_on = monotonic()


def stepwise(values: Iterable[Value], give_way: GiveWay) -> list[Value]:
    """The values as a list, made a hundred at a time."""
    made: list[Value] = []
    for value in values:
        made.append(value)
        if not len(made) % _EVERY:
            give_way()
    return made


def at_once() -> None:
    """Gives way to nobody: where no questions are answered."""
