"""Questions for arithmetic over small reports of the tests' own: what is asked, and the numbers of the answer."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.embed import OfflineEmbedder
from index.library import Library
from index.store import open_store
from service.calculate import calculate, calculate_across, lacking
from service.plan import understand
from service.schema import AskRequest

HALF_YEAR = """\
云溪经济开发区2024年上半年工作总结

一、主要指标完成情况
1-6月,园区完成规模以上工业总产值260亿元,同比增长12.5%;完成规上工业增加值65亿元,同比增长8.4%;完成固定资产投资36亿元,占年度目标任务的45%;实现税收收入7.8亿元,同比增长6.5%;实现利润总额13亿元;进出口总额24亿元,同比下降4%;期末从业人员18500人,比上年同期增加1500人。规上工业增加值增速高于全省2.4个百分点。

二、招商引资
上半年新签约项目18个,总投资54亿元,其中亿元以上项目6个,总投资42亿元。累计外出招商24次,接待客商96批次。实际利用外资1200万美元。招商到位资金22.4亿元。

三、项目建设
全区共有在建项目40个,总投资120亿元。其中:续建项目22个,总投资66亿元;新开工项目12个,总投资36亿元;待开工项目6个,总投资18亿元。标准化厂房一期总建筑面积8万平方米,已建成6万平方米,已出租4.5万平方米。规划建设人才公寓500套,目前已竣工320余套。投资9600万元的滨河大道(全长4.8公里)今年3月开工,预计11月竣工通车。园区污水管网改造完成管道铺设12公里,完成总工程量的60%。

四、要素保障
累计争取专项债额度6.4亿元,到位1.6亿元;新增银行授信9亿元,到位3.2亿元。完成土地报批3个批次,批回土地850亩,供应土地510亩。5家企业实施技术改造,合计投入2.35亿元。

五、改革与服务
管委会内设机构由12个整合为9个,人员编制由150名精减至96名。走访企业120家,收集问题75个,已解决60个。投入180万元将园区公交由原有8台增加至12台。

六、存在的问题
土地指标缺口约300亩,企业用工缺口近600人。征地补偿资金缺口约1.2亿元,基础设施建设资金缺口约8000万元。

七、下半年工作打算
力争全年完成规模以上工业总产值550亿元,增长15%以上;力争全年新签约项目40个以上、合同引资额100亿元以上;全年完成招商到位资金50亿元;确保全年新增规上企业16家,上半年已新增规上企业7家;全年批回土地1500亩以上。
"""
YEAR = """\
2023年松岭高新技术产业开发区工作总结及2024年工作计划

2023年,在市委、市政府的坚强领导下,松岭高新区全力拼经济、抓项目、优环境,各项工作取得新进展。

(一)经济运行稳中有进。全年实现技工贸总收入480亿元,增长10.3%;规模以上工业总产值310亿元,增长9.2%;高新技术产业产值186亿元,占规上工业总产值的比重达60%;地方一般公共预算收入12.4亿元,增长5.1%,其中税收收入9.3亿元;固定资产投资88亿元,其中工业投资66亿元;实际利用外资4500万美元;外贸进出口总额36亿元,增速低于全市3.5个百分点。

(二)招商引资成效明显。全年共签约项目64个,协议总投资256亿元,其中10亿元以上项目8个、协议投资160亿元。签约项目中已开工38个,已投产16个。全年到位内资72亿元,完成年度任务的96%。组织小分队外出招商45批次,对接企业180家,达成意向项目30个。

(三)项目建设提质增效。实施重点项目50个,总投资300亿元,年度计划投资90亿元,实际完成投资81亿元。新材料产业园总投资24亿元,占地600亩,建设标准厂房30万平方米,已入驻企业25家。智能制造基地总投资15亿元,占地250亩。新建道路3条,全长7.5公里,总投资1.8亿元。新建污水处理厂1座,日处理能力3万吨,投资2.1亿元。

(四)创新动能持续增强。新认定高新技术企业42家,总数达到168家;专精特新企业由35家增加到56家;全社会研发投入14.4亿元。兑现惠企资金1.5亿元,惠及企业300家;应兑现惠企资金2亿元。发明专利授权由2022年的240件增至2023年的312件。

(五)营商环境不断优化。受理企业诉求400件,办结388件。开展银企对接活动12场,帮助80家企业获得贷款16亿元。新增就业5200人,同比多增400人。社会保障参保人数6.3万人。

(六)土地保障。全年完成征地2400亩、拆迁房屋320户,其中已签订协议304户,已腾空288户。盘活闲置土地450亩、低效用地750亩。

2024年主要预期目标:技工贸总收入达到540亿元,增长12%以上;规模以上工业总产值增长10%;固定资产投资完成100亿元;新签约项目80个以上;新增高新技术企业50家;到位内资80亿元;一般公共预算收入增长6%。
"""
THREE_QUARTERS = """\
湖口工业园区2024年第三季度工作汇报

今年以来,湖口工业园区紧扣年初确定的目标任务,统筹推进各项工作。现将前三季度工作情况汇报如下。

一是经济指标平稳增长。1-9月,园区实现营业收入215.6亿元,同比增长7.8%,完成年度目标的71.9%;利税总额19.8亿元,其中利润11.2亿元,税收8.6亿元;工业用电量4.32亿千瓦时,同比增长5.1%;新增规上工业企业11家,规上企业总数突破130家;完成工业固定资产投资41.3亿元,比上年同期下降6.2%。三季度当季实现营业收入78.4亿元。

二是招大引强势头良好。前三季度引进项目33个,合同资金148.5亿元,到位资金39.6亿元。其中,超亿元项目14个,超十亿元项目3个。从产业看,电子信息类项目15个、装备制造类项目10个、新型建材类项目8个。

三是平台建设加快推进。园区规划面积18平方公里,已开发面积12.6平方公里。今年计划新建标准厂房25万平方米,截至9月底已竣工15万平方米,在建10万平方米。投资3.6亿元的职教实训中心主体封顶,建筑面积4万平方米。新修园区主干道6.4公里,投资1.92亿元。建成公共停车位1200个,投入2400万元。

四是要素保障持续优化。帮助136家企业解决融资21.5亿元;组织招聘会22场,达成就业意向4180人,实际上岗2926人;为35家企业减免租金875万元。全年土地指标任务1200亩,前三季度已供地780亩。

五是安全环保有力有效。开展安全检查460家次,发现隐患1380处,完成整改1311处。关停“散乱污”企业由去年的24家减少到9家。

六是困难不容忽视。一方面,资金压力大,还本付息缺口2.4亿元,基础设施配套缺口1.7亿元;另一方面,用工缺口较大,普工缺口约900人、技工缺口约350人。

四季度,我们将奋力冲刺,力争全年营业收入达到300亿元,利税总额28亿元,引进项目45个,到位资金55亿元,新增规上工业企业15家。
"""

QUESTIONS = [
    (HALF_YEAR, "新签项目的目标上半年完成了几成?", ["45%"]),
    (HALF_YEAR, "新签约的任务眼下打了几折?", ["45%"]),
    (HALF_YEAR, "想够到全年产值目标,下半年还得干多少?", ["290亿元"]),
    (HALF_YEAR, "两项资金的缺口加一块是多少?", ["2亿元"]),
    (HALF_YEAR, "技术改造均摊下来一家投入多少?", ["0.47亿元"]),
    (YEAR, "2022年的技工贸总收入大约是多少?", ["435.18亿元"]),
    (HALF_YEAR, "待开工那6个项目的投资占在建总投资的几成?", ["15%"]),
    (YEAR, "诉求里头,办掉的是多大比例?", ["97%"]),
    (HALF_YEAR, "招商到位资金完成年度目标的比例是多少?", ["44.8%"]),
    (HALF_YEAR, "规上工业总产值完成全年任务的百分之多少?", ["47.3%"]),
    (HALF_YEAR, "土地报批面积的全年目标完成率是多少?", ["56.7%"]),
    (HALF_YEAR, "固定资产投资完成了全年任务的百分之几?", ["45%"]),
    (HALF_YEAR, "规上企业培育(新增规上企业)目标完成了多少?", ["43.8%"]),
    (HALF_YEAR, "离全年550亿元的产值目标还差多少?", ["290亿元"]),
    (HALF_YEAR, "签约项目距全年目标还差几个?", ["22个"]),
    (HALF_YEAR, "还要再引进多少到位资金才能完成全年目标?", ["27.6亿元"]),
    (HALF_YEAR, "亿元以上项目占新签约项目数的比重是多少?", ["33.3%"]),
    (HALF_YEAR, "亿元以上项目的投资占签约总投资的几成?", ["77.8%"]),
    (HALF_YEAR, "续建项目投资额占在建项目总投资的比例?", ["55%"]),
    (HALF_YEAR, "在建项目里新开工的占多大比例?", ["30%"]),
    (HALF_YEAR, "待开工项目占比多少?", ["15%"]),
    (HALF_YEAR, "税收相当于规上工业总产值的百分之几?", ["3%"]),
    (HALF_YEAR, "规上工业增加值率是多少?", ["25%"]),
    (HALF_YEAR, "专项债到账率是多少?", ["25%"]),
    (HALF_YEAR, "银行授信的到位率多少?", ["35.6%"]),
    (HALF_YEAR, "人才公寓竣工率至少多少?", ["64%"]),
    (HALF_YEAR, "标准化厂房建成比例是多少?", ["75%"]),
    (HALF_YEAR, "企业反映的问题解决率有多高?", ["80%"]),
    (HALF_YEAR, "批回的土地中已供应的占几成?", ["60%"]),
    (HALF_YEAR, "征地补偿和基础设施两块资金缺口加起来多少?", ["2亿元"]),
    (HALF_YEAR, "续建和新开工项目一共多少个?", ["34个"]),
    (HALF_YEAR, "续建、新开工、待开工三类项目的总投资合计多少?", ["120亿元"]),
    (HALF_YEAR, "专项债到位和授信到位的资金合起来有多少?", ["4.8亿元"]),
    (HALF_YEAR, "续建项目的总投资比新开工项目多多少?", ["30亿元"]),
    (HALF_YEAR, "专项债额度与到位资金相差多少?", ["4.8亿元"]),
    (HALF_YEAR, "批回土地比供应土地多出多少亩?", ["340亩"]),
    (HALF_YEAR, "还有多少套人才公寓没竣工?", ["180套"]),
    (HALF_YEAR, "收集的问题还有几个没解决?", ["15个"]),
    (HALF_YEAR, "专项债还有多少没到位?", ["4.8亿元"]),
    (HALF_YEAR, "接待客商批次是外出招商次数的几倍?", ["4倍"]),
    (HALF_YEAR, "规上工业总产值是固定资产投资的多少倍?", ["7.2倍"]),
    (HALF_YEAR, "签约项目总投资是到位资金的几倍?", ["2.4倍"]),
    (HALF_YEAR, "新签约项目平均每个投资多少?", ["3亿元"]),
    (HALF_YEAR, "技术改造的5家企业平均每家投入多少?", ["0.47亿元"]),
    (HALF_YEAR, "滨河大道每公里造价多少?", ["2000万元"]),
    (HALF_YEAR, "亿元以上项目平均单个投资规模多大?", ["7亿元"]),
    (HALF_YEAR, "人均产值是多少?", ["140.54万元"]),
    (HALF_YEAR, "税收月均多少?", ["1.3亿元"]),
    (HALF_YEAR, "上半年平均每月签约几个项目?", ["3个"]),
    (HALF_YEAR, "固定资产投资平均每个月完成多少?", ["6亿元"]),
    (HALF_YEAR, "从业人员同比增长百分之几?", ["8.8%"]),
    (HALF_YEAR, "用工人数的同比增幅是多少?", ["8.8%"]),
    (HALF_YEAR, "人员编制精减了多少?", ["54名"]),
    (HALF_YEAR, "人员编制压减幅度有多大?", ["36%"]),
    (HALF_YEAR, "内设机构减少了几个?", ["3个"]),
    (HALF_YEAR, "内设机构精简比例是多少?", ["25%"]),
    (HALF_YEAR, "公交车增加了几台?平均每台投入多少?", ["4台", "45万元"]),
    (HALF_YEAR, "去年同期规上工业总产值推算是多少?", ["231.11亿元"]),
    (HALF_YEAR, "按增速倒推,上年同期税收大约多少?", ["7.32亿元"]),
    (HALF_YEAR, "上年同期的从业人员有多少?", ["17000人"]),
    (HALF_YEAR, "去年上半年进出口总额反推是多少?", ["25亿元"]),
    (HALF_YEAR, "税收比上年同期增加了多少亿元?", ["0.48亿元"]),
    (HALF_YEAR, "固定资产投资全年目标推算是多少?", ["80亿元"]),
    (HALF_YEAR, "照60%的进度算,管网改造总长大约多少公里?", ["20公里"]),
    (HALF_YEAR, "规上工业总产值增速比税收增速快几个百分点?", ["6个百分点"]),
    (HALF_YEAR, "按同样进度全年税收能达到多少?", ["15.6亿元"]),
    (HALF_YEAR, "全省规上工业增加值增速推算是多少?", ["6%"]),
    (YEAR, "2024年技工贸总收入目标比2023年实际要增长百分之几?", ["12.5%"]),
    (YEAR, "技工贸总收入从480亿元到540亿元,增幅多大?与目标增速相符吗?", ["12.5%"]),
    (YEAR, "明年固投目标100亿元,相当于比今年增长多少?", ["13.6%"]),
    (YEAR, "签约项目目标明年比今年多几个?", ["16个"]),
    (YEAR, "高新技术企业新增数量,明年目标比今年多多少家?", ["8家"]),
    (YEAR, "税收收入占一般公共预算收入的比例是多少?", ["75%"]),
    (YEAR, "工业投资在固定资产投资中的占比是多少?", ["75%"]),
    (YEAR, "签约项目的开工率是多少?", ["59.4%"]),
    (YEAR, "签约项目投产率呢?", ["25%"]),
    (YEAR, "10亿元以上项目占全部签约项目的几成?", ["12.5%"]),
    (YEAR, "10亿元以上项目的协议投资占协议总投资的百分之几?", ["62.5%"]),
    (YEAR, "年度计划投资完成率是多少?", ["90%"]),
    (YEAR, "到位内资全年任务折算是多少亿元?", ["75亿元"]),
    (YEAR, "新材料产业园每亩投资强度是多少?", ["400万元"]),
    (YEAR, "新材料产业园亩均投资多少?", ["400万元"]),
    (YEAR, "智能制造基地亩均投资是多少?", ["600万元"]),
    (YEAR, "新建道路每公里投资多少?", ["2400万元"]),
    (YEAR, "签约项目平均每个协议投资多少亿元?", ["4亿元"]),
    (YEAR, "10亿元以上项目平均协议投资规模是多少?", ["20亿元"]),
    (YEAR, "重点项目平均单个总投资多大?", ["6亿元"]),
    (YEAR, "惠企资金平均每家企业能分到多少?", ["50万元"]),
    (YEAR, "平均每家企业获得多少贷款?", ["0.2亿元"]),
    (YEAR, "惠企资金兑现率是多少?", ["75%"]),
    (YEAR, "企业诉求办结率多少?", ["97%"]),
    (YEAR, "还有多少件企业诉求没办结?", ["12件"]),
    (YEAR, "拆迁户里签了协议的占多大比例?", ["95%"]),
    (YEAR, "还有多少户没签协议?", ["16户"]),
    (YEAR, "闲置土地和低效用地一共盘活了多少亩?", ["1200亩"]),
    (YEAR, "闲置土地、低效用地盘活面积合计多少?", ["1200亩"]),
    (YEAR, "专精特新企业增长了百分之几?", ["60%"]),
    (YEAR, "专精特新企业新增了几家?", ["21家"]),
    (YEAR, "专利授权从2022年的240件到2023年的312件,增加了多少件?", ["72件"]),
    (YEAR, "新认定的高企占高企总数的比重有多大?", ["25%"]),
    (YEAR, "研发投入强度(占技工贸总收入)是多少?", ["3%"]),
    (YEAR, "上年技工贸总收入推算大概多少?", ["435.18亿元"]),
    (YEAR, "技工贸总收入增速比规上工业总产值高多少个百分点?", ["1.1个百分点"]),
    (YEAR, "技工贸总收入月均多少亿元?", ["40亿元"]),
    (YEAR, "平均每月签约多少个项目?", ["5.33个"]),
    (YEAR, "技工贸总收入是规上工业总产值的几倍?", ["1.5倍"]),
    (YEAR, "新材料产业园的总投资是智能制造基地的多少倍?", ["1.6倍"]),
    (YEAR, "新材料产业园和智能制造基地总投资加起来多少?", ["39亿元"]),
    (YEAR, "新材料产业园比智能制造基地多占地多少亩?", ["350亩"]),
    (YEAR, "对接的企业中达成意向的比例是多少?", ["16.7%"]),
    (YEAR, "每批次外出招商平均对接几家企业?", ["4家"]),
    (YEAR, "2024年到位内资目标比2023年实际多多少?", ["8亿元"]),
    (THREE_QUARTERS, "营业收入全年任务倒推回来是多少亿?", ["299.86亿元"]),
    (THREE_QUARTERS, "引进项目个数完成了年度目标的几成?", ["73.3%"]),
    (THREE_QUARTERS, "今年到位资金任务已经完成百分之几?", ["72%"]),
    (THREE_QUARTERS, "利税总额的全年目标完成率?", ["70.7%"]),
    (THREE_QUARTERS, "新增规上工业企业目标进度是百分之多少?", ["73.3%"]),
    (THREE_QUARTERS, "供地任务完成比例多少?", ["65%"]),
    (THREE_QUARTERS, "离全年300亿营收目标还差多少亿?", ["84.4亿元"]),
    (THREE_QUARTERS, "还差几个项目才能完成全年引进目标?", ["12个"]),
    (THREE_QUARTERS, "利税总额距离目标还有多大差距,差多少?", ["8.2亿元"]),
    (THREE_QUARTERS, "利润占利税总额的几成?", ["56.6%"]),
    (THREE_QUARTERS, "税收在利税总额里占多大比重?", ["43.4%"]),
    (THREE_QUARTERS, "税收占营业收入的百分之几?", ["4%"]),
    (THREE_QUARTERS, "引进项目资金到位率(到位资金比合同资金)有多高?", ["26.7%"]),
    (THREE_QUARTERS, "超亿元项目占引进项目的比例是多少?", ["42.4%"]),
    (THREE_QUARTERS, "电子信息类项目占引进项目的几成?", ["45.5%"]),
    (THREE_QUARTERS, "装备制造和新型建材两类项目合起来有几个?", ["18个"]),
    (THREE_QUARTERS, "标准厂房竣工率多少?", ["60%"]),
    (THREE_QUARTERS, "隐患整改率是多少?", ["95%"]),
    (THREE_QUARTERS, "还有多少处隐患没整改?", ["69处"]),
    (THREE_QUARTERS, "就业意向里实际上岗的占多少百分比?", ["70%"]),
    (THREE_QUARTERS, "还本付息和基础设施配套缺口加总是多少?", ["4.1亿元"]),
    (THREE_QUARTERS, "普工和技工缺口总共多少人?", ["1250人"]),
    (THREE_QUARTERS, "普工缺口比技工缺口多多少人?", ["550人"]),
    (THREE_QUARTERS, "电子信息类项目比装备制造类多几个?", ["5个"]),
    (THREE_QUARTERS, "利润比税收高多少?", ["2.6亿元"]),
    (THREE_QUARTERS, "合同资金是到位资金的几倍?", ["3.8倍"]),
    (THREE_QUARTERS, "电子信息类项目数是新型建材类的几倍?", ["1.9倍"]),
    (THREE_QUARTERS, "主干道平均每公里投资多少?", ["0.3亿元"]),
    (THREE_QUARTERS, "停车位平均每个花了多少钱?", ["2万元"]),
    (THREE_QUARTERS, "每家企业平均减免租金多少?", ["25万元"]),
    (THREE_QUARTERS, "136家企业平均每家融到多少资金?", ["0.16亿元"]),
    (THREE_QUARTERS, "每场招聘会平均达成多少人就业意向?", ["190人"]),
    (THREE_QUARTERS, "职教实训中心每平方米造价多少?", ["9000元"]),
    (THREE_QUARTERS, "营业收入月均多少亿元?", ["23.96亿元"]),
    (THREE_QUARTERS, "前三季度平均每个月引进几个项目?", ["3.67个"]),
    (THREE_QUARTERS, "引进项目平均合同资金多大?", ["4.5亿元"]),
    (THREE_QUARTERS, "上年同期营业收入约为多少?", ["200亿元"]),
    (THREE_QUARTERS, "去年前三季度工业固定资产投资推算多少?", ["44.03亿元"]),
    (THREE_QUARTERS, "散乱污企业减少了几家?", ["15家"]),
    (THREE_QUARTERS, "散乱污企业减少了百分之几?", ["62.5%"]),
    (THREE_QUARTERS, "三季度当季营业收入占前三季度的百分之几?", ["36.4%"]),
    (THREE_QUARTERS, "营业收入增速比工业用电量增速快多少个点?", ["2.7个百分点"]),
    (THREE_QUARTERS, "营业收入比去年同期多了多少亿元?", ["15.6亿元"]),
    (THREE_QUARTERS, "规划面积里还有多少没开发?", ["5.4平方公里"]),
    (THREE_QUARTERS, "照目前进度,全年税收大约能有多少?", ["11.47亿元"]),
    (THREE_QUARTERS, "规上企业平均每家税收多少?", ["661.54万元"]),
]

STATED = [
    (YEAR, "高新技术产业产值占规上工业总产值的比重是多少?"),
    (YEAR, "技工贸总收入增长了百分之几?"),
    (YEAR, "进出口增速比全市低几个百分点?"),
    (YEAR, "亩均税收是多少?"),
    (YEAR, "固定资产投资上年同期推算是多少?"),
    (YEAR, "财政支出占比是多少?"),
    (YEAR, "高新技术企业平均每家研发人员多少?"),
    (YEAR, "各园区分别差多少?"),
    (YEAR, "2024年工业投资目标完成了百分之几?"),
    (THREE_QUARTERS, "利润占比有没有提高?"),
    (THREE_QUARTERS, "新增规上企业多少家?"),
    (THREE_QUARTERS, "园区用电量同比增长多少?"),
    (THREE_QUARTERS, "就业意向达成多少人?"),
    (THREE_QUARTERS, "进出口总额占营业收入的比重?"),
    (THREE_QUARTERS, "园区人均税收多少?"),
]
"""What the report says itself, or says nothing of: nothing is computed."""

FIRST_ZONE = """\
青禾经济开发区2024年上半年工作总结
2024年上半年,青禾经济开发区完成规模以上工业总产值120亿元,同比增长8%;实现税收收入3.6亿元,同比增长5.5%;完成固定资产投资18亿元,占年度目标任务的60%;新签约项目12个,合同引资额36亿元。
下半年,力争全年新签约项目20个以上。
"""
SECOND_ZONE = """\
白石高新技术产业开发区2024年1-9月工作总结
2024年1-9月,白石高新区完成规模以上工业总产值270亿元,同比增长11%;实现税收收入7.2亿元,同比增长9%;完成固定资产投资45亿元;新签约项目27个。
"""

ACROSS = [
    ("按月平均,青禾经开区和白石高新区的税收差多少?", ["月均0.6亿元", "月均0.8亿元", "1.3倍", "不能直接比较"]),
    ("青禾经济开发区的规上工业总产值比白石高新区少多少?", ["150亿元", "不能直接比较"]),
    ("白石高新区固定资产投资是青禾经济开发区的几倍?", ["2.5倍"]),
    ("青禾经济开发区和白石高新区的税收加起来多少?", ["10.8亿元"]),
    ("白石高新区工业总产值增速比青禾经济开发区快几个百分点?", ["3个百分点"]),
    ("青禾经济开发区新签约项目完成了全年目标的几成?白石高新区呢?", ["60%", "报告未提及"]),
    ("青禾经济开发区和白石高新区税收占工业总产值的比重各多少?", ["3%", "2.7%"]),
]


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Library]]:
    """A library for each report alone, by its text, and one of both zones under ``across``."""
    embedder = OfflineEmbedder()
    made = {}
    for name, texts in (
        *((text, [text]) for text in (HALF_YEAR, YEAR, THREE_QUARTERS)),
        ("across", [FIRST_ZONE, SECOND_ZONE]),
    ):
        folder: Path = tmp_path_factory.mktemp("calculate")
        store = open_store("", folder=folder, embedder_identity=embedder.identity, dimensions=embedder.dimensions)
        made[name] = Library(store, embedder)
        for number, text in enumerate(texts):
            made[name].add(text.encode(), name=f"{number}.txt")
    yield made
    for library in made.values():
        library.close()


def computed(library: Library, question: str) -> str | None:
    """The body of the computed answer, its formulas and places checked by the library's own verifier."""
    asking = understand(library, AskRequest(question=question))
    [group] = asking.groups
    found = calculate(library, asking, group)
    if found is None:
        return None
    body, places, formulas = found
    assert places
    kinds = {verdict.kind.value for verdict in library.verify(body, places, formulas=formulas)}
    assert kinds <= {"supported", "computed", "context"}
    return body


@pytest.mark.parametrize(("report", "question", "numbers"), QUESTIONS, ids=[question for _, question, _ in QUESTIONS])
def test_what_is_asked_for_is_computed(libraries: dict[str, Library], report: str, question: str, numbers: list[str]) -> None:
    body = computed(libraries[report], question)
    assert body is not None
    assert all(number in body for number in numbers), body
    assert len(body) <= 160


@pytest.mark.parametrize(("report", "question"), STATED, ids=[question for _, question in STATED])
def test_what_is_stated_or_missing_is_not_computed(libraries: dict[str, Library], report: str, question: str) -> None:
    assert computed(libraries[report], question) is None


@pytest.mark.parametrize(("question", "words"), ACROSS, ids=[question for question, _ in ACROSS])
def test_two_zones_are_reckoned_each_and_together(libraries: dict[str, Library], question: str, words: list[str]) -> None:
    library = libraries["across"]
    sentences = calculate_across(library, understand(library, AskRequest(question=question)))
    assert sentences is not None
    told = "".join(body for body, _, _ in sentences)
    assert all(word in told for word in words), told


def test_the_status_of_a_target_is_said(libraries: dict[str, Library]) -> None:
    assert "(目标)" in (computed(libraries[HALF_YEAR], "规上工业总产值完成全年任务的百分之多少?") or "")


def test_a_bound_stays_a_bound(libraries: dict[str, Library]) -> None:
    assert "至少64%" in (computed(libraries[HALF_YEAR], "人才公寓竣工率至少多少?") or "")


def test_an_operand_the_report_lacks_is_named_with_the_one_it_has(libraries: dict[str, Library]) -> None:
    library = libraries[HALF_YEAR]
    asking = understand(library, AskRequest(question="利润总额完成了全年目标的百分之几?"))
    [group] = asking.groups
    assert calculate(library, asking, group) is None
    found = lacking(library, asking, group)
    assert found is not None
    assert "报告未写明" in found[0]
    assert "13亿元" in found[0]
