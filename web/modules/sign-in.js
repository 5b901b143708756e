// Signing in again in place: the session ended in the middle of a form, the words stay where they
// are. The template is in kit/autosave.html; the answers are those of accounts' sign-in/again/.
import { closeLayer, openLayer } from "./layer.js";
import { ask, csrf } from "./server.js";

let box = null;

function field(name) {
  return box.querySelector(`[name="${name}"]`);
}

function say(words) {
  const place = box.querySelector("[data-why]");
  place.textContent = words;
  place.hidden = !words;
}

function step(name) {
  for (const part of box.querySelectorAll("[data-step]")) {
    part.hidden = part.dataset.step !== name;
    for (const input of part.querySelectorAll("input")) input.disabled = part.hidden;
  }
  box.querySelector(`[data-step="${name}"] input:not([readonly])`)?.focus();
}

async function send(onDone) {
  const form = box.querySelector("form");
  // the token went with the cookies: any page of ours that has a form brings a new one
  if (!/(?:^|;\s*)csrftoken=/.test(document.cookie)) await ask(form.dataset.page);
  const body = new FormData(form);
  body.set("csrfmiddlewaretoken", csrf());
  const button = box.querySelector("button.primary");
  button.classList.add("is-busy");
  const answer = await ask(form.action, { method: "POST", body, json: true });
  button.classList.remove("is-busy");
  const said = answer.json();
  if (answer.status === 0) say(box.dataset.offline);
  else if (said.state === "in") {
    closeSignIn();
    onDone();
  } else if (said.state === "code") {
    say("");
    step("code");
  } else if (said.state === "page") location.assign(form.dataset.page);
  else {
    say(said.why || box.dataset.failed);
    if (said.state === "password") step("password");
    field(said.state === "password" ? "password" : "code")?.select();
  }
}

/** Ask for the password, and for the code where there is one; `onDone` goes on with the form. */
export function signInAgain(onDone) {
  const template = document.getElementById("sign-in-again");
  if (!template || box) return;
  box = template.content.firstElementChild.cloneNode(true);
  document.body.append(box);
  box.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    send(onDone);
  });
  box.querySelector("[data-close]").addEventListener("click", closeSignIn);
  openLayer(box, {
    onClose: () => {
      box?.remove();
      box = null;
    },
  });
  step("password");
}

export function closeSignIn() {
  if (box) closeLayer();
}
