// The editor of a paper: words are free, figures are chips that cannot be typed into.
//
// Blocks are sent as runs of {text} and {ref}; the server holds every figure's words itself and
// refuses a run that is not the paper's own. Answers of the save address:
//   200 {"revision", "saved_at", "holes", "typed"}   409 {"revision", "by", "at"}   422 tampered
import { ask } from "./server.js";

const WAIT = 1500;
const LONGEST = 5000;
const RETRY = 8000;
const CLIP = "application/x-shouwang-runs";

/** The runs inside an element: text, and figures by their key. */
export function runsOf(part) {
  const runs = [];
  const walk = (node) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) {
        if (child.data) runs.push({ text: child.data });
      } else if (child.dataset?.ref) runs.push({ ref: child.dataset.ref, shown: child.textContent });
      else if (child.tagName === "BR") runs.push({ text: " " });
      else walk(child);
    }
  };
  walk(part);
  return runs;
}

function blocksOf(root) {
  return [...root.querySelectorAll("[data-block]")]
    .map((block) => {
      const runs = block.matches('[data-part="runs"]') ? block : block.querySelector('[data-part="runs"]');
      const found = { kind: block.dataset.block, runs: runs ? runsOf(runs) : [] };
      if (found.kind === "heading") {
        found.level = Number(block.dataset.level);
        found.text = block.querySelector('[data-part="text"]').textContent;
      }
      return found;
    })
    .filter((block) => block.text?.trim() || block.runs.some((run) => run.ref || run.text.trim()));
}

class Editor {
  constructor(root) {
    this.root = root;
    this.paper = root.querySelector("#paper");
    this.revision = Number(root.dataset.revision);
    this.chips = new Map();
    for (const chip of this.paper.querySelectorAll("[data-ref]")) this.chips.set(chip.dataset.ref, chip.cloneNode(true));
    this.saved = this.picture();
    this.busy = null;
    this.firstChange = 0;
    this.timer = 0;
    this.listen();
  }

  picture() {
    return JSON.stringify({ title: this.paper.querySelector("[data-title]").textContent, blocks: blocksOf(this.paper) });
  }

  get dirty() {
    return this.picture() !== this.saved;
  }

  listen() {
    this.paper.addEventListener("input", () => this.changed());
    this.paper.addEventListener("keydown", (event) => this.key(event));
    for (const kind of ["copy", "cut"]) this.paper.addEventListener(kind, (event) => this.take(event));
    this.paper.addEventListener("paste", (event) => this.paste(event));
    this.paper.addEventListener("drop", (event) => event.preventDefault());
    document.addEventListener("selectionchange", () => this.remember());
    this.root.addEventListener("click", (event) => {
      const button = event.target.closest("[data-insert]");
      if (button) this.insert(button.dataset);
    });
    document.addEventListener("click", (event) => this.follow(event), true);
    document.addEventListener("submit", (event) => this.submit(event), true);
    addEventListener("visibilitychange", () => document.hidden && this.dirty && this.save({ leaving: true }));
    addEventListener("beforeunload", (event) => this.dirty && event.preventDefault());
  }

  remember() {
    const selection = getSelection();
    const at = selection.rangeCount ? selection.getRangeAt(0) : null;
    const part = at && this.partOf(at.commonAncestorContainer);
    if (part) this.caret = at.cloneRange();
  }

  partOf(node) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const part = element?.closest('[data-part="runs"]');
    return part && this.paper.contains(part) ? part : null;
  }

  key(event) {
    const selection = getSelection();
    if (!selection.rangeCount || event.isComposing) return;
    const at = selection.getRangeAt(0);
    const part = this.partOf(at.startContainer);
    if (event.key === "Enter") {
      event.preventDefault();
      if (part) this.split(part, at);
    } else if (event.key === "Backspace" && part && at.collapsed && this.isAtStart(part, at)) {
      const before = this.paragraphBefore(part);
      if (before) {
        event.preventDefault();
        this.join(before, part);
      }
    }
  }

  isAtStart(part, at) {
    const before = document.createRange();
    before.selectNodeContents(part);
    before.setEnd(at.startContainer, at.startOffset);
    return before.toString() === "" && !before.cloneContents().querySelector("[data-ref]");
  }

  paragraphBefore(part) {
    const block = part.closest("[data-block]");
    const before = block.previousElementSibling;
    if (block.dataset.block !== "paragraph" || !before) return null;
    return before.matches('[data-part="runs"]') ? before : before.querySelector('[data-part="runs"]');
  }

  split(part, at) {
    at.deleteContents();
    const rest = document.createRange();
    rest.selectNodeContents(part);
    rest.setStart(at.startContainer, at.startOffset);
    const made = document.createElement("div");
    made.className = "paper-p";
    Object.assign(made.dataset, { block: "paragraph", part: "runs" });
    made.contentEditable = "true";
    made.setAttribute("role", "textbox");
    made.setAttribute("aria-multiline", "true");
    const label = this.paper.querySelector('[data-part="runs"][aria-label]')?.getAttribute("aria-label");
    if (label) made.setAttribute("aria-label", label);
    made.append(rest.extractContents());
    part.closest("[data-block]").after(made);
    this.place(made, 0);
    this.changed();
  }

  join(before, part) {
    const count = before.childNodes.length;
    before.append(...part.childNodes);
    part.closest("[data-block]").remove();
    this.place(before, count);
    this.changed();
  }

  place(part, offset) {
    part.focus();
    const at = document.createRange();
    at.setStart(part, offset);
    at.collapse(true);
    getSelection().removeAllRanges();
    getSelection().addRange(at);
  }

  take(event) {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const at = selection.getRangeAt(0);
    if (!this.partOf(at.startContainer) || !this.partOf(at.endContainer)) return;
    const runs = runsOf(at.cloneContents());
    event.clipboardData.setData("text/plain", selection.toString());
    event.clipboardData.setData(CLIP, JSON.stringify(runs));
    event.preventDefault();
    if (event.type === "cut") {
      at.deleteContents();
      this.changed();
    }
  }

  paste(event) {
    event.preventDefault();
    const selection = getSelection();
    if (!selection.rangeCount) return;
    const at = selection.getRangeAt(0);
    const held = event.clipboardData.getData(CLIP);
    const text = event.clipboardData.getData("text/plain").replace(/\s*[\r\n]+\s*/g, " ");
    const inRuns = this.partOf(at.startContainer);
    at.deleteContents();
    const nodes = held && inRuns ? this.nodesOf(held) : [document.createTextNode(text)];
    const piece = document.createDocumentFragment();
    piece.append(...nodes);
    at.insertNode(piece);
    at.collapse(false);
    selection.removeAllRanges();
    selection.addRange(at);
    this.changed();
  }

  nodesOf(held) {
    try {
      return JSON.parse(held).map((run) => (run.ref && this.chips.get(run.ref)?.cloneNode(true)) || document.createTextNode(run.text || run.shown || ""));
    } catch {
      return [];
    }
  }

  insert({ insert, shown, url, zh }) {
    const chip = this.chips.get(insert)?.cloneNode(true) || document.createElement("a");
    if (!chip.dataset.ref) {
      chip.className = "chip";
      chip.href = url;
      chip.textContent = shown;
      Object.assign(chip.dataset, { ref: insert, drawer: "", drawerTitle: zh });
      chip.contentEditable = "false";
    }
    const parts = this.paper.querySelectorAll('[data-part="runs"]');
    let at = this.caret;
    if (!at || !this.partOf(at.startContainer)) {
      at = document.createRange();
      at.selectNodeContents(parts[parts.length - 1]);
      at.collapse(false);
    }
    at.deleteContents();
    at.insertNode(chip);
    at.setStartAfter(chip);
    at.collapse(true);
    chip.scrollIntoView({ block: "center" });
    this.changed();
  }

  state(name, words = "") {
    const place = document.querySelector('[data-save-state="brief"]');
    if (!place) return;
    place.dataset.state = name;
    const shape = { saved: "✓", failed: "▲", conflict: "▲" }[name] || "●";
    place.textContent = `${shape} ${place.dataset[name] || ""} ${words}`.trim();
  }

  changed() {
    clearTimeout(this.timer);
    if (!this.dirty) {
      this.firstChange = 0;
      return;
    }
    this.firstChange ||= Date.now();
    this.state("changed");
    const wait = Math.max(0, Math.min(WAIT, this.firstChange + LONGEST - 500 - Date.now()));
    this.timer = setTimeout(() => this.save(), wait);
  }

  /** Save what stands there; answers whether the server has it now. */
  async save({ leaving = false } = {}) {
    clearTimeout(this.timer);
    while (this.busy) await this.busy;
    if (this.halted) return false;
    if (!this.dirty) return true;
    this.busy = this.send(leaving);
    const done = await this.busy;
    this.busy = null;
    return done;
  }

  async send(leaving) {
    const sent = this.picture();
    this.firstChange = 0;
    this.state("saving");
    const body = JSON.stringify({ ...JSON.parse(sent), revision: this.revision });
    const answer = await ask(this.root.dataset.save, { method: "POST", body, json: true, keepalive: leaving });
    const told = answer.json();
    if (answer.ok) {
      this.saved = sent;
      this.revision = told.revision;
      this.state("saved", told.saved_at);
      this.lint(told);
      this.banner();
      if (this.dirty) this.changed();
      return true;
    }
    this.state(answer.status === 409 ? "conflict" : "failed");
    if (answer.status === 409) this.conflict(told);
    else if (answer.status === 422 || answer.status === 410) {
      this.halted = true;
      this.banner(told.error || this.root.dataset.tampered, [[this.root.dataset.reload, () => this.reload()]]);
    } else {
      if (answer.signedOut) this.banner(this.root.dataset.signedOut);
      this.timer = setTimeout(() => this.save(), RETRY);
    }
    return false;
  }

  conflict(told) {
    this.halted = true;
    const words = `${this.root.dataset.conflictWords}${told.by} ${told.at}`;
    this.banner(words, [
      [this.root.dataset.reload, () => this.reload()],
      [this.root.dataset.mine, () => this.insist(told.revision)],
    ]);
  }

  insist(revision) {
    this.halted = false;
    this.revision = revision;
    this.banner();
    this.save();
  }

  reload() {
    this.saved = this.picture();
    location.reload();
  }

  banner(words = "", deeds = []) {
    const place = this.root.querySelector("[data-brief-banner]");
    place.replaceChildren();
    if (!words) return;
    const box = document.createElement("div");
    box.className = "banner warn";
    box.setAttribute("role", "alert");
    const shape = document.createElement("span");
    shape.className = "banner-shape";
    shape.setAttribute("aria-hidden", "true");
    shape.textContent = "▲";
    const body = document.createElement("div");
    body.className = "banner-body row-line";
    body.append(words);
    for (const [label, deed] of deeds) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn small";
      button.textContent = label;
      button.addEventListener("click", deed);
      body.append(button);
    }
    box.append(shape, body);
    place.append(box);
    box.scrollIntoView({ block: "nearest" });
  }

  lint(told) {
    for (const name of ["holes", "typed"]) {
      const line = this.root.querySelector(`[data-lint="${name}"]`);
      const found = told[name] || [];
      line.classList.toggle("is-open", found.length > 0);
      line.classList.toggle("is-hidden", !found.length && !line.dataset.done);
      line.textContent = found.length ? `${line.dataset.open}${found.join("、")}` : line.dataset.done || "";
    }
  }

  /** A link or form that works on what is saved waits until it is. */
  async follow(event) {
    const link = event.target.closest?.("a[data-needs-saved]");
    if (!link || !this.dirty) return;
    event.preventDefault();
    if (await this.save()) location.assign(link.href);
  }

  async submit(event) {
    const form = event.target;
    if (!form.matches("[data-needs-saved]") || form.dataset.ready) return;
    event.preventDefault();
    event.stopPropagation();
    const button = event.submitter;
    if (!(await this.save())) return;
    form.dataset.ready = "1";
    const revision = form.querySelector('input[name="revision"]');
    if (revision) revision.value = this.revision;
    // Not while the first submission is still being announced: it would be ignored.
    setTimeout(() => form.requestSubmit(button || undefined));
  }
}

export function start() {
  const root = document.querySelector("[data-brief]");
  if (root) new Editor(root);
}
