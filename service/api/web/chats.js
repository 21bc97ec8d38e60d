// The conversations that are kept: listed newest first, opened again, deleted after a second look.
import { button, h, trouble } from "./dom.js";
import { all, json } from "./http.js";

const path = (id) => `/api/conversations/${encodeURIComponent(id)}`;

export const begin = () => json("/api/conversations", { method: "POST" });
export const read = (id) => json(path(id));

// -> {node, refill()}; `opened(id)` is called for the one chosen, `gone(id)` after one was deleted.
export function chats({ opened, gone }) {
  const list = h("ul", { class: "chats" });
  const node = h("details", { class: "kept", ontoggle: () => node.open && refill() }, h("summary", {}, "先前的对话"), list);

  function item(card) {
    const asked = button("删除", () => {
      asked.hidden = true;
      sure.hidden = false;
      sure.firstChild.focus();
    }, { class: "link", "aria-label": `删除对话:${card.title}` });
    const sure = h("span", { class: "row", hidden: true }, button("确认删除", remove), button("不删", () => {
      sure.hidden = true;
      asked.hidden = false;
      asked.focus();
    }));
    async function remove() {
      try {
        await json(path(card.id), { method: "DELETE" });
        gone(card.id);
        refill();
      } catch (error) {
        list.prepend(h("li", {}, trouble(error)));
      }
    }
    const choose = button(card.title, () => opened(card.id), { class: "link" });
    return h("li", {}, choose, h("small", {}, `${card.questions}问 · ${card.created.slice(0, 16).replace("T", " ")}`), asked, sure);
  }

  async function refill() {
    if (!node.open) return;
    try {
      const cards = (await all("/api/conversations")).filter((each) => each.questions);
      list.replaceChildren(...(cards.length ? cards.map(item) : [h("li", { class: "empty" }, "还没有保存的对话。")]));
    } catch (error) {
      list.replaceChildren(h("li", {}, trouble(error)));
    }
  }
  return { node, refill };
}
