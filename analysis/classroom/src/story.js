// One region's formations, as it was and what if.
import { make } from "./dom.js";
import { CAUSE_COLOURS } from "./charts.js";
import { CAUSES, NONE, dateOf } from "./history.js";

function ledgerBar(words, ledger) {
  const all = ledger.reduce((a, b) => a + b, 0);
  if (all === 0) return make("span", {}, words.say("notDefined"));
  const text = ledger.map((part, c) => [part, c]).filter(([part]) => part > 0)
    .map(([part, c]) => `${words.say(CAUSES[c])} ${Math.round((100 * part) / all)} %`).join(", ");
  return make("span", { class: "ledger", role: "img", "aria-label": text, title: text },
    ledger.map((part, c) => make("i", {
      style: `width:${((100 * part) / all).toFixed(1)}%;background:${CAUSE_COLOURS[c]}` })));
}

function row(words, history, formation, onDate) {
  const { models, dates } = history.study;
  const name = (model) => words.model(model === NONE ? null : models[model]);
  const date = words.date(dateOf(dates[formation.step]));
  return make("tr", {},
    make("td", {}, make("button", { class: "link", type: "button",
      onclick: () => onDate(formation.step + 1) }, date)),
    make("td", {}, `${name(formation.from)} → ${name(formation.to)}`),
    make("td", {}, make("span", { class: "cause-name",
      style: `--colour:${CAUSE_COLOURS[formation.cause]}` }, words.say(CAUSES[formation.cause]))),
    make("td", {}, ledgerBar(words, formation.ledger)));
}

export function formationTable(words, history, region, onDate) {
  const all = history.of(region);
  if (all.length === 0) return make("p", {}, words.say("noChange"));
  return make("div", { class: "scroll" }, make("table", {},
    make("thead", {}, make("tr", {}, ["date", "change", "cause", "ledger"].map((key) =>
      make("th", { scope: "col" }, words.say(key))))),
    make("tbody", {}, all.map((formation) => row(words, history, formation, onDate)))));
}
