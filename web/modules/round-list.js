// The people of a round as keys, a card for each room: drawn once, then one key at a time.
import { shown } from "./round-pad.js";

function node(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export class List {
  constructor(place, say) {
    Object.assign(this, { place, say, keys: new Map(), rooms: [] });
  }

  draw(people) {
    this.keys.clear();
    this.rooms = [];
    const cards = new Map();
    for (const one of people) {
      const title = one.side === "staff" ? this.say("staff") : one.room || this.say("no-room");
      if (!cards.has(title)) cards.set(title, this.#card(title));
      cards.get(title).grid.append(this.#key(one));
    }
    this.rooms = [...cards.values()];
    this.place.replaceChildren(...this.rooms.map((room) => room.card));
  }

  #card(title) {
    const card = node("section", "card tr-room");
    const grid = node("div", "tr-grid");
    card.append(node("h2", "", title), grid);
    return { card, grid };
  }

  #key(one) {
    const key = node("button", "tr-one");
    key.type = "button";
    key.dataset.person = one.id;
    key.append(node("span", "tr-nm", one.name), node("span", "tr-st"));
    this.keys.set(one.id, key);
    return key;
  }

  /** Show how one person stands: `{kind, words}`; kind todo, done, fever, absent, reached, out. */
  show(id, { kind, text }, isHere) {
    const key = this.keys.get(id);
    if (!key) return;
    key.dataset.kind = kind;
    key.lastElementChild.textContent = text;
    if (isHere) key.setAttribute("aria-current", "true");
    else key.removeAttribute("aria-current");
  }

  /** Bring a person's key into sight above the pad. */
  reveal(id) {
    this.keys.get(id)?.scrollIntoView({ block: "nearest" });
  }

  /** Leave only those that `keep` names, and no empty room. */
  filter(keep) {
    for (const [id, key] of this.keys) key.hidden = !keep(id);
    for (const { card, grid } of this.rooms) card.hidden = [...grid.children].every((key) => key.hidden);
  }
}

/** How a mark reads on a person's key. */
export function standing(one, mark, { fever, absent, isReached, say }) {
  if (mark?.t) return { kind: mark.t >= fever ? "fever" : "done", text: `${mark.t >= fever ? "✕ " : ""}${shown(mark.t)}${mark.symptoms.length ? " ·" : ""}` };
  if (mark?.absent) return { kind: "absent", text: absent.get(mark.absent) };
  if (isReached) return { kind: "reached", text: `✓ ${say("reached")}` };
  if (one.out) return { kind: "out", text: say("out") };
  return { kind: "todo", text: "○" };
}
