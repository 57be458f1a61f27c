// The page as it is seen: built once a language, filled as histories come.
import { answerCard, lessonCard } from "./cards.js";
import { ChartCard } from "./chartcard.js";
import { breath, inkOn, make, put } from "./dom.js";
import { spokenCounts } from "./exporting.js";
import { CAUSES, dateOf } from "./history.js";
import { LESSONS } from "./lessons.js";
import { EMPTY, TileMap } from "./map.js";
import { causePanel, eventList } from "./panel.js";
import { formationTable } from "./story.js";
import { TakeAlong } from "./takealong.js";
import { Timeline } from "./timeline.js";

const COMPACT = 620; // CSS pixels: a narrower map has short names

export class View {
  constructor(app) {
    this.app = app;
    this.open = new Set(["imitation"]);
    this.parts = {};
    this.charts = new ChartCard(this);
    this.takeAlong = new TakeAlong(this);
    this.timeline = new Timeline(app, (state) => this.showState(state));
    this.resizing = new ResizeObserver(() => this.#arrangeMaps());
    document.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("dragover", (event) => event.preventDefault());
    document.addEventListener("drop", (event) => {
      event.preventDefault();
      this.app.load([...event.dataTransfer.files]);
    });
    this.#build();
  }

  get words() { return this.app.words; }
  say(key, ...values) { return this.words.say(key, ...values); }

  // --- the frame ---------------------------------------------------------------------------

  #build() {
    const { state } = this.app, part = (name, tag = "section", attributes = {}) =>
      this.parts[name] = make(tag, { class: `card ${name}`, ...attributes });
    document.documentElement.lang = state.lang === "zh" ? "zh-CN" : "en";
    document.documentElement.classList.toggle("projector", state.projector);
    document.title = this.say("page");
    this.parts = {};
    put(document.getElementById("app"), this.#header(),
      make("div", { class: "page" },
        make("div", { class: "left" }, part("problem", "section", { hidden: true, role: "alert" }),
          part("lesson"), part("country"), part("time", "section", { "aria-label": this.say("timeline") }),
          part("chart-card")),
        make("aside", { class: "right" }, part("panel"), part("event-card"), part("story"),
          part("export-card"))));
    this.takeAlong.fill();
  }

  rebuild() {
    this.#build();
    this.enter();
    if (this.app.base) this.showHistories();
    if (this.app.crowd) this.showCrowd();
    if (this.app.problem) this.showProblem();
  }

  #header() {
    const { app } = this;
    const file = make("input", { type: "file", multiple: true, accept: ".toml,.csv,.h5,.nc",
      class: "visually-hidden", tabindex: "-1", "aria-hidden": "true", id: "file" });
    file.addEventListener("change", async () => {
      await app.load([...file.files]);
      file.value = "";
    });
    this.parts.select = this.#select();
    return make("header", {},
      make("h1", {}, this.say("page")),
      make("label", {}, make("span", {}, this.say("lessons")), this.parts.select),
      make("button", { type: "button", title: this.say("loadHelp"), id: "load",
        onclick: () => file.click() }, this.say("load")), file,
      make("button", { type: "button", id: "projector", "aria-pressed": String(app.state.projector),
        onclick: () => this.#projector() }, this.say("projector")),
      make("button", { type: "button", id: "language", lang: app.state.lang === "zh" ? "en" : "zh",
        onclick: () => this.#language() }, this.say("language")),
      make("button", { type: "button", id: "about", onclick: () => this.#about() },
        this.say("about")));
  }

  #select() {
    const { app } = this, groups = new Map();
    const option = (path, title) => make("option", { value: path,
      selected: path === app.state.lesson }, title);
    for (const { path, group } of LESSONS) {
      const title = this.words.titled(this.app.pack.lessons[path], path);
      groups.set(group, [...(groups.get(group) ?? []), option(path, title)]);
    }
    const own = Object.keys(app.own).filter((path) => path.endsWith(".toml"));
    if (own.length > 0)
      groups.set("ownGroup", own.map((path) => option(path, path.slice("scenarios/".length))));
    if (app.scene?.isOutput)
      groups.set("ownGroup", [...(groups.get("ownGroup") ?? []),
        make("option", { value: "", selected: true }, app.scene.output.name)]);
    const select = make("select", { id: "lessons", "aria-label": this.say("lessons") },
      [...groups].map(([group, options]) => make("optgroup", { label: this.say(group) }, options)));
    select.addEventListener("change", () => app.choose(select.value));
    return select;
  }

  #projector() {
    const { state } = this.app;
    state.projector = !state.projector;
    document.documentElement.classList.toggle("projector", state.projector);
    document.getElementById("projector").setAttribute("aria-pressed", String(state.projector));
    this.#arrangeMaps();
    this.app.keepAddress();
  }

  #language() {
    this.app.language(this.app.state.lang === "zh" ? "en" : "zh");
  }

  #about() {
    const { about } = this.app.pack;
    const dialog = make("dialog", { "aria-label": this.say("about") },
      make("h2", {}, this.say("page")), make("p", {}, this.say("aboutText")),
      make("p", {}, this.say("keys")),
      make("p", { class: "note" }, this.say("sourcesOf", about.sources.slice(0, 12), about.toolchain)),
      about.licenses.flatMap(({ name, text }) => [make("h3", {}, name), make("pre", {}, text)]),
      make("button", { type: "button", class: "primary", onclick: () => dialog.close() },
        this.say("close")));
    dialog.addEventListener("close", () => dialog.remove());
    document.body.append(dialog);
    dialog.showModal();
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog")) return;
    if (event.target.closest?.("input, select, textarea, button, summary, a")) return;
    const act = { " ": () => this.timeline.toggle(), ArrowLeft: () => this.timeline.go(-1),
      ArrowRight: () => this.timeline.go(1), "[": () => this.timeline.goYear(-1),
      "]": () => this.timeline.goYear(1), p: () => this.#projector(), P: () => this.#projector(),
      l: () => this.#language(), L: () => this.#language() }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  // --- a new lesson ------------------------------------------------------------------------

  enter() {
    const select = this.#select();
    this.parts.select.replaceWith(select);
    this.parts.select = select;
    const { lesson } = this.app.state, cause = CAUSES.find((one) => lesson.endsWith(`/${one}.toml`));
    if (cause && lesson !== this.openFor) this.open = new Set([cause]);
    this.openFor = lesson;
    this.showProblem();
    this.maps = [];
    this.charts.clear();
    put(this.parts.lesson, lessonCard(this.app));
    this.timeline.enter(this.parts.time);
    this.showPanel();
    put(this.parts.country);
    put(this.parts["chart-card"]);
    put(this.parts.story);
  }

  showPanel() {
    const { app, parts } = this, { scene, state } = app;
    if (scene.isOutput) {
      put(parts.panel, make("p", {}, this.say("fromOutput", scene.output.name)), this.#outputChoice());
      parts["event-card"].hidden = true;
      return;
    }
    const view = { document: scene.document, state, words: this.words, parameters: app.parameters,
      events: scene.events, onSet: (parameter, value) => app.set(parameter, value),
      onCause: (cause, isOn) => app.cause(cause, isOn),
      onEvent: (id, isThere) => app.without(id, isThere),
      onDay: (day) => this.timeline.show(this.timeline.stateOf(day)) };
    put(parts.panel, make("div", { class: "head" }, make("h2", {}, this.say("causes"))),
      CAUSES.slice(0, 4).map((cause) => causePanel(view, cause, this.open.has(cause),
        (name, isOpen) => isOpen ? this.open.add(name) : this.open.delete(name))));
    parts["event-card"].hidden = scene.events.length === 0;
    put(parts["event-card"], make("h2", {}, this.say("events")),
      make("p", { class: "note" }, this.say("eventsHelp")), eventList(view));
    this.#showEventsFrom(scene.study.dates[0]);
  }

  // What comes before the history is above in the list, and still counts.
  #showEventsFrom(day) {
    const list = this.parts["event-card"].querySelector(".events");
    const first = this.app.scene.events.findIndex((event) => event.day >= day);
    if (first > 0) list.scrollTop = list.children[first].offsetTop - list.offsetTop;
  }

  #outputChoice() {
    const { app } = this, { output, study } = app.scene;
    const select = make("select", { "aria-label": this.say("variant"), id: "variant" },
      study.variants.map(({ id }, v) => make("option", { value: v, selected: v === output.variant }, id)));
    select.addEventListener("change", () =>
      app.openOutput(output.bytes, output.name, Number(select.value), output.replicate));
    return make("label", {}, `${this.say("variant")} `, select);
  }

  // --- histories ---------------------------------------------------------------------------

  // The maps at once; words and charts in tasks of their own, so that no task is long.
  async showHistories() {
    const { app } = this, { base, other } = app;
    if (!base) return;
    const turn = this.turn = (this.turn ?? 0) + 1;
    this.#showMaps(other ? [base, other] : [base]);
    this.showState(app.state.at);
    this.timeline.refresh();
    await breath();
    if (turn !== this.turn || base !== app.base) return;
    this.showProblem();
    put(this.parts.lesson, lessonCard(app));
    if (app.asksAnswer) this.#answer();
    this.showStory();
    await this.charts.show(() => turn !== this.turn);
  }

  #showMaps(histories) {
    const { scene } = this.app;
    if (this.maps.length !== histories.length || this.mapsOf !== scene || this.mapsIn !== this.words) {
      this.resizing.disconnect();
      this.maps = histories.map(() => new TileMap(scene.layout, scene.world, scene.study, this.words,
        (region) => this.#select_region(region)));
      Object.assign(this, { mapsOf: scene, mapsIn: this.words });
      this.#buildCountry();
      this.#arrangeMaps();
      this.resizing.observe(this.parts.country);
    }
    const caption = this.parts.country.querySelector(".what-if .name");
    if (caption) caption.textContent = `${this.say("whatIf")}: ${this.app.whatIfTitle()}`;
    this.mapHistories = histories;
  }

  #buildCountry() {
    const { scene, words, app } = { scene: this.app.scene, words: this.words, app: this.app };
    const figure = (map, n) => make("figure", { class: n === 0 ? "as-it-was" : "what-if" },
      make("figcaption", {}, make("span", { class: "name" }, n === 0 ? this.say("asItWas") : ""),
        n === 0 ? null : make("small", {}, this.say("sameAs"))), map.element);
    this.parts.spoken = make("p", { class: "visually-hidden", "aria-live": "polite" });
    put(this.parts.country,
      make("div", { class: this.maps.length > 1 ? "maps two" : "maps" }, this.maps.map(figure)),
      make("ul", { class: "legend" }, [...scene.study.models, null].map((model, k) => make("li", {},
        make("i", { style: `background:${model?.colour ?? EMPTY};color:${inkOn(model?.colour ?? EMPTY)}`,
          "aria-hidden": "true" }, model ? String(k + 1) : ""), words.model(model)))),
      this.parts.spoken);
    this.maps.forEach((map) => map.mark(scene.world.place.get(app.state.region)));
  }

  #arrangeMaps() {
    for (const map of this.maps ?? []) {
      const width = map.element.parentElement?.clientWidth ?? 0;
      if (width > 0) map.arrange(width < COMPACT || this.app.state.projector);
    }
    if (this.mapHistories) this.showState(this.app.state.at);
  }

  showState(state) {
    const { app } = this, [base, other] = this.mapHistories ?? [];
    if (!base || app.scene !== this.mapsOf) return;
    const models = base.seek(state);
    this.maps[0].show(models);
    if (other && this.maps[1]) this.maps[1].show(other.seek(state), models);
    this.charts.move(state);
    this.parts.country.dataset.state = state;
  }

  // For whoever does not see the map: what holds now, when the time has come to rest.
  speak() {
    const { app } = this, { study } = app.scene;
    if (app.base) this.parts.spoken.textContent =
      `${this.words.date(dateOf(study.dates[app.state.at]))}: ` +
      spokenCounts(this.words, study, app.base.models);
  }

  async showCrowd() {
    const { app } = this;
    if (app.asksAnswer) this.#answer();
    if (!app.state.many) return;
    const { crowd } = app, turn = this.turn = (this.turn ?? 0) + 1;
    await this.charts.show(() => turn !== this.turn);
    if (crowd && crowd === app.crowd) this.parts["chart-card"].dataset.done = crowd.done;
  }

  #answer() {
    const old = this.parts.lesson.querySelector(".answer");
    const card = answerCard(this.app);
    if (old) old.replaceWith(card);
    else this.parts.lesson.append(card);
  }

  // --- one region --------------------------------------------------------------------------

  #select_region(region) {
    this.app.state.region = this.app.scene.world.code[region];
    this.maps.forEach((map) => map.mark(region));
    this.showStory();
    this.app.keepAddress();
  }

  showStory() {
    const { app, words } = this, { base, other } = app, { world } = app.scene;
    const region = world.place.get(app.state.region);
    const head = make("h2", {}, this.say("story"));
    if (region === undefined)
      return put(this.parts.story, head, make("p", { class: "note" }, this.say("storyHelp")));
    const jump = (state) => this.timeline.show(state);
    const name = words.region(world, region);
    const one = (key, history) => {
      const told = make("div", { class: "told" });
      return { told, parts: [make("h3", { class: history === other ? "what-if-name" : "" },
        this.say(key, name)), told, formationTable(words, history, region, jump)] };
    };
    const all = [one("storyOf", base), ...(other ? [one("storyIf", other)] : [])];
    put(this.parts.story, head, all.flatMap(({ parts }) => parts));
    return this.#tell(region, all.map(({ told }) => told));
  }

  async #tell(region, places) {
    const turn = this.telling = (this.telling ?? 0) + 1;
    const stories = await this.app.story(region).catch(() => null);
    if (turn !== this.telling || !stories) return;
    places.forEach((place, n) => put(place, (stories[n] ?? []).map((text) => make("p", {}, text))));
    this.parts.story.dataset.told = this.app.state.region;
  }

  // --- problems ----------------------------------------------------------------------------

  showProblem() {
    const { problem } = this.app, { parts } = this;
    parts.problem.hidden = !problem;
    if (!problem) return;
    put(parts.problem, make("h2", {}, this.say("problem")), make("pre", { tabindex: "0" }, problem.text),
      make("p", { class: "note" }, this.say("problemHelp")),
      make("button", { type: "button", onclick: () => {
        this.app.problem = null;
        this.showProblem();
      } }, this.say("close")));
    parts.problem.scrollIntoView({ block: "nearest" });
  }
}
