// The committed page, opened in a real browser, for the tests of browser.mjs: how it is opened, waited
// for, moved and read. What it complains about, or asks of the network, is gathered.
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { after, before } from "node:test";
import { pathToFileURL } from "node:url";

const [pagePath, tools, expectedPath] = process.argv.slice(2);
const { chromium } = createRequire(join(resolve(tools), "package.json"))("playwright-core");
export const expected = JSON.parse(readFileSync(expectedPath, "utf8"));
export const address = pathToFileURL(resolve(pagePath)).href;
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
export const WAIT = { timeout: 120000 }; // for machines that others share

export let browser;
export const complaints = [];

before(async () => {
  browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: FLAGS });
});
after(() => browser.close());

export async function open(hash = "#lang=en", { width = 1500, height = 950, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT.timeout);
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => {
    if (!/^(file|data|blob):/.test(request.url())) complaints.push(`request to ${request.url()}`);
  });
  await page.goto(address + hash);
  await ready(page);
  return page;
}

const ready = (page) =>
  page.waitForFunction(() => document.documentElement.dataset.ready === "1", null, WAIT);
// Everything that was asked for is played and shown.
export const settled = (page) => page.waitForFunction(() => {
  const app = globalThis.tizhiPage;
  return app?.base && !app.running && app.done === app.wanted;
}, null, WAIT);

export async function columnsOf(page, which = "base") {
  return page.evaluate((name) => {
    const history = globalThis.tizhiPage[name];
    return Object.fromEntries(["initial", "step", "region", "from", "to", "cause", "ledger"]
      .map((column) => [column, Array.from(history[column])]));
  }, which);
}

export function digest(columns) {
  const wide = new Set(["step", "region"]), hash = createHash("sha256");
  for (const [name, values] of Object.entries(columns))
    hash.update(Buffer.from((wide.has(name) ? Int32Array : Uint8Array).from(values).buffer));
  return hash.digest("hex");
}

export async function slide(page, parameter, place) {
  await page.locator(`input[data-parameter="${parameter}"]`).evaluate((input, value) => {
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }, place);
  await settled(page);
}

export const openAll = (page) => page.evaluate(() => {
  for (const one of document.querySelectorAll(".cause details")) one.open = true;
});
