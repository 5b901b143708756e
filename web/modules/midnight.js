// [data-turns="2020-02-11"]: a page of today that stays open past midnight says so, once, in the
// words of its template. The day is Asia/Shanghai's by the server's clock, wherever the client is.
import { all, whenShown } from "./enhance.js";
import { skewOf } from "./countdown.js";

const DAY = 24 * 3600 * 1000;
const LOOK = 15 * 1000;

function watch(place) {
  const skew = skewOf(place);
  const over = Date.parse(`${place.dataset.turns}T00:00:00+08:00`) + DAY;
  const look = () => {
    if (!place.isConnected) return stop();
    if (Date.now() + skew < over) return undefined;
    place.append(place.querySelector("template").content.cloneNode(true));
    return stop();
  };
  const timer = setInterval(look, LOOK);
  // a phone that slept does not count the seconds
  document.addEventListener("visibilitychange", look);
  const stop = () => {
    clearInterval(timer);
    document.removeEventListener("visibilitychange", look);
  };
  look();
}

export function start() {
  whenShown((root) => all(root, "[data-turns]").forEach(watch));
}
