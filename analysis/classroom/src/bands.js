// Many replicates as bands: for each state, level and model the 5 %, 50 % and 95 % quantile and
// the mean of the share.

export class Bands {
  constructor(cells) {
    this.cells = cells;
    this.runs = [];
    this.outcomes = [];
  }

  // Runs may come in any order; differences are paired by their replicate.
  add(replicate, { counts, outcomes }) {
    this.runs.push(counts);
    this.outcomes[replicate] = outcomes;
  }

  // Counts below 65536 sort fast; the shares that come out are of `sizes` by level.
  shares(sizes, models, every) {
    const { runs, cells } = this, R = runs.length, perState = sizes.length * models;
    const states = [];
    for (let at = 0; at < cells; at += perState) states.push(at);
    const kept = states.filter((_, n) => n % every === 0 || n === states.length - 1);
    const low = new Float32Array(kept.length * perState), mid = low.slice(), high = low.slice();
    const values = new Int32Array(R);
    const rank = (q) => Math.min(R - 1, Math.floor(q * (R - 1) + 0.5));
    kept.forEach((begin, n) => {
      for (let cell = 0; cell < perState; ++cell) {
        let any = 0;
        for (let r = 0; r < R; ++r) any |= values[r] = runs[r][begin + cell];
        const size = sizes[Math.floor(cell / models)], to = n * perState + cell;
        if (any === 0) continue;
        values.sort();
        low[to] = values[rank(0.05)] / size;
        mid[to] = values[rank(0.5)] / size;
        high[to] = values[rank(0.95)] / size;
      }
    });
    return { low, mid, high, every, kept: kept.map((begin) => begin / perState) };
  }
}

// Mean and standard error of an outcome, over the replicates where it is defined.
export function meanOf(values) {
  const known = values.filter((value) => !Number.isNaN(value));
  const n = known.length, mean = known.reduce((a, b) => a + b, 0) / n;
  const squares = known.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: n > 1 ? Math.sqrt(squares / (n - 1) / n) : NaN, n };
}
