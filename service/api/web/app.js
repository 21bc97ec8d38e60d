// Tabs: each is built when it is first looked at, and its name is the address's fragment.
import * as ask from "./ask.js";
import * as brief from "./brief.js";
import * as compare from "./compare.js";
import * as ledger from "./ledger.js";
import * as library from "./library.js";
import { closeReport, openReport } from "./reader.js";
import * as verify from "./verify.js";

const builders = { ask, library, brief, compare, verify, ledger };
const built = new Set();
const tabs = [...document.querySelectorAll("[role=tab]")];

function show(name) {
  for (const tab of tabs) {
    const chosen = tab.id === `tab-${name}`;
    tab.setAttribute("aria-selected", chosen);
    tab.tabIndex = chosen ? 0 : -1;
    document.getElementById(tab.getAttribute("aria-controls")).hidden = !chosen;
    if (chosen) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
  }
  if (!built.has(name)) {
    built.add(name);
    builders[name].build(document.getElementById(name));
  }
}

function named() {
  const name = location.hash.slice(1).split("?")[0];
  return name in builders ? name : "ask";
}

// #ledger?report=…&start=…&end=… opens a report at a place: what the rows of a downloaded sheet point to.
function opened() {
  const place = new URLSearchParams(location.hash.split("?")[1] ?? "");
  const [start, end] = ["start", "end"].map((each) => Number(place.get(each)));
  if (place.get("report")) openReport(encodeURIComponent(place.get("report")), end > start ? { start, end } : null);
}

for (const [at, tab] of tabs.entries()) {
  tab.addEventListener("click", () => (location.hash = tab.getAttribute("aria-controls")));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const next = tabs[(at + step + tabs.length) % tabs.length];
    next.focus();
    next.click();
  });
}
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});
addEventListener("hashchange", () => {
  closeReport();
  show(named());
  opened();
});
show(named());
opened();
