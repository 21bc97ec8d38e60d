"""What a route asks for beside its own parameters."""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import Depends, Request

from service.bootstrap import Service
from service.jobs import Jobs


def _service(request: Request) -> Service:
    return cast(Service, request.app.state.service)


def _jobs(request: Request) -> Jobs:
    return cast(Jobs, request.app.state.jobs)


ServiceOf = Annotated[Service, Depends(_service)]
JobsOf = Annotated[Jobs, Depends(_jobs)]
