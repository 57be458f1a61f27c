// The card of charts: shares by level, of one history or as bands of many, and formations by cause.
import { bandedShares, formationsByCause, mostFormed, stackedShares, CAUSE_COLOURS } from "./charts.js";
import { breath, make, put } from "./dom.js";
import { CAUSES } from "./history.js";

export class ChartCard {
  constructor(view) {
    this.view = view;
    this.charts = [];
  }

  clear() { this.charts = []; }

  move(state) {
    for (const { chart } of this.charts) chart.move(state);
  }

  #levels() {
    const { study, world } = this.view.app.scene;
    const all = study.levels.map((name, level) => ({ name, level, size: world.sizes[level] }));
    const several = all.filter(({ size }) => size > 1);
    return several.length > 0 ? several : all;
  }

  #formations() {
    return this.view.say(`formations_${this.view.app.base.bins.unit}`);
  }

  // What there is to draw, each as a task: { row, title, name, make }.
  #tasks() {
    const { app, words } = this.view, { base, other, state, crowd } = app;
    const histories = other ? [base, other] : [base];
    const named = (level) => `${words.level(level.name)} (${level.size})`;
    const heads = other ? [this.view.say("asItWas"), this.view.say("whatIf")] : [""];
    const shares = this.#levels().flatMap((level) => {
      const one = { row: "shares", title: named(level) };
      if (state.many && crowd) return [{ ...one, name: "", make: () =>
        bandedShares(app.scene.study, level.level, crowd.bands, named(level)) }];
      return histories.map((history, h) => ({ ...one, name: heads[h], make: () =>
        stackedShares(history, level.level, `${this.view.say("shares")}: ${named(level)}`) }));
    });
    const most = mostFormed(histories);
    return [...shares, ...histories.map((history, h) => ({ row: "causes", title: this.#formations(),
      name: heads[h], make: () => formationsByCause(history, most, this.#formations()) }))];
  }

  // Between two charts another lesson may be entered, which has no history yet.
  async show(isLate = () => false) {
    const { app } = this.view, { base } = app, charts = [];
    if (!base) return;
    for (const { make: drawn, ...about } of this.#tasks()) {
      charts.push({ ...about, chart: drawn() });
      await breath();
      if (isLate() || base !== app.base) return;
    }
    this.charts = charts;
    this.#lay();
    this.move(app.state.at);
  }

  #lay() {
    const { state, crowd, other } = this.view.app;
    const figures = (row) => this.charts.filter((one) => one.row === row).map(({ title, name, chart }) =>
      make("figure", {}, make("figcaption", { class: name === this.view.say("whatIf") ? "what-if-name" : "" },
        [name, row === "causes" ? "" : title].filter(Boolean).join(" · ")), chart.svg));
    put(this.view.parts["chart-card"],
      make("div", { class: "head" }, make("h2", {}, this.view.say("shares")), this.#manySwitch()),
      state.many ? make("p", { class: "note", id: "crowd" }, crowd && crowd.done === crowd.count
        ? this.view.say("bandsHelp") : this.view.say("computing", crowd?.done ?? 0, state.count)) : null,
      make("div", { class: state.many || !other ? "charts" : "charts pairs" }, figures("shares")),
      make("h2", {}, this.#formations()),
      make("ul", { class: "legend" }, CAUSES.map((cause, c) => make("li", {},
        make("i", { style: `background:${CAUSE_COLOURS[c]}`, "aria-hidden": "true" }), this.view.say(cause)))),
      make("div", { class: other ? "charts pairs" : "charts" }, figures("causes")));
  }

  #manySwitch() {
    const { app } = this.view, { state } = app;
    if (app.scene.isOutput) return null;
    const button = (isMany, text) => make("button", { type: "button", class: isMany ? "many" : "one",
      "aria-pressed": String(state.many === isMany), onclick: () => app.many(isMany) }, text);
    const count = make("select", { "aria-label": this.view.say("replicate"), id: "count" },
      [20, 100, 500].map((n) => make("option", { value: n, selected: n === state.count }, String(n))));
    count.addEventListener("change", () => {
      state.count = Number(count.value);
      app.many(true);
      app.playMany();
    });
    return make("div", { class: "chips" }, button(false, this.view.say("oneHistory")),
      button(true, this.view.say("manyHistories", state.count)), count);
  }
}
