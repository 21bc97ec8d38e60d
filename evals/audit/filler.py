"""Consistent sentences that look like relations and are none: overlapping parts, 等, 占全市, rounding, bounds, other 口径, other years."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from evals.audit.drawing import SECTORS, Draw, money, rounded
from evals.audit.facts import PLANS, PROJECTS, RESULTS


def fillers(draw: Draw, count: int) -> Iterator[tuple[str, str]]:
    """Parts of the report with a sentence for each; no maker twice, since two figures for one thing would not be consistent."""
    makers = [
        *((RESULTS, maker) for maker in _RESULTS),
        *((PROJECTS, maker) for maker in _PROJECTS),
        *((PLANS, maker) for maker in _PLANS),
    ]
    draw.random.shuffle(makers)
    for part, maker in makers[:count]:
        yield part, maker(draw)


def _overlapping(draw: Draw) -> str:
    total = draw.integer(20, 80)
    return f"签约项目{total}个,其中亿元以上项目{draw.integer(8, total - 1)}个、工业项目{draw.integer(8, total - 1)}个、外资项目{draw.integer(1, 5)}个。"


def _some_named(draw: Draw) -> str:
    return f"{'、'.join(draw.companies(draw.integer(2, 4)))}等{draw.integer(8, 30)}个项目{draw.pick(('加快推进', '开工建设', '签约落地'))}。"


def _including_some(draw: Draw) -> str:
    return f"服务企业{draw.integer(30, 90)}家,包括{'、'.join(draw.companies(3))}等。"


def _far_list(draw: Draw) -> str:
    x, y = draw.companies(2)
    return f"新签约项目{draw.integer(9, 30)}个,投资规模和质量均有提升,包括{x}、{y}两个龙头项目。"


def _share_of_city(draw: Draw) -> str:
    level, exports = draw.decimal(20, 300, 2), draw.decimal(2, 9, 2)
    return f"绿色产业产值{level}亿元,占全市的{draw.decimal(5, 40, 1)}%;出口{exports}亿元,占全区比重{draw.decimal(5, 60, 1)}%。"


def _official_growth(draw: Draw) -> str:
    """At comparable prices: the levels do not give the rate, and need not."""
    before, after = draw.decimal(20, 60, 2), draw.decimal(40, 90, 2)
    return f"规模工业增加值由上年同期的{before}亿元提高到{after}亿元,可比价增长{draw.decimal(3, 12, 1)}%。"


def _bounds(draw: Draw) -> str:
    whole = draw.integer(60, 300)
    part = draw.integer(10, whole - 10)
    rate = Decimal(part) * 100 / whole
    ten = int(rate // 10) * 10
    about = f"超过{ten}%" if rate > ten + 1 else f"约{rounded(rate, 0)}%"
    return f"现有企业{whole}家,其中科技型企业{part}家,占比{about};带动就业{draw.integer(3, 9)}000余人。"


def _rounded_sum(draw: Draw) -> str:
    parts = [draw.decimal(1, 30, 2) for _ in range(3)]
    total = rounded(sum(parts, Decimal(0)), 1)
    return f"引进资金{total}亿元,其中省内{rounded(parts[0], 1)}亿元,省外{rounded(parts[1], 1)}亿元,其余{rounded(parts[2], 1)}亿元来自境外。"


def _nine_months(draw: Draw) -> str:
    return f"1-4月,工业用电量{draw.decimal(1, 9, 2)}亿千瓦时,高于全省平均增速{draw.decimal(1, 9, 1)}个百分点;1-5月进出口增长{draw.decimal(1, 30, 1)}%。"


def _company(draw: Draw) -> str:
    return f"{draw.company()}有限公司去年产值{draw.decimal(3, 60, 1)}亿元,今年预计达到{draw.decimal(61, 90, 1)}亿元,增长{draw.integer(10, 30)}%以上。"


def _ranks(draw: Draw) -> str:
    return f"综合评价在全省{draw.integer(80, 140)}家开发区中排名第{draw.integer(1, 40)}位,较上年前进{draw.integer(1, 9)}位。"


def _two_projects(draw: Draw) -> str:
    one, other = draw.companies(2)
    return f"{one}项目{draw.year}年6月开工,{other}项目{draw.year}年3月竣工;其余项目按计划推进。"


def _investment_beside(draw: Draw) -> str:
    count = draw.integer(3, 9)
    return f"完成{count}个政府投资项目(总投资{draw.decimal(1, 9, 1)}亿元)、{count + 2}个备案项目(总投资{draw.decimal(5, 30, 1)}亿元)的立项。"


def _chained(draw: Draw) -> str:
    total = draw.integer(10, 30)
    return f"合作项目签约{total}个、开工{total + draw.integer(1, 9)}个、投产{draw.integer(2, 9)}个,累计完成投资{money(draw, draw.decimal(5, 90, 2))}。"


def _granted(draw: Draw) -> str:
    return f"银行授信新增{draw.decimal(2, 6, 2)}亿元,贷款到位{draw.decimal(6, 12, 2)}亿元;申报专项债{draw.decimal(7, 12, 1)}亿元,获批{draw.decimal(1, 6, 1)}亿元。"


def _land(draw: Draw) -> str:
    return f"收储土地{draw.integer(300, 900)}亩(其中水田{draw.integer(20, 200)}亩),拆除房屋{draw.decimal(1, 9, 2)}万平方米({draw.integer(20, 90)}户)。"


def _brackets(draw: Draw) -> str:
    return f"承接下放权限{draw.integer(10, 25)}个领域(共{draw.integer(40, 90)}项),委托办理{draw.integer(5, 15)}个领域(保留{draw.integer(10, 40)}项)。"


def _parks(draw: Draw) -> str:
    return f"“一区四园”错位发展,{draw.town()}园产值{draw.decimal(5, 40, 1)}亿元,{draw.town()}园产值{draw.decimal(5, 40, 1)}亿元,发展态势持续向好。"


def _stages(draw: Draw) -> str:
    town = draw.town()
    return f"{town}大桥一期工程已建成通车,二期工程力争年底开工,三期工程正在开展前期工作。"


def _slogan(draw: Draw) -> str:
    return draw.pick(
        (
            "聚焦“五大产业”抓招商,打响“双招双引”品牌。",
            f"落实“{draw.integer(2, 9)}{draw.integer(1, 9)}{draw.integer(1, 9)}”工作机制,写好“下半场”文章。",
            "实施“十大工程”,推进“两化”融合和“五比”竞赛。",
        )
    )


def _two_tiers(draw: Draw) -> str:
    low = draw.integer(8, 15)
    return f"确保主导产业收入增长{low}%,力争增长{low + 5}%,全年新增规上企业{draw.integer(5, 12)}家以上,力争{draw.integer(13, 20)}家。"


def _plan(draw: Draw) -> str:
    return f"全年计划实施项目{draw.integer(30, 90)}个,其中续建{draw.integer(10, 25)}个;年度计划投资{draw.decimal(20, 90, 1)}亿元,力争完成年度任务的100%。"


def _plan_list(draw: Draw) -> str:
    return f"推动{'、'.join(draw.companies(draw.integer(3, 5)))}等项目尽快达产,帮助{draw.integer(8, 20)}家企业申报高新技术企业。"


def _next_year(draw: Draw) -> str:
    return f"到{draw.year + 2}年,力争园区总产值突破{draw.integer(300, 900)}亿元,年均增长{draw.integer(8, 15)}%以上,亩均税收达到{draw.integer(20, 40)}万元。"


def _work(draw: Draw) -> str:
    return (
        f"抓好{draw.pick(SECTORS)}产业链招商,加强与{draw.town()}、{draw.town()}等地协作,开展招商活动{draw.integer(10, 30)}场次。"
    )


_RESULTS = (_share_of_city, _official_growth, _bounds, _nine_months, _company, _ranks, _granted, _rounded_sum)
_PROJECTS = (
    _overlapping, _some_named, _including_some, _far_list, _two_projects, _investment_beside, _chained, _land, _brackets, _parks,
    _stages, _slogan,
)  # fmt: skip
_PLANS = (_two_tiers, _plan, _plan_list, _next_year, _work, _slogan)
