"""Files that a program has to make: Word 97 and PDF by LibreOffice, PDF by printing a page in Chromium."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from evals.intake import office, web
from evals.intake.writing import Job

_PATIENCE = 300
"""Seconds for one start of a program."""
_PRINT = "<style>@page{size:A4;margin:18mm} body{font-family:'Noto Serif CJK SC','Noto Sans CJK SC',serif}</style></head>"


def soffice() -> str | None:
    return shutil.which("soffice") or shutil.which("libreoffice")


def chromium() -> str | None:
    return next((found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None)


def doc(jobs: Sequence[Job]) -> list[bytes]:
    return _converted([office.docx(job) for job in jobs], "doc:MS Word 97")


def pdf(jobs: Sequence[Job]) -> list[bytes]:
    return _converted([office.docx(job) for job in jobs], "pdf")


def _converted(documents: Sequence[bytes], into: str) -> list[bytes]:
    """Word documents in another format, by one start of the program under a profile of its own."""
    program = soffice()
    assert program is not None  # formats are asked for only where their program is there
    with TemporaryDirectory() as name:
        folder = Path(name)
        paths = [folder / f"{at}.docx" for at in range(len(documents))]
        for path, data in zip(paths, documents, strict=True):
            path.write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program, "--headless", "--norestore", profile, "--convert-to", into, "--outdir", name, *map(str, paths)]
        subprocess.run(command, check=True, timeout=_PATIENCE, capture_output=True)
        return [path.with_suffix("." + into.partition(":")[0]).read_bytes() for path in paths]


def printed_page(jobs: Sequence[Job]) -> list[bytes]:
    return [_print(job) for job in jobs]


def _print(job: Job) -> bytes:
    """The portal page on paper; now and then with the head and foot that browsers add: day, title, address, page of pages."""
    program = chromium()
    assert program is not None
    with TemporaryDirectory() as name:
        page, out = Path(name) / "content.html", Path(name) / "content.pdf"
        page.write_text(web.page(job).replace("</head>", _PRINT, 1), encoding="utf-8")
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={name}/profile"]
        command += [] if job.draw.random() < 0.4 else ["--no-pdf-header-footer"]
        command += [f"--print-to-pdf={out}", page.as_uri()]
        subprocess.run(command, check=True, timeout=_PATIENCE, capture_output=True)
        return out.read_bytes()
