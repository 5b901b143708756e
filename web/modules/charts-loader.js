// Charts are heavy: their bundle is fetched only when a page or a fragment holds one.
import { all, whenShown } from "./enhance.js";
import { chartsUrl } from "./server.js";

export function start() {
  whenShown((root) => {
    const charts = all(root, "[data-chart]");
    if (charts.length > 0 && chartsUrl())
      import(/* the address comes from the page, so that its name may carry a hash */ chartsUrl()).then((m) => m.draw(root));
  });
}
