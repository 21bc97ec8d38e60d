"""Every test: no network but this machine's own, and none of the settings of whoever runs it."""

import ipaddress
import os
import sys
from typing import Any

for _name in [name for name in os.environ if name.startswith(("ZONEBRIEF_", "OPENAI_"))]:
    del os.environ[_name]


class LeftTheMachine(AssertionError):
    """A test tried to reach another machine."""


def _stay(event: str, arguments: tuple[Any, ...]) -> None:
    """Audit hook: connections and name look-ups that leave the loopback fail loudly, whichever library asks."""
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    host = host.decode() if isinstance(host, bytes) else host
    if host in (None, "", "localhost"):
        return
    try:
        stays = ipaddress.ip_address(host).is_loopback
    except ValueError:
        stays = False
    if not stays:
        raise LeftTheMachine(f"{event} {arguments[:2]}")


sys.addaudithook(_stay)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Files as bytes hold the minute they were made in: named by it, a test would not be the same in every process."""
    return argname if isinstance(val, bytes) else None
