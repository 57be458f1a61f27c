// Bundles the page: the engine in WebAssembly, the scripts, the scenarios and their tables, packed
// together into one HTML file that asks for nothing more.
//   node build.mjs ENGINE.wasm OUTPUT.html TOOLCHAIN
// The same sources and tools give the same bytes.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { LESSONS } from "./src/lessons.js";

const [engine, output, toolchain = ""] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const root = resolve(here, "../..");
// Where `npm ci` was run.
const tools = process.cwd();
const require = createRequire(join(tools, "package.json"));

const text = (path) => readFileSync(path, "utf8");

function filesBelow(folder, pattern) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => pattern.test(path))
    .sort();
}

// What the page is made of, by their paths in the repository: the test that the committed page is
// current compares this.
export function sources() {
  const paths = [
    ...["random", "model", "causes", "engine", "story", "input", "web"].flatMap((room) =>
      filesBelow(join(root, "sim", room), /\.(cpp|hpp|txt|cmake)$|\/fstream$/)),
    ...scenarioFiles(),
    ...filesBelow(join(here, "src"), /\.(js|css|html)$/),
    ...["build.mjs", "package.json", "package-lock.json"].map((name) => join(here, name)),
  ];
  const hash = createHash("sha256");
  for (const path of paths) hash.update(relative(root, path) + "\0" + text(path) + "\0");
  return hash.digest("hex");
}

// What a scenario extends: one, or a list.
function basesOf(path) {
  const found = text(path).match(/^extends = (".*?"|\[[^\]]*\])/m)?.[1] ?? "";
  return [...found.matchAll(/"(.*?)"/g)].map(([, name]) => join(dirname(path), name));
}

// The lessons, what they extend, and the tables that these name.
function scenarioFiles() {
  const all = new Set();
  const add = (path) => {
    all.add(path);
    for (const [, name] of text(path).matchAll(/^(?:file|neighbours) = "(.*?)"/gm))
      all.add(join(dirname(path), name));
    basesOf(path).forEach(add);
  };
  for (const { path } of LESSONS) add(join(root, path));
  return [...all].sort();
}

// Without the lines of remarks between the values: what they say is for who opens the file. Empty
// lines stay, so that messages name the lines of the file.
function withoutRemarks(toml) {
  let isInside = false; // a text of several lines, which may hold anything
  return toml.split("\n").map((line) => {
    if (!isInside && /^\s*#/.test(line)) return "";
    if (line.split('"""').length % 2 === 0) isInside = !isInside;
    return line;
  }).join("\n");
}

function noticesOf(name, file) {
  return { name, text: text(join(tools, "node_modules", name, file)).trim() };
}

// jsfive brings pako of 45 kB for the one function that src/inflate.js has in 3.
const smallInflate = {
  name: "small-inflate",
  setup: (build) => build.onResolve({ filter: /pako/ }, () => ({ path: join(here, "src/inflate.js") })),
};

// jsfive 0.4.2 stops at object headers that say how they store attributes; ours do, in four bytes.
const openHeaders = {
  name: "open-headers",
  setup: (build) => build.onLoad({ filter: /jsfive\/esm\/dataobjects\.js$/ }, ({ path }) => {
    const refusal = "assert((header.get('flags') & 0b00010000) == 0);";
    const after = "let chunk_fmt = ";
    const code = text(path);
    if (code.split(refusal).length !== 2 || code.split(after).length !== 2)
      throw new Error("jsfive has changed: look whether openHeaders is still needed");
    return { contents: code.replace(refusal, "")
      .replace(after, "if (header.get('flags') & 0b00010000) offset += 4;\n    " + after) };
  }),
};

async function bundledScript() {
  const built = await require("esbuild").build({
    entryPoints: [join(here, "src/main.js")],
    bundle: true,
    minify: true,
    write: false,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    nodePaths: [join(tools, "node_modules")],
    alias: { jsfive: join(tools, "node_modules/jsfive/esm/high-level.js") },
    plugins: [smallInflate, openHeaders],
  });
  return built.outputFiles[0].contents;
}

function bundledStyle() {
  return require("esbuild").transformSync(text(join(here, "src/style.css")), {
    loader: "css", minify: true, charset: "utf8" }).code;
}

// Seven bits a character. The four that HTML, git or an editor might change (NUL, LF, CR, "<")
// stand, with the seven bits that follow them, as one character of two bytes.
export function encoded(bytes) {
  const fragile = new Map([[0, 0], [10, 1], [13, 2], [60, 3]]);
  const sevens = [];
  let held = 0, count = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    count += 8;
    while (count >= 7) {
      count -= 7;
      sevens.push((held >> count) & 127);
    }
    held &= (1 << count) - 1;
  }
  if (count > 0) sevens.push((held << (7 - count)) & 127);
  let out = "";
  for (let i = 0; i < sevens.length; ++i) {
    const rank = fragile.get(sevens[i]);
    out += rank === undefined ? String.fromCharCode(sevens[i])
      : String.fromCharCode(256 + rank * 128 + (sevens[++i] ?? 0));
  }
  return out;
}

async function deflated(bytes) {
  return new Promise((done, failed) =>
    require("@gfx/zopfli").deflate(bytes, { numiterations: 10 }, (error, packed) =>
      error ? failed(error) : done(packed)));
}

// A scenario's titles, or those of what it extends.
function titlesOf(name, files) {
  const head = files[name].split(/^\[/m)[0]; // above the first section
  const value = (key) => head.match(new RegExp(`^${key} = "(.*)"`, "m"))?.[1];
  const base = basesOf(join(root, name)).at(-1);
  const above = base ? titlesOf(relative(root, base), files) : { title: "", title_zh: "" };
  return { title: value("title") ?? above.title, title_zh: value("title_zh") ?? above.title_zh };
}

async function build() {
  const files = {}, lessons = {};
  for (const path of scenarioFiles())
    files[relative(root, path)] = path.endsWith(".toml") ? withoutRemarks(text(path)) : text(path);
  for (const name of Object.keys(files))
    if (name.endsWith(".toml")) lessons[name] = titlesOf(name, files);
  const about = {
    sources: sources(),
    toolchain,
    licenses: [
      { name: "tizhi", text: text(join(root, "LICENSE")).trim() },
      noticesOf("jsfive", "LICENSE.txt"),
      noticesOf("fflate", "LICENSE"),
      { name: "toml++, Google Highway, libc++, wasi-libc", text: text(join(here, "src/notices.txt")).trim() },
      { name: "scenarios/data", text: text(join(root, "scenarios/data/LICENSES.txt")).trim() },
    ],
  };
  const parts = [
    readFileSync(engine),
    Buffer.from(await bundledScript()),
    Buffer.from(JSON.stringify({ files, lessons, about })),
  ];
  const packed = await deflated(Buffer.concat(parts));
  const page = text(join(here, "src/shell.html"))
    .replace("/*STYLE*/", () => bundledStyle().trim())
    .replace("SIZES", () => JSON.stringify([parts[0].length, parts[1].length, packed.length]))
    .replace("SOURCES; TOOLCHAIN", () => `${about.sources}; ${toolchain}`)
    .replace("PACK", () => encoded(packed));
  writeFileSync(output, page);
  const kb = (n) => `${(n / 1000).toFixed(1)} kB`;
  console.log(`${output}: ${kb(Buffer.byteLength(page))} (engine ${kb(parts[0].length)}, ` +
    `script ${kb(parts[1].length)}, scenarios ${kb(parts[2].length)}, packed ${kb(packed.length)})`);
}

if (engine === "--sources") console.log(sources());
else await build();
