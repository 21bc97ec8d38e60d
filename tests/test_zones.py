"""Zone identity: names by evidence, places by gazetteer, homonyms told apart, and the zones a question speaks of."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.domain import Place, ZoneIdentity
from index.zones import UNKNOWN, Mention, identify, mentioned, named_elsewhere, same_zone
from index.zones.evidence import initials
from index.zones.gazetteer import gazetteer, places_in, short_name
from index.zones.naming import zones_in

BODY = "今年以来,园区完成规上工业总产值52亿元,同比增长6.1%,新签约项目12个。开发区赴深圳、上海、苏州招商。"


def place(found: ZoneIdentity) -> tuple[str | None, str | None, str | None]:
    return found.place.province, found.place.city, found.place.district


@pytest.mark.parametrize(
    ("title", "name", "where"),
    [
        ("合肥高新区2024年上半年工作总结", "合肥高新区", ("安徽省", "合肥市", None)),
        ("浏阳经开区2023年工作情况汇报", "浏阳经开区", ("湖南省", "长沙市", "浏阳市")),
        ("衡阳松木经开区半年工作总结", "衡阳松木经开区", ("湖南省", "衡阳市", None)),
        ("岳阳绿色化工高新区工作总结", "岳阳绿色化工高新区", ("湖南省", "岳阳市", None)),
        ("关于攸县高新技术产业开发区2023年工作情况的报告", "攸县高新技术产业开发区", ("湖南省", "株洲市", "攸县")),
        ("永吉经济开发区2023年工作总结", "永吉经济开发区", ("吉林省", "吉林市", "永吉县")),
        ("太康县产业集聚区工作汇报", "太康县产业集聚区", ("河南省", "周口市", "太康县")),
        ("瑞丽边境经济合作区2023年总结", "瑞丽边境经济合作区", ("云南省", "德宏傣族景颇族自治州", "瑞丽市")),
        ("成都高新综合保税区2024年运行情况", "成都高新综合保税区", ("四川省", "成都市", None)),
        ("中国盐城环保科技城2014年工作总结", "盐城环保科技城", ("江苏省", "盐城市", None)),
        ("本报讯 开发区2020年上半年工作总结", "开发区", (None, None, None)),
        ("某区工业园区上半年工作总结", "工业园区", (None, None, None)),
        ("开发区2020年上半年工作总结", "开发区", (None, None, None)),
    ],
)
def test_name_and_place_come_from_the_title(title: str, name: str, where: tuple[str | None, str | None, str | None]) -> None:
    found = identify(title, f"{title}\n{BODY}")
    assert found.name == name
    assert place(found) == where


def test_the_zones_of_a_province_together_are_no_zone() -> None:
    found = identify("开发区2021年工作总结", f"在浙江省经济开发区综合考评中,开发区获评先进。{BODY}")
    assert found.name == "开发区"


def test_a_kind_of_zone_is_no_name_of_another() -> None:
    assert [each.parts for each in zones_in("本区开发区经济开发区")] == [(), ()]


def test_the_longest_form_of_one_name_wins_and_the_usual_one_is_kept() -> None:
    text = "长春经开区上半年稳步发展。长春经开区完成投资3亿元。印发《益阳长春经开区招商办法》。"
    found = identify("长春经开区半年工作", text, issuer="长春经开区")
    assert found.name == "益阳长春经开区"
    assert found.as_written == "长春经开区"
    assert "长春经开区" in found.aliases
    assert place(found)[:2] == ("湖南省", "益阳市")


def test_a_name_of_several_places_goes_where_the_text_points() -> None:
    city = identify("长春经开区开新局", "长春经开区在吉林省率先发展。《长春经济技术开发区服务规范》印发。" + BODY)
    town = identify("长春经开区工作", "长春经开区地处资阳区,紧邻益阳市区,湘商回湘项目落地。" + BODY)
    assert place(city)[:2] == ("吉林省", "长春市")
    assert place(town) == ("湖南省", "益阳市", "资阳区")
    assert city.name == "长春经济技术开发区"
    assert not same_zone(city, town)
    assert "长春经开区" in (*city.aliases, city.name)
    assert "长春经开区" in (*town.aliases, town.name)


def test_a_zone_without_a_name_is_located_by_its_towns_and_that_is_an_inference() -> None:
    found = identify("经济开发区上半年工作总结", f"将裕溪口街道和沈巷镇项目纳入经济开发区。{BODY}")
    assert found.name == "经济开发区"
    assert place(found) == ("安徽省", "芜湖市", "鸠江区")
    assert found.place.inferred
    assert {"裕溪口", "沈巷"} <= set(found.companions)
    assert "鸠江经开区" in found.aliases


def test_places_where_investors_are_sought_say_nothing_of_the_zone() -> None:
    found = identify("产业开发区工作总结", "产业开发区先后赴深圳、广州、苏州、宁波考察招商,接待客商20批次。")
    assert place(found) == (None, None, None)


def test_an_index_number_gives_the_district_by_its_initials() -> None:
    assert initials("云溪区") == "yxq"
    found = identify("岳阳某工业园区总结", f"岳阳市各部门大力支持。岳阳发展势头良好。{BODY}", index_number="yxqgyyq/2024-1")
    assert place(found) == ("湖南省", "岳阳市", "云溪区")


def test_a_zone_held_up_as_a_model_is_not_the_zone_of_the_report() -> None:
    found = identify("产业开发区工作总结", f"产业开发区对标苏州工业园区,学习昆山经开区经验。{BODY}")
    assert found.name == "产业开发区"


def test_local_areas_are_companions() -> None:
    found = identify("产业开发区总结", f"产业开发区完成杨柳坳片区调整,推进杨柳坳片区征拆,启动青石塘片区建设。{BODY}")
    assert {"杨柳坳", "青石塘"} <= set(found.companions)


def test_a_name_given_by_hand_wins_and_a_text_without_any_zone_says_so() -> None:
    assert identify("工作总结", BODY, hint="云溪高新区").name == "云溪高新区"
    assert identify("工作总结", "完成产值5亿元。").name == UNKNOWN


def test_same_zone_follows_kind_and_place() -> None:
    formal = identify("浏阳经济技术开发区2023年工作总结", BODY)
    everyday = identify("浏阳经开区2024年工作总结", BODY)
    other_kind = identify("浏阳高新区2024年工作总结", BODY)
    assert same_zone(formal, everyday)
    assert not same_zone(formal, other_kind)
    nowhere = identify("经济开发区总结", "经济开发区发展势头良好。")
    assert not same_zone(nowhere, identify("经济开发区报告", "经济开发区运行平稳。"))
    here = identify("经济开发区总结", "裕溪口街道支持经济开发区。")
    assert same_zone(here, identify("经济开发区报告", "经济开发区与沈巷镇、裕溪口街道共建。裕溪口街道征迁。"))


YIYANG = ZoneIdentity("益阳长春经开区", "长春经开区", ("长春经开区",), Place("湖南省", "益阳市", "资阳区"))
JILIN = ZoneIdentity("长春经济技术开发区", "长春经开区", ("长春经开区",), Place("吉林省", "长春市"), companions=("兴隆综保区",))
HEDONG = ZoneIdentity("河东经济开发区", "河东经济开发区", ("河东经开区",), Place("江西省", "吉安市", "青原区", inferred=True))
WUHU = ZoneIdentity("经济开发区", "经济开发区", (), Place("安徽省", "芜湖市", "鸠江区", inferred=True), companions=("裕溪口",))
JUNSHAN = ZoneIdentity("产业开发区", "产业开发区", (), Place("湖南省", "岳阳市", "君山区", inferred=True))
ALL = (YIYANG, JILIN, HEDONG, WUHU, JUNSHAN)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("益阳长春经开区的税收是多少", [("益阳长春经开区", "name")]),
        ("吉林长春经开区2021年投资", [("长春经济技术开发区", "alias")]),
        ("长春经济技术开发区的进出口", [("长春经济技术开发区", "name")]),
        ("长春市经开区的投资", [("长春经济技术开发区", "alias")]),
        ("益阳那个的投资", [("益阳长春经开区", "place")]),
        ("益阳的长春经开区和吉林的长春经开区比", [("益阳长春经开区", "alias"), ("长春经济技术开发区", "alias")]),
        ("资阳区长春经济开发区", [("益阳长春经开区", "alias")]),
        ("河东上半年主营业务收入", [("河东经济开发区", "alias")]),
        ("河东经开区从业人员", [("河东经济开发区", "alias")]),
        ("君山产业开发区1-9月", [("产业开发区", "alias")]),
        ("产业开发区和经济开发区的差别", [("产业开发区", "name"), ("经济开发区", "name")]),
        ("鸠江经开区有几个在谈项目", [("经济开发区", "alias")]),
        ("兴隆综保区进出口额", [("长春经济技术开发区", "companion")]),
        ("裕溪口街道的项目", [("经济开发区", "companion")]),
        ("長春經濟技術開發區", [("长春经济技术开发区", "name")]),
    ],
)
def test_questions_name_zones_in_many_ways(question: str, expected: list[tuple[str, str]]) -> None:
    assert [(mention.zone_name, mention.how) for mention in mentioned(question, ALL)] == expected


@pytest.mark.parametrize("question", ["长春经开区上半年工业产值多少", "两个长春经开区分别如何", "长春的税收"])
def test_an_alias_of_two_zones_stays_ambiguous(question: str) -> None:
    [mention] = mentioned(question, ALL)
    assert mention.zone_name is None
    assert mention.ambiguous == ("益阳长春经开区", "长春经济技术开发区")


@pytest.mark.parametrize(
    "question",
    [
        "全区上半年税收",
        "我区有多少家企业",
        "园区用地",
        "开发区招商",
        "经开区",
        "高新技术产业收入是多少",
        "某集团长春大豆科技公司的产值",
    ],
)
def test_general_words_name_nobody(question: str) -> None:
    assert mentioned(question, ALL) == []


def test_two_zones_joined_by_and_are_not_a_town_between_them() -> None:
    assert [named.written for named in zones_in("河东和产业开发区谁更快")] == ["产业开发区"]
    assert [named.written for named in zones_in("阳和工业园区的产值")] == ["阳和工业园区"]


def test_a_zone_that_is_not_known_is_named_elsewhere() -> None:
    assert named_elsewhere("苏州工业园区和河东经开区比怎么样", ALL) == ["苏州工业园区"]
    assert mentioned("四川长春经开区的产值", ALL) == []
    assert named_elsewhere("四川长春经开区的产值", ALL) == ["四川长春经开区"]
    assert mentioned("宁乡经济开发区的产值", ALL) == []


def test_a_single_zone_of_a_name_needs_no_telling_apart() -> None:
    assert mentioned("长春经开区的税收", [JILIN]) == [
        Mention("长春经济技术开发区", mentioned("长春经开区的税收", [JILIN])[0].span, "alias")
    ]


@given(st.text(alphabet="长春益阳吉林经开区济技术发产业的和河东兴隆综保全我园一上半年", max_size=40))
def test_mentions_lie_inside_the_question_in_order(question: str) -> None:
    found = mentioned(question, ALL)
    for mention in found:
        assert mention.span.of(question)
        assert (mention.zone_name is None) == bool(mention.ambiguous)
    assert [mention.span.start for mention in found] == sorted(mention.span.start for mention in found)


def test_short_names_of_every_level() -> None:
    assert short_name("内蒙古自治区", 1) == "内蒙古"
    assert short_name("延边朝鲜族自治州", 2) == "延边"
    assert short_name("南县", 3) == "南县"
    assert short_name("湾里街道", 4) == "湾里"


def test_words_that_are_also_counties_are_no_places_alone() -> None:
    assert [found.name for found in places_in("加强合作,整合资源,公安县和资源县除外")] == ["公安县", "资源县"]


def test_the_gazetteer_covers_the_country() -> None:
    table = gazetteer()
    assert len(table.towns) > 2800
    assert table.named("裕溪口街道")[0].district == "鸠江区"


@given(st.text(alphabet="益阳长春国家级现代推动河东经济开发区高新产业园“《、。", max_size=60))
def test_named_zones_are_exact_slices(text: str) -> None:
    for named in zones_in(text):
        assert named.span.of(text) == named.written


def test_a_megabyte_is_identified_in_bounded_time() -> None:
    started = time.perf_counter()
    for piece in ("经开区", "长春", "益阳长春经开区", "片区", "一"):
        identify("总结", piece * (300_000 // len(piece)))
    assert time.perf_counter() - started < 20


def test_a_place_before_the_core_leaves_no_other_however_often_others_are_spoken_of() -> None:
    text = "宣城市东溪经济开发区紧邻苏浙。企业从昆山、常州、苏州迁来,昆山招商点签约6个,昆山项目投产。"
    found = identify("宣城市东溪经济开发区工作总结", text)
    assert (found.place.province, found.place.city) == ("安徽省", "宣城市")
    assert not found.place.inferred


def test_where_a_text_only_speaks_of_a_place_the_zone_is_inferred_to_lie_there() -> None:
    told = identify("云岭经济开发区工作总结", "在怀化市委、市政府领导下,怀化的云岭经济开发区完成产值52亿元。怀化。")
    only = identify("云岭经济开发区工作总结", "怀化的企业增长快,怀化的交通好,云岭经济开发区完成产值52亿元。")
    assert told.place.city == only.place.city == "怀化市"
    assert not told.place.inferred
    assert only.place.inferred


@pytest.mark.parametrize(
    "text", ["抢抓武汉城市圈机遇。", "广州招商点带回项目3个,广州招商点签约1个。", "拜会东莞商会,东莞籍企业家返乡。"]
)
def test_places_a_zone_looks_to_are_not_where_it_lies(text: str) -> None:
    assert identify("云岭工业园区工作总结", f"云岭工业园区总结。{text}").place.city is None


@pytest.mark.parametrize("question", ["标准厂房建设规模有多大", "开发的土地有多少", "建设进度如何"])
def test_everyday_words_that_are_towns_somewhere_name_no_zone(question: str) -> None:
    odd = ZoneIdentity("标准工业园区", "标准工业园区", (), Place(None, None), companions=("建设", "开发"))
    assert mentioned(question, [odd]) == []
