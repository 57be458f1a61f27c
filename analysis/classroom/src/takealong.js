// What a visitor takes along: the picture, the scenario, the address that restores it all.
import { make, put, save } from "./dom.js";
import { saveSvg, savePng, sheetOf } from "./exporting.js";
import { dateOf } from "./history.js";
import { WHAT_IF } from "./scenario.js";

export class TakeAlong {
  constructor(view) {
    this.view = view;
  }

  fill() {
    const button = (id, act) => make("button", { type: "button", id, onclick: act }, this.view.say(id));
    put(this.view.parts["export-card"], make("h2", {}, this.view.say("export")),
      make("div", { class: "chips" },
        button("exportPng", () => savePng("tizhi.png", this.sheet())),
        button("exportSvg", () => saveSvg("tizhi.svg", this.sheet())),
        button("exportToml", () => this.#saveToml()),
        button("exportLink", () => this.#copyLink())),
      this.view.parts.said = make("p", { class: "note", role: "status" }));
  }

  sheet() {
    const { app, words, maps: all, charts: { charts } } = this.view, { scene } = app;
    const maps = all.map((map, n) => ({ svg: map.element, title: n === 0 ? this.view.say("asItWas")
      : `${this.view.say("whatIf")}: ${app.whatIfTitle()}` }));
    const named = (row) => charts.filter((one) => one.row === row).map(({ title, name, chart }) =>
      ({ svg: chart.svg, title: [name, title].filter(Boolean).join(" · ") }));
    return sheetOf({ title: words.titled(scene.study), words, study: scene.study,
      subtitle: words.date(dateOf(scene.study.dates[app.state.at])),
      rows: [maps, named("shares"), named("causes")].filter((row) => row.length > 0) });
  }

  async #saveToml() {
    const { app } = this.view, name = "homework.toml";
    if (app.scene.isOutput) return save(name, app.scene.study.scenario, "text/plain");
    const { study } = await app.backend.one.ask("read", { path: WHAT_IF,
      files: { [WHAT_IF]: app.scenarioText() }, wants: { study: true } });
    save(name, study.scenario, "text/plain");
    this.view.parts.said.textContent = this.view.say("tomlSaved", name);
    return undefined;
  }

  async #copyLink() {
    const address = location.href.split("#")[0] + await this.view.app.keepAddress();
    try {
      await navigator.clipboard.writeText(address);
      this.view.parts.said.textContent = this.view.say("copied");
    } catch {
      const field = make("input", { value: address, readonly: true, "aria-label": this.view.say("exportLink") });
      put(this.view.parts.said, this.view.say("copyHand"), field);
      field.select();
    }
  }
}
