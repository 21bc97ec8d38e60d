"""What the rows of a table are called: an indicator under its section and its parent, or a zone, a project, a period."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.domain import Indicator, Report, SubjectKind
from index.extract.naming import Name, canonical
from index.extract.tables.figures import norm_of, units_of
from index.indicators import CATALOGUE, fits

_NUMBERING = re.compile(
    r"\d{1,2}(?:[.、．](?!\d)|\s(?=[\u4e00-\u9fff]))|[一二三四五六七八九十]{1,3}[、.．]|[(（](?:\d{1,2}|[一二三四五六七八九十]{1,3})[)）]|[①-⑳]|[*＊◆■●·•]"
)
_CHILD = re.compile(r"其中[:：,，]?|[#＃]|[—–-]{1,2}(?=[\u4e00-\u9fff])")
_BRACKETED = re.compile(r"[(（〔\[](?P<inside>[^()（）〔〕\[\]]{1,16})[)）〕\]]")
_UNIT_BEHIND = re.compile(r"[,，/:：](?P<unit>[^,，:：/]{1,6})$")
_TOTAL = re.compile(r"(?:合计|总计|共计|总数|汇总|全区|全园区?|园区|本区|我区|全区合计|园区合计|全区总计|总\s?体)+")
_PART_TOTAL = re.compile(r"小计")
_SECTION_TAIL = re.compile(r"(?:经济|生产|运行|发展|主要|类)*(?:指标|情况|方面|类|部分|工作)$")
_MEASURE = re.compile(
    r"(?:总产值|产值|增加值|营业收入|收入|投资|税收|销售额|零售额|用电量|出口|进口|利润|利税|贷款|存款|面积|从业人员|项目|企业)$"
)
_RATED = re.compile(r"(?:增速|增幅|增长率?|涨幅|同比)$")
_COUNTED = re.compile(r"(?:数|数量|个数|家数|户数|人数|宗数|件数|次数|企业|项目|主体|机构|平台|中心|人才|人员)$")
_PEOPLE = re.compile(r"(?:人数|人员|人才|职工|员工|博士|就业)$")
_MONEYED = re.compile(r"额$|投资|收入|税|产值|增加值|资金|利润|贷款|存款|出口|进口|GDP|生产总值|支出|费用|成本|资产|负债")
_ABROAD, _TRADED = re.compile("外资|外商|境外"), re.compile("出口|进口|外贸")
_ZONE = re.compile(r"(?:经济技术开发区|经济开发区|技术开发区|经开区)$")
_HIGH = re.compile(r"(?:高新技术产业开发区|高新技术开发区|高新区)$")
_OTHER_ZONE = re.compile(r"(?:经开区|高新区|开发区|新区|保税区|度假区|示范区|试验区|自贸区|园区)$")
_PARK = re.compile(r"(?:园|园区|片区|区块|组团|基地|功能区|镇|乡|街道|办事处|社区|小镇|孵化器|片|港)$")
_COMPANY = re.compile(r"(?:公司|集团|厂|股份|企业)$")
_BODY = re.compile(r"(?:银行|农商行|信用社|支行|分行|学校|学院|大学|医院|协会|商会)$")
_PROJECT = re.compile(r"(?:项目|工程|基地|生产线|产业园|厂房|中心|二期|一期|三期)(?:[(（].*)?$")
_REGION = re.compile(r"^(?:全国|全省|全市|全县|全州)$|[省市县旗州]$")
_ALL = re.compile("全市|全省|全国|各县|各区县|各开发区|各园区排名|县市区")


@dataclass(frozen=True, slots=True)
class RowName:
    """A row's name without its number and its unit. ``child`` rows are 其中 rows; ``told`` is the name with what brackets say."""

    plain: str
    told: str
    units: tuple[str, ...] = ()
    child: bool = False

    @property
    def total(self) -> bool:
        return _TOTAL.fullmatch(self.plain) is not None

    @property
    def part_total(self) -> bool:
        return _PART_TOTAL.search(self.plain) is not None

    @property
    def speaks(self) -> bool:
        return re.search(r"[\u4e00-\u9fff]{2}|[A-Z]{2}", self.plain) is not None and len(self.plain) <= 40


@dataclass(frozen=True, slots=True)
class Above:
    """What stands over a row: the section, the row that 其中 rows are parts of, and what the whole table measures."""

    section: str = ""
    parent: str = ""
    measure: str = ""


def row_name(words: str) -> RowName:
    child = False
    while (match := _NUMBERING.match(words) or _CHILD.match(words)) is not None and match.end() < len(words):
        child = child or _CHILD.match(words) is not None
        words = words[match.end() :].strip()
    units = tuple(unit for match in _BRACKETED.finditer(words) for unit in units_of(match["inside"]))
    told = _BRACKETED.sub(lambda match: "" if units_of(match["inside"]) else match.group(), words).strip(" :：")
    behind = _UNIT_BEHIND.search(told)
    if behind is not None and not units and units_of(behind["unit"]):
        units, told = units_of(behind["unit"]), told[: behind.start()]
    plain = _BRACKETED.sub("", told).strip(" :：") or told
    return RowName(plain, told, units, child)


def indicator_name(row: RowName, above: Above) -> Name | None:
    """The name of a row that is an indicator; None where it says too little by itself and nothing above completes it."""
    if row.total or row.part_total:
        whole = above.measure or (above.section if CATALOGUE.lookup(above.section) else "")
        return Name(row.plain, whole) if whole and row.total else None
    if above.measure:
        return part_name(row, above.measure)
    for section in dict.fromkeys((above.section, _SECTION_TAIL.sub("", above.section))):
        for words in (section + row.plain, section + row.plain.removesuffix("数")):
            if section and CATALOGUE.lookup(words) is not None:
                return Name(row.plain, words)
    for words in (row.told, row.plain):
        if entry_of(words) is not None:
            return Name(words, words)
    if row.child and above.parent:
        measure = _MEASURE.search(above.parent)
        if measure is not None and not row.plain.endswith(measure.group()):
            joined = row.plain + measure.group()
            if CATALOGUE.lookup(joined) is not None:
                return Name(row.plain, joined)
        return Name(row.plain, f"{above.parent}其中{row.plain}")
    return Name(row.told, row.told)


def part_name(row: RowName, measure: str) -> Name:
    """A part and what is measured of it: 装备制造业 + 产值. Where the part alone is an indicator, it is not what is meant."""
    whole = row.plain + measure
    entry = entry_of(whole)
    if entry is not None and entry == entry_of(measure) and CATALOGUE.lookup(whole) is None:
        whole = f"{measure}({row.plain})"  # 工业项目 + 总投资 is not 总投资
    return Name(whole if entry_of(row.plain) is not None else row.plain, whole)


@lru_cache(maxsize=4096)
def entry_of(words: str) -> Indicator | None:
    """The catalogue's entry for a name whatever its unit."""
    return CATALOGUE.lookup(words) or canonical(Name(words, words), "%")


def is_growth(name: Name) -> bool:
    """Whether a percentage under a name is its growth: 规上工业增加值增速, and 规上工业增加值 with % for a unit."""
    if _RATED.search(name.written) or _RATED.search(name.spoken):
        return True
    entry = CATALOGUE.lookup(name.spoken) or CATALOGUE.lookup(name.written)
    return entry is not None and not fits(entry, "%")


def unit_of(name: Name, sources: Sequence[tuple[tuple[str, ...], bool]]) -> str:
    """The unit of a row's figures: the first source that states one; "" where none does or what it states cannot be meant.

    A source is its units, and whether it speaks of this row alone. What stands over a whole table is taken only for what it
    can measure: 单位:亿元 is no unit of 企业数.
    """
    for units, own in sources:
        if len(units) == 1 and own:
            return units[0]
        fitting = [unit for unit in units if _measures(unit, name)]
        if len(fitting) > 1 and not _TRADED.search(name.spoken):
            # 单位:万元、万美元: dollars are for what comes from abroad.
            foreign = _ABROAD.search(name.spoken) is not None
            fitting = [unit for unit in fitting if unit.endswith(("美元", "欧元")) == foreign]
        if len(fitting) == 1:
            return fitting[0]
        if units and own:
            return ""
    return "%" if _RATED.search(name.spoken) else ""


def _measures(unit: str, name: Name) -> bool:
    if _RATED.search(name.spoken):
        return unit == "%"
    norm = norm_of(unit)
    entry = entry_of(name.spoken) or entry_of(name.written)
    if entry is not None:
        return fits(entry, norm)
    money = norm.partition("/")[0] in ("元", "美元", "欧元", "港元", "日元")
    if _COUNTED.search(name.spoken):
        return not money and norm != "%" and (norm == "人" or _PEOPLE.search(name.spoken) is None)
    if norm == "%":
        return re.search(r"率$|比重|占比|比例", name.spoken) is not None
    return money or _MONEYED.search(name.spoken) is None


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom a row speaks of. ``part`` rows are no subject of their own but parts that complete the column's name (装备制造业 + 产值)."""

    kind: SubjectKind
    name: str
    part: bool = False


def subject_of_row(row: RowName, head: str, title: str, report: Report, *, invested: bool) -> Subject | None:
    """The subject of a row by the words over its column, else by its own; None for a sum of parts that nothing names.

    ``invested`` says that a column is of 总投资, so that 项目 over the names means projects and not items.
    """
    name, zone = row.told, report.zone
    if row.part_total:
        return None
    if row.total:
        # A list of firms is seldom all of them, and a list of zones sums to somebody else.
        return None if _ALL.search(title) or re.search("地区|县|市|企业|公司", head) else Subject(SubjectKind.ZONE, zone.name)
    if any(_plain(name) == _plain(each) for each in (zone.name, zone.as_written, *zone.aliases) if each):
        return Subject(SubjectKind.ZONE, zone.name)
    if re.search("类别|类型|分类|性质", head):
        return Subject(SubjectKind.ZONE, zone.name, part=True)
    if re.search("企业|公司|银行|机构", head) or (_COMPANY.search(name) and "公司" in name) or _BODY.search(name):
        return Subject(SubjectKind.COMPANY, name)
    if re.search("项目.|工程|^项目$" if invested else "项目.|工程", head) or (
        _PROJECT.search(name) and not re.search("园区|片区|功能区|板块", head)
    ):
        return Subject(SubjectKind.PROJECT, name)
    if _REGION.search(name) or re.search("地区|县市区|县区|地市", head):
        return Subject(SubjectKind.REGION, name)
    if (
        re.search("园区|片区|功能区|板块|分园|区块|乡镇|街道|镇街|组团|开发区", head)
        or _PARK.search(name)
        or _OTHER_ZONE.search(name)
    ):
        other = _ALL.search(title) or _OTHER_ZONE.sub("", name) != name and not name.endswith("园区")
        return Subject(SubjectKind.REGION if other else SubjectKind.PARK, name)
    return Subject(SubjectKind.ZONE, zone.name, part=True)


def _plain(name: str) -> str:
    return _HIGH.sub("高新区", _ZONE.sub("经开区", name))
