// The unit tree: branches load on first opening; arrow keys move, open and close.
import { ask } from "./server.js";
import { enhance } from "./enhance.js";

async function load(button, item) {
  const tree = button.closest("[data-tree]");
  const list = document.createElement("ul");
  const wait = document.createElement("li");
  wait.className = "is-loading";
  wait.textContent = tree.dataset.loading;
  list.append(wait);
  item.append(list);
  const answer = await ask(button.dataset.children);
  if (answer.signedOut) {
    location.reload();
    return;
  }
  if (!answer.ok) {
    wait.className = "";
    wait.textContent = tree.dataset.failed;
    setTimeout(() => {
      list.remove();
      button.setAttribute("aria-expanded", "false");
    }, 3000);
    return;
  }
  list.innerHTML = answer.text;
  enhance(list);
}

async function toggle(button, wish) {
  const item = button.closest("li");
  const isOpen = button.getAttribute("aria-expanded") === "true";
  if (wish === isOpen) return;
  button.setAttribute("aria-expanded", String(!isOpen));
  const list = item.querySelector(":scope > ul");
  if (list) list.hidden = isOpen;
  else if (!isOpen && button.dataset.children) await load(button, item);
}

function move(tree, from, key) {
  const rows = [...tree.querySelectorAll(".tree-link")].filter((link) => link.getClientRects().length > 0);
  const at = rows.indexOf(from);
  const item = from.closest("li");
  const button = item.querySelector(":scope > .tree-row > .tree-toggle");
  const isOpen = button?.getAttribute("aria-expanded") === "true";
  if (key === "ArrowDown") rows[at + 1]?.focus();
  else if (key === "ArrowUp") rows[at - 1]?.focus();
  else if (key === "Home") rows[0].focus();
  else if (key === "End") rows[rows.length - 1].focus();
  else if (key === "ArrowRight") isOpen ? rows[at + 1]?.focus() : button && toggle(button, true);
  else if (key === "ArrowLeft")
    isOpen ? toggle(button, false) : item.parentElement.closest("li")?.querySelector(".tree-link").focus();
}

export function start() {
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".tree-toggle");
    if (button) toggle(button);
  });
  document.addEventListener("keydown", (event) => {
    const tree = event.target.closest?.("[data-tree]");
    if (!tree || !["ArrowDown", "ArrowUp", "ArrowLeft", "ArrowRight", "Home", "End"].includes(event.key)) return;
    const link = event.target.closest("li").querySelector(".tree-link");
    event.preventDefault();
    move(tree, link, event.key);
  });
}
