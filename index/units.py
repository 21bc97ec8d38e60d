"""Units of the reports: how they are written, what each is normalised to, and the currency of money."""

from __future__ import annotations

from decimal import Decimal

SCALES = {
    "万亿": 10**12,
    "千亿": 10**11,
    "百亿": 10**10,
    "十亿": 10**9,
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 100,
}
MONEY_UNITS = ("元人民币", "人民币", "美元", "欧元", "港元", "日元", "英镑", "元")
AREA_UNITS = ("平方公里", "平方千米", "平方米", "㎡", "m²", "m2", "公顷", "亩", "平方")
OTHER_UNITS = (
    *("个百分点", "百分点", "%", "‰", "倍"),
    *("吨标准煤", "千瓦时", "千瓦", "兆瓦", "MW", "GWh", "GWH", "GW", "kW", "KW", "伏安"),
    *("立方米", "公里", "千米", "毫米", "厘米", "米", "吨", "公斤", "千克", "标箱", "TEU"),
    *("小时", "分钟", "个工作日", "工作日", "个月", "周年", "天"),
)
COUNT_UNITS = (
    *("人次", "户次", "家次", "批次", "场次", "班次", "车次", "架次", "艘次", "件套"),
    *tuple("个家户项名人件条座栋套批次场届支辆台只处宗口位所幢层类组艘架份篇种款笔株棵盏块轮间枚对门册羽头片列部道趟张幅孔眼"),
)
RATIO_BASES = ("平方公里", "公顷", "亩", "平方米", "小时", "日", "天", "年", "月", "人", "吨")

_CURRENCIES = {
    "元": "CNY",
    "元人民币": "CNY",
    "人民币": "CNY",
    "美元": "USD",
    "欧元": "EUR",
    "港元": "HKD",
    "日元": "JPY",
    "英镑": "GBP",
}
# 亩 stays 亩: 666.67㎡ does not divide. 公顷 is 15亩 exactly.
_BASES = {
    "元人民币": ("元", "1"),
    "人民币": ("元", "1"),
    "平方米": ("㎡", "1"),
    "m²": ("㎡", "1"),
    "m2": ("㎡", "1"),
    "平方": ("㎡", "1"),
    "平方公里": ("㎡", "1000000"),
    "平方千米": ("㎡", "1000000"),
    "公顷": ("亩", "15"),
    "个百分点": ("百分点", "1"),
    "公里": ("米", "1000"),
    "千米": ("米", "1000"),
    "公斤": ("吨", "0.001"),
    "千克": ("吨", "0.001"),
    "GWh": ("千瓦时", "1000000"),
    "GWH": ("千瓦时", "1000000"),
    "GW": ("千瓦", "1000000"),
    "MW": ("千瓦", "1000"),
    "兆瓦": ("千瓦", "1000"),
    "kW": ("千瓦", "1"),
    "KW": ("千瓦", "1"),
    "工作日": ("个工作日", "1"),
}


def base_unit(unit: str) -> tuple[str, Decimal]:
    """The unit a quantity is normalised to, and the factor; a unit of its own kind is its own base."""
    name, factor = _BASES.get(unit, (unit, "1"))
    return name, Decimal(factor)


def currency_of(unit: str) -> str | None:
    """ISO code of a unit of money, None for any other unit."""
    return _CURRENCIES.get(unit)
