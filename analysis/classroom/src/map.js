// The tile map: a tile for each province, in it a cell for each region below, and a strip with the
// shares of what is further down. Where only one province is there, its parts are the tiles.
import { draw, inkOn, put } from "./dom.js";
import { NONE } from "./history.js";
import { shortNames } from "./provinces.js";

const TILE = { width: 100, height: 92, gap: 7 };
const MOST_CELLS = 80;
export const EMPTY = "#e4e7ec";

function tileLevel(world, levels) {
  for (let level = 0; level < levels.length; ++level)
    if (world.sizes[level] >= 5) return level;
  return levels.length - 1;
}

// Everything below a region that is not one of its cells.
function deeper(world, cells) {
  const all = [];
  const open = [...cells];
  while (open.length > 0)
    for (const child of world.children[open.pop()]) {
      all.push(child);
      open.push(child);
    }
  return all;
}

function placed(world, tiles) {
  const known = world.row && tiles.every((region) => world.row[region] >= 0);
  const columns = known ? 0 : Math.max(1, Math.ceil(Math.sqrt(tiles.length * 1.25)));
  const places = tiles.map((region, n) => known
    ? { row: world.row[region], column: world.column[region] }
    : { row: Math.floor(n / columns), column: n % columns });
  return { places, known };
}

export function layoutOf(world, levels) {
  const level = tileLevel(world, levels);
  const regions = [...world.level.keys()].filter((region) => world.level[region] === level);
  const tops = [...world.level.keys()].filter((region) => world.level[region] < level);
  const { places, known } = placed(world, regions);
  const shift = tops.length > 0 && (!known || tops.length > 2) ? 0.5 : 0;
  const tiles = regions.map((region, n) => {
    const below = world.children[region];
    const cells = below.length <= MOST_CELLS ? below : [];
    return { region, ...places[n], cells, rest: cells.length > 0 ? deeper(world, cells)
      : [...below, ...deeper(world, below)] };
  });
  const columns = Math.max(...places.map((p) => p.column)) + 1;
  const rows = Math.max(...places.map((p) => p.row)) + 1 + shift;
  return { tiles, tops: tops.slice(0, 8), columns, rows, shift };
}

export class TileMap {
  constructor(layout, world, study, words, onSelect) {
    Object.assign(this, { layout, world, study, words, onSelect });
    this.cells = []; // { region, element, label, shown, text }
    this.strips = [];
    this.element = draw("svg", { class: "map", role: "group" });
    this.element.addEventListener("keydown", (event) => this.#walk(event));
    this.compact = null;
  }

  // Compact: short names, larger letters, as a telephone or a half screen wants it.
  arrange(compact) {
    if (this.compact === compact) return;
    this.compact = compact;
    this.cells = [];
    this.strips = [];
    const { columns, rows, tiles, tops, shift } = this.layout;
    const { width, height, gap } = TILE;
    const w = columns * (width + gap) - gap, h = rows * (height + gap) - gap;
    this.element.setAttribute("viewBox", `-2 -2 ${w + 4} ${h + 4}`);
    this.tile = 0;
    put(this.element, [
      ...tops.map((region, n) => this.#top(region, n)),
      ...tiles.map((tile) => this.#tile(tile, tile.column * (width + gap),
        (tile.row + shift) * (height + gap))),
    ]);
    this.cells[0]?.element.setAttribute("tabindex", "0");
    this.mark(this.selected);
  }

  #top(region, n) {
    const width = 2 * TILE.width + TILE.gap;
    const group = draw("g", { transform: `translate(${n * (width + TILE.gap)} 0)` });
    this.#cell(group, region, 0, 0, width, 40, 4, true);
    ++this.tile;
    return group;
  }

  #tile(tile, x, y) {
    const { width, height } = TILE, head = this.compact ? 38 : 24;
    const group = draw("g", { transform: `translate(${x} ${y})` },
      draw("rect", { width, height, rx: 5, class: "tile" }));
    const whole = tile.cells.length === 0 && tile.rest.length === 0;
    this.#cell(group, tile.region, 0, 0, width, whole ? height : head, 5, true);
    const strip = tile.rest.length > 0 ? (tile.cells.length > 0 ? 9 : height - head - 4) : 0;
    this.#fill(group, tile.cells, { x: 3, y: head + 3, width: width - 6,
      height: height - head - 6 - (strip > 0 ? strip + 2 : 0) });
    if (strip > 0) this.#strip(group, tile, 3, height - strip - 3, width - 6, strip);
    ++this.tile;
    return group;
  }

  #fill(group, cells, box) {
    if (cells.length === 0) return;
    let columns = 1;
    const fits = (n) => box.width / n <= (box.height / Math.ceil(cells.length / n)) * 1.4;
    while (columns < cells.length && !fits(columns)) ++columns;
    const rows = Math.ceil(cells.length / columns);
    const w = box.width / columns, h = box.height / rows;
    cells.forEach((region, n) => this.#cell(group, region, box.x + (n % columns) * w,
      box.y + Math.floor(n / columns) * h, w - 1.2, h - 1.2, 1.5, false));
  }

  #cell(group, region, x, y, width, height, rx, named) {
    const rect = draw("rect", { x, y, width, height, rx, class: "cell", fill: EMPTY,
      role: "button", tabindex: "-1" });
    rect.addEventListener("click", () => this.#choose(rect));
    const cell = { region, element: rect, tile: this.tile, shown: -1, differs: false };
    group.append(rect);
    if (named) {
      cell.text = draw("text", { x: x + 6, y: y + (this.compact ? 28 : 17), class: "name",
        "font-size": this.compact ? 29 : 13.5 }, this.#title(region, width));
      const low = this.compact && height > 40; // no room beside the name
      cell.number = draw("text", { x: x + width - 5, y: y + (low ? height - 9 : this.compact ? 28 : 17),
        class: "number", "text-anchor": "end", "font-size": this.compact ? 27 : 13 });
      group.append(cell.text, cell.number);
    }
    this.cells.push(cell);
    rect.cell = cell;
  }

  #title(region, width) {
    const whole = this.words.region(this.world, region);
    const letter = (this.words.lang === "zh" ? 13.8 : 8.7) * (this.compact ? 2.15 : 1);
    const room = Math.max(2, Math.floor((width - (this.compact ? 34 : 22)) / letter));
    const name = whole.length > room ? whole.replace(/\s*[(（].*$/, "") : whole;
    const short = this.compact || name.length > room
      ? shortNames(this.world.code[region], this.words.lang) : null;
    const number = /\.\d+$/.exec(name); // of a generated region
    return short ?? (name.length > room && number ? number[0] : name.slice(0, room));
  }

  #strip(group, tile, x, y, width, height) {
    const parts = [...this.study.models, null].map((model) =>
      draw("rect", { x, y, width: 0, height, fill: model ? model.colour : EMPTY, class: "strip" }));
    group.append(...parts);
    this.strips.push({ regions: tile.rest, parts, x, width });
  }

  // Shows the models of a state; where another history is given, outlines what differs from it.
  show(models, other = null) {
    for (const cell of this.cells) {
      const model = models[cell.region], differs = other !== null && other[cell.region] !== model;
      if (model !== cell.shown) this.#paint(cell, model);
      if (differs !== cell.differs) {
        cell.differs = differs;
        cell.element.classList.toggle("differs", differs);
      }
    }
    for (const strip of this.strips) this.#share(strip, models);
  }

  #paint(cell, model) {
    cell.shown = model;
    const entry = model === NONE ? null : this.study.models[model];
    const colour = entry ? entry.colour : EMPTY;
    cell.element.setAttribute("fill", colour);
    cell.element.setAttribute("aria-label",
      `${this.words.region(this.world, cell.region)}: ${this.words.model(entry)}`);
    if (!cell.text) return;
    const ink = inkOn(colour);
    cell.text.setAttribute("fill", ink);
    cell.number.setAttribute("fill", ink);
    cell.number.textContent = entry ? model + 1 : "";
  }

  #share({ regions, parts, x, width }, models) {
    const counts = new Array(parts.length).fill(0);
    for (const region of regions)
      ++counts[models[region] === NONE ? parts.length - 1 : models[region]];
    let left = x;
    parts.forEach((part, k) => {
      const share = (width * counts[k]) / regions.length;
      part.setAttribute("x", left.toFixed(2));
      part.setAttribute("width", share.toFixed(2));
      left += share;
    });
  }

  mark(region) {
    this.selected = region;
    for (const cell of this.cells)
      cell.element.classList.toggle("selected", cell.region === region);
  }

  #choose(rect) {
    this.#focus(rect.cell);
    this.onSelect(rect.cell.region);
  }

  #focus(cell) {
    for (const one of this.cells) one.element.setAttribute("tabindex", "-1");
    cell.element.setAttribute("tabindex", "0");
    cell.element.focus({ preventScroll: true });
  }

  // Left and right go from cell to cell, up and down from tile to tile.
  #walk(event) {
    const here = this.cells.indexOf(event.target.cell);
    if (here < 0) return;
    const { tile } = this.cells[here];
    const to = {
      ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: this.cells.length - 1,
      ArrowUp: this.cells.findIndex((cell) => cell.tile === tile - 1),
      ArrowDown: this.cells.findIndex((cell) => cell.tile === tile + 1),
    }[event.key];
    if (event.key === "Enter" || event.key === " ") this.#choose(event.target);
    else if (to === undefined) return;
    else if (this.cells[to]) this.#focus(this.cells[to]);
    event.preventDefault();
    event.stopPropagation();
  }
}
