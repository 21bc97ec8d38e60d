// Which zones and which period: the same picker on every tab, refilled when the library changes.
import { h, periodText, placeText, trouble } from "./dom.js";
import { all } from "./http.js";

const bell = new EventTarget();
let loading = null;

export function zones() {
  loading ??= all("/api/zones").catch((error) => {
    loading = null;
    throw error;
  });
  return loading;
}

export function libraryChanged() {
  loading = null;
  bell.dispatchEvent(new Event("changed"));
}

export const onLibrary = (act) => bell.addEventListener("changed", act);

// -> {node, value()}; value() = {zones: [...], period?}
export function scope({ legend = "园区", period = true } = {}) {
  const chosen = new Set();
  const boxes = h("div", { class: "zones" });
  const select = h("select", {});
  const node = h("div", { class: "scope" }, h("fieldset", {}, h("legend", {}, legend), boxes), period && h("label", {}, "期间 ", select));

  function fillPeriods(list) {
    const kept = select.value;
    const shown = list.filter((each) => !chosen.size || chosen.has(each.zone)).flatMap((each) => each.periods);
    select.replaceChildren(h("option", { value: "" }, "不限"), ...[...new Set(shown)].sort().reverse().map((each) => h("option", { value: each }, periodText(each))));
    select.value = [...select.options].some((each) => each.value === kept) ? kept : "";
  }

  async function fill() {
    try {
      const list = await zones();
      for (const each of chosen) if (!list.some((zone) => zone.zone === each)) chosen.delete(each);
      boxes.replaceChildren(...list.map((zone) => {
        const box = h("input", { type: "checkbox", checked: chosen.has(zone.zone), onchange: () => {
          if (box.checked) chosen.add(zone.zone);
          else chosen.delete(zone.zone);
          fillPeriods(list);
        } });
        return h("label", {}, box, h("span", {}, zone.zone, zone.homonyms.length > 0 && h("small", { title: `与${zone.homonyms.join("、")}同名或简称相同` }, placeText(zone.place) || "有同名园区")));
      }));
      if (!list.length) boxes.replaceChildren(h("span", { class: "empty" }, "库中还没有报告,请先到“报告库”上传。"));
      fillPeriods(list);
    } catch (error) {
      boxes.replaceChildren(trouble(error));
    }
  }
  onLibrary(fill);
  fill();
  return { node, value: () => ({ zones: [...chosen], ...(select.value ? { period: select.value } : {}) }) };
}
