// Charts with ECharts' parts that are used; colours from the tokens, decals for those who see none.
import * as echarts from "echarts/core";
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, DatasetComponent, GridComponent, LegendComponent, TooltipComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";
import { all } from "./modules/enhance.js";
import { ask } from "./modules/server.js";

echarts.use([BarChart, LineChart, AriaComponent, DatasetComponent, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

const drawn = new Map();

function token(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function rem() {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}

/** Turn our chart data into ECharts' option; a null is a gap, never a zero. */
function option(data, title) {
  const text = { color: token("--ink-2"), fontFamily: token("--font"), fontSize: rem() * 0.93 };
  const colours = ["--brand", "--ok", "--warn", "--none", "--ok-2"].map(token);
  const axis = { axisLine: { lineStyle: { color: token("--edge-soft") } }, axisLabel: { ...text, hideOverlap: true }, axisTick: { show: false } };
  return {
    color: colours,
    textStyle: text,
    aria: { enabled: true, label: { description: title }, decal: { show: data.series.length > 1 } },
    animation: false,
    grid: { left: 8, right: 16, top: data.series.length > 1 ? rem() * 3 : rem() * 2, bottom: 4, containLabel: true },
    legend: data.series.length > 1 ? { textStyle: text, top: 0, left: 0, icon: "roundRect", itemWidth: 16, itemHeight: 10, itemGap: 18 } : undefined,
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      confine: true,
      backgroundColor: token("--card"),
      borderColor: token("--edge-soft"),
      textStyle: { ...text, color: token("--ink") },
      valueFormatter: (value) => (value === null || value === undefined ? "—" : Number(value).toLocaleString("en-US")),
    },
    xAxis: { type: "category", data: data.labels, boundaryGap: data.type === "bar", ...axis },
    yAxis: {
      type: "value",
      name: data.unit || "",
      nameTextStyle: { ...text, align: "left" },
      minInterval: data.whole === false ? 0 : 1,
      scale: data.zero === false,
      splitLine: { lineStyle: { color: token("--line") } },
      ...axis,
    },
    series: data.series.map((series, i) => ({
      name: series.name,
      type: series.kind || data.type || "line",
      data: series.data,
      connectNulls: false,
      showSymbol: data.labels.length <= 45,
      symbol: ["circle", "triangle", "rect", "diamond", "emptyCircle"][i % 5],
      symbolSize: 6,
      lineStyle: { width: 2, type: ["solid", "dashed", "dotted"][i % 3] },
      barMaxWidth: 28,
    })),
  };
}

async function dataOf(figure) {
  if (figure.dataset.url) return (await ask(figure.dataset.url, { json: true })).json();
  return JSON.parse(figure.querySelector('script[type="application/json"]')?.textContent || "null");
}

async function drawOne(figure) {
  const data = await dataOf(figure);
  if (!data || !data.series) return;
  const canvas = figure.querySelector(".chart-canvas");
  const chart = drawn.get(figure) || echarts.init(canvas, null, { renderer: "canvas" });
  drawn.set(figure, chart);
  chart.setOption(option(data, figure.dataset.title), true);
  canvas.setAttribute("role", "img");
  if (figure.dataset.title) canvas.setAttribute("aria-label", figure.dataset.title);
}

export function draw(root = document) {
  for (const figure of all(root, "[data-chart]")) drawOne(figure);
}

addEventListener("resize", () => {
  for (const [figure, chart] of drawn) {
    if (figure.isConnected) chart.resize();
    else {
      chart.dispose();
      drawn.delete(figure);
    }
  }
});
addEventListener("shouwang:display", () => requestAnimationFrame(() => draw()));
