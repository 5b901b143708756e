// Saving what stands in an editor as it is written. The host gives `picture()` (JSON text of what
// stands there) and is told `saved(answer)`. Answers of the save address:
//   200 {"revision", "saved_at", …}   409 {"revision", "by", "at"}   422, 410 {"error"}
import { ask } from "./server.js";

const WAIT = 1500;
const LONGEST = 5000;
const RETRY = 8000;

export class Saver {
  constructor(root, name, host) {
    this.root = root;
    this.name = name;
    this.host = host;
    this.revision = Number(root.dataset.revision);
    this.kept = host.picture();
    this.busy = null;
    this.firstChange = 0;
    this.timer = 0;
    document.addEventListener("click", (event) => this.follow(event), true);
    document.addEventListener("submit", (event) => this.submit(event), true);
    addEventListener("visibilitychange", () => document.hidden && this.dirty && this.save({ leaving: true }));
    addEventListener("beforeunload", (event) => {
      if (!this.dirty) return;
      event.preventDefault();
      event.returnValue = "";
    });
  }

  get dirty() {
    return this.host.picture() !== this.kept;
  }

  state(name, words = "") {
    const place = document.querySelector(`[data-save-state="${this.name}"]`);
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
    const sent = this.host.picture();
    this.firstChange = 0;
    this.state("saving");
    const body = JSON.stringify({ ...JSON.parse(sent), revision: this.revision });
    const answer = await ask(this.root.dataset.save, { method: "POST", body, json: true, keepalive: leaving });
    const told = answer.json();
    if (answer.ok) {
      this.kept = sent;
      this.revision = told.revision;
      this.state("saved", told.saved_at);
      this.banner();
      this.host.saved(told);
      if (this.dirty) this.changed();
      return true;
    }
    this.state(answer.status === 409 ? "conflict" : "failed");
    if (answer.status === 409) this.conflict(told);
    else if (answer.status === 422 || answer.status === 410) this.refused(told, answer.status);
    else {
      if (answer.signedOut) this.banner(this.root.dataset.signedOut);
      this.timer = setTimeout(() => this.save(), RETRY);
    }
    return false;
  }

  /** What the server will never take: a paper must be loaded anew, a template can be mended. */
  refused(told, status) {
    if (this.host.mends && status === 422) {
      this.banner(told.error);
      return;
    }
    this.halted = true;
    this.banner(told.error || this.root.dataset.tampered, [[this.root.dataset.reload, () => this.reload()]]);
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
    this.kept = this.host.picture();
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
