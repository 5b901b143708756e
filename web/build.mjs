// Bundles styles and modules into shouwang/kit/static/build, which the wheel carries.
import { build, context } from "esbuild";
import { readFileSync, readdirSync } from "node:fs";
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
  // the module for today's browsers; the package's default is the one for yesterday's
  alias: { dexie: path.join(here, "..", "node_modules", "dexie", "dist", "modern", "dexie.mjs") },
  logLevel: "warning",
};

// Bootstrap's reboot brings the values of all of Bootstrap; a phone loads those that reboot reads.
const withoutUnread = {
  name: "without-unread-values",
  setup(made) {
    made.onLoad({ filter: /bootstrap-reboot\.css$/ }, ({ path: file }) => {
      // our dark mode has another mark and values of its own
      const text = readFileSync(file, "utf8").replace(/\[data-bs-theme=dark\] \{[^}]*\}/, "");
      const read = new Set(text.match(/(?<=var\()--bs-[\w-]+/g));
      const contents = text.replace(/(--bs-[\w-]+):[^;{}]*;/g, (line, name) => (read.has(name) ? line : ""));
      return { contents, loader: "css" };
    });
  },
};

// A phone page's own module: web/pages/<name>.js becomes build/page-<name>.js, and the service
// worker keeps every build/page-*.js beside the frame.
const pages = Object.fromEntries(
  readdirSync(path.join(here, "pages"))
    .filter((file) => file.endsWith(".js"))
    .map((file) => [`page-${path.parse(file).name}`, `web/pages/${file}`]),
);

const jobs = [
  {
    ...shared,
    format: "esm",
    entryPoints: {
      app: "web/app.js",
      phone: "web/phone.js",
      charts: "web/charts.js",
      outbox: "web/outbox/core.js",
      ...pages,
    },
  },
  // Runs before the first paint, so it is a classic script.
  { ...shared, format: "iife", entryPoints: { boot: "web/boot.js", sw: "web/sw.js" } },
  { ...shared, plugins: [withoutUnread], entryPoints: { app: "web/styles/app.css", phone: "web/styles/phone.css" } },
];

if (process.argv.includes("--watch")) {
  for (const job of jobs) await (await context(job)).watch();
} else {
  await Promise.all(jobs.map((job) => build(job)));
}
