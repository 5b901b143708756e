// <a href="…" data-drawer data-drawer-title="…">: the page behind the link opens at the right.
// The server answers the same address with a fragment when HX-Request is set; without script
// the link goes to the page.
import { closeLayer, openLayer } from "./layer.js";
import { ask } from "./server.js";
import { enhance } from "./enhance.js";

let turn = 0;

async function fill(drawer, url) {
  const body = drawer.querySelector("#drawer-body");
  const mine = ++turn;
  body.innerHTML = "";
  body.append(line(drawer.dataset.loading, "is-loading"));
  const answer = await ask(url);
  if (mine !== turn) return;
  if (answer.signedOut || answer.goTo) {
    location.assign(answer.goTo && !answer.signedOut ? answer.goTo : location.href);
    return;
  }
  if (answer.status === 404 || answer.status === 403) {
    body.replaceChildren(line(drawer.dataset.gone));
    return;
  }
  if (!answer.ok || /^\s*<!doctype/i.test(answer.text)) {
    const again = document.createElement("button");
    again.className = "btn";
    again.type = "button";
    again.textContent = drawer.dataset.retry;
    again.addEventListener("click", () => fill(drawer, url));
    body.replaceChildren(line(drawer.dataset.failed), again);
    return;
  }
  body.innerHTML = answer.text;
  enhance(body);
}

function line(text, className = "") {
  const p = document.createElement("p");
  p.textContent = text;
  p.className = className;
  p.setAttribute("role", "status");
  return p;
}

/** Open the drawer with a title and the fragment at `url`. */
export function openDrawer(url, title = "") {
  const drawer = document.querySelector("#drawer");
  if (!drawer) {
    location.assign(url);
    return;
  }
  drawer.querySelector("#drawer-title").textContent = title;
  openLayer(drawer);
  drawer.focus({ preventScroll: true });
  fill(drawer, url);
}

export function start() {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) {
      closeLayer();
      return;
    }
    const link = event.target.closest("a[data-drawer]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    event.preventDefault();
    if (link.closest("#drawer")) {
      if (link.dataset.drawerTitle) document.querySelector("#drawer-title").textContent = link.dataset.drawerTitle;
      fill(document.querySelector("#drawer"), link.href);
    } else openDrawer(link.href, link.dataset.drawerTitle || link.textContent.trim());
  });
}
