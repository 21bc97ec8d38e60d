"""Bad input (坏文件): files that are cut off, encrypted, swollen, false or hostile, and what must come of each.

    python -m evals.badinput

Nothing here is drawn at random and no clock is read: the files are the same at every run.
"""

from __future__ import annotations

from evals.badinput import archives, disguised, documents, encrypted, letters, markup, pdfs, pictures, sheets
from evals.badinput.entry import Entry

_MODULES = (disguised, encrypted, archives, letters, markup, sheets, documents, pictures, pdfs)


def entries() -> list[Entry]:
    """Every bad file, group by group. No two share group and name."""
    return [entry for module in _MODULES for entry in module.entries()]
