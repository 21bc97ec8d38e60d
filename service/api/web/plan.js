// How a question was understood, and the way to correct it: zones, period and indicators, asked again as corrected.
import { button, h, periodText, placeText } from "./dom.js";
import { zones } from "./scope.js";

const INTENT = {
  value: "查数", compare: "对比", calculation: "计算", list: "列举", summary: "概述", text: "查述", check: "核实", reason: "原因", time: "时间", how: "做法", lookup: "查找",
};
const CALCULATION = {
  share: "占比", ratio: "倍数", difference: "相差", sum: "合计", implied_base: "推算基数", implied_target: "推算目标", growth: "增速", completion: "完成率", to_target: "距目标",
  stage_rate: "进度比例", remainder: "尚余", points: "增速之差", increase: "增量", per: "平均", monthly: "月均", per_of_change: "新增平均", implied_others: "推算增速", year_ahead: "推算全年",
};

// `again(correction)` asks the question once more; correction = {zones, indicators, period?}.
export function understood(plan, again) {
  const zonesText = plan.zones.length > 3 ? `${plan.zones.slice(0, 3).join("、")}等${plan.zones.length}个园区` : plan.zones.join("、");
  const parts = [["意图", INTENT[plan.intent] ?? plan.intent], ["园区", zonesText], ["期间", plan.periods.map(periodText).join("、")], ["指标", plan.indicators.join("、")], ["计算", plan.calculation && (CALCULATION[plan.calculation] ?? plan.calculation)]];
  const shown = parts.filter(([, value]) => value).map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", { title: name === "园区" ? plan.zones.join("、") : null }, value)));
  const place = h("div", {});
  const correct = button("理解有误?更正", async () => {
    correct.setAttribute("aria-expanded", !place.firstChild);
    place.replaceChildren(...(place.firstChild ? [] : [await form(plan, again)]));
    place.querySelector("input, select")?.focus();
  }, { class: "link", "aria-expanded": "false" });
  return h("div", { class: "understood" }, h("dl", { class: "plan", "aria-label": "问题理解为" }, shown, again && h("div", {}, correct)), place);
}

async function form(plan, again) {
  const list = await zones().catch(() => []);
  const boxes = list.map((zone) => h("input", { type: "checkbox", value: zone.zone, checked: plan.zones.includes(zone.zone) }));
  const periods = [...new Set(list.flatMap((zone) => zone.periods))].sort().reverse();
  const period = h("select", {}, h("option", { value: "" }, "不限"), periods.map((each) => h("option", { value: each, selected: plan.periods.length === 1 && plan.periods[0] === each }, periodText(each))));
  const indicators = h("input", { type: "text", class: "wide", value: plan.indicators.join("、"), maxlength: 400, placeholder: "多个指标用顿号隔开" });
  return h("form", { class: "correction", onsubmit: (event) => {
    event.preventDefault();
    again({
      zones: boxes.filter((box) => box.checked).map((box) => box.value),
      indicators: indicators.value.split(/[、,,;;]/).map((each) => each.trim()).filter(Boolean),
      ...(period.value ? { period: period.value } : {}),
    });
  } },
    h("fieldset", {}, h("legend", {}, "园区(不选为全部)"), h("div", { class: "zones" }, list.map((zone, at) => h("label", {}, boxes[at], h("span", {}, zone.zone, zone.homonyms.length > 0 && h("small", {}, placeText(zone.place))))))),
    h("label", {}, "期间 ", period), h("label", {}, "指标 ", indicators), h("button", { class: "main", type: "submit" }, "按此重问"));
}
