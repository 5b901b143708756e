// What the parts of /m/movements share: the page's words, elements, hours.
export const $ = (id) => document.getElementById(id);
export const unit = Number(document.querySelector('meta[name="shouwang"]')?.dataset.unit || 0);
const SHAPES = { ok: "✓", warn: "▲", bad: "✕", none: "○", info: "●" };

/** The page's words of a code with {name}s filled in. */
export function say(code, told = {}) {
  const text = $("mv-words").content.querySelector(`[data-code="${code}"]`)?.textContent || "";
  return text.replace(/\{(\w+)\}/g, (all, name) => (name in told ? told[name] : all));
}

export function node(tag, className, ...inside) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...inside.filter((one) => one !== "" && one !== null && one !== undefined));
  return made;
}

export function tag(tone, words) {
  const shape = node("span", "", SHAPES[tone]);
  shape.setAttribute("aria-hidden", "true");
  return node("span", `tag ${tone}`, shape, words);
}

export function option(value, words) {
  const made = node("option", "", words);
  made.value = value;
  return made;
}

export function button(words, name, deed) {
  const made = node("button", "btn", words, node("span", "visually-hidden", name));
  made.type = "button";
  made.addEventListener("click", () => deed(made));
  return made;
}

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", hour12: false });

export const when = (iso) => clock.format(new Date(iso)).replace("/", "-");
