"""The formats of the corpus by name: how their files are made, of which sources, and what a machine must have for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec

from evals.intake import archives, ofd, office, pictures, plain, printed, programs, web
from evals.intake.dirt import Sheet
from evals.intake.sources import Size
from evals.intake.writing import Job

Made = tuple[bytes, tuple[str | None, ...]]
"""A file, and the names of its reports in it: one None unless it is an archive."""


@dataclass(frozen=True, slots=True)
class Format:
    """``make`` is given the reports of several files and gives the files. ``needs`` are what its files are made and read with."""

    suffix: str
    make: Callable[[Sequence[Sequence[Job]]], list[Made]]
    needs: tuple[str, ...] = ()
    size: Size = Size.LONG
    reports: int = 1
    batch: int = 9
    scan: bool = False
    sheet: Sheet = Sheet()
    page: bool = False
    """Whether the report stands in a web page, with all that stands around it there."""


def _each(maker: Callable[[Job], bytes]) -> Callable[[Sequence[Sequence[Job]]], list[Made]]:
    return lambda files: [(maker(job), (None,)) for (job,) in files]


def _together(maker: Callable[[Sequence[Job]], list[bytes]]) -> Callable[[Sequence[Sequence[Job]]], list[Made]]:
    return lambda files: [(data, (None,)) for data in maker([job for (job,) in files])]


def _archives(files: Sequence[Sequence[Job]]) -> list[Made]:
    return [archives.archive(jobs) for jobs in files]


_SCANNER = ("PIL", "numpy", "a CJK font", "rapidocr")

FORMATS: Mapping[str, Format] = {
    "txt_utf8": Format("txt", _each(plain.utf8)),
    "txt_gb18030": Format("txt", _each(plain.gb18030)),
    "txt_utf16": Format("txt", _each(plain.utf16)),
    "md": Format("md", _each(plain.markdown)),
    "html": Format("html", _each(web.html), page=True),
    "mht": Format("mht", _each(web.mht), page=True),
    "docx": Format("docx", _each(office.docx), ("docx",), sheet=Sheet(34)),
    "doc": Format("doc", _together(programs.doc), ("docx", "soffice"), batch=27, sheet=Sheet(34)),
    "pdf_one_column": Format("pdf", _each(printed.one_column), ("reportlab",), sheet=Sheet(36, printed=True)),
    "pdf_two_columns": Format("pdf", _each(printed.two_columns), ("reportlab",), sheet=Sheet(20, printed=True)),
    "pdf_chromium": Format("pdf", _together(programs.printed_page), ("chromium",), sheet=Sheet(40, printed=True), page=True),
    "pdf_soffice": Format("pdf", _together(programs.pdf), ("docx", "soffice"), batch=27, sheet=Sheet(34, printed=True)),
    "xlsx": Format("xlsx", _each(office.workbook), ("xlsxwriter",), Size.TABULAR),
    "csv": Format("csv", _each(plain.commas), size=Size.TABULAR),
    "ofd": Format("ofd", _each(ofd.ofd), sheet=Sheet(32, printed=True)),
    "zip": Format("zip", _archives, ("docx",), sheet=Sheet(34), reports=archives.REPORTS),
    "scan_pdf": Format(
        "pdf", _each(pictures.scanned_pdf), _SCANNER, Size.SHORT, batch=3, scan=True, sheet=Sheet(28, printed=True)
    ),
    "scan_png": Format("png", _each(pictures.png), _SCANNER, Size.SHORT, batch=3, scan=True, sheet=Sheet(28, printed=True)),
    "scan_jpg": Format("jpg", _each(pictures.jpg), _SCANNER, Size.SHORT, batch=3, scan=True, sheet=Sheet(28, printed=True)),
}


def missing(form: Format) -> list[str]:
    """What this machine lacks of a format's needs."""
    there: Mapping[str, Callable[[], object]] = {
        "soffice": programs.soffice,
        "chromium": programs.chromium,
        "a CJK font": pictures.font_files,
    }
    return [need for need in form.needs if not (there[need]() if need in there else find_spec(need))]


def ready(names: Sequence[str]) -> tuple[list[str], dict[str, list[str]]]:
    """Those of the formats that can be made and read here, and what the others lack."""
    lacking = {name: missing(FORMATS[name]) for name in names}
    return [name for name in names if not lacking[name]], {name: lacks for name, lacks in lacking.items() if lacks}
