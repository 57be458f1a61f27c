// A history that was played or read: states rebuilt from the beginning and the formations, and the
// counts that the charts show.

export const NONE = 255;
export const CAUSES = ["inertia", "imitation", "mandate", "leadership", "script"];

const dayMs = 86400000, epoch = Date.UTC(1900, 0, 1);
export const dateOf = (day) => new Date(epoch + day * dayMs);
export const yearOf = (day) => dateOf(day).getUTCFullYear();
export const dayOf = (text) => {
  const [year, month = 1, day = 1] = String(text).split("-").map(Number);
  return Math.round((Date.UTC(year, month - 1, day) - epoch) / dayMs);
};

export class History {
  constructor(study, world, columns) {
    Object.assign(this, columns);
    this.study = study;
    this.world = world;
    this.states = study.dates.length;
    this.length = this.step.length;
    this.models = Uint8Array.from(this.initial);
    this.at = 0;
    this.played = 0; // formations that `models` holds
    this.#count();
  }

  // The models of all regions in a state.
  seek(state) {
    if (state < this.at) {
      this.models.set(this.initial);
      this.played = 0;
    }
    const { step, region, to, models } = this;
    let i = this.played;
    for (; i < this.length && step[i] < state; ++i) models[region[i]] = to[i];
    this.played = i;
    this.at = state;
    return models;
  }

  // counts: states × levels × models; formed: years × causes.
  #count() {
    const L = this.study.levels.length, K = this.study.models.length, width = L * K;
    const { level } = this.world;
    const now = new Int32Array(width), counts = new Int32Array(this.states * width);
    const slot = (region, model) => level[region] * K + model;
    this.initial.forEach((model, region) => {
      if (model !== NONE) ++now[slot(region, model)];
    });
    this.firstYear = yearOf(this.study.dates[0]);
    this.years = yearOf(this.study.dates.at(-1)) - this.firstYear + 1;
    this.formed = new Int32Array(this.years * CAUSES.length);
    const years = this.study.dates.map((day) => yearOf(day) - this.firstYear);
    let i = 0;
    for (let n = 0; n < this.states; ++n) {
      for (; i < this.length && this.step[i] < n; ++i) {
        const region = this.region[i];
        if (this.from[i] !== NONE) --now[slot(region, this.from[i])];
        if (this.to[i] !== NONE) ++now[slot(region, this.to[i])];
        ++this.formed[years[this.step[i]] * CAUSES.length + this.cause[i]];
      }
      counts.set(now, n * width);
    }
    this.counts = counts;
  }

  share(state, level, model) {
    const { levels, models } = this.study;
    return this.counts[(state * levels.length + level) * models.length + model]
      / this.world.sizes[level];
  }

  // The formations of one region, in order of time.
  of(region) {
    const all = [];
    for (let i = 0; i < this.length; ++i)
      if (this.region[i] === region)
        all.push({ step: this.step[i], from: this.from[i], to: this.to[i], cause: this.cause[i],
          ledger: Array.from(this.ledger.slice(4 * i, 4 * i + 4)) });
    return all;
  }
}

// What follows from a world's columns.
export function completed(world, levels) {
  world.sizes = levels.map((_, level) => world.level.reduce((n, l) => n + (l === level), 0));
  world.children = Array.from({ length: world.size }, () => []);
  world.parent.forEach((above, region) => {
    if (above >= 0) world.children[above].push(region);
  });
  world.place = new Map(world.code.map((code, region) => [code, region]));
  return world;
}
