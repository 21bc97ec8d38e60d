from collections import Counter

import pytest

from index.domain import Basis
from index.errors import InvalidLexicon
from index.indicators import CATALOGUE, DIMENSIONS, fits, parse_catalogue
from index.numerals import quantities

ENTRY = {"name": "税收总额", "dimension": "money", "family": "税收"}


def named(text: str) -> list[str]:
    return [mention.indicator.name for mention in CATALOGUE.mentions(text)]


def test_no_word_stands_for_two_entries() -> None:
    words = Counter(word.lower() for entry in CATALOGUE.indicators for word in (entry.name, *entry.aliases))
    assert [word for word, times in words.items() if times > 1] == []


def test_every_word_of_the_catalogue_is_found_whole_in_a_text() -> None:
    for entry in CATALOGUE.indicators:
        for word in (entry.name, *entry.aliases):
            assert named(f"(其中:{word})") == [entry.name], word
            assert CATALOGUE.lookup(word) == entry


def test_the_word_of_a_family_names_one_of_its_entries() -> None:
    strangers = [
        entry.family for entry in CATALOGUE.indicators if (CATALOGUE.lookup(entry.family) or entry).family != entry.family
    ]
    assert strangers == []


def test_shares_ranks_and_densities_do_not_add_up() -> None:
    relative = {name for name, dimension in DIMENSIONS.items() if not dimension.additive}
    assert {"rate", "rank", "per_land", "per_head", "intensity", "concentration"} <= relative
    assert [entry.name for entry in CATALOGUE.indicators if entry.additive and entry.dimension in relative] == []


@pytest.mark.parametrize(
    "names",
    [
        "工业税收 规上工业税收 税收 税收收入 地方税收 全口径税收 上缴税费 财政总收入",
        "规模工业总产值 工业总产值 工业销售产值 规上工业增加值 工业增加值 主营业务收入 营业收入 技工贸总收入",
        "财政收入 财政总收入 一般公共预算收入 地方财政收入 政府性基金收入 非税收入 财税收入",
        "利润总额 净利润 规上工业利润 利税",
        "固定资产投资 工业投资 技改投资 民间投资 基础设施投资 总投资 完成投资 年度计划投资",
        "实际到位资金 到位内资 省外到位资金 市外到位资金 合同引资额 协议投资额 引资额 实际利用外资 合同外资",
        "储备项目 在谈项目 初步敲定项目 待签约项目 签约项目 引进项目 落地项目 拟开工项目 开工项目 在建项目 续建项目 竣工项目 投产项目 达产项目",
        "重点项目 重大项目 实施项目 在建项目 省重点项目 市重点项目 入库项目",
        "5000万元以上项目 亿元以上项目 10亿元以上项目 50亿元以上项目 百亿元以上项目",
        "进出口 一线进出口额 出口额 进口额 出口交货值 综保区业务额",
        "规上企业 规上工业企业 规上服务业企业 限上企业 四上企业 新增规上企业",
        "高新技术企业 科技型中小企业 专精特新企业 专精特新“小巨人”企业 创新型中小企业 单项冠军",
        "市场主体 新登记市场主体 注册企业 入园企业 新登记企业",
        "研发机构 新型研发机构 创新平台 企业技术中心 省级企业技术中心 国家企业技术中心 工程技术研究中心 工程研究中心",
        "专利申请量 专利授权量 发明专利授权量 有效发明专利 万人发明专利拥有量 专利 发明专利",
        "土地报批 批回土地 用地指标 征地 腾地 供地 土地出让 土地收储",
        "盘活土地 盘活低效用地 闲置土地处置 批而未供用地处置 低效用地 闲置土地 批而未供",
        "规划面积 核准面积 已开发面积 建成区面积 占地面积 建筑面积",
        "亩均税收 亩均产值 亩均增加值 亩均营收 亩均效益 投资强度 地均税收",
        "标准化厂房 建成标准厂房 在建厂房 闲置厂房 盘活闲置厂房 厂房入驻率",
        "融资 授信 融资到位 贷款余额 发放贷款",
        "专项债 申报专项债 获批专项债 专项债到位资金 超长期国债 国债",
        "研发投入 研发费用 研发投入强度",
        "综合能耗 单位能耗 万元产值能耗 万元增加值能耗 单位GDP能耗 单位能耗下降率",
        "用电量 全社会用电量 工业用电量 发电量 装机容量",
        "审批事项 审批时限 压缩审批时限 办件量 办结率",
        "排查隐患 重大隐患 整改隐患 隐患整改率 检查企业",
    ],
)
def test_near_names_are_not_the_same(names: str) -> None:
    entries = [CATALOGUE.lookup(word) for word in names.split()]
    assert None not in entries
    assert len(set(entries)) == len(entries)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("规上工业总产值", "规模以上工业总产值"),
        ("规模工业增加值", "规上工业企业增加值"),
        ("税收", "上缴税金"),
        ("湘商回湘到位资金", "浙商回归到位资金"),
        ("签约金额", "合同引资"),
        ("外贸", "进出口总额"),
        ("gdp", "地区生产总值"),
        ("小巨人", "国家级专精特新“小巨人”企业"),
        ("入规企业", "新增规上企业"),
        ("R&D经费", "研发投入"),
        ("供地", "供应土地"),
        ("下放权限", "赋权事项"),
    ],
)
def test_true_synonyms_are_one_entry(one: str, other: str) -> None:
    assert CATALOGUE.lookup(one) == CATALOGUE.lookup(other) is not None


@pytest.mark.parametrize(
    ("word", "members"),
    [
        ("税收", {"上交税金", "工业税收", "税收收入", "地方税收"}),
        ("财政收入", {"财政总收入", "一般公共预算收入"}),
        ("工业产值", {"规模工业总产值", "工业总产值"}),
        ("工业增加值", {"规上工业增加值", "高新技术产业增加值"}),
        ("营业收入", {"主营业务收入", "技工贸总收入", "高新技术产业收入", "主导产业收入"}),
        ("利润", {"利润总额", "净利润"}),
        ("外贸", {"进出口总额", "出口额", "综保区业务额"}),
        ("外资", {"实际利用外资", "合同利用外资"}),
        ("规上企业", {"规上企业数", "规上工业企业数", "新增规上企业数"}),
        ("专精特新", {"专精特新企业数", "专精特新小巨人企业数"}),
        ("市场主体", {"市场主体", "新登记市场主体"}),
        ("专利", {"专利授权量", "有效发明专利"}),
        ("厂房", {"标准化厂房", "建成厂房面积", "厂房入驻率"}),
        ("融资", {"融资授信", "融资到位", "融资额"}),
        ("专项债", {"专项债申报", "专项债获批", "专项债到位"}),
        ("能耗", {"万元产值能耗", "综合能源消费量"}),
        ("用电量", {"工业用电量", "全社会用电量"}),
        ("编制", {"人员编制", "领导职数"}),
    ],
)
def test_an_everyday_word_leads_to_all_of_its_family(word: str, members: set[str]) -> None:
    [mention] = CATALOGUE.mentions(f"园区{word}是多少?")
    assert mention.indicator.family == word
    assert members <= {entry.name for entry in CATALOGUE.family(word)}


def test_families_that_stand_in_for_each_other_hold_money_only() -> None:
    families = ("税收", "财政收入", "工业产值", "工业增加值", "营业收入")
    assert {entry.dimension for family in families for entry in CATALOGUE.family(family)} == {"money"}


@pytest.mark.parametrize(
    ("indicator", "figure", "level"),
    [
        ("规模工业总产值", "86.4亿元", True),
        ("规模工业总产值", "7.5%", False),
        ("规模工业总产值", "12家", False),
        ("规模工业总产值", "2倍", False),
        ("实际利用外资", "3000万美元", True),
        ("上交税金", "25万元/亩", False),
        ("亩均税收", "25万元/亩", True),
        ("亩均税收", "25万元", True),
        ("亩均税收", "25亩", False),
        ("规上企业数", "167家", True),
        ("规上企业数", "8000万元", False),
        ("规上企业数", "12.5%", False),
        ("规上企业数", "300亩", False),
        ("规上企业数", "300人", False),
        ("规上企业数", "第6位", False),
        ("签约项目数", "56个", True),
        ("签约项目数", "98亿元", False),
        ("签约项目数", "3批次", False),
        ("签约项目数", "5000吨", False),
        ("有效发明专利", "120件", True),
        ("市场主体", "3.2万户", True),
        ("从业人员", "1.2万人", True),
        ("从业人员", "35名", True),
        ("从业人员", "20家", False),
        ("职业技能培训人次", "800人次", True),
        ("外出招商次数", "18批次", True),
        ("外出招商次数", "18家", False),
        ("走访企业数", "40户次", True),
        ("走访企业数", "70家", True),
        ("批回土地", "20公顷", True),
        ("批回土地", "12万平方米", True),
        ("批回土地", "5家", False),
        ("规划面积", "13.4平方公里", True),
        ("标准化厂房", "8万平方米", True),
        ("标准化厂房", "30亩", False),
        ("厂房入驻率", "85%", True),
        ("厂房入驻率", "3个百分点", False),
        ("项目开工率", "100%", True),
        ("研发投入强度", "3.2%", True),
        ("研发投入强度", "3.2亿元", False),
        ("单位能耗降低率", "3.5%", True),
        ("万元产值能耗", "0.35吨标准煤", True),
        ("万元产值能耗", "3.5%", False),
        ("用电量", "5亿千瓦时", True),
        ("装机容量", "50万千瓦", True),
        ("装机容量", "50万千瓦时", False),
        ("道路里程", "12公里", True),
        ("污水处理能力", "5万吨", True),
        ("污水处理能力", "3万立方米/日", True),
        ("集装箱吞吐量", "1.2万标箱", True),
        ("中欧班列开行量", "120列", True),
        ("综合排名", "第6位", True),
        ("综合排名", "6个", False),
    ],
)
def test_a_level_has_a_unit_of_its_indicators_dimension(indicator: str, figure: str, level: bool) -> None:
    [quantity] = quantities(figure)
    assert fits(CATALOGUE.by_name[indicator], quantity.unit_norm) is level


def test_a_figure_of_money_is_of_money_and_a_share_is_of_rates() -> None:
    for entry in CATALOGUE.indicators:
        assert fits(entry, "元") is (entry.dimension in ("money", "per_land", "per_head")), entry.name
        assert fits(entry, "%") is (entry.dimension == "rate"), entry.name
        assert not fits(entry, "百分点"), entry.name
        assert not fits(entry, "倍"), entry.name


@pytest.mark.parametrize(
    ("name", "basis"),
    [
        ("规上企业数", Basis.STOCK),
        ("新增规上企业数", Basis.FLOW),
        ("高新技术企业数", Basis.STOCK),
        ("从业人员", Basis.STOCK),
        ("新增就业人数", Basis.FLOW),
        ("市场主体", Basis.STOCK),
        ("新登记市场主体", Basis.FLOW),
        ("在建项目数", Basis.STOCK),
        ("签约项目数", Basis.FLOW),
        ("建成区面积", Basis.STOCK),
        ("供应土地", Basis.FLOW),
        ("贷款余额", Basis.STOCK),
        ("固定资产投资", Basis.FLOW),
        ("人员编制", Basis.STOCK),
    ],
)
def test_what_there_is_at_a_moment_is_a_stock(name: str, basis: Basis) -> None:
    assert CATALOGUE.by_name[name].basis is basis


def test_a_threshold_is_read_whole() -> None:
    assert named("5亿元以上项目") == []
    assert named("10亿元以上项目") == ["10亿元以上项目数"]
    assert named("落实亿元以上项目") == ["亿元以上项目数"]


def test_the_longest_name_wins_over_its_parts() -> None:
    assert named("规模以上工业企业利润总额") == ["规上工业利润总额"]
    assert named("有效发明专利拥有量、专项债到位资金") == ["有效发明专利", "专项债到位"]


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ([ENTRY, {**ENTRY, "name": "纳税", "aliases": ["税收总额"]}], "同时属于"),
        ([{"name": "税收总额", "dimension": "money"}], "family"),
        ([{**ENTRY, "dimension": "钱"}], "钱"),
        ([{**ENTRY, "basis": "sometimes"}], "sometimes"),
        ([{**ENTRY, "aliases": ["{工业}税收"]}], "工业"),
    ],
)
def test_a_catalogue_that_is_wrong_is_refused_with_its_entry(entries: list[dict[str, object]], told: str) -> None:
    with pytest.raises(InvalidLexicon, match=told):
        parse_catalogue(entries)


def test_a_form_stands_for_each_of_its_writings() -> None:
    [entry] = parse_catalogue([{**ENTRY, "aliases": ["{工业}税收"]}], {"工业": ["规上工业", "规模工业"]}).indicators
    assert entry.aliases == ("规上工业税收", "规模工业税收")
    assert entry.additive
    assert entry.basis is Basis.FLOW
