"""What was read from the store, kept until the store changes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import TypeVar, cast

Value = TypeVar("Value")


class Kept:
    """Values by key, the ``most`` last used. ``version`` gives another number after every change: then all are forgotten."""

    def __init__(self, version: Callable[[], int], *, most: int) -> None:
        self._version = version
        self._most = most
        self._held = version()
        self._values: OrderedDict[Hashable, object] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, read: Callable[[], Value]) -> Value:
        """The kept value, else what ``read`` gives. Two that ask at once may both read; what ``read`` raises is not kept."""
        with self._lock:
            version = self._version()
            if version != self._held:
                self._values.clear()
                self._held = version
            if key in self._values:
                self._values.move_to_end(key)
                return cast(Value, self._values[key])
        value = read()
        with self._lock:
            # What was removed or corrected while this was read must not come back.
            if version == self._held == self._version():
                self._values[key] = value
                while len(self._values) > self._most:
                    self._values.popitem(last=False)
        return value
