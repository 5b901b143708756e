// The phone, and public pages: no htmx, no charts; every byte counts on a village line.
import * as autosave from "./modules/autosave.js";
import * as badge from "./outbox/badge.js";
import * as keeping from "./outbox/keeping.js";
import * as leaving from "./outbox/leaving.js";
import * as countdown from "./modules/countdown.js";
import * as counted from "./modules/counted.js";
import * as display from "./modules/display.js";
import * as drawer from "./modules/drawer.js";
import * as entry from "./modules/entry.js";
import * as errors from "./modules/errors.js";
import * as live from "./modules/live.js";
import * as menus from "./modules/menus.js";
import * as midnight from "./modules/midnight.js";
import * as numbers from "./modules/numbers.js";
import * as once from "./modules/once.js";
import * as statements from "./modules/statements.js";
import * as tables from "./modules/tables.js";
import { enhance } from "./modules/enhance.js";

for (const part of [autosave, badge, keeping, leaving, countdown, counted, display, drawer, entry, errors, live, menus, midnight, numbers, once, statements, tables]) part.start();
enhance(document);
