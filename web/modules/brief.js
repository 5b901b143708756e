// The editor of a paper: words are free, figures are chips that cannot be typed into.
//
// Blocks are sent as runs of {text} and {ref}; the server holds every figure's words itself and
// refuses a run that is not the paper's own (422).
import { ChippedText, runsOf } from "./chips.js";
import { Saver } from "./saver.js";

export { runsOf };

function blocksOf(root) {
  return [...root.querySelectorAll("[data-block]")]
    .map((block) => {
      if (block.dataset.block === "note") {
        const text = block.querySelector('[data-part="text"]').textContent;
        return { kind: "note", level: Number(block.dataset.noteLevel), text, runs: [] };
      }
      if (block.dataset.block === "chart") return { kind: "chart", key: block.dataset.chartKey, runs: [] };
      const runs = block.matches('[data-part="runs"]') ? block : block.querySelector('[data-part="runs"]');
      const found = { kind: block.dataset.block, runs: runs ? runsOf(runs) : [] };
      if (found.kind === "heading") {
        found.level = Number(block.dataset.level);
        found.text = block.querySelector('[data-part="text"]').textContent;
      }
      return found;
    })
    .filter((block) => block.key || block.text?.trim() || block.runs.some((run) => run.ref || run.text.trim()));
}

function editable(tag, part, className = "") {
  const made = document.createElement(tag);
  made.dataset.part = part;
  made.className = className;
  made.contentEditable = "true";
  made.setAttribute("role", "textbox");
  return made;
}

class Editor {
  constructor(root) {
    this.root = root;
    this.paper = root.querySelector("#paper");
    this.chips = new Map();
    for (const chip of this.paper.querySelectorAll("[data-ref]")) this.chips.set(chip.dataset.ref, chip.cloneNode(true));
    this.text = new ChippedText(this.paper, this);
    this.saver = new Saver(root, "brief", this);
    root.addEventListener("click", (event) => {
      const insert = event.target.closest("[data-insert]");
      if (insert) this.text.insert(this.chipFor(insert.dataset));
      const write = event.target.closest("[data-write]");
      if (write) this.write(write.closest("[data-block]"));
      const out = event.target.closest("[data-take-out]");
      if (out) {
        out.closest("[data-block]").remove();
        this.changed();
      }
    });
  }

  picture() {
    const found = { title: this.paper.querySelector("[data-title]").textContent, blocks: blocksOf(this.paper) };
    for (const field of this.paper.querySelectorAll("[data-field]")) found[field.dataset.field] = field.textContent;
    return JSON.stringify(found);
  }

  changed() {
    this.saver.changed();
  }

  saved(told) {
    for (const name of ["holes", "typed"]) {
      const line = this.root.querySelector(`[data-lint="${name}"]`);
      const found = told[name] || [];
      line.classList.toggle("is-open", found.length > 0);
      line.classList.toggle("is-hidden", !found.length && !line.dataset.done);
      line.textContent = found.length ? `${line.dataset.open}${found.join("、")}` : line.dataset.done || "";
    }
  }

  blockOf(part) {
    return part.closest("[data-block]");
  }

  isParagraph(block) {
    return block.dataset.block === "paragraph";
  }

  paragraph() {
    const made = editable("div", "runs", "paper-p");
    made.dataset.block = "paragraph";
    made.setAttribute("aria-multiline", "true");
    const label = this.paper.querySelector('[data-part="runs"][aria-label]')?.getAttribute("aria-label");
    if (label) made.setAttribute("aria-label", label);
    return [made, made];
  }

  chipOf(run) {
    return this.chips.get(run.ref)?.cloneNode(true);
  }

  chipFor({ insert, shown, url, zh }) {
    const known = this.chips.get(insert)?.cloneNode(true);
    if (known) return known;
    const chip = document.createElement("a");
    chip.className = "chip";
    chip.href = url;
    chip.textContent = shown;
    Object.assign(chip.dataset, { ref: insert, drawer: "", drawerTitle: zh });
    chip.contentEditable = "false";
    return chip;
  }

  /** Turn the hint of a section without records into a heading and a paragraph to write in. */
  write(note) {
    const level = note.dataset.noteLevel;
    const text = note.querySelector('[data-part="text"]').textContent;
    const head = editable(level === "1" ? "span" : "span", "text", level === "1" ? "" : "paper-kai");
    head.textContent = level === "1" ? text : `${text}。`;
    const block = document.createElement(level === "1" ? "h3" : "div");
    Object.assign(block.dataset, { block: "heading", level });
    block.append(head);
    let runs;
    if (level === "1") {
      const [paragraph] = this.paragraph();
      runs = paragraph;
      note.replaceWith(block, paragraph);
    } else {
      block.className = "paper-p";
      runs = editable("span", "runs");
      runs.setAttribute("aria-multiline", "true");
      block.append(runs);
      note.replaceWith(block);
    }
    runs.textContent = "[请补充]";
    this.text.place(runs, 0);
    this.changed();
  }
}

export function start() {
  const root = document.querySelector("[data-brief]");
  if (root) new Editor(root);
}
