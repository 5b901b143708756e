// /m/gate: purpose first; whoever comes again in three taps; refused with the paper; a fever led
// step by step; an ambulance never held up. Works from the pack gate.desk, sends by the outbox.
import * as fever from "../modules/gate/fever.js";
import * as goods from "../modules/gate/goods.js";
import * as lists from "../modules/gate/lists.js";
import * as state from "../modules/gate/state.js";
import * as visit from "../modules/gate/visit.js";

for (const part of [state, lists, visit, fever, goods]) part.start();
state.load();
