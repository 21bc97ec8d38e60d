// Zones side by side: like for like, or why not.
import { h, into } from "./dom.js";
import { json } from "./http.js";
import { scope } from "./scope.js";
import { STATUS, citations, notices, sentence, sourced } from "./view.js";

const REASON = {
  period_length: "统计期长短不同", period_year: "年份不同或未注明", definition: "统计口径不同", status: "完成、预计与目标混用", unit: "单位不同", scope: "统计范围不同",
  currency: "币种不同", price_basis: "价格口径不同", zones_differ: "不同园区的单点数据,不成趋势", missing: "有园区未提及",
};
const DERIVED = { difference: "相差", ratio: "倍数", rank: "位次", share: "占比", growth: "增减", completion: "完成率" };

export function build(panel) {
  const picker = scope({ legend: "园区(不选为问题所指或全部)" });
  const question = h("input", { maxlength: 2000, class: "wide", placeholder: "例如:各园区固定资产投资对比" });
  const indicators = h("input", { maxlength: 400, class: "wide", placeholder: "可不填;多个用顿号或逗号隔开" });
  const result = h("div", { "aria-live": "polite" });
  const form = h("form", { class: "ordering", onsubmit: (event) => {
    event.preventDefault();
    const named = indicators.value.split(/[,,、;;]/).map((each) => each.trim()).filter(Boolean);
    const asked = question.value.trim();
    const request = { ...picker.value(), ...(asked && { question: asked }), ...(named.length && { indicators: named }) };
    into(result, "正在对比…", async () => {
      if (!asked && !request.zones.length) return h("p", { class: "empty" }, "请写一个问题,或至少选一个园区。");
      return show(await json("/api/comparisons", { method: "POST", body: request }));
    });
  } }, h("label", {}, "问题 ", question), picker.node, h("label", {}, "指标 ", indicators), h("button", { class: "main", type: "submit" }, "对比"));
  panel.append(h("h1", {}, "对比"), form, result);
}

function show(value) {
  const book = new Map(value.citations.map((each) => [each.n, each]));
  return [
    notices(value.notices),
    value.rows.length ? grid(value, book) : h("p", { class: "empty" }, "报告中没有可以并列的指标。"),
    ...value.rows.map(bars),
    value.narrative.length > 0 && h("section", {}, h("h3", {}, "说明"), value.narrative.map((each) => sentence(each, book))),
    citations(value.citations),
  ].filter(Boolean);
}

// A row of one zone's periods has a cell a period; each cell says its own.
const series = (row) => row.cells.length > 1 && new Set(row.cells.map((cell) => cell.zone)).size === 1;

const partly = (row) => series(row) && row.derived.some((each) => each.kind === "difference");

function grid(value, book) {
  const along = value.rows.some(series);
  const columns = ["指标", ...(along ? ["各期数据(由早到晚)"] : value.zones), "可比性"];
  const head = h("thead", {}, h("tr", {}, columns.map((each) => h("th", { scope: "col" }, each))));
  const rows = value.rows.flatMap((row) => {
    const why = [row.explanation || row.reasons.filter((each) => each !== "missing").map((each) => REASON[each] ?? each).join("、"), row.reasons.includes("missing") && REASON.missing].filter(Boolean).join("、");
    const fit = h("td", { "data-label": "可比性", class: row.comparable ? "fit" : "unfit" }, row.comparable ? "可比" : partly(row) ? "只比同口径各期" : "不可直接比较", why && h("small", {}, why));
    const lines = () => h("td", { "data-label": "各期数据" }, h("p", {}, row.cells[0]?.zone), row.cells.map((cell) => h("div", { class: cell.observation ? null : "none" }, sourced(cell.text, cell.citation, book))));
    const cells = along ? lines() : row.cells.map((cell) => h("td", { "data-label": cell.zone, class: cell.observation ? null : "none" }, sourced(cell.text, cell.citation, book)));
    const derived = row.derived.map((each) => h("li", {}, h("b", {}, DERIVED[each.kind] ?? each.kind), `${each.text} `, h("code", {}, each.formula)));
    return [
      h("tr", {}, h("th", { scope: "row", "data-label": "指标" }, row.indicator, row.unit && `(${row.unit})`), cells, fit),
      derived.length > 0 && h("tr", { class: "derived" }, h("td", { colspan: columns.length }, h("ul", {}, derived))),
    ];
  });
  return h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "对比表" }, h("table", {}, head, h("tbody", {}, rows)));
}

const svg = (tag, props, text) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(props)) node.setAttribute(name, value);
  if (text) node.textContent = text;
  return node;
};

// Drawn for rows that may be compared; a growth row by its growth, another by its figure in the base unit.
function bars(row) {
  const filled = row.cells.filter((cell) => cell.observation);
  const growth = filled.some((cell) => /同比(增长|下降)/.test(cell.text));
  const drawn = filled.map((cell) => ({ ...cell, value: Number((growth ? cell.observation.growth?.value : cell.observation.value_norm) ?? NaN) }));
  const units = new Set(filled.map((cell) => cell.observation.unit_norm));
  if (!row.comparable || drawn.length < 2 || (!growth && units.size > 1) || drawn.some((each) => !(each.value >= 0))) return null;
  const most = Math.max(...drawn.map((each) => each.value)) || 1;
  const lines = (series(row) ? drawn : drawn.sort((one, other) => other.value - one.value)).map((each) => {
    const bar = svg("svg", { viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true" });
    bar.append(svg("rect", { width: (each.value / most) * 100, height: 10, class: each.observation.status }));
    return h("li", {}, h("span", {}, series(row) ? each.text.split(",").at(-1) : each.zone), bar, h("b", {}, each.text.split(",")[0]), each.observation.status !== "actual" && h("small", {}, STATUS[each.observation.status]));
  });
  return h("figure", { class: "bars" }, h("figcaption", {}, row.indicator), h("ul", {}, lines));
}
