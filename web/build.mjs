// Bundles styles and modules into shouwang/kit/static/build, which the wheel carries.
import { build, context } from "esbuild";
import { fileURLToPath } from "node:url";
import path from "node:path";

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.join(here, "..", "shouwang", "kit", "static", "build");

// The oldest browsers served: an office Chromium 86 and Safari 15.
const shared = {
  absWorkingDir: path.join(here, ".."),
  outdir: out,
  bundle: true,
  minify: true,
  legalComments: "none",
  target: ["chrome86", "safari15"],
  charset: "utf8",
  logLevel: "warning",
};

const jobs = [
  {
    ...shared,
    format: "esm",
    entryPoints: {
      app: "web/app.js",
      phone: "web/phone.js",
      charts: "web/charts.js",
    },
  },
  // Runs before the first paint, so it is a classic script.
  { ...shared, format: "iife", entryPoints: { boot: "web/boot.js", sw: "web/sw.js" } },
  { ...shared, entryPoints: { app: "web/styles/app.css", phone: "web/styles/phone.css" } },
];

if (process.argv.includes("--watch")) {
  for (const job of jobs) await (await context(job)).watch();
} else {
  await Promise.all(jobs.map((job) => build(job)));
}
