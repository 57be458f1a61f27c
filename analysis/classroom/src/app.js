// What the page knows and does: the lesson, its histories, and what changes them. What is drawn is
// in view.js.
import { History, completed } from "./history.js";
import { LESSONS } from "./lessons.js";
import { layoutOf } from "./map.js";
import { eventsOf } from "./panel.js";
import { WHAT_IF, isChanged, whatIfText, withValue } from "./scenario.js";
import { fresh, toAddress } from "./state.js";
import { Words } from "./texts.js";
import { View } from "./view.js";

const fileName = (path) => path.slice(path.lastIndexOf("/") + 1);

export class App {
  constructor(pack, backend, state) {
    Object.assign(this, { pack, backend, state });
    this.words = new Words(state.lang);
    this.own = {}; // files that were loaded, by their paths
    this.scene = null; // what the lesson is about: study, world, document, layout, events
    this.base = this.other = null; // histories: as it was, what if
    this.crowd = null; // news of the many
    this.crowds = 0;
    this.problem = null;
    this.wanted = this.done = 0;
    this.asksAnswer = false;
  }

  async open() {
    this.parameters = await this.backend.one.ask("parameters");
    if (this.state.own) await this.#restoreOwn();
    this.view = new View(this);
    const known = this.pack.lessons[this.state.lesson] || this.own[this.state.lesson];
    const { off, set, ...rest } = this.state;
    await this.choose(known ? this.state.lesson : LESSONS[0].path,
      known ? { off, set, ...rest } : { lang: rest.lang, projector: rest.projector });
    document.documentElement.dataset.ready = "1";
  }

  async #restoreOwn() {
    try {
      await this.give(JSON.parse(this.state.own));
    } catch {
      this.state.own = "";
    }
  }

  // Puts loaded files where the engines find them.
  async give(files) {
    Object.assign(this.own, files);
    const nowhere = { path: "", files };
    await Promise.all([this.backend.one, ...this.backend.many].map((h) => h.ask("read", nowhere)));
  }

  get lesson() {
    return LESSONS.find((lesson) => lesson.path === this.state.lesson);
  }

  // Opens a lesson: nothing of it is changed, unless `kept` says what.
  async choose(path, kept = {}) {
    const answer = await this.backend.one.ask("read",
      { path, wants: { study: true, document: true, world: true } });
    if (!answer.sound) {
      if (!this.scene && path !== LESSONS[0].path) await this.choose(LESSONS[0].path);
      return this.complain(answer.diagnostics.text, path);
    }
    const own = this.own[path] ? this.state.own : "";
    this.state = { ...fresh(), lang: this.state.lang, projector: this.state.projector,
      many: this.state.many, count: this.state.count, ...kept, lesson: path, own };
    this.problem = null;
    this.asksAnswer = false;
    this.#enter({ ...answer, events: eventsOf(answer.document), isOutput: false });
    await this.refresh();
  }

  #enter({ study, world, document, events, isOutput, output }) {
    completed(world, study.levels);
    this.scene = { study, world, document, events, isOutput, output,
      layout: layoutOf(world, study.levels) };
    this.base = this.other = this.crowd = null;
    this.baseKey = "";
    const last = study.dates.length - 1;
    if (this.state.at < 0 || this.state.at > last) this.state.at = last;
    this.view?.enter();
  }

  complain(text, path) {
    this.problem = { text, file: path ? fileName(path) : "" };
    this.view.showProblem();
  }

  // Plays again what the state asks for; calls that come meanwhile are answered by one more turn.
  async refresh() {
    ++this.wanted;
    if (this.running) return this.running;
    this.running = this.#catchUp();
    await this.running;
  }

  async #catchUp() {
    while (this.done < this.wanted) {
      this.done = this.wanted;
      if (this.scene.isOutput) break;
      await this.#turn();
    }
    this.running = null;
  }

  scenarioText() {
    return whatIfText(this.state, this.whatIfTitle());
  }

  async #turn() {
    const files = { [WHAT_IF]: this.scenarioText() }, scene = this.scene;
    const answer = await this.backend.one.ask("read", { path: WHAT_IF, files });
    if (this.scene !== scene) return;
    if (!answer.sound) return this.complain(answer.diagnostics.text, WHAT_IF);
    const { seed, replicate } = this.state, changed = isChanged(this.state);
    const key = `${this.state.lesson}|${seed}|${replicate}`;
    const play = async (variant) => new History(scene.study, scene.world,
      await this.backend.one.ask("history", { variant, replicate }));
    const base = key === this.baseKey && this.base ? this.base : await play(0);
    const other = changed ? await play(1) : null;
    if (this.scene !== scene) return;
    Object.assign(this, { base, other, baseKey: key, problem: null, crowd: null });
    this.view.showHistories();
    this.keepAddress();
    if (this.state.many || this.asksAnswer) this.playMany();
  }

  // Many replicates, in the other workers. News of an older question are dropped.
  async playMany() {
    const id = ++this.crowds, { study, world } = this.scene, { many, bands } = this.backend;
    if (this.scene.isOutput) return;
    const files = { [WHAT_IF]: this.scenarioText() }, { count } = this.state;
    const variants = isChanged(this.state) ? [0, 1] : [0];
    const frame = { sizes: world.sizes, models: study.models.length, states: study.dates.length,
      outcomes: study.outcomes.length };
    const cells = frame.sizes.length * frame.models * frame.states;
    const gathered = [];
    const take = async ({ first, played }) => {
      if (id !== this.crowds) return;
      const news = await bands.ask("gather", { id, first, played, variants: variants.length, count,
        cells, ...frame }, null, played.flat().map(({ counts }) => counts.buffer));
      if (id !== this.crowds || !news.bands) return;
      this.crowd = news;
      this.view.showCrowd();
    };
    await Promise.all(many.map(async (helper, worker) => {
      const answer = await helper.ask("read", { path: WHAT_IF, files });
      if (id !== this.crowds || !answer.sound) return;
      await helper.ask("crowd", { id, variants, count, cells, outcomes: frame.outcomes, worker,
        workers: many.length }, (news) => gathered.push(take(news)));
    }));
    await Promise.all(gathered);
  }

  // The story of a region, as it was and what if; null where an output tells no more than its table.
  async story(region) {
    if (this.scene.isOutput) return null;
    const { replicate, lang } = this.state, variants = this.other ? [0, 1] : [0];
    return this.backend.one.ask("story", { variants, replicate, region, lang });
  }

  // --- what the visitor does ---------------------------------------------------------------

  set(parameter, value) {
    this.state.set = withValue(this.scene.document, this.state.set, parameter, value);
    return this.refresh();
  }

  without(id, isThere) {
    this.state.off = this.state.off.filter((one) => one !== id);
    if (!isThere) this.state.off.push(id);
    return this.refresh();
  }

  async cause(cause, isOn) {
    const key = `${cause}.on`;
    delete this.state.set[key];
    if (isOn && this.scene.document[cause]?.on === false) this.state.set[key] = true;
    await this.without(cause, isOn);
    this.view.showPanel();
  }

  async counterfactual(one) {
    this.state.off = [...(one?.without ?? [])];
    this.state.set = { ...(one?.set ?? {}) };
    this.view.showPanel();
    await this.refresh();
  }

  // The lesson's own "what if" that the visitor has chosen, if it is one.
  chosen() {
    const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
    const key = ({ without = [], set = {} }) => [[...without].sort(), Object.entries(set).sort()];
    const mine = key({ without: this.state.off, set: this.state.set });
    return (this.scene.document?.counterfactual ?? []).find((one) => same(key(one), mine)) ?? null;
  }

  whatIfTitle() {
    const chosen = this.chosen();
    if (chosen) return this.words.titled(chosen, chosen.id);
    const off = this.state.off.map((id) => `− ${this.titleOf(id)}`);
    const set = Object.entries(this.state.set).map(([key, value]) => `${key} = ${value}`);
    const all = [...off, ...set];
    return all.slice(0, 3).join("; ") + (all.length > 3 ? " …" : "");
  }

  titleOf(id) {
    const event = this.scene.events.find((one) => one.id === id);
    return event ? this.words.titled(event, id) : this.words.say(id);
  }

  async answer() {
    this.asksAnswer = true;
    const asked = (this.scene.document.counterfactual ?? [])
      .find((one) => one.id === this.lesson?.asks);
    if (!isChanged(this.state) && asked) return this.counterfactual(asked);
    this.view.showCrowd();
    return this.playMany();
  }

  many(isMany) {
    this.state.many = isMany;
    this.keepAddress();
    this.view.showHistories();
    if (isMany && !this.crowd) this.playMany();
  }

  luck() {
    ++this.state.replicate;
    if (!this.scene.isOutput) return this.refresh();
    const { output } = this.scene;
    this.state.replicate %= output.replicates;
    return this.openOutput(output.bytes, output.name, output.variant, this.state.replicate);
  }

  language(lang) {
    this.state.lang = lang;
    this.words = new Words(lang);
    this.view.rebuild();
    this.keepAddress();
  }

  async keepAddress() {
    const turn = this.addresses = (this.addresses ?? 0) + 1; // packing takes its time
    const address = await toAddress(this.state);
    if (turn === this.addresses && address.length < 30000) history.replaceState(null, "", address);
    return address;
  }

  // --- files -------------------------------------------------------------------------------

  async load(files) {
    const texts = {}, problems = [];
    let scenario = null;
    for (const file of files) {
      const name = fileName(file.name);
      if (/\.(h5|nc|hdf5)$/i.test(name)) return this.openOutput(await file.arrayBuffer(), name, 0, 0);
      if (!/\.(toml|csv)$/i.test(name)) {
        problems.push(this.words.say("problemFile", name, this.words.say("loadHelp")));
        continue;
      }
      const bytes = new Uint8Array(await file.arrayBuffer());
      for (const folder of /\.csv$/i.test(name) ? ["", "data/"] : [""])
        texts[`scenarios/${folder}${name}`] = bytes;
      if (/\.toml$/i.test(name)) scenario = `scenarios/${name}`;
    }
    if (problems.length > 0) return this.complain(problems.join("\n"));
    await this.give(texts);
    this.state.own = this.#ownText();
    if (scenario) await this.choose(scenario);
  }

  #ownText() {
    const decoder = new TextDecoder();
    return JSON.stringify(Object.fromEntries(Object.entries(this.own).map(([path, content]) =>
      [path, typeof content === "string" ? content : decoder.decode(content)])));
  }

  async openOutput(bytes, name, variant, replicate) {
    try {
      const answer = await this.backend.one.ask("output", { bytes, variant, replicate });
      if (!this.scene?.isOutput) this.state = { ...fresh(), lang: this.state.lang,
        projector: this.state.projector };
      Object.assign(this.state, { lesson: "", own: "", replicate, many: false });
      this.problem = null;
      this.#enter({ ...answer, document: null, isOutput: true,
        output: { bytes, name, variant, replicate, replicates: answer.replicates } });
      this.base = new History(this.scene.study, this.scene.world, answer.history);
      this.view.showHistories();
    } catch (error) {
      this.complain(this.words.say("problemFile", name, error.message), name);
    }
  }
}
