// What is said of the reports, with its marks: sentences, numbers, sources, notices.
import { button, h, periodText, table, weave, withTip } from "./dom.js";
import { openReport } from "./reader.js";

export const STATUS = { actual: "完成数", estimate: "预计数", target: "目标" };
export const VERDICT = { supported: "与原文一致", computed: "由原文数字计算", mismatch: "与原文不符", not_found: "原文未见", context: "非指标数字" };
const NOTICE = {
  estimate: "含预计数", target: "含目标数", homonym: "同名园区", comparability: "可比性", damaged_source: "原文有损", disputed_period: "报告期存疑",
  finding: "勾稽存疑", withheld: "已扣下", model_unavailable: "模型未应答", interrupted: "中断",
};

export function open(citation, from) {
  document.getElementById("tip").hidden = true;
  if (citation) openReport(citation.report_id, { start: citation.start, end: citation.end }, from);
}

// `book` maps n to its citation; a streamed sentence brings its own.
function mark(n, book) {
  const label = () => (book.get(n) ? `来源${n}:${book.get(n).zone},${periodText(book.get(n).period)}。${book.get(n).quote}` : `来源${n}`);
  const node = button(`[${n}]`, (event) => open(book.get(n), event.currentTarget), { class: "mark", "aria-label": `查看来源${n}` });
  return withTip(node, label);
}

const pressed = (act) => (event) => {
  if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
  event.preventDefault();
  act(event.currentTarget);
};

export function number(check, text, target) {
  const says = [VERDICT[check.verdict], check.status && STATUS[check.status], check.formula && `算式:${check.formula}`, check.says];
  const label = says.filter(Boolean).join(" · ");
  // Without a source of its own (a computed number) it only shows what it is: a finger focuses, it cannot hover.
  const act = pressed((node) => target() && open(target(), node));
  const node = h("span", { class: `number ${check.verdict}`, tabindex: 0, role: "button", onclick: act, onkeydown: act, "aria-label": `${text},${label}` }, text);
  return withTip(node, () => label);
}

export function sentence(value, book) {
  const ranges = value.numbers
    .filter((each) => each.verdict !== "context")
    .map((each) => ({ ...each, make: (text) => number(each, text, () => book.get(each.citation)) }));
  const plain = (part) =>
    part.split(/(\[\d+\])/).map((bit) => {
      const n = /^\[\d+\]$/.test(bit) && Number(bit.slice(1, -1));
      return n && value.citations.includes(n) ? mark(n, book) : bit;
    });
  const nodes = weave(value.text, ranges, plain);
  if (!value.withheld) return h("p", { class: "sentence" }, nodes);
  const wrong = value.numbers.filter((each) => ["mismatch", "not_found"].includes(each.verdict));
  const why = wrong.length ? wrong.map((each) => `“${each.text}”${VERDICT[each.verdict]}`).join(",") : VERDICT[value.verdict] ?? "无出处";
  return h("p", { class: "sentence withheld" }, h("del", {}, nodes), h("span", { class: "why" }, `未通过核验,不计入正文:${why}`));
}

const MOST_OPEN = 8;

// Under a briefing they are dozens: its marks lead to them, the list is for whoever checks it through.
export function citations(list, title = "出处") {
  if (!list.length) return null;
  const items = list.map((each) =>
    h("li", { value: each.n }, button([
      h("span", { class: "meta" }, `[${each.n}] ${each.zone} · ${periodText(each.period)}`, h("span", { class: "path" }, each.heading.join(" › ") || each.title)),
      h("q", {}, each.quote),
    ], (event) => open(each, event.currentTarget), { class: "citation" })));
  return h("details", { class: "sources", open: list.length <= MOST_OPEN }, h("summary", {}, `${title}(${list.length})`), h("ol", {}, items));
}

export function notices(list) {
  if (!list.length) return null;
  return h("ul", { class: "notices", "aria-label": "提示" }, list.map((each) => h("li", { class: each.code }, h("b", {}, NOTICE[each.code] ?? "提示"), each.message)));
}

export const sourced = (text, n, book) => [text, n ? mark(n, book) : null];

export function sourcedTable(value, book) {
  if (!value) return null;
  return table(value.columns, value.rows.map((row) => row.map((each) => sourced(each.text, each.citation, book))), { caption: value.title });
}
