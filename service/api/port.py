"""What a route asks for beside its own parameters."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from service.bootstrap import Service


def _service(request: Request) -> Service:
    return cast(Service, request.app.state.service)


ServiceOf = Annotated[Service, Depends(_service)]
