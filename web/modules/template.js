// The editor of a template: text with chips for figures, conditions and lists, a search that inserts
// a figure with its value of the day, and a preview of the draft that the template makes.
//
// A chip's data-ref is its token in the template's language; the browser needs to know no more.
import { ChippedText, runsOf } from "./chips.js";
import { Saver } from "./saver.js";
import { ask } from "./server.js";
import { toast } from "./toasts.js";

const WAIT = 300;
const MOST_LINES = 4; // of one chart

function tokens(part) {
  return runsOf(part)
    .map((run) => run.ref ?? run.text)
    .join("");
}

export class TemplateEditor {
  constructor(root) {
    this.root = root;
    this.words = root.dataset;
    this.paper = root.querySelector("#tpl-paper");
    this.mends = true;
    this.form = document.querySelector("[data-when]");
    this.place = document.querySelector("[data-preview-place]");
    if (this.words.editable) {
      this.text = new ChippedText(this.paper, this);
      this.saver = new Saver(root, "template", this);
      root.addEventListener("click", (event) => this.click(event));
      const find = root.querySelector("[data-find]");
      find.addEventListener("input", () => this.find(find.value));
      this.find("");
    }
    // who may draft for no whole unit, as a section of a bureau, has nothing to try it for
    this.form?.addEventListener("change", () => this.refresh());
    this.form?.querySelector("[data-refresh]").addEventListener("click", () => this.refresh());
    this.refresh();
  }

  picture() {
    const settings = {};
    for (const one of this.paper.querySelectorAll("[data-setting]")) settings[one.dataset.setting] = tokens(one).trim();
    const lines = [...this.paper.querySelectorAll("[data-line]")].map((line) => {
      const head = line.querySelector('[data-part="text"]');
      const runs = line.querySelector('[data-part="runs"]');
      return {
        level: Number(line.dataset.level || 0),
        heading: head ? head.textContent.trim() : "",
        condition: line.dataset.condition || "",
        text: runs ? tokens(runs).trim() : "",
        repeat: line.dataset.repeat || "",
        directive: line.dataset.directive || "",
      };
    });
    return JSON.stringify({ settings, lines });
  }

  changed() {
    this.saver.changed();
  }

  saved(told) {
    const place = this.root.querySelector("[data-problems]");
    place.hidden = !told.problems.length;
    const list = place.querySelector("ul");
    list.replaceChildren();
    const lines = this.lines();
    for (const line of lines) line.classList.remove("is-wrong");
    for (const problem of told.problems) {
      const item = document.createElement("li");
      item.textContent = problem.why;
      list.append(item);
      lines[problem.line]?.classList.add("is-wrong");
    }
    this.refresh();
  }

  /** The lines that hold something: those that the server numbered. */
  lines() {
    return [...this.paper.querySelectorAll("[data-line]")].filter((line) => line.dataset.directive || line.textContent.trim());
  }

  blockOf(part) {
    return part.closest("[data-line]");
  }

  isParagraph(line) {
    return line.dataset.level === "0";
  }

  paragraph() {
    const block = document.createElement("div");
    block.className = "tpl-line paper-p";
    Object.assign(block.dataset, { line: "", level: "0", repeat: "" });
    const runs = this.field("runs", this.words.runs);
    runs.setAttribute("aria-multiline", "true");
    block.append(runs);
    return [block, runs];
  }

  field(part, label) {
    const made = document.createElement("span");
    made.dataset.part = part;
    made.contentEditable = "true";
    made.setAttribute("role", "textbox");
    made.setAttribute("aria-label", label);
    return made;
  }

  chip(token, label, sort) {
    const made = document.createElement("span");
    made.className = `tpl-mark is-${sort}`;
    made.dataset.ref = token;
    made.contentEditable = "false";
    made.textContent = label;
    return made;
  }

  chipOf(run) {
    const sort = run.ref.startsWith("{") ? "slot" : run.ref === "»" ? "end" : "if";
    return this.chip(run.ref, run.shown, sort);
  }

  click(event) {
    const button = event.target.closest("button");
    if (!button) return;
    const { token, label, wrap, add } = button.dataset;
    if (button.matches("[data-pick-chart]")) this.pick(button);
    else if (button.matches("[data-drop-line]")) this.drop(button.closest("[data-line]"));
    else if (button.dataset.chartOver) this.draw(button.dataset);
    else if (token) this.text.insert(this.chip(token, label, "slot"));
    else if (wrap) this.wrap(wrap);
    else if (add) this.add(add);
  }

  /** Choose a chart, so that the next figure goes into it; choosing it again lets it go. */
  pick(button) {
    const was = button.getAttribute("aria-pressed") === "true";
    for (const one of this.paper.querySelectorAll("[data-pick-chart]")) one.setAttribute("aria-pressed", String(one === button && !was));
  }

  drop(line) {
    line.remove();
    this.changed();
  }

  /** Put a chart behind the line at the caret, or another figure into the chart that is chosen. */
  draw({ chartOver, chartCode, chartZh }) {
    const picked = this.paper.querySelector('[data-pick-chart][aria-pressed="true"]');
    const line = picked?.closest("[data-line]");
    if (chartOver === "days" && line?.dataset.directive.startsWith("chart days ")) {
      const codes = line.dataset.directive.split(" ").slice(3);
      if (codes.includes(chartCode)) return;
      if (codes.length >= MOST_LINES) {
        toast(this.words.chartFull, "warn");
        return;
      }
      line.dataset.directive += ` ${chartCode}`;
      const recent = picked.textContent.lastIndexOf(this.words.chartRecent);
      picked.textContent = `${picked.textContent.slice(0, recent)}、${chartZh}${picked.textContent.slice(recent)}`;
    } else {
      const days = Math.min(31, Math.max(2, Number(this.root.querySelector("[data-chart-days]").value) || 14));
      const over = chartOver === "days" ? `days ${days}` : chartOver;
      const below = chartOver === "child" ? this.words.chartChild : this.words.chartKind;
      const told = chartOver === "days" ? `${this.words.chartRecent}${days}${this.words.chartUnit}` : below;
      const made = this.chartLine(`chart ${over} ${chartCode}`, `${this.words.chartWord}${chartZh}${told}`);
      const at = this.text.caret && this.text.partOf(this.text.caret.startContainer);
      const block = at && this.blockOf(at);
      const after = line || block || this.paper.querySelector("[data-lines]").lastElementChild;
      if (after) after.after(made);
      else this.paper.querySelector("[data-lines]").append(made);
      this.pick(made.querySelector("[data-pick-chart]"));
    }
    this.changed();
  }

  chartLine(directive, label) {
    const made = document.createElement("div");
    made.className = "tpl-line is-directive tpl-chart";
    Object.assign(made.dataset, { line: "", directive });
    const pick = document.createElement("button");
    Object.assign(pick, { type: "button", className: "tpl-mark is-chart", textContent: label });
    pick.dataset.pickChart = "";
    pick.setAttribute("aria-pressed", "false");
    const drop = document.createElement("button");
    Object.assign(drop, { type: "button", className: "btn small quiet", textContent: "✕" });
    drop.dataset.dropLine = "";
    drop.setAttribute("aria-label", `${this.words.drop} ${label}`);
    made.append(pick, " ", drop);
    return made;
  }

  wrap(sort) {
    const words = this.words;
    const end = this.chip("»", words.end, "end");
    if (sort === "clause") this.text.wrap(this.chip("«", words.clause, "clause"), end);
    else if (sort === "else") this.text.wrap(this.chip("«else: ", words.else, "else"), end);
    else if (sort === "child" || sort === "kind") {
      const label = sort === "child" ? words.eachChild : words.eachKind;
      this.text.wrap(this.chip(`«each ${sort}: `, label, "each"), end);
    } else this.text.wrap(this.condition(), end);
  }

  condition() {
    const part = (name) => this.root.querySelector(`[data-cond-${name}]`);
    const code = part("code");
    const op = part("op");
    const zh = code.selectedOptions[0].textContent;
    const how = op.selectedOptions[0].textContent;
    const limit = part("limit").value.trim() || "0";
    if (op.value === "known") return this.chip(`«if known ${code.value}: `, `${this.words.if} ${zh}${how}：`, "if");
    if (op.value === "not") return this.chip(`«if not ${code.value}: `, `${this.words.if} ${how}${zh}：`, "if");
    if (!op.value) return this.chip(`«if ${code.value}: `, `${this.words.if} ${how}${zh}：`, "if");
    return this.chip(`«if ${code.value} ${op.value} ${limit}: `, `${this.words.if} ${zh}${how}${limit}：`, "if");
  }

  add(sort) {
    const [block, runs] = this.paragraph();
    const at = this.text.caret && this.text.partOf(this.text.caret.startContainer);
    const after = (at && this.blockOf(at)) || this.paper.querySelector("[data-lines]").lastElementChild;
    const made = [block];
    if (sort === "heading") {
      const head = document.createElement("h3");
      head.className = "tpl-line";
      Object.assign(head.dataset, { line: "", level: "1", condition: "" });
      const text = this.field("text", this.words.title);
      text.textContent = this.words.heading;
      head.append(text);
      made.unshift(head);
    }
    if (after) after.after(...made);
    else this.paper.querySelector("[data-lines]").append(...made);
    this.text.place(runs, 0);
    this.changed();
  }

  query(more = {}) {
    return new URLSearchParams({ ...Object.fromEntries(new FormData(this.form || undefined)), ...more }).toString();
  }

  find(words) {
    clearTimeout(this.finding);
    this.finding = setTimeout(async () => {
      const answer = await ask(`${this.words.figures}?${this.query({ q: words })}`);
      if (answer.ok) this.root.querySelector("[data-found]").innerHTML = answer.text;
    }, WAIT);
  }

  refresh() {
    if (!this.form) return;
    clearTimeout(this.previewing);
    this.previewing = setTimeout(async () => {
      const answer = await ask(`${this.words.preview}?${this.query()}`);
      if (answer.ok) this.place.innerHTML = answer.text;
    }, WAIT);
  }
}

export function start() {
  const root = document.querySelector("[data-template]");
  if (root) new TemplateEditor(root);
}
