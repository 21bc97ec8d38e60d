"""The head of a table -> what each of its columns is: whose unit, what it measures, of which period, wanted or done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.domain import Basis, GrowthKind, Period, Status
from index.extract.tables.figures import units_of
from index.extract.tables.grid import DITTO, FIGURE, Row
from index.extract.tables.times import Times, year_only
from index.extract.tables.words import (
    CLASS,
    COUNTS,
    GROWTH,
    LEVELS,
    NAMES,
    NUMBER,
    TARGET,
    UNIT,
    WHOSE,
    Role,
    growth_kind,
    named,
    role_of,
    status_of,
    wanted,
    without_units,
)

_BODIES = re.compile(r"园区|片区|功能区|开发区|企业|公司|项目名称|镇街|乡镇|街道|单位名称|地区|区域")
_RANKED = re.compile(r"排\s?[名序位]|名\s?次|位次")
_STAFF = re.compile(r"部门|机构名称|内设机构|问题|题目|选项|科室|责任单位|牵头|姓名|人员|干部|工作组|小组|专班|责任人|局办")
_AGAINST = re.compile(
    r"[比较与和]?(?:上年|去年|前年|上一年|上期)?(?:同期|同月|年末|年底)|[比较与和](?:上年|去年|前年|年初|上月|上季度|\d{1,2}-\d{1,2}月|\d{1,2}月)"
)
"""What a growth is counted against: no period of its own."""
_MEASURES = re.compile(r"末|期末|存量|现有|余额|年底")
UNCLEAR = -1
"""In place of a column: one of several, and nothing says which."""
_MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Column:
    """``named`` is the indicator that the head names, "" where the rows name it.

    ``whose`` is the zone or park that the head names (城东园 over figures of indicators), "" where it names none.
    ``periodic`` says that the head itself states the period; ``of`` is, for growth, progress and shares, the column they tell
    about, or UNCLEAR.
    """

    role: Role
    head: str
    units: tuple[str, ...] = ()
    period: Period | None = None
    periodic: bool = False
    status: Status = Status.ACTUAL
    basis: Basis | None = None
    named: str = ""
    whose: str = ""
    group: str = ""
    kind: GrowthKind = GrowthKind.YOY
    of: int | None = None

    @property
    def running(self) -> bool:
        return "累计" in self.head


@dataclass(frozen=True, slots=True)
class Head:
    """The columns of a table, and which of them names the rows."""

    columns: tuple[Column, ...]
    name: int

    @property
    def unit(self) -> int | None:
        return next((at for at, column in enumerate(self.columns) if column.role is Role.UNIT), None)

    @property
    def subject(self) -> int | None:
        return next((at for at, column in enumerate(self.columns) if column.role is Role.SUBJECT), None)

    @property
    def classes(self) -> int | None:
        return next((at for at, column in enumerate(self.columns) if column.role is Role.CLASS), None)

    @property
    def named(self) -> bool:
        """Whether the columns name indicators, so that rows are zones, projects or periods."""
        return any(column.named for column in self.columns if column.role in (*LEVELS, Role.GROWTH))

    def telling(self, place: int, role: Role) -> list[int]:
        """The columns of a role that tell about the column at a place."""
        return [at for at, column in enumerate(self.columns) if column.of == place and column.role is role]


def head_of(rows: Sequence[Row], body: Sequence[Row], times: Times) -> Head | None:
    """The head that ``rows`` are, over the rows of ``body``; None where no column is one of figures."""
    parts = _parts(rows)
    if len(parts) > _MOST_COLUMNS:
        return None
    name = _name_place(parts, body)
    if name is None or any(_STAFF.search(words) for words in parts[name]):
        return None  # quotas of offices and people are no figures of the zone
    columns = [_column(part, at, name, body, times) for at, part in enumerate(parts)]
    columns = [replace(column, of=_told_of(columns, at)) for at, column in enumerate(columns)]
    columns = [_completed(columns, at) for at in range(len(columns))]
    if any(column.named for column in columns):
        columns = [
            replace(column, named=column.head)
            if column.role is Role.LEVEL and not column.named and COUNTS.fullmatch(column.head)
            else column
            for column in columns
        ]
    if not any(column.role in (*LEVELS, Role.GROWTH) for column in columns):
        return None
    return Head(tuple(columns), name)


def _completed(columns: Sequence[Column], at: int) -> Column:
    """A column with what it has from the one it tells about, and 上年同期 with the name of the level before it."""
    column = columns[at]
    if column.of is not None and column.of != UNCLEAR:
        level = columns[column.of]
        same = column.group and column.group == level.group
        column = replace(column, named=level.named if same or not column.named else column.named)
        if not column.periodic:
            column = replace(column, period=level.period, status=level.status)
    elif column.role is Role.EARLIER and not column.named:
        before = [each for each in columns[:at] if each.role is Role.LEVEL and each.group == column.group]
        column = replace(column, named=before[-1].named if before else "")
    return column


def _parts(rows: Sequence[Row]) -> list[tuple[str, ...]]:
    """The words of each column from the upper head row down; a head over several columns stands in each of them."""
    grid = [[cell.words for cell in row] for row in rows]
    for at, row in enumerate(grid[:-1]):
        below = grid[at + 1 :]
        for place in range(1, len(row)):
            open_below = any(under[place] for under in below)
            # The head to the left reaches over this column only if it is parted below, too.
            parted = any(under[place - 1] and under[place - 1] != row[place - 1] for under in below)
            if not row[place] and open_below and parted:
                row[place] = row[place - 1]
    parts = []
    for column in zip(*grid, strict=True):
        words = [word for number, word in enumerate(column) if word and word not in column[:number]]
        parts.append(tuple(words))
    return parts


def _name_place(parts: Sequence[tuple[str, ...]], body: Sequence[Row]) -> int | None:
    """The column that names the rows: the first one that neither counts nor classes them."""
    free = [at for at, part in enumerate(parts[:5]) if not any(NUMBER.fullmatch(words) for words in part)]
    if free and free[0] == 0 and any(_RANKED.fullmatch(words) for words in parts[0]):
        free = free[1:]
    free = [at for at in free if not _is_figures(at, body)]
    classes = [at for at in free if any(CLASS.fullmatch(words) for words in parts[at])]
    named = [at for at in free if at not in classes and any(NAMES.search(words) for words in parts[at])]
    named = [at for at in named if not _is_units(at, body)]
    indicators = [at for at in named if any(re.search(r"指\s?标", words) for words in parts[at])]
    if indicators:
        return indicators[0]
    if classes and named and classes[0] < named[0]:
        return named[0]
    return free[0] if free else None


def _is_figures(place: int, body: Sequence[Row]) -> bool:
    filled = [row[place].text for row in body if place < len(row) and row[place].words]
    return bool(filled) and all(FIGURE.fullmatch(text) and not year_only(text) for text in filled)


def _is_units(place: int, body: Sequence[Row]) -> bool:
    filled = [row[place].words for row in body if place < len(row) and row[place].words]
    units = sum(1 for words in filled if units_of(words) or words in DITTO)
    return bool(filled) and units > len(filled) / 2


def _all_percent(place: int, body: Sequence[Row]) -> bool:
    figures = [row[place].words for row in body if place < len(row) and re.search(r"\d", row[place].words)]
    return bool(figures) and all(words.endswith(("%", "％")) for words in figures)


def _column(part: tuple[str, ...], at: int, name: int, body: Sequence[Row], times: Times) -> Column:
    words, units = without_units(part)
    head = "".join(words)
    group = words[0] if len(words) > 1 else ""
    if at == name:
        return Column(Role.NAME, head, units)
    if any(NUMBER.fullmatch(each) for each in part):
        return Column(Role.NUMBER, head)
    if any(UNIT.fullmatch(each) for each in part):
        return Column(Role.UNIT if _is_units(at, body) else Role.OTHER, head)
    if any(CLASS.fullmatch(each) for each in part):
        return Column(Role.CLASS, head)
    if at < name and _BODIES.search(head) and not _is_figures(at, body):
        return Column(Role.SUBJECT, head)
    whose = next((each for each in words if WHOSE.fullmatch(each) and not units), "")
    plain = tuple(each for each in words if each != whose)
    role = role_of(plain, units, times) if plain or not whose else Role.LEVEL
    if role is Role.OTHER and GROWTH.search(head) and _all_percent(at, body):
        role = Role.GROWTH  # 同比增减 over 12.5%, 下降2.1%
    if role is Role.OTHER:
        return Column(role, head)
    dated = _AGAINST.sub("", head) if role is Role.GROWTH else head
    period, periodic = times.of_head(dated, earlier=role is Role.EARLIER, target=wanted(role, head))
    if period is None and periodic:
        return Column(Role.OTHER, head)
    status = status_of(role, head, period, times)
    return Column(
        role,
        head,
        units,
        period,
        periodic,
        status,
        Basis.STOCK if _MEASURES.search(head) else None,
        "" if role in (Role.SHARE, Role.PROGRESS) else named(plain, times),
        whose,
        group,
        growth_kind(head),
    )


def _told_of(columns: Sequence[Column], place: int) -> int | None:
    """The column of levels that growth, progress or a share tells about; None where it stands for itself."""
    telling = columns[place]
    if telling.role not in (Role.GROWTH, Role.PROGRESS, Role.SHARE):
        return None
    levels = [at for at, column in enumerate(columns) if column.role in _told_roles(telling)]
    together = [at for at in levels if telling.group and columns[at].group == telling.group]
    if together:
        levels = together
    elif telling.named:
        levels = [at for at in levels if columns[at].named == telling.named]
    levels = [at for at in levels if columns[at].whose == telling.whose]
    if telling.periodic and telling.role is Role.GROWTH:
        levels = [at for at in levels if columns[at].period == telling.period]
    levels = [at for at in levels if columns[at].running == telling.running] or levels
    before = [at for at in levels if at < place]
    if not before:
        return levels[0] if levels else None
    # Of the levels since the last column of growth the latest one has grown: 2024年 | 2023年 | 增长%.
    since = max((at for at in range(place) if columns[at].role is telling.role), default=-1)
    recent = [at for at in before if at > since] or before[-1:]
    if columns[place - 1].role is not Role.TARGET:
        recent = [at for at in recent if columns[at].role is not Role.TARGET] or recent
    ends = {at: period.end for at in recent if (period := columns[at].period) is not None and period.end is not None}
    if len(ends) < len(recent):
        return recent[-1]
    earlier = {column.period for column in columns[since + 1 : place] if column.role is Role.EARLIER}
    compared = [at for at in recent if any(_same_months(columns[at].period, each) for each in earlier)]
    if compared:
        return compared[-1]
    latest = [at for at in recent if ends[at] == max(ends.values())]
    alike = len({columns[at].period for at in latest}) == 1
    return latest[-1] if alike or latest[-1] == place - 1 else UNCLEAR


def _same_months(one: Period | None, other: Period | None) -> bool:
    if one is None or other is None or one.end is None or other.end is None:
        return False
    return (one.start.month, one.end.month) == (other.start.month, other.end.month)


def _told_roles(telling: Column) -> tuple[Role, ...]:
    if telling.role is not Role.GROWTH or "同比" in telling.head:
        return (Role.LEVEL,)
    return (Role.TARGET,) if TARGET.search(telling.head) else (Role.LEVEL, Role.TARGET)
