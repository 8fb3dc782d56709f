// Replays a package in headless Chromium: `node browser.mjs ORDER.json`, answer as JSON on stdout. See run.py.
import { createReadStream, readFileSync, rmSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";
import { chromium } from "playwright-core";

const order = JSON.parse(readFileSync(process.argv[2], "utf8"));
const files = {
  "/blank.html": null,
  "/package.wacz": order.wacz,
  "/wabac/": null,
  "/wabac/sw.js": `${order.modules}/@webrecorder/wabac/dist/sw.js`,
  "/": `${order.player}/index.html`,
  "/ui.js": `${order.player}/ui.js`,
  "/sw.js": `${order.player}/sw.js`,
};
const types = { ".js": "text/javascript", ".html": "text/html", ".wacz": "application/wacz" };

// With ranges: without them a player loads the whole package at once, and its use of the index is not seen.
const server = createServer((request, response) => {
  const path = new URL(request.url, "http://127.0.0.1").pathname;
  if (!(path in files)) return response.writeHead(404).end();
  const file = files[path];
  if (file === null) return response.writeHead(200, { "Content-Type": "text/html" }).end("<!doctype html><title>-</title>");
  const size = statSync(file).size;
  const headers = { "Content-Type": types[extname(file)] ?? "text/html", "Accept-Ranges": "bytes" };
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? "");
  let [start, end] = [0, size - 1];
  if (range?.[1]) [start, end] = [Number(range[1]), range[2] ? Math.min(Number(range[2]), size - 1) : size - 1];
  else if (range) start = Math.max(size - Number(range[2]), 0);
  if (range) headers["Content-Range"] = `bytes ${start}-${end}/${size}`;
  response.writeHead(range ? 206 : 200, { ...headers, "Content-Length": end - start + 1 });
  if (request.method === "HEAD") return response.end();
  createReadStream(file, { start, end }).pipe(response);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const base = `http://127.0.0.1:${server.address().port}`;

rmSync(order.profile, { recursive: true, force: true });
const context = await chromium.launchPersistentContext(order.profile, {
  executablePath: order.chromium,
  headless: true,
  viewport: { width: 1280, height: 900 },
  args: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

// The bytes of every capture, through wabac's service worker.
async function wabac() {
  const page = await context.newPage();
  await page.goto(`${base}/wabac/`);
  return page.evaluate(
    async ({ source, captures }) => {
      const registration = await navigator.serviceWorker.register("./sw.js");
      await navigator.serviceWorker.ready;
      const added = new Promise((resolve, reject) => {
        navigator.serviceWorker.addEventListener("message", ({ data }) => {
          if (data.msg_type === "collAdded") resolve();
          if (data.msg_type === "collProgress" && data.error) reject(new Error(data.error));
        });
      });
      registration.active.postMessage({ msg_type: "addColl", name: "made", file: { sourceUrl: source, loadUrl: source } });
      await added;
      const answers = [];
      for (const { url, timestamp } of captures) {
        // wabac redirects to the address at which it serves one package of several. An archived redirect is followed
        // too, and fails when it leads to the server that is gone.
        const response = await fetch(`./w/made/${timestamp}id_/${url}`).catch(() => Response.error());
        const bytes = new Uint8Array(await response.arrayBuffer().catch(() => new ArrayBuffer(0)));
        let text = "";
        for (const byte of bytes) text += String.fromCharCode(byte);
        const encoding = response.headers.get("content-encoding") ?? "";
        answers.push({ status: response.status, encoding, body: btoa(text) });
      }
      return answers;
    },
    { source: `${base}/package.wacz`, captures: order.captures },
  );
}

// The text that ReplayWeb.page shows for each page.
async function player() {
  const page = await context.newPage();
  const texts = [];
  for (const { url, ts, line } of order.pages) {
    await page.goto(`${base}/blank.html`);
    await page.goto(`${base}/?source=${encodeURIComponent(`${base}/package.wacz`)}#view=pages&url=${encodeURIComponent(url)}&ts=${ts}`);
    const words = line.split(" ").slice(0, 3).join(" ");
    let text = "";
    for (let trial = 0; trial < 60 && !text.includes(words); trial += 1) {
      await page.waitForTimeout(250);
      const frame = page.frames().find((found) => found.url().includes("mp_/"));
      text = (await frame?.evaluate(() => document.body?.innerText ?? "").catch(() => "")) ?? "";
    }
    if (!texts.length) {
      await page.waitForTimeout(1000);
      await page.screenshot({ path: order.screenshot });
    }
    texts.push(text);
  }
  return texts;
}

try {
  console.log(JSON.stringify(await (order.task === "wabac" ? wabac() : player())));
} finally {
  await context.close();
  server.close();
}
