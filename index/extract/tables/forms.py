"""Forms: what a thing is called in one cell, what it is in the next (项目名称 | …, 总投资 | 5.2亿元). Pairs may stand side by side.

A form without a row that says whose it is, is no form: nothing is read from it here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from index.domain import Observation, Report, Span, Status, SubjectKind, path_at
from index.extract.making import made
from index.extract.naming import Name
from index.extract.relations import Relation
from index.extract.tables.figures import stated
from index.extract.tables.grid import Cell, Row
from index.extract.tables.names import entry_of, row_name, unit_of

_NAMED = {
    SubjectKind.PROJECT: re.compile(r"(?:项目|工程)名称"),
    SubjectKind.COMPANY: re.compile(r"(?:企业|公司|单位)名称"),
    SubjectKind.PARK: re.compile(r"(?:园区|片区)名称"),
}
_LONGEST_KEY = 16


def form(report: Report, rows: Sequence[Row]) -> list[Observation] | None:
    """The figures of a form, with the thing it is of as their subject; None where the rows are no form."""
    pairs = [pair for row in rows for pair in _pairs(row)]
    if not pairs or any(len(row) % 2 for row in rows) or any(len(key.words) > _LONGEST_KEY for key, _ in pairs):
        return None
    subject = next(
        (
            (kind, told.words)
            for key, told in pairs
            for kind, pattern in _NAMED.items()
            if pattern.fullmatch(key.words) and told.words
        ),
        None,
    )
    return None if subject is None else list(_figures(report, pairs, *subject))


def _pairs(row: Row) -> Iterator[tuple[Cell, Cell]]:
    yield from zip(row[::2], row[1::2], strict=False)


def _figures(report: Report, pairs: Sequence[tuple[Cell, Cell]], kind: SubjectKind, subject: str) -> Iterator[Observation]:
    for key, told in pairs:
        row = row_name(key.words)
        name = Name(row.plain, row.plain)
        if entry_of(row.plain) is None or not told.words:
            continue
        found = stated(told, unit_of(name, [(row.units, True)]))
        if found is not None:
            yield made(
                report,
                found.quantity,
                name,
                found.status or Status.ACTUAL,
                report.period,
                span=Span(key.span.start, told.span.end),
                relation=Relation(0, growth=found.growth),
                kind=kind,
                subject=subject,
                path=path_at(report.sections, key.span.start),
            )
