"""The web page: a few files beside this module, served as they are, under a policy that lets no foreign script in.

The page is served without a key (it asks for one), everything it shows comes through ``/api`` and needs it.
"""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Response

from index.errors import NotFound

router = APIRouter(include_in_schema=False)

FOLDER = Path(__file__).parent
TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8"}

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "Referrer-Policy": "no-referrer",
    # Asked for again each time: a page of one version with a script of another breaks in ways nobody can explain.
    "Cache-Control": "no-cache",
}

ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="5" fill="#1f3b57"/>'
    '<path d="M8 9h16M8 15h16M8 21h9" stroke="#fff" stroke-width="2.6"/><path d="m19 22 3 3 5-6" stroke="#e0b252" '
    'stroke-width="2.6" fill="none"/></svg>'
)


@router.get("/")
def page() -> Response:
    return Response((FOLDER / "index.html").read_bytes(), media_type="text/html; charset=utf-8", headers=HEADERS)


@router.get("/web/icon.svg")
def icon() -> Response:
    return Response(ICON, media_type="image/svg+xml", headers=HEADERS)


@router.get("/web/{name}")
def asset(name: str) -> Response:
    known = {file.name: file for file in FOLDER.iterdir() if file.suffix in TYPES}
    if name not in known:
        raise NotFound(f"没有这个文件: {name}")
    return Response(known[name].read_bytes(), media_type=TYPES[known[name].suffix], headers=HEADERS)
