// The charts: stacked shares by level, bands of many replicates, formations by cause and time.
import { draw } from "./dom.js";
import { CAUSES, dateOf, dayOf } from "./history.js";

export const CAUSE_COLOURS = ["#5e4fa2", "#00755e", "#b5530a", "#c2257c", "#8a8f98"];
const W = 320, H = 150, LEFT = 34, BOTTOM = 20, TOP = 8, RIGHT = 14;

const px = (n) => n.toFixed(1);

// What the time axis says, and at which days: years, or months where there are few years.
function ticksOfTime(first, last) {
  const from = dateOf(first), year = from.getUTCFullYear(), years = (last - first) / 365.2425;
  const isLong = years > 3, span = isLong ? years : 12 * years, all = [];
  const gap = (isLong ? [1, 2, 5, 10, 20, 50, 100, 200, 500] : [1, 2, 3, 6])
    .find((g) => span / g <= 6) ?? 1000;
  const add = (day, text) => { if (day >= first && day <= last) all.push([day, text]); };
  if (isLong) for (let y = Math.floor(year / gap) * gap; y <= year + years + 1; y += gap)
    add(dayOf(y), String(y));
  else for (let m = 0; m <= from.getUTCMonth() + span + 1; m += gap) {
    const text = `${year + Math.floor(m / 12)}-${String((m % 12) + 1).padStart(2, "0")}`;
    add(dayOf(text), text);
  }
  return all;
}

function frame(label, [first, last], extra = []) {
  const svg = draw("svg", { viewBox: `0 0 ${W} ${H}`, class: "chart", role: "img",
    "aria-label": label });
  for (const [day, text] of ticksOfTime(first, last))
    svg.append(draw("text", { x: px(Math.min(xAt(day, first, last), W - 3.2 * text.length)), y: H - 5,
      class: "tick", "text-anchor": "middle" }, text));
  svg.append(...extra);
  return svg;
}

const y = (share) => TOP + (1 - share) * (H - TOP - BOTTOM);

function shareAxis() {
  return [0, 0.5, 1].flatMap((share) => [
    draw("line", { x1: LEFT, x2: W - RIGHT, y1: y(share), y2: y(share), class: "grid" }),
    draw("text", { x: LEFT - 5, y: y(share) + 4, class: "tick", "text-anchor": "end" },
      `${share * 100}%`)]);
}

const endsOf = (dates) => [dates[0], dates.at(-1)];
const xAt = (day, first, last) => LEFT + ((day - first) / (last - first || 1)) * (W - LEFT - RIGHT);
const xOf = (dates) => (n) => xAt(dates[n], ...endsOf(dates));

function cursor() {
  return draw("line", { x1: 0, x2: 0, y1: TOP, y2: H - BOTTOM, class: "cursor" });
}

function sampled(states) {
  const every = Math.max(1, Math.floor(states / 200));
  const all = [];
  for (let n = 0; n < states; n += every) all.push(n);
  if (all.at(-1) !== states - 1) all.push(states - 1);
  return all;
}

// A level's shares through time, one on the other.
export function stackedShares(history, level, label) {
  const { study } = history, x = xOf(study.dates), at = sampled(history.states);
  const svg = frame(label, endsOf(study.dates), shareAxis());
  const floor = new Float64Array(at.length);
  study.models.forEach((model, k) => {
    const ceiling = floor.map((f, i) => f + history.share(at[i], level, k));
    if (ceiling.some((c, i) => c > floor[i])) {
      const up = at.map((n, i) => `${px(x(n))},${px(y(ceiling[i]))}`);
      const down = at.map((n, i) => `${px(x(n))},${px(y(floor[i]))}`).reverse();
      svg.append(draw("polygon", { points: [...up, ...down].join(" "), fill: model.colour }));
    }
    floor.set(ceiling);
  });
  const line = cursor();
  svg.append(line);
  return { svg, move: (n) => shift(line, x(n)) };
}

function shift(line, x) {
  line.setAttribute("x1", px(x));
  line.setAttribute("x2", px(x));
}

// A level's shares in many replicates: 5 % to 95 %, and the median. A second set of bands, of
// "what if", is drawn with broken lines.
export function bandedShares(study, level, sets, label) {
  const x = xOf(study.dates), L = study.levels.length, K = study.models.length;
  const svg = frame(label, endsOf(study.dates), shareAxis());
  sets.forEach((bands, s) => study.models.forEach((model, k) => {
    const cell = (n) => (n * L + level) * K + k;
    const points = (values) => bands.kept.map((state, n) =>
      `${px(x(state))},${px(y(values[cell(n)]))}`);
    if (!bands.kept.some((_, n) => bands.high[cell(n)] > 0)) return;
    if (s === 0)
      svg.append(draw("polygon", { points: [...points(bands.high), ...points(bands.low).reverse()]
        .join(" "), fill: model.colour, class: "band" }));
    svg.append(draw("polyline", { points: points(bands.mid).join(" "), stroke: model.colour,
      class: s === 0 ? "median" : "median what-if" }));
  }));
  const line = cursor();
  svg.append(line);
  return { svg, move: (n) => shift(line, x(n)) };
}

// Formations by year, month or week, stacked by cause; the same scale for the histories side by side.
export function formationsByCause(history, most, label) {
  const { study, formed, bins: { days } } = history, ends = endsOf(days);
  const svg = frame(label, ends);
  const height = (count) => (count / most) * (H - TOP - BOTTOM);
  for (const count of ticks(most))
    svg.append(
      draw("line", { x1: LEFT, x2: W - RIGHT, y1: H - BOTTOM - height(count),
        y2: H - BOTTOM - height(count), class: "grid" }),
      draw("text", { x: LEFT - 5, y: H - BOTTOM - height(count) + 4, class: "tick",
        "text-anchor": "end" }, String(count)));
  for (let bin = 0; bin < days.length - 1; ++bin) {
    const left = xAt(days[bin], ...ends), width = xAt(days[bin + 1], ...ends) - left;
    let from = H - BOTTOM;
    CAUSES.forEach((_, c) => {
      const count = formed[bin * CAUSES.length + c];
      if (count === 0) return;
      from -= height(count);
      svg.append(draw("rect", { x: px(left), y: px(from), fill: CAUSE_COLOURS[c],
        width: px(Math.max(width - 0.8, 0.6)), height: px(height(count)) }));
    });
  }
  const line = cursor();
  svg.append(line);
  return { svg, move: (n) => shift(line,
    xAt(study.dates[n], ...ends)) };
}

export function mostFormed(histories) {
  let most = 1;
  for (const { formed } of histories)
    for (let i = 0; i < formed.length; i += CAUSES.length)
      most = Math.max(most, CAUSES.reduce((sum, _, c) => sum + formed[i + c], 0));
  return most;
}

function ticks(most) {
  const unit = 10 ** Math.floor(Math.log10(most));
  const step = [0.2, 0.5, 1, 2, 5].map((m) => m * unit).find((s) => most / s <= 4) ?? unit;
  const all = [];
  for (let n = 0; n <= most; n += Math.max(1, Math.round(step))) all.push(n);
  return all;
}

// Marks of the events on the timeline, from left to right.
export function eventMarks(events, dates, onPick) {
  const first = dates[0], last = dates.at(-1);
  return events.filter(({ day }) => day >= first && day <= last).map((event) =>
    onPick(event, (100 * (event.day - first)) / (last - first)));
}

