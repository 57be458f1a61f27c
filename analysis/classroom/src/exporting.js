// Pictures of what is seen: the maps, the legend and the charts on one sheet.
import { draw, save } from "./dom.js";
import { NONE } from "./history.js";

const PROPERTIES = ["fill", "stroke", "stroke-width", "stroke-dasharray", "font-family", "font-size",
  "font-weight", "text-anchor", "fill-opacity", "opacity"];
const SHEET = 1200, MARGIN = 30;

// A copy whose looks no longer depend on the style sheet.
function styled(svg) {
  const copy = svg.cloneNode(true);
  const from = [svg, ...svg.querySelectorAll("*")], to = [copy, ...copy.querySelectorAll("*")];
  from.forEach((element, i) => {
    const style = getComputedStyle(element);
    for (const name of PROPERTIES) to[i].setAttribute(name, style.getPropertyValue(name));
    for (const name of ["class", "tabindex", "role"]) to[i].removeAttribute(name);
  });
  return copy;
}

function placedSvg(svg, x, y, width) {
  const [, , w, h] = svg.getAttribute("viewBox").split(" ").map(Number);
  const copy = styled(svg);
  const height = (width * h) / w;
  for (const [name, value] of Object.entries({ x, y, width, height })) copy.setAttribute(name, value);
  return { copy, height };
}

const label = (x, y, size, text, weight = 400) => draw("text", { x, y, "font-size": size,
  "font-family": "sans-serif", "font-weight": weight, fill: "#16202e" }, text);

function legend(sheet, words, study, y) {
  let x = MARGIN;
  [...study.models, null].forEach((model, k) => {
    const text = (model ? `${k + 1} ` : "") + words.model(model);
    const width = 28 + [...text].reduce((n, c) => n + (c > "\u2e80" ? 15 : 8), 0);
    if (x + width > SHEET - MARGIN) {
      x = MARGIN;
      y += 24;
    }
    sheet.append(draw("rect", { x, y: y - 12, width: 15, height: 15, rx: 2,
      fill: model ? model.colour : "#e4e7ec" }), label(x + 21, y, 14, text));
    x += width + 12;
  });
  return y + 18;
}

// `rows`: of { title, svg }, side by side, as they stand on the page.
export function sheetOf({ title, subtitle, rows, words, study }) {
  const sheet = draw("svg", { xmlns: "http://www.w3.org/2000/svg" });
  sheet.append(label(MARGIN, 44, 26, title, 700), label(MARGIN, 70, 16, subtitle));
  let y = legend(sheet, words, study, 100) + 10;
  for (const row of rows) {
    const width = (SHEET - MARGIN * (row.length + 1)) / row.length;
    let tallest = 0;
    row.forEach(({ title: name, svg }, n) => {
      const x = MARGIN + n * (width + MARGIN);
      sheet.append(label(x, y + 14, 15, name, 600));
      const { copy, height } = placedSvg(svg, x, y + 22, width);
      sheet.append(copy);
      tallest = Math.max(tallest, height);
    });
    y += tallest + 52;
  }
  sheet.setAttribute("viewBox", `0 0 ${SHEET} ${y}`);
  sheet.setAttribute("width", SHEET);
  sheet.setAttribute("height", y);
  sheet.prepend(draw("rect", { width: SHEET, height: y, fill: "#ffffff" }));
  return sheet;
}

export const svgText = (sheet) => new XMLSerializer().serializeToString(sheet);

export function saveSvg(name, sheet) {
  save(name, svgText(sheet), "image/svg+xml");
}

export async function savePng(name, sheet) {
  const picture = new Image();
  picture.src = "data:image/svg+xml;charset=utf-8," + encodeURIComponent(svgText(sheet));
  await picture.decode();
  const canvas = document.createElement("canvas");
  canvas.width = 2 * sheet.getAttribute("width");
  canvas.height = 2 * sheet.getAttribute("height");
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  save(name, await new Promise((done) => canvas.toBlob(done, "image/png")));
}

// How many regions hold each model, for whoever does not see the map.
export function spokenCounts(words, study, models) {
  const counts = new Map();
  for (const model of models) counts.set(model, (counts.get(model) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])
    .map(([model, n]) => `${words.model(model === NONE ? null : study.models[model])} ${n}`)
    .join(words.lang === "zh" ? "，" : ", ");
}
