// The desk: htmx and every module.
import htmx from "htmx.org/dist/htmx.esm.js";
import * as autosave from "./modules/autosave.js";
import * as behalf from "./modules/behalf.js";
import * as brief from "./modules/brief.js";
import * as template from "./modules/template.js";
import * as bulk from "./modules/bulk.js";
import * as chasing from "./modules/chasing.js";
import * as check from "./modules/check.js";
import * as chartsLoader from "./modules/charts-loader.js";
import * as countdown from "./modules/countdown.js";
import * as counted from "./modules/counted.js";
import * as display from "./modules/display.js";
import * as drawer from "./modules/drawer.js";
import * as entry from "./modules/entry.js";
import * as errors from "./modules/errors.js";
import * as grid from "./modules/grid.js";
import * as halftyped from "./modules/halftyped.js";
import * as liveList from "./modules/live-list.js";
import * as menus from "./modules/menus.js";
import * as midnight from "./modules/midnight.js";
import * as numbers from "./modules/numbers.js";
import * as once from "./modules/once.js";
import * as rows from "./modules/rows.js";
import * as sheet from "./modules/sheet.js";
import * as statements from "./modules/statements.js";
import * as tables from "./modules/tables.js";
import * as toasts from "./modules/toasts.js";
import * as tree from "./modules/tree.js";
import * as upload from "./modules/upload.js";
import * as leaving from "./outbox/leaving.js";
import { enhance } from "./modules/enhance.js";
import { csrf, isSignIn } from "./modules/server.js";

globalThis.htmx = htmx;

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrf();
  if (event.detail.elt.closest("[data-background]")) event.detail.headers["X-Background"] = "1";
});
// A page that nobody looks at does not ask whether anything is new.
document.addEventListener("htmx:beforeRequest", (event) => {
  if (document.hidden && event.detail.elt.closest("[data-background]")) event.preventDefault();
});
// A sign-in page, or any whole page, never lands in a panel.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  if (target === document.body) return;
  if (isSignIn(xhr.responseURL) || /^\s*<!doctype/i.test(xhr.responseText)) {
    event.detail.shouldSwap = false;
    location.assign(isSignIn(xhr.responseURL) ? location.href : xhr.responseURL);
  }
});
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) enhance(event.detail.elt);
});

for (const part of [
  autosave, behalf, brief, bulk, chartsLoader, check, chasing, countdown, counted, display, drawer, entry, errors, grid, halftyped, leaving, liveList, menus, midnight, numbers, once, rows, sheet, statements, tables, template, toasts,
  tree, upload,
])
  part.start();
enhance(document);
