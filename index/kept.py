"""What was read from the store, kept until the store changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar, cast

Value = TypeVar("Value")


def _alike(value: object) -> int:  # noqa: ARG001
    return 1


class Kept:
    """Values by key, those last used that together weigh no more than ``most``; by default each weighs 1.

    ``version`` gives another number after every change: then all are forgotten.
    """

    def __init__(self, version: Callable[[], int], *, most: int, weigh: Callable[[Any], int] = _alike) -> None:
        self._version = version
        self._most = most
        self._weigh = weigh
        self._held = version()
        self._values: OrderedDict[Hashable, tuple[object, int]] = OrderedDict()
        self._weight = 0
        self._lock = Lock()

    def get(self, key: Hashable, read: Callable[[], Value]) -> Value:
        """The kept value, else what ``read`` gives. Two that ask at once may both read; what ``read`` raises is not kept."""
        with self._lock:
            version = self._version()
            if version != self._held:
                self._values.clear()
                self._weight = 0
                self._held = version
            if key in self._values:
                self._values.move_to_end(key)
                return cast(Value, self._values[key][0])
        value = read()
        weight = self._weigh(value)
        with self._lock:
            # What was removed or corrected while this was read must not come back.
            if version == self._held == self._version():
                self._weight += weight - self._values.pop(key, (None, 0))[1]
                self._values[key] = value, weight
                while self._weight > self._most:
                    _, (_, gone) = self._values.popitem(last=False)
                    self._weight -= gone
        return value
