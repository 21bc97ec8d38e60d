"""What a careful model would write over the sample reports is shown: merged, shortened, dated otherwise, never converted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.domain import Query
from index.embed import OfflineEmbedder
from index.library import Library
from index.store import open_store
from seeds import seed_files
from service.chains.verified import verified
from service.citing import LONGEST_QUOTE, CitationBook
from service.gather import ROOM
from service.quoting import narrowed, widened
from service.schema import Sentence

_FIGURE = re.compile(r"\d+(?:\.\d+)?[^\d\s]")

SAID = {
    "益阳长春经开区": [
        "全年新签约项目目标为15个以上,上半年仅签约1个,尚未完成。",
        "截至2025年6月底,益阳长春经开区固定资产投资完成28亿元,为预计数。",
        "2025年1-6月完成规模工业总产值180亿元(预计数),增速9.7%。",
        "益阳长春经开区上半年的规模工业增加值为44亿元(预计数),增速达18.3%。",
        "报告称上半年工业税收上缴4.3亿元,同比增长16.2%,属预计数。",
        "丰丽新材等5个项目新近投产,投资总额新增4.78亿元。",
        "新开工项目达15个,预计可新增投资22.71亿元。",
        "上半年拆迁项目13个,其中房屋清零3个、全面清零4个。",
        "已有5家企业建成蒸汽管道,另有4家启动蒸汽支管建设。",
        "编制从104个压减至51个,调整在编人员26名。",
        "7个代管社区已全部划转。",
        "审批项目5个,总投资4.7亿元;备案项目3个,总投资10亿元。",
        "资金压力主要是征拆补偿资金缺口约2.7亿元、企业政策兑现资金缺口5000万元左右。",
        "推动明正宏二期等22个项目早日建成投产。",
        "益阳长春经开区2025年上半年规模工业总产值180亿元(预计数)、固定资产投资28亿元(预计数)。",
        "2025年上半年益阳长春经开区规模工业总产值、规模工业增加值、工业税收分别为180亿元、44亿元和4.3亿元,均为预计数。",
        "规模工业总产值、规模工业增加值、工业税收同比分别增长9.7%、18.3%和16.2%(预计数)。",
        "1-4月,园区规模工业增加值、项目建设投资、进出口增速分别高出全省6.3、6.6和26.5个百分点。",
        "1-4月企业实缴税收增速比全省高20.6个百分点。",
        "上半年开发区固定资产投资完成28亿元(预计数)。",
        "园区上半年外出招商考察15次,接待客商来园28次。",
        "湘商回湘方面,5家企业完成新注册,到位资金9.1亿元。",
        "上半年签约项目只有1个,拟提交评审的项目有20个。",
        "5个项目新近投产,新增投资4.78亿元;新开工项目15个,预计新增投资22.71亿元。",
        "人员编制由104个减至51个,精减50.96%。",
        "领导班子职数由7名减为5名,内设机构由6个整合为5个。",
        "土地报批两个批次,批回20.7公顷(311亩)。",
        "专项债获批5.86亿元,到位6500万元;超长期国债申报2.07亿元,获批6014万元。",
        "征拆补偿资金缺口约2.7亿元,企业政策兑现资金缺口约5000万元。",
        "园区力争11家企业入规,申报高新技术企业10家以上、专精特新“小巨人”企业4家以上。",
        "新增融资授信6.598亿元,到位9.418亿元。",
        "整体剥离社会事务21个方面81项,部分剥离15个方面,保留32项。",
        "征拆补偿和企业政策兑现两项资金缺口分别为约2.7亿元、5000万元左右。",
        "报告只写了2025年上半年规模工业总产值增长9.7%(预计数),没有利润数。",
        "房屋补偿协议签订20栋21户,青苗补偿165户,迁坟20座,腾地515亩。",
    ],
    "河东经济开发区": [
        "尚未完成:主营业务收入只完成年目标的38.62%,工业增加值完成45.25%。",
        "上半年招商到位资金12.17亿元,出货值2.12亿元。",
        "新工业园区从事LED半导体照明的生产企业有35家。",
        "快速通道全长1.968公里,投资1500万元,路基土方工程完成90%,预计9月底竣工、10月份通车。",
        "污水管网投资4000万元,8月份动工,2013年底投入运行。",
        "目前有16家左右企业符合规上申报条件。",
        "三项指标中只有上交税金达到序时进度,完成年目标的66.35%。",
        "上半年主营业务收入52.14亿元,占全年目标的38.62%,同比增长20.47%。",
        "工业增加值12.58亿元,完成年目标任务的45.25%,比序时进度低4.75个百分点。",
        "上交税金1.42亿元,完成全年目标任务的66.35%,达到序时进度。",
        "河东经济开发区上半年从业人员10723人,比上年同期增加1600人。",
        "主营业务收入、工业增加值均未达到序时进度,分别低11.38个和4.75个百分点。",
        "上半年新开工项目11个,竣工项目8个,试投产项目8个。",
        "公租房800套、家庭公寓200套已开工建设,公租房已竣工300余套。",
        "综合污水处理厂一期总投入1.2亿元,日处理能力1万吨,土建工程已完成80%。",
        "河东经济开发区(报告期未注明年份)从事LED半导体照明的生产企业有35家。",
        "园区现有规上企业30余家,预计年底达到40余家。",
    ],
    "产业开发区": [
        "税收上缴1.92亿元、固定资产投资9.7亿元。",
        "9个月内引进优质项目10个,合同引资额27.8亿元。",
        "27.8亿元是1-9月引进10个优质项目的合同引资额。",
        "4家企业的扩产项目投资合计3.9亿元。",
        "7个项目正式启动,4个扩产项目开工,2个项目投产。",
        "供汽能力提升至75吨/小时。",
        "安全隐患排查29次,整改重大隐患9项、一般风险238条。",
        "2025年计划腾出厂房5万平方米以上。",
        "1-9月外出考察18批次,接待来访客商42批次,考察重点项目18个。",
        "2024年1-9月,园区技工贸总收入66.23亿元,同比增长14.02%。",
        "高新技术产业、主导产业营业收入分别为45.3亿元、51亿元,同比分别增长16.3%、15.2%。",
        "规模工业增加值增长9.9%,税收1.92亿元,固定资产投资9.7亿元。",
        "1-9月引进项目10个,合同引资27.8亿元。",
        "2025年力争签约项目20个以上,合同引资额25亿元以上。",
        "处置批而未供土地399.75亩、闲置土地50.4亩、低效用地174.45亩。",
        "林角佬片区完成调区,为扩区增加可扩范围909.3亩;荆江门片区新增可报批工业用地844亩。",
    ],
    "经济开发区": [
        "全区在建项目共78个,总投资达327.23亿元;续建项目26个,总投资122.98亿元。",
        "按引进单位分,区直及开发区引进53个,湾里街道9个,裕溪口街道3个。",
        "已签约未开工项目共23个,总投资达176.95亿元。",
        "意向明确等待签约的项目19个,其中用地项目11个、非用地项目8个。",
        "共开掘招商信息37条,80%集中在主导产业和战新产业。",
        "世福仪器二期厂房建筑面积4600平方米,已竣工验收,预计8月份交付。",
        "江北北湾智能装备制造园面积13.4378平方公里,拟划入开发区批复范围。",
        "截至目前累计签约项目19个,其中用地项目8个、非用地项目11个。",
        "在建项目全区共78个,总投资327.23亿元,含续建26个、租赁29个、已签约未开工23个。",
        "区直及开发区引进53个,湾里街道引进9个,总投资分别为245.78亿元和32.9亿元。",
        "处于洽谈阶段的项目27个,其中用地或盘活类22个、非用地类6个。",
        "纬四路雨水管道已铺设822米,路基完成50%,排水完成40%,预计8月完工。",
        "开发区锚定财政总收入14亿元的目标。",
    ],
    "长春经济技术开发区": [
        "长春经开区在全省120家开发区综合考核中排名第1。",
        "提前批专项债项目5个,到位资金8亿元。",
        "全区141户规上工业和重点企业享受包保服务。",
        "2021年规上工业总产值增速7.2%,GDP增长5.7%。",
        "国家级专精特新企业13户、省级企业技术中心2个。",
        "长春光辰光电去年产值接近5亿元,利润1亿多元。",
        "海铁联运达到4万标箱以上,“长满欧”班列运货1.2万标箱。",
        "完成省市改革任务40项、自选动作27项。",
        "2021年长春经济技术开发区固定资产投资103亿元,落实5000万元以上项目98个。",
        "2021年规模以上工业总产值增长7.2%,地区生产总值增长5.7%,服务业核算行业营业收入增长42%。",
        "2022年综保区进出口额力争达到25亿元,增长43%以上;园区业务额力争80亿元。",
        "2021年综保区园区业务额为60亿元,同比增长34.5%;一线进出口额为17亿元,同比增长37%。",
        "九三大豆公司2021年产值超过60亿元,营业总收入超过70亿元,同比增长15%以上。",
        "2021年引入跨境电商企业26家;新认定国家高新技术企业88户。",
        "去年市场主体新增3.5万户,增长40%,高出全市16个百分点。",
        "纬湃汽车电子2021年销售额增长8%,今年1月销售额5.4亿元。",
        "“长满欧”班列全年运货1.2万标箱,增长20%以上。",
        "“最多跑一次”事项覆盖率达98%。",
        "最接近的只有2021年地区生产总值增长5.7%,这是增速,不是总量。",
    ],
}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    embedder = OfflineEmbedder()
    folder: Path = tmp_path_factory.mktemp("wordings")
    store = open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions)
    library = Library(store, embedder)
    for seed in seed_files():
        library.add(seed.read_bytes(), name=seed.name)
    yield library
    library.close()


def cited(library: Library, zone: str, body: str) -> Sentence:
    """The sentence, citing the two passages at most that hold its figures, as the chain narrows them."""
    ids = next(each.report_ids for each in library.zones() if each.name == zone)
    left, places = set(_FIGURE.findall(body)), []
    passages = library.search(Query(body, report_ids=ids, limit=8, room=ROOM))
    for passage in sorted(passages, key=lambda each: -len(left & set(_FIGURE.findall(each.text.replace(" ", ""))))):
        held = left & set(_FIGURE.findall(passage.text.replace(" ", "")))
        if held and len(places) < 2:
            places.append((passage.report_id, passage.span))
            left -= held
    sentence = Sentence(text=body, withheld=True)
    for choose in (narrowed, widened):
        book, chosen = CitationBook(), choose(library, body, places)
        assert all(0 < len(span) <= LONGEST_QUOTE for _, span in chosen)
        sentence = verified(library, book, body, [book.cite(library.report(report_id), span) for report_id, span in chosen])
        if not sentence.withheld:
            break
    return sentence


@pytest.mark.parametrize(("zone", "body"), [(zone, body) for zone, said in SAID.items() for body in said])
def test_a_careful_models_sentence_is_shown(library: Library, zone: str, body: str) -> None:
    sentence = cited(library, zone, body)
    assert sentence.verdict == "supported", [number for number in sentence.numbers if number.verdict != "supported"]


@pytest.mark.parametrize(
    "body",
    [
        "全年走访企业70家。",
        "高新技术产业、主导产业营业收入分别为51亿元、45.3亿元。",
        "2025年签约项目20个以上,合同引资额25亿元以上。",
        "处置低效用地399.75亩。",
    ],
)
def test_a_careless_ones_is_not(library: Library, body: str) -> None:
    assert cited(library, "产业开发区", body).withheld


def test_what_is_lacking_is_not_told_as_a_sum_that_is_there(library: Library) -> None:
    assert cited(library, "益阳长春经开区", "征拆补偿资金约2.7亿元。").withheld
