// Building the page. Reports are other people's text: everything goes in as text nodes, nothing as markup.
import { Trouble } from "./http.js";

export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const button = (text, onclick, props = {}) => h("button", { type: "button", onclick, ...props }, text);

export function periodText(iso) {
  const found = /^(\d{4})-(\d\d)-(\d\d)\/(?:(\d{4})-(\d\d)-(\d\d)|\.\.)$/.exec(iso ?? "");
  if (!found) return iso || "期间未注明";
  const [year, month, day, lastYear, lastMonth, lastDay] = found.slice(1).map(Number);
  if (!lastYear) return `${year}年${month}月起`;
  const whole = day === 1 && lastDay === new Date(lastYear, lastMonth, 0).getDate();
  if (!whole) return `${year}.${month}.${day}—${lastYear}.${lastMonth}.${lastDay}`;
  if (year !== lastYear) return month === 1 && lastMonth === 12 ? `${year}—${lastYear}年` : `${year}年${month}月—${lastYear}年${lastMonth}月`;
  const named = { "1-12": "", "1-6": "上半年", "7-12": "下半年", "1-3": "一季度", "4-6": "二季度", "7-9": "三季度", "10-12": "四季度" };
  return `${year}年${named[`${month}-${lastMonth}`] ?? (month === lastMonth ? `${month}月` : `${month}-${lastMonth}月`)}`;
}

export function placeText(place) {
  const words = [place?.province, place?.city, place?.district].filter(Boolean).join("");
  return words && (place.inferred ? `推断为${words}` : words);
}

// Offsets are code points, JavaScript counts UTF-16 units. `ranges` = [{start, end, make(text) -> node}].
export function weave(text, ranges, plain = (part) => [part]) {
  const points = Array.from(text);
  const nodes = [];
  let at = 0;
  for (const { start, end, make } of [...ranges].sort((one, other) => one.start - other.start)) {
    if (start < at || end > points.length) continue;
    nodes.push(...plain(points.slice(at, start).join("")), make(points.slice(start, end).join("")));
    at = end;
  }
  return [...nodes, ...plain(points.slice(at).join(""))];
}

// `rows` hold nodes or text. On a narrow screen a row becomes a card whose cells carry their column's name.
export function table(columns, rows, { caption, empty = "没有内容" } = {}) {
  if (!rows.length) return h("p", { class: "empty" }, empty);
  const head = h("thead", {}, h("tr", {}, columns.map((each) => h("th", { scope: "col" }, each))));
  const line = (row) => h("tr", {}, row.map((cell, at) => h(at ? "td" : "th", { scope: at ? null : "row", "data-label": columns[at] }, cell)));
  return h("table", {}, caption && h("caption", {}, caption), head, h("tbody", {}, rows.map(line)));
}

export function trouble(error) {
  if (!(error instanceof Trouble)) console.error(error);
  const problem = error instanceof Trouble ? error.problem : { title: "页面出错", detail: "这一步没有完成", advice: "请刷新页面重试。" };
  return h("div", { class: "trouble", role: "alert" }, h("strong", {}, problem.title), h("p", {}, problem.detail), problem.advice && h("p", {}, problem.advice));
}

export const busy = (text) => h("p", { class: "busy", role: "status" }, text);

// Shows work in `place`: busy, then what it gives, or its trouble. The latest call wins.
const turns = new WeakMap();
export async function into(place, text, work) {
  const turn = (turns.get(place) ?? 0) + 1;
  turns.set(place, turn);
  place.replaceChildren(busy(text));
  const shown = await work().catch((error) => [trouble(error)]);
  if (turns.get(place) === turn) place.replaceChildren(...[shown].flat(Infinity).filter(Boolean));
}

export function withTip(node, text) {
  const tip = document.getElementById("tip");
  const show = () => {
    tip.textContent = text();
    tip.hidden = false;
    const at = node.getClientRects()[0] ?? node.getBoundingClientRect();
    const left = Math.min(Math.max(8, at.left), innerWidth - tip.offsetWidth - 8);
    const above = at.top - tip.offsetHeight - 6;
    tip.style.left = `${left}px`;
    tip.style.top = `${above > 0 ? above : at.bottom + 6}px`;
  };
  const hide = () => (tip.hidden = true);
  for (const name of ["mouseenter", "focus"]) node.addEventListener(name, show);
  for (const name of ["mouseleave", "blur"]) node.addEventListener(name, hide);
  node.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  return node;
}
