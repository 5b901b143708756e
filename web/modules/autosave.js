// form[data-autosave-url]: the draft goes to the server at most 5 s after the last key.
//
// POST of the form's fields; it holds a hidden `revision`. Answers:
//   200 {"revision": 4, "saved_at": "16:09", "errors": {"field": "why"}}
//   409 {"revision": 5, "by": "填报人乙", "at": "16:08", "values": {"field": "12"}}   someone else saved first
// No answer, or a session that is over: the words stay in the form, it says so and tries again.
import { ask, csrf } from "./server.js";
import { mark } from "./grid.js";
import { showConflict, showSignedOut } from "./autosave-banners.js";
import { closeSignIn } from "./sign-in.js";

const WAIT = 2500;
const LONGEST = 5000;
const RETRY = 8000;

function picture(form) {
  const data = new FormData(form);
  data.delete("csrfmiddlewaretoken");
  data.delete("revision");
  return JSON.stringify([...data.entries()].map(([k, v]) => [k, typeof v === "string" ? v : v.name]));
}

class Draft {
  constructor(form) {
    this.form = form;
    this.saved = picture(form);
    this.firstChange = 0;
    this.timer = 0;
    this.busy = false;
    this.conflict = false;
    form.addEventListener("input", () => this.changed());
    form.addEventListener("change", () => this.changed());
    form.addEventListener("submit", () => {
      clearTimeout(this.timer);
      this.submitted = true;
    });
  }

  get dirty() {
    return picture(this.form) !== this.saved;
  }

  /** Show a state by its shape and the words kept under `said` in the place. */
  state(name, words = "", said = name) {
    for (const place of document.querySelectorAll("[data-save-state]")) {
      const mine = place.dataset.saveState ? place.dataset.saveState === this.form.id : this.form.contains(place);
      if (!mine) continue;
      place.dataset.state = name;
      const shape = { saved: "✓", failed: "▲", conflict: "▲", invalid: "▲" }[name] || "●";
      place.textContent = `${shape} ${place.dataset[said] || ""} ${words}`.trim();
    }
  }

  changed() {
    if (this.conflict) return;
    if (!this.dirty) {
      clearTimeout(this.timer);
      this.firstChange = 0;
      return;
    }
    this.submitted = false;
    const now = Date.now();
    this.firstChange ||= now;
    this.state("changed");
    clearTimeout(this.timer);
    const wait = Math.max(0, Math.min(WAIT, this.firstChange + LONGEST - 500 - now));
    this.timer = setTimeout(() => this.save(), wait);
  }

  async save({ leaving = false } = {}) {
    if (this.busy || this.conflict || this.submitted || !this.dirty) return;
    await this.send({ leaving });
  }

  /** Save what stands there now, changed or not, before the form is handed in; answers as `ask`. */
  async flush() {
    clearTimeout(this.timer);
    while (this.busy) await new Promise((go) => setTimeout(go, 50));
    return this.conflict ? { ok: false, status: 409 } : this.send();
  }

  async send({ leaving = false } = {}) {
    this.busy = true;
    this.firstChange = 0;
    const sent = picture(this.form);
    const body = new FormData(this.form);
    body.set("csrfmiddlewaretoken", csrf());
    const waiting = [...this.form.querySelectorAll('.cell[data-state="changed"] input')];
    for (const input of waiting) mark(input, "waiting");
    this.state("saving");
    const answer = await ask(this.form.dataset.autosaveUrl, { method: "POST", body, json: true, keepalive: leaving });
    this.busy = false;
    this.settle(answer, sent, waiting);
    return answer;
  }

  settle(answer, sent, waiting) {
    if (answer.ok) {
      this.accepted(answer.json(), sent, waiting);
      return;
    }
    for (const input of waiting) mark(input, "changed");
    if (answer.status === 409) {
      this.conflict = true;
      this.state("conflict");
      showConflict(this.form, answer.json(), this.takenValues(), (revision) => this.resolved(revision));
    } else {
      // what may not be saved is not tried again by itself: every refusal goes on record
      const refused = !answer.signedOut && (answer.status === 403 || answer.status === 404);
      this.state("failed", "", answer.signedOut ? "ended" : refused ? "refused" : "failed");
      if (answer.signedOut) showSignedOut(this.form, () => this.save());
      clearTimeout(this.timer);
      if (!refused) this.timer = setTimeout(() => this.save(), RETRY);
    }
  }

  accepted(said, sent, waiting) {
    this.saved = sent;
    this.setRevision(said.revision);
    this.form.querySelector("[data-signed-out]")?.remove();
    closeSignIn();
    const errors = said.errors || {};
    for (const input of waiting) if (!errors[input.name]) mark(input, "saved");
    for (const [name, why] of Object.entries(errors)) {
      const input = this.form.elements.namedItem(name);
      if (input instanceof Element) mark(input, "invalid", why);
    }
    this.state(Object.keys(errors).length ? "invalid" : "saved", said.saved_at || "");
    this.form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true, detail: said }));
    if (this.dirty) this.changed();
  }

  /** The values that the server took last, by field: what differs from them is mine. */
  takenValues() {
    return new Map(this.saved ? JSON.parse(this.saved) : []);
  }

  setRevision(revision) {
    const field = this.form.querySelector('input[name="revision"]');
    if (field && revision !== undefined) field.value = revision;
  }

  resolved(revision) {
    this.conflict = false;
    this.setRevision(revision);
    this.saved = "";
    this.save();
  }
}

const kept = new WeakMap();

/** The draft of a form that saves itself. */
export function draftOf(form) {
  return kept.get(form);
}

export function start() {
  const drafts = [...document.querySelectorAll("form[data-autosave-url]")].map((form) => new Draft(form));
  for (const draft of drafts) kept.set(draft.form, draft);
  if (drafts.length === 0) return;
  document.addEventListener("visibilitychange", () => {
    for (const draft of drafts)
      if (document.visibilityState === "hidden") draft.save({ leaving: true });
      else if (draft.dirty) draft.save();
  });
  addEventListener("online", () => drafts.forEach((draft) => draft.save()));
  // Asked only when something typed has really not been taken by the server.
  addEventListener("beforeunload", (event) => {
    if (!drafts.some((draft) => draft.dirty && !draft.submitted)) return;
    drafts.forEach((draft) => draft.save({ leaving: true }));
    event.preventDefault();
    event.returnValue = "";
  });
}
