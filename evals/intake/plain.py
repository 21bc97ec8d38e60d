"""Reports as plain text in three charsets, Markdown and comma-separated values."""

from __future__ import annotations

import codecs
import csv
import io
import re

from evals.intake.lines import BAR, Role
from evals.intake.writing import Job, blocks


def _text(job: Job) -> str:
    indent = job.draw.choice(("", "", "　　"))
    end, apart = job.draw.choice((("\n", "\n"), ("\n", "\n"), ("\r\n", "\r\n"), ("\n", "\n\n")))
    texts = []
    for block in blocks(job.lines):
        rows = end.join(BAR.join(row) for row in block.rows)
        lead = indent if block.role is Role.PARAGRAPH and block.opens else ""
        texts.append((rows or lead + block.text) + (end if block.goes_on else apart))
    return "".join(texts)


def utf8(job: Job) -> bytes:
    return (codecs.BOM_UTF8 if job.draw.random() < 0.3 else b"") + _text(job).encode("utf-8")


def gb18030(job: Job) -> bytes:
    return _text(job).encode("gb18030")


def utf16(job: Job) -> bytes:
    mark, charset = job.draw.choice(((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")))
    return mark + _text(job).encode(charset)


def markdown(job: Job) -> bytes:
    """Headings by ``#``, pipe tables, here and there a word in bold."""
    marks = {Role.TITLE: "# ", Role.HEADING: "## ", Role.SUBHEADING: "### "}
    found = []
    for block in blocks(job.lines):
        end = "\n" if block.goes_on else "\n\n"
        if block.rows:
            head, *rest = ["| " + " | ".join(row) + " |" for row in block.rows]
            found.append("\n".join([head, "|" + " --- |" * len(block.rows[0]), *rest]) + end)
        elif block.role is Role.PARAGRAPH and job.draw.random() < 0.2:
            found.append(re.sub(r"^([一-鿿]{2,12}?)([,。:])", r"**\1**\2", block.text) + end)
        else:
            found.append(marks.get(block.role, "") + block.text + end)
    return "".join(found).encode("utf-8")


def commas(job: Job) -> bytes:
    """Rows of the table as rows, every other line as one cell."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=job.draw.choice((",", ",", "\t", ";")), lineterminator="\r\n")
    for block in blocks(job.lines):
        writer.writerows(block.rows or [[block.text]])
    charset = job.draw.choice(("utf-8-sig", "gb18030", "utf-8"))
    return out.getvalue().encode(charset)
