"""What a ``POST /api/reports`` brings: one text as JSON, or files as multipart."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import Request
from pydantic import ValidationError
from python_multipart.exceptions import MultipartParseError
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException

from index.errors import InvalidInput
from service.api.problems import field_problems
from service.jobs import Incoming
from service.schema import ReportIn

MOST_FILES = 1000
FIELDS = ("title", "url", "zone", "period")
_LONGEST_NAME = 200


@asynccontextmanager
async def incoming(request: Request) -> AsyncIterator[tuple[Incoming, ...]]:
    """The files or the text, never none; files lie on disk until this is left. Raises InvalidInput for a body that is neither."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        with TemporaryDirectory(prefix="zonebrief-") as folder:
            yield await _uploaded(request, Path(folder))
    elif kind == "application/json" or kind.endswith("+json"):
        yield (_text(await request.body()),)
    else:
        raise HTTPException(415, "请用 multipart/form-data 上传 file,或用 application/json 提交 text")


async def _uploaded(request: Request, folder: Path) -> tuple[Incoming, ...]:
    try:
        async with request.form(max_files=MOST_FILES, max_fields=len(FIELDS), max_part_size=10_000) as form:
            return await _files(form, folder)
    except (MultiPartException, MultipartParseError, HTTPException) as error:
        raise InvalidInput("multipart 内容无法解析", advice="请用 file 字段上传文件,例如 curl -F file=@报告.txt。") from error


async def _files(form: FormData, folder: Path) -> tuple[Incoming, ...]:
    files: list[tuple[str | None, Path]] = []
    said = {}
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            if name != "file":
                raise InvalidInput(f"未知的文件字段 {name}", advice="文件字段名为 file,可重复。")
            files.append((_plain(value.filename), await _saved(value, folder / str(len(files)))))
        elif name in FIELDS:
            said[name] = value
        else:
            raise InvalidInput(f"未知的字段 {name}", advice=f"可用字段: file、{'、'.join(FIELDS)}。")
    if not files:
        raise InvalidInput("没有收到文件", advice="请用 file 字段上传文件,例如 curl -F file=@报告.txt。")
    if len(files) > 1 and ("title" in said or "url" in said):
        raise InvalidInput("title 与 url 只能用于单个文件", advice="请逐个上传,或去掉 title 与 url。")
    checked = _checked(json.dumps({"text": "-", **{name: value for name, value in said.items() if value}}).encode())
    return tuple(
        Incoming(path=path, name=name, title=checked.title, url=checked.url, zone=checked.zone, period=checked.period)
        for name, path in files
    )


async def _saved(upload: UploadFile, path: Path) -> Path:
    with path.open("wb") as target:
        while block := await upload.read(1 << 20):
            target.write(block)
    return path


def _plain(name: str | None) -> str | None:
    """The name as a label: without folders and what cannot be shown."""
    if not name:
        return None
    last = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in last if letter.isprintable())[-_LONGEST_NAME:] or None


def _text(body: bytes) -> Incoming:
    given = _checked(body)
    return Incoming(data=given.text.encode(), title=given.title, url=given.url, zone=given.zone, period=given.period)


def _checked(body: bytes) -> ReportIn:
    try:
        return ReportIn.model_validate_json(body)
    except ValidationError as error:
        found = field_problems(error.errors(include_input=False, include_url=False))
        raise InvalidInput(";".join(f"{each.field}: {each.message}" if each.field else each.message for each in found)) from None


def fingerprint(files: tuple[Incoming, ...]) -> str:
    """The same for the same request, whatever its multipart boundary."""
    digest = hashlib.sha256()
    for each in files:
        for part in (each.name, each.title, each.url, each.zone, each.period):
            digest.update(f"{part!r}\n".encode("utf-8", "backslashreplace"))
        digest.update(hashlib.sha256(each.content).digest())
    return digest.hexdigest()
