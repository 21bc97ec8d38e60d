"""Zip files of several reports in several formats, one in a zip inside the zip, with the names and the litter that systems leave."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

from evals.intake import office, plain, web
from evals.intake.writing import Job

REPORTS = 3
_MAKERS: Sequence[tuple[str, Callable[[Job], bytes]]] = (
    ("txt", plain.utf8),
    ("docx", office.docx),
    ("html", web.html),
    ("txt", plain.gb18030),
    ("md", plain.markdown),
)
_DAY = (2025, 7, 1, 9, 0, 0)


def archive(jobs: Sequence[Job]) -> tuple[bytes, tuple[str, ...]]:
    """The zip and the names of its reports, in order: the last one lies in the inner zip."""
    draw = jobs[0].draw
    first = draw.randrange(len(_MAKERS))
    files = []
    for at, job in enumerate(jobs):
        suffix, maker = _MAKERS[(first + at) % len(_MAKERS)]
        files.append((f"{job.dirty.source.zone}总结{at + 1}.{suffix}", maker(job)))
    chinese = draw.random() < 0.5
    *outer, inner = files
    nested = _zipped([inner], chinese=chinese)
    litter = [("__MACOSX/._a.txt", b"\0\5\x16\7"), (".DS_Store", b"\0\0\0\1Bud1")] if draw.random() < 0.5 else []
    whole = _zipped([*((f"材料/{name}", data) for name, data in outer), ("附件.zip", nested), *litter], chinese=chinese)
    return whole, tuple(name for name, _ in files)


def _zipped(files: Sequence[tuple[str, bytes]], *, chinese: bool) -> bytes:
    """``chinese`` writes names in GBK without saying so, as archivers of Chinese systems do."""
    out = io.BytesIO()
    names = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for at, (name, data) in enumerate(files):
            length = len(name.encode("gb18030"))
            written = f"{at}~".ljust(length, "~")[:length] if chinese else name
            names[written] = name
            package.writestr(zipfile.ZipInfo(written, _DAY), data, zipfile.ZIP_DEFLATED)
    whole = out.getvalue()
    for written, name in names.items() if chinese else ():
        whole = whole.replace(written.encode(), name.encode("gb18030"))
    return whole
