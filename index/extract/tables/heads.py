"""The head of a table -> what each of its columns is: whose unit, what it measures, of which period, wanted or done."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from index.domain import Basis, GrowthKind, Period, Status
from index.extract.tables.figures import units_of
from index.extract.tables.grid import DITTO, FIGURE, Row
from index.extract.tables.times import Times, year_only
from index.indicators import CATALOGUE
from index.periods import Calendar

_BRACKETED = re.compile(r"[(（〔\[](?P<inside>[^()（）〔〕\[\]]{1,16})[)）〕\]]")
_UNIT_OF = re.compile(r"[,，:：/](?P<unit>[^,，:：/]{1,8})$")
_NUMBER = re.compile(r"序\s?号|编\s?号|项次|NO\.?|No\.?|#")
_RANKED = re.compile(r"排\s?[名序位]|名\s?次|位次")
_UNIT = re.compile(r"(?:计量|统计)?单\s?位")
_CLASS = re.compile(r"(?:指标)?(?:类\s?别|分\s?类|大类|领域|一级指标|板块|科目类别|指标类型|指标分类)")
_STAFF = re.compile(r"部门|科室|责任单位|牵头|姓名|人员|干部|工作组|小组|专班|责任人|局办")
_NAMES = re.compile(
    r"指\s?标|项\s?目|名\s?称|内\s?容|园区|片区|功能区|开发区|企业|公司|年\s?份|年\s?度|时\s?间|月\s?份|季\s?度|行业|产业|地区|区域|单\s?位|乡镇|街道|镇街|类\s?别|科目"
)
_OTHER = re.compile(
    r"备\s?注|说明|责任|牵头|负责|联系|配合|排\s?[名序位]|位\s?[次列居]|名次|增减[额量数]|[增减][加少长]?[额量数](?!额)|差额|差值|缺口|序时|时间进度|时序"
    r"|(?:形象|工程|建设|项目|工作)进[度展]|开工|竣工|投产时间|建成时间|时限|年限|期限|地[址点]|法人|电话|性质|状态|阶段|是否|日期|批次|级别|内容|规格|来源"
    r"|所[属在]|类型|牵头|口径|代码|权重|得分|评分|分值|预警|评价|与.{0,6}差|差距|主管"
)
_RATE_OF_PROGRESS = re.compile(
    r"占(?:全年|年度|年初|年|目标|任务|计划|预算)|(?:完成|达)(?:全年|年度|年|进度)?(?:的)?(?:目标|任务|计划|预算)?(?:任务|数)?的?(?:率|比例|比重|百分比|进度)"
    r"|(?:目标|任务|计划|预算|投资)(?:完成|执行|达成)[率度]|^(?:完成)?进度$|完成(?:全年|年度|年)?(?:目标|任务|计划|预算)(?:任务|数|的)*$"
)
_SHARE = re.compile(r"占比|比重|构成|所占|份额|占.{1,10}(?:比例|的)?$")
_GROWTH = re.compile(r"同比|增长|增速|增幅|±|比上年|较上年|比去年|较去年|涨幅|增减|环比|升降|年均")
_EARLIER = re.compile(r"上年|去年|同期|上期|基期")
_EARLIER_ONLY = re.compile(r"同期(?!.{0,4}(?:增|升|降|减|±|[%％]))")
_AGAINST = re.compile(
    r"[比较与和]?(?:上年|去年|前年|上一年|上期)?(?:同期|同月|年末|年底)|[比较与和](?:上年|去年|前年|年初|上月|上季度|\d{1,2}-\d{1,2}月|\d{1,2}月)"
)
"""What a growth is counted against: no period of its own."""
_DONE = re.compile(r"完成(?:情况|数|值|额|量)|实际|实绩|已完成|累计完成|执行数|到位")
_TARGET = re.compile(r"目标|计划|任务|预期|(?:年初|全年|年度|调整)预算|预算[数额]|力争|指导")
_EXPECTED = re.compile(r"预计|预测|预估|估计")
_NEUTRAL = re.compile(
    r"^(?:本月|当月|本季|当季|本期|期末|期初|年末|月末|年初|累计|本年|今年|本年度|年度|全年|当年|上半年|下半年|季度|月份|月|止|至|完成|实现|达到|情况|实绩|实际"
    r"|数据|数值|数量|[个家户宗件]数|总量|绝对[值额数量]|金额|总额|额度?|值|数|量|规模|合计|总计|指标值?|结果|执行|年初|预算|调整|预计|预测|预估|预期|目标|计划|任务|力争|总|上年|去年|同期|上期|基期"
    r"|增长率?|增速|增幅|增减|同比|环比|比|较|±|\+|-|/|占|率|%|％|的|我区|全区|园区|单位|统计|快报|发生|水平|年均|两年|平均|变化|幅度|涨幅|升降|左右)*$"
)
_MEASURES = re.compile(r"末|期末|存量|现有|余额|年底")


_RELATED = re.compile(
    r"^(?:同比|环比|其中[:：]?)+|(?:同比|环比|比上年|较上年|上年同期|去年同期|增长率?|增速|增幅|增减|[±+\-]*[%％]|占比|比重|目标|计划|完成)+$"
)
_COUNTS = re.compile(r"(?<!专)(?P<unit>[个家户人宗件])数$")


class Role(Enum):
    """What the figures of a column are."""

    NAME = auto()
    NUMBER = auto()
    CLASS = auto()
    UNIT = auto()
    TARGET = auto()
    LEVEL = auto()
    EARLIER = auto()
    GROWTH = auto()
    PROGRESS = auto()
    SHARE = auto()
    OTHER = auto()


UNCLEAR = -1
"""In place of a column: one of several, and nothing says which."""
_NO_TIMES = Times(None, None, Calendar())
LEVELS = (Role.LEVEL, Role.TARGET, Role.EARLIER)


@dataclass(frozen=True, slots=True)
class Column:
    """``named`` is the indicator that the head names, "" where the rows name it.

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
    def classes(self) -> int | None:
        return next((at for at, column in enumerate(self.columns) if column.role is Role.CLASS), None)

    @property
    def named(self) -> bool:
        """Whether the columns name indicators, so that rows are zones, projects or periods."""
        return any(column.named for column in self.columns if column.role in (*LEVELS, Role.GROWTH))

    def telling(self, place: int, role: Role) -> list[int]:
        """The columns of a role that tell about the column at a place."""
        return [at for at, column in enumerate(self.columns) if column.of == place and column.role is role]


def is_head_word(words: str) -> bool:
    """Whether words head a column of figures or of units, by themselves."""
    plain, units = _without_units((words,))
    if units or _UNIT.fullmatch(words):
        return True
    return _role_of("".join(plain), units, _NO_TIMES) not in (None, Role.OTHER)


def heads_names(words: str) -> bool:
    """Whether words head the column that names, numbers or classes the rows."""
    return any(pattern.fullmatch(words) for pattern in (_NUMBER, _CLASS, _UNIT)) or _NAMES.search(words) is not None


def head_of(rows: Sequence[Row], body: Sequence[Row], times: Times) -> Head | None:
    """The head that ``rows`` are, over the rows of ``body``; None where no column is one of figures."""
    parts = _parts(rows)
    name = _name_place(parts, body)
    if name is None or any(_STAFF.search(words) for words in parts[name]):
        return None  # quotas of offices and people are no figures of the zone
    columns = [_column(part, at, name, body, times) for at, part in enumerate(parts)]
    columns = [replace(column, of=_told_of(columns, at)) for at, column in enumerate(columns)]
    columns = [_completed(columns, at) for at in range(len(columns))]
    if not any(column.role in (*LEVELS, Role.GROWTH) for column in columns):
        return None
    return Head(tuple(columns), name)


def _completed(columns: Sequence[Column], at: int) -> Column:
    """A column with what it has from the one it tells about, and 上年同期 with the name of the level before it."""
    column = columns[at]
    if column.of is not None and column.of != UNCLEAR:
        level = columns[column.of]
        column = replace(column, named=column.named or level.named)
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
    free = [at for at, part in enumerate(parts[:5]) if not any(_NUMBER.fullmatch(words) for words in part)]
    if free and free[0] == 0 and any(_RANKED.fullmatch(words) for words in parts[0]):
        free = free[1:]
    free = [at for at in free if not _is_figures(at, body)]
    classes = [at for at in free if any(_CLASS.fullmatch(words) for words in parts[at])]
    named = [at for at in free if at not in classes and any(_NAMES.search(words) for words in parts[at])]
    named = [at for at in named if not _is_units(at, body)]
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
    words, units = _without_units(part)
    head = "".join(words)
    group = words[0] if len(words) > 1 else ""
    if at == name:
        return Column(Role.NAME, head, units)
    if any(_NUMBER.fullmatch(each) for each in part):
        return Column(Role.NUMBER, head)
    if any(_UNIT.fullmatch(each) for each in part):
        return Column(Role.UNIT if _is_units(at, body) else Role.OTHER, head)
    if any(_CLASS.fullmatch(each) for each in part):
        return Column(Role.CLASS, head)
    role = _role(words, units, times)
    if role is Role.OTHER and _GROWTH.search(head) and _all_percent(at, body):
        role = Role.GROWTH  # 同比增减 over 12.5%, 下降2.1%
    if role is Role.OTHER:
        return Column(role, head)
    dated = _AGAINST.sub("", head) if role is Role.GROWTH else head
    period, periodic = times.of_head(dated, earlier=role is Role.EARLIER, target=_wanted(role, head))
    if period is None and periodic:
        return Column(Role.OTHER, head)
    status = _status(role, head, period, times)
    return Column(
        role,
        head,
        units,
        period,
        periodic,
        status,
        Basis.STOCK if _MEASURES.search(head) else None,
        "" if role in (Role.SHARE, Role.PROGRESS) else _named(words, times),
        group,
        _kind(head),
    )


def _without_units(part: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Head words without the units among them, and those units."""
    units, words = list[str](), list[str]()
    for each in part:
        if len(part) > 1 and units_of(each):
            units += units_of(each)
            continue
        for match in _BRACKETED.finditer(each):
            units += units_of(match["inside"].removeprefix("单位").lstrip(":："))
        plain = _BRACKETED.sub(
            lambda match: "" if units_of(match["inside"].removeprefix("单位").lstrip(":：")) else match.group(), each
        )
        behind = _UNIT_OF.search(plain)
        if behind is not None and units_of(behind["unit"]) and not units:
            units += units_of(behind["unit"])
            plain = plain[: behind.start()]
        if plain.endswith(("%", "％", "±%")) and not units:
            units.append("%")
        counted = _COUNTS.search(plain)
        if counted is not None and not units:
            units.append(counted["unit"])
        words.append(plain.strip())
    return tuple(word for word in words if word), tuple(dict.fromkeys(units))


def _role(words: Sequence[str], units: Sequence[str], times: Times) -> Role:
    """The lowest head row decides; where it says nothing, all of them together."""
    lowest = words[-1] if words else ""
    role = _role_of(lowest, units, times)
    if len(words) > 1 and (role is None or (role is Role.LEVEL and _NEUTRAL.match(times.without(lowest)))):
        above = _role_of("".join(words[:-1]), units, times)
        # 增速(%) over 1-3月 and 1-6月: a period or 完成 below says nothing of its own.
        role = role if above in (None, Role.OTHER) else above
        role = role or _role_of("".join(words), units, times)
    return role or Role.OTHER


def _role_of(head: str, units: Sequence[str], times: Times) -> Role | None:
    if not head:
        return None
    known = CATALOGUE.lookup(_core(head, times))
    if known is not None and known.dimension == "rate" and not _RATE_OF_PROGRESS.search(head):
        return Role.TARGET if _TARGET.search(head) and not _DONE.search(head) else Role.LEVEL
    if _OTHER.search(head) and known is None:
        return Role.OTHER
    rated = not units or any(unit in ("%", "百分点", "个百分点", "倍") for unit in units)
    if _RATE_OF_PROGRESS.search(head):
        return Role.PROGRESS if rated else Role.LEVEL
    if known is None and _SHARE.search(head) and not _TARGET.search(head):
        return Role.SHARE if rated else Role.OTHER
    if _GROWTH.search(head) and not _EARLIER_ONLY.search(head) and known is None:
        clear = rated and ("增减" not in head or bool(units) or "%" in head or "±" in head)
        return Role.GROWTH if clear else Role.OTHER
    if _EARLIER.search(head):
        return Role.EARLIER
    if _DONE.search(head) and not re.match(r"(?:计划|预期|目标)(?!完成情况|完成数)", head):
        return Role.LEVEL
    if _TARGET.search(head) and not (known is not None and known.name == "总投资"):
        return Role.TARGET
    if known is not None or _NEUTRAL.match(times.without(head)) or year_only(head):
        return Role.LEVEL
    if units or re.search(
        r"产值|收入|投资|税收|总额|面积|人数|企业数|项目数|增加值|出口|进口|利润|用电量|融资|资金|数量|个数|家数", head
    ):
        return Role.LEVEL
    return None


def _core(head: str, times: Times) -> str:
    """A head without its period and without the words that say what kind of figure it is."""
    words = times.without(head)
    words = re.sub(r"^(?:本月|当月|本期|累计|本年|今年|全年|年度(?!计划)|预计|实际(?!使用|利用|到位))+", "", words)
    return re.sub(r"(?:完成情况|完成数|完成额|完成值|目标值?|计划数|任务数|累计|本月|当月|绝对[值额]|预计数?|实绩)+$", "", words)


def _named(words: Sequence[str], times: Times) -> str:
    """The indicator a head names; a head over several columns and the one below it together: 在建项目 over 总投资."""
    found = ""
    for head in words:
        core = _core(head, times)
        if CATALOGUE.lookup(core) is None:
            core = _RELATED.sub("", core)
            if _NEUTRAL.match(core) or _NEUTRAL.match(times.without(core)) or not re.search(r"[\u4e00-\u9fff]{2}", core):
                continue
        found = core if not found or core.startswith(found) else found + core
    return found


def _wanted(role: Role, head: str) -> bool:
    return role is Role.TARGET or (role in (Role.GROWTH, Role.LEVEL) and bool(_TARGET.search(head)) and not _DONE.search(head))


def _status(role: Role, head: str, period: Period | None, times: Times) -> Status:
    if _wanted(role, head):
        return Status.TARGET
    if times.is_ahead(period):
        return Status.TARGET
    over = times.is_over(period)
    if _EXPECTED.search(head) or (times.expected and not over):
        return Status.ESTIMATE
    return Status.TARGET if times.planned and not over and not _DONE.search(head) and role is not Role.EARLIER else Status.ACTUAL


def _kind(head: str) -> GrowthKind:
    if re.search("年均|平均", head):
        return GrowthKind.CAGR
    return GrowthKind.MOM if "环比" in head else GrowthKind.YOY


def _told_of(columns: Sequence[Column], place: int) -> int | None:
    """The column of levels that growth, progress or a share tells about; None where it stands for itself."""
    telling = columns[place]
    if telling.role not in (Role.GROWTH, Role.PROGRESS, Role.SHARE):
        return None
    levels = [at for at, column in enumerate(columns) if column.role in _told_roles(telling)]
    if telling.named:
        levels = [at for at in levels if columns[at].named == telling.named]
    if telling.group:
        levels = [at for at in levels if columns[at].group == telling.group] or levels
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
    return latest[-1] if len({columns[at].period for at in latest}) == 1 else UNCLEAR


def _same_months(one: Period | None, other: Period | None) -> bool:
    if one is None or other is None or one.end is None or other.end is None:
        return False
    return (one.start.month, one.end.month) == (other.start.month, other.end.month)


def _told_roles(telling: Column) -> tuple[Role, ...]:
    if telling.role is not Role.GROWTH or "同比" in telling.head:
        return (Role.LEVEL,)
    return (Role.TARGET,) if _TARGET.search(telling.head) else (Role.LEVEL, Role.TARGET)
