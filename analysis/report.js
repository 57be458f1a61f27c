// The language switch and the moving map. No request leaves the page.
"use strict";
const root = document.documentElement;
const languages = root.dataset.languages.split(" ");

function speak(language) {
  root.lang = language;
  drawMap();
}

function startLanguage() {
  const asked = location.hash.slice(1);
  if (languages.includes(asked)) return asked;
  const own = navigator.language.startsWith("zh") ? "zh" : "en";
  return languages.includes(own) ? own : languages[0];
}

// ---- the map ------------------------------------------------------------------------------
const holder = document.getElementById("atlas-data");
const atlas = holder && JSON.parse(holder.textContent);
const TILE = 64;
let timer = null;

function make(name, attributes, text) {
  const found = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const key in attributes) found.setAttribute(key, attributes[key]);
  if (text !== undefined) found.textContent = text;
  return found;
}

// Percent of replicates per model (the last: none) in one region at one date.
function distribution(when, region) {
  const which = document.getElementById("which").value;
  if (which === "all") return atlas.share[when][region];
  const letter = atlas.replicates[which].charCodeAt(when * atlas.regions.length + region);
  const none = atlas.names.length - 1;
  const model = letter === 126 ? none : letter - 97;
  return atlas.names.map((_, k) => (k === model ? 100 : 0));
}

function label(region, language) {
  const name = region[language];
  const space = name.lastIndexOf(" ");
  return language === "zh" || name.length <= 9 || space < 0 ? [name]
    : [name.slice(0, space), name.slice(space + 1)];
}

function tile(region, percent, language) {
  const group = make("g", { transform: `translate(${region.col * TILE},${region.row * TILE})` });
  const side = TILE - 3, lines = label(region, language);
  const longest = Math.max(...lines.map((line) => line.length));
  const size = language === "zh" ? Math.min(15, (side - 4) / longest)
    : Math.min(12.5, 95 / longest);
  const strip = lines.length > 1 ? 28 : 22;
  group.append(make("rect", { width: side, height: side, fill: "#f1f1f1" }));
  lines.forEach((line, n) => group.append(make("text", {
    x: side / 2, y: (lines.length > 1 ? 11 : 16) + 13 * n, "text-anchor": "middle",
    "font-size": size, fill: "#222" }, line)));
  let x = 0;
  percent.forEach((part, k) => {
    const width = part * side / Math.max(1, percent.reduce((a, b) => a + b));
    if (width > 0) group.append(make("rect",
      { x, y: strip, width, height: side - strip, fill: atlas.colours[k] }));
    x += width;
  });
  const story = percent.map((part, k) => [part, atlas.names[k][language === "zh" ? 1 : 0]])
    .filter(([part]) => part > 0).sort((a, b) => b[0] - a[0])
    .map(([part, name]) => `${name} ${part}%`).join("\n");
  group.append(make("title", {}, `${region[language]}\n${story}`));
  return group;
}

function drawLegend(counts, language) {
  const legend = document.getElementById("legend");
  const number = language === "zh" ? 1 : 0;
  const rows = atlas.names.map((name, k) => {
    const row = document.createElement("div");
    const swatch = document.createElement("i");
    swatch.style.background = atlas.colours[k];
    const count = document.createElement("b");
    count.textContent = counts[k] || "";
    row.append(swatch, name[number], count);
    return row;
  });
  const head = document.createElement("div");
  const title = document.createElement("b");
  title.textContent = atlas.heading[number];
  head.append(title);
  legend.replaceChildren(head, ...rows);
}

function drawMap() {
  if (!atlas) return;
  const language = root.lang;
  const when = Number(document.getElementById("when").value);
  document.getElementById("date").textContent = atlas.dates[when];
  const size = (key) => (Math.max(...atlas.regions.map((region) => region[key])) + 1) * TILE;
  const svg = make("svg", { viewBox: `0 0 ${size("col")} ${size("row")}`, role: "img" });
  const counts = atlas.names.map(() => 0);
  atlas.regions.forEach((region, n) => {
    const percent = distribution(when, n);
    counts[percent.indexOf(Math.max(...percent))] += 1;
    svg.append(tile(region, percent, language));
  });
  document.getElementById("tiles").replaceChildren(svg);
  drawLegend(counts, language);
  nameChoices(language);
}

function nameChoices(language) {
  const words = atlas.choices[language === "zh" ? 1 : 0].split("|");
  for (const option of document.getElementById("which").options) {
    const number = Number(option.value) + 1;
    option.textContent = option.value === "all" ? words[0] : words[1].replace("#", number);
  }
}

function play() {
  const button = document.getElementById("play"), slider = document.getElementById("when");
  if (timer) {
    clearInterval(timer);
    timer = null;
    button.textContent = "▶";
    return;
  }
  if (slider.value === slider.max) slider.value = 0;
  button.textContent = "❚❚";
  timer = setInterval(() => {
    slider.value = Number(slider.value) + 1;
    drawMap();
    if (slider.value === slider.max) play();
  }, 450);
  drawMap();
}

if (atlas) {
  const which = document.getElementById("which");
  ["all", ...atlas.replicates.keys()].forEach((value) => which.append(new Option("", value)));
  which.addEventListener("change", drawMap);
  document.getElementById("when").addEventListener("input", drawMap);
  document.getElementById("play").addEventListener("click", play);
}
const button = document.getElementById("switch");
if (button) button.addEventListener("click", () => speak(root.lang === "zh" ? "en" : "zh"));
speak(startLanguage());
