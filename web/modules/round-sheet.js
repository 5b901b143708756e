// The sheet over a round: what must be answered before the next person.
const $ = (id) => document.getElementById(id);

function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

/** Ask, and resolve with the code of the deed that was pressed; `deeds` are `{code, text, tone}`. */
export function ask({ title, tone = "", body = [], deeds }) {
  const sheet = $("tr-sheet");
  const before = document.activeElement;
  sheet.dataset.tone = tone;
  $("tr-sheet-title").textContent = title;
  $("tr-sheet-body").replaceChildren(...body);
  return new Promise((resolve) => {
    const buttons = deeds.map(({ code, text, tone: how }) => {
      const button = node("button", `btn ${how || ""}`.trim(), text);
      button.type = "button";
      button.dataset.deed = code;
      button.addEventListener("click", () => {
        sheet.hidden = true;
        before?.focus?.({ preventScroll: true });
        resolve(code);
      });
      return button;
    });
    $("tr-sheet-deeds").replaceChildren(...buttons);
    sheet.hidden = false;
    $("tr-sheet-title").focus();
  });
}

export const isOpen = () => !$("tr-sheet").hidden;

export function steps(texts) {
  const list = node("ol", "tr-steps");
  list.append(...texts.map((text) => node("li", "", text)));
  return list;
}

export const line = (text, className = "") => node("p", className, text);

/** Boxes to tick; `ticked()` answers the codes that are. */
export function boxes(choices, chosen) {
  const list = node("div", "tr-ticks");
  for (const { code, zh } of choices) {
    const label = node("label", "tr-tick");
    const box = node("input");
    box.type = "checkbox";
    box.value = code;
    box.checked = chosen.includes(code);
    label.append(box, node("span", "", zh));
    list.append(label);
  }
  return { list, ticked: () => [...list.querySelectorAll("input:checked")].map((box) => box.value) };
}
