// Text with chips: words are free, chips are whole. Used by the paper's editor and the template's.
//
// A part is an element with data-part="runs"; a chip one with data-ref inside it. The host says what
// a paragraph is made of (`paragraph()`), which chip a key stands for (`chipOf(run)`), and is told
// of every change (`changed()`).

const CLIP = "application/x-shouwang-runs";

/** The runs inside an element: text, and chips by their key. */
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

export class ChippedText {
  constructor(paper, host) {
    this.paper = paper;
    this.host = host;
    paper.addEventListener("input", () => host.changed());
    paper.addEventListener("keydown", (event) => this.key(event));
    for (const kind of ["copy", "cut"]) paper.addEventListener(kind, (event) => this.take(event));
    paper.addEventListener("paste", (event) => this.paste(event));
    paper.addEventListener("drop", (event) => event.preventDefault());
    document.addEventListener("selectionchange", () => this.remember());
  }

  remember() {
    const selection = getSelection();
    const at = selection.rangeCount ? selection.getRangeAt(0) : null;
    const part = at && this.partOf(at.commonAncestorContainer);
    if (part) this.caret = at.cloneRange();
  }

  partOf(node) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const part = element?.closest('[data-part="runs"][contenteditable="true"]');
    return part && this.paper.contains(part) ? part : null;
  }

  key(event) {
    const selection = getSelection();
    if (!selection.rangeCount || event.isComposing) return;
    const at = selection.getRangeAt(0);
    const part = this.partOf(at.startContainer);
    if (event.key === "Enter") {
      event.preventDefault();
      if (part && this.host.blockOf(part)) this.split(part, at);
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
    const block = this.host.blockOf(part);
    const before = block?.previousElementSibling;
    if (!before || !this.host.isParagraph(block)) return null;
    return before.matches('[data-part="runs"]') ? before : before.querySelector('[data-part="runs"]');
  }

  split(part, at) {
    at.deleteContents();
    const rest = document.createRange();
    rest.selectNodeContents(part);
    rest.setStart(at.startContainer, at.startOffset);
    const [block, runs] = this.host.paragraph();
    runs.append(rest.extractContents());
    this.host.blockOf(part).after(block);
    this.place(runs, 0);
    this.host.changed();
  }

  join(before, part) {
    const count = before.childNodes.length;
    before.append(...part.childNodes);
    this.host.blockOf(part).remove();
    this.place(before, count);
    this.host.changed();
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
      this.host.changed();
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
    this.host.changed();
  }

  nodesOf(held) {
    try {
      return JSON.parse(held).map((run) => (run.ref && this.host.chipOf(run)) || document.createTextNode(run.text || run.shown || ""));
    } catch {
      return [];
    }
  }

  /** Where something is put: the last caret in the text, else the end of the last part. */
  range() {
    if (this.caret && this.partOf(this.caret.startContainer)) return this.caret;
    const parts = this.paper.querySelectorAll('[data-part="runs"][contenteditable="true"]');
    const at = document.createRange();
    at.selectNodeContents(parts[parts.length - 1]);
    at.collapse(false);
    return at;
  }

  insert(chip) {
    const at = this.range();
    at.deleteContents();
    at.insertNode(chip);
    at.setStartAfter(chip);
    at.collapse(true);
    this.stay(at);
    this.host.changed();
  }

  /** Go on writing where something was put. */
  stay(at) {
    this.partOf(at.startContainer)?.focus();
    getSelection().removeAllRanges();
    getSelection().addRange(at);
    this.caret = at.cloneRange();
  }

  /** Put chips before and behind what is selected; with nothing selected, both at the caret. */
  wrap(first, last) {
    const at = this.range();
    const start = this.partOf(at.startContainer);
    if (start !== this.partOf(at.endContainer)) at.collapse(true);
    const end = at.cloneRange();
    end.collapse(false);
    end.insertNode(last);
    at.insertNode(first);
    at.setStartAfter(first);
    at.setEndBefore(last);
    this.stay(at);
    this.host.changed();
  }
}
