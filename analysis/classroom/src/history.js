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

// Formations are counted by year, and in a short history by month or week: the unit, and the days
// at which the bins begin and the last one ends.
export function binsOf(dates) {
  const first = dates[0], last = dates.at(-1), [year, month] = [dateOf(first).getUTCFullYear(),
    dateOf(first).getUTCMonth()];
  const unit = last - first > 3 * 366 ? "year" : last - first > 200 ? "month" : "week";
  const begin = { year: (n) => dayOf(year + n), week: (n) => first + 7 * n,
    month: (n) => Math.round((Date.UTC(year, month + n, 1) - epoch) / dayMs) }[unit];
  const days = [begin(0)];
  while (days.at(-1) < last) days.push(begin(days.length));
  return { unit, days: days.length > 1 ? days : [...days, begin(1)] };
}

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

  // counts: states × levels × models; formed: bins × causes.
  #count() {
    const L = this.study.levels.length, K = this.study.models.length, width = L * K;
    const { level } = this.world;
    const now = new Int32Array(width), counts = new Int32Array(this.states * width);
    const slot = (region, model) => level[region] * K + model;
    this.initial.forEach((model, region) => {
      if (model !== NONE) ++now[slot(region, model)];
    });
    this.bins = binsOf(this.study.dates);
    const { days } = this.bins;
    this.formed = new Int32Array((days.length - 1) * CAUSES.length);
    let bin = 0;
    let i = 0;
    for (let n = 0; n < this.states; ++n) {
      for (; i < this.length && this.step[i] < n; ++i) {
        const region = this.region[i];
        if (this.from[i] !== NONE) --now[slot(region, this.from[i])];
        if (this.to[i] !== NONE) ++now[slot(region, this.to[i])];
        while (bin < days.length - 2 && days[bin + 1] <= this.study.dates[this.step[i]]) ++bin;
        ++this.formed[bin * CAUSES.length + this.cause[i]];
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
