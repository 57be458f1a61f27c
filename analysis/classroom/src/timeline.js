// Time: play, pause, step, scrub, and the events on it.
import { eventMarks } from "./charts.js";
import { make, put } from "./dom.js";
import { dateOf, yearOf } from "./history.js";

export class Timeline {
  constructor(app, onState) {
    Object.assign(this, { app, onState, playing: false });
    this.seconds = 22; // that a whole history takes to play
    this.calm = matchMedia("(prefers-reduced-motion: reduce)");
  }

  get study() { return this.app.scene.study; }
  get last() { return this.study.dates.length - 1; }

  enter(card) {
    this.pause();
    const { words, scene } = this.app;
    const button = (id, sign, text, act) => make("button", { type: "button", id, title: text,
      "aria-label": text, onclick: act }, sign);
    this.button = button("play", "▶", words.say("play"), () => this.toggle());
    this.now = make("span", { class: "now", "aria-live": "off" });
    this.range = make("input", { type: "range", min: 0, max: this.last, step: 1, id: "time",
      "aria-label": words.say("timeline") });
    this.range.addEventListener("input", () => {
      this.pause();
      this.show(Number(this.range.value));
    });
    this.range.addEventListener("change", () => this.#rest());
    this.happening = make("div", { class: "happening" });
    this.luck = make("small", {});
    put(card, make("div", { class: "controls" }, this.button,
      button("back", "◀◀", words.say("stepBack"), () => this.go(-1)),
      button("on", "▶▶", words.say("stepOn"), () => this.go(1)), this.now, this.happening,
      make("button", { type: "button", id: "luck", onclick: () => this.app.luck() },
        `⚄ ${words.say("luck")}`), this.luck),
    this.range, this.marks = make("div", { class: "marks", "aria-hidden": "true" }));
    put(this.marks, eventMarks(scene.events, this.study.dates, (event, place) => make("button", {
      type: "button", tabindex: "-1", class: event.kind, style: `left:${place.toFixed(2)}%`,
      title: `${words.date(dateOf(event.day))} ${words.titled(event, event.id)}`,
      onclick: () => this.show(this.stateOf(event.day)) }, event.kind === "mandate" ? "▲" : "●")));
    this.daily = this.last > 0 && this.study.dates[1] - this.study.dates[0] < 28;
    this.refresh();
  }

  refresh() {
    const { words, state } = this.app;
    this.luck.textContent = words.say("luckHelp", state.replicate + 1);
    this.#label();
  }

  // The first state that knows what happened on a day.
  stateOf(day) {
    const at = this.study.dates.findIndex((date) => date > day);
    return at < 0 ? this.last : at;
  }

  show(state) {
    this.app.state.at = Math.max(0, Math.min(this.last, state));
    this.#label();
    this.onState(this.app.state.at);
    if (!this.playing) this.#rest();
  }

  #rest() {
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.app.view.speak();
      this.app.keepAddress();
    }, 300);
  }

  #label() {
    const { words, state, scene } = this.app, { dates } = this.study;
    this.range.value = state.at;
    const date = words.date(dateOf(dates[state.at]), this.daily);
    this.range.setAttribute("aria-valuetext", date);
    this.now.textContent = date;
    const before = scene.events.filter(({ day }) => day <= dates[state.at] && day >= dates[0]);
    const event = before.at(-1);
    put(this.happening, event ? [make("span", {}, `${words.date(dateOf(event.day))} `),
      make("b", {}, words.titled(event, event.id))] : []);
  }

  go(steps) {
    this.pause();
    this.show(this.app.state.at + steps);
  }

  goYear(years) {
    const year = yearOf(this.study.dates[this.app.state.at]) + years;
    const at = this.study.dates.findIndex((day) => yearOf(day) === year);
    this.pause();
    this.show(at >= 0 ? at : years < 0 ? 0 : this.last);
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.app.state.at >= this.last) this.app.state.at = 0;
    this.playing = true;
    this.#face("❚❚", "pause");
    // Without motion time goes in leaps of a year, one a second.
    const calm = this.calm.matches, perYear =
      Math.max(1, Math.round(365.25 / (this.study.dates[1] - this.study.dates[0])));
    const rate = calm ? perYear : this.last / this.seconds;
    let from = performance.now(), begin = this.app.state.at;
    const frame = (now) => {
      if (!this.playing) return;
      const seconds = (now - from) / 1000;
      const to = Math.min(this.last, begin + Math.floor((calm ? Math.floor(seconds) : seconds) * rate));
      if (to !== this.app.state.at) this.show(to);
      if (to >= this.last) return void this.pause();
      this.frame = requestAnimationFrame(frame);
    };
    this.frame = requestAnimationFrame(frame);
  }

  pause() {
    cancelAnimationFrame(this.frame);
    if (!this.playing) return;
    this.playing = false;
    this.#face("▶", "play");
    this.#rest();
  }

  #face(sign, key) {
    this.button.textContent = sign;
    this.button.title = this.app.words.say(key);
    this.button.setAttribute("aria-label", this.app.words.say(key));
  }
}
