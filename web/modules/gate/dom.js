// What the gate's screens share: words of the page, elements, hours, people found by typing.
import { plain } from "../numbers.js";

export const $ = (id) => document.getElementById(id);
export const unit = Number(document.querySelector('meta[name="shouwang"]')?.dataset.unit || 0);

/** The page's words of a code with {name}s filled in. */
export function say(code, told = {}) {
  const text = $("gt-words").content.querySelector(`[data-code="${code}"]`)?.textContent || "";
  return text.replace(/\{(\w+)\}/g, (_all, name) => told[name] ?? "").replace(/ {2,}/g, " ").replace(/ ℃/g, "\u00a0℃").trim();
}

export function has(code) {
  return Boolean($("gt-words").content.querySelector(`[data-code="${code}"]`));
}

export function node(tag, className, ...parts) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...parts.filter((part) => part !== "" && part !== null && part !== undefined));
  return made;
}

export function button(className, ...parts) {
  const made = node("button", className, ...parts);
  made.type = "button";
  return made;
}

const clock = new Intl.DateTimeFormat("zh-CN", { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false });

export function hm(moment) {
  return clock.format(new Date(moment));
}

const SKEW = "clock-skew";

/** Note by how much this phone's clock is wrong: the server says when it made the pack. */
export function noteSkew(at) {
  localStorage.setItem(SKEW, String(Date.parse(at) - Date.now()));
}

/** A moment of this phone's clock by the server's. */
export function ours(moment) {
  return moment + (Number(localStorage.getItem(SKEW)) || 0);
}

/** The hour that the server will give something done now. */
export function hmNow() {
  return hm(ours(Date.now()));
}

const LOWEST = 340;
const HIGHEST = 425;

/** `365`, `36.5`, `３６．５` → {tenths: 365}; what is none → {wrong: empty|unclear|fahrenheit|range, value}. */
export function temperature(text) {
  const typed = plain(text.replace(/[。，]/g, ".").replace(/[℃°\s]/g, ""));
  if (!typed) return { wrong: "empty", value: "" };
  if (!/^(\d{2,3}(\.\d)?|\d{4})$/.test(typed)) return { wrong: "unclear", value: typed };
  const tenths = typed.includes(".") ? Math.round(Number(typed) * 10) : typed.length === 2 ? Number(typed) * 10 : Number(typed);
  if (tenths >= LOWEST && tenths <= HIGHEST) return { tenths };
  return { wrong: tenths >= 932 && tenths <= 1085 ? "fahrenheit" : "range", value: degrees(tenths) };
}

export function degrees(tenths) {
  return (tenths / 10).toFixed(1);
}

const PHONE = /^(\+?86)?1[3-9]\d{9}$|^(0\d{2,3}-?)?[2-9]\d{6,7}(-\d{1,6})?$|^[48]00-?\d{3}-?\d{4}$|^1[012]\d{1,3}$|^9[56]\d{3,4}$/;

export function isPhone(text) {
  return PHONE.test(text.replace(/[\s]/g, ""));
}

const PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
const PLATE = new RegExp(
  `^(?:[${PROVINCES}][A-HJ-NP-Z][A-HJ-NP-Z0-9]{4}[A-HJ-NP-Z0-9挂学警港澳领]` +
    `|[${PROVINCES}][A-HJ-NP-Z](?:[A-HJK][A-HJ-NP-Z0-9]\\d{4}|\\d{5}[A-HJK])` +
    `|[${PROVINCES}][A-HJ-NP-Z][A-HJ-NP-Z0-9]{4}应急|[VZKHESLNGBCP][A-Z]\\d{5}|WJ[${PROVINCES}]?\\d{4}[\\dTDSHBXJ]|\\d{6}使)$`,
);

export function plate(text) {
  return text.normalize("NFKC").toUpperCase().replace(/[\s·•・.\-—]/g, "");
}

export function isPlate(text) {
  return PLATE.test(plate(text));
}

/** Whether somebody answers to what was typed: name, letters, room, the last four of a phone. */
export function fits(one, typed) {
  const asked = typed.trim().toLowerCase();
  if (!asked) return true;
  return [one.name, one.py, one.room, one.tail, one.from, one.job].some((text) => text && text.toLowerCase().includes(asked));
}

/**
 * A field that finds somebody: draws those who fit as keys below it. `list()` are the people,
 * `lines(one)` what stands on a key, `chosen(one)` is told, `none` the words where nobody fits.
 * Answers {reset, value, choose}.
 */
export function finder(input, place, { list, lines, chosen = () => {}, most = 6, always = false, none = "" }) {
  let picked = null;
  function draw() {
    const typed = input.value;
    const found = picked ? [picked] : typed.trim() || always ? list().filter((one) => fits(one, typed)).slice(0, most) : [];
    place.replaceChildren(
      ...found.map((one) => {
        const made = button("gt-person", ...lines(one));
        made.setAttribute("aria-pressed", String(one === picked));
        made.addEventListener("click", () => choose(one === picked ? null : one));
        return made;
      }),
    );
    if (none && typed.trim() && !found.length) place.append(node("p", "muted", say(none)));
  }
  function choose(one) {
    picked = one;
    if (one) input.value = "";
    draw();
    chosen(one);
  }
  input.addEventListener("input", () => {
    picked = null;
    draw();
  });
  return {
    choose,
    draw,
    reset() {
      picked = null;
      input.value = "";
      draw();
    },
    get picked() {
      return picked;
    },
  };
}
