// The engine's side of the page: workers that read scenarios, play single histories, and play many
// for the bands. The page itself never computes, so it is never blocked.
import { Bands, meanOf } from "./bands.js";
import { Engine } from "./engine.js";
import { openOutput } from "./h5.js";

let engine = null;
let session = null; // { handle }
let newest = 0; // the crowd that is wanted; an older one gives up

const breath = () => new Promise((done) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = done;
  channel.port2.postMessage(0);
});

function read({ path, files, wants }) {
  for (const [name, content] of Object.entries(files ?? {})) engine.files.set(name, content);
  newest = 0;
  if (session) engine.close(session.handle);
  session = null;
  const handle = engine.open(path);
  const answer = { diagnostics: engine.diagnostics(handle), sound: engine.isSound(handle) };
  if (!answer.sound) {
    engine.close(handle);
    return answer;
  }
  session = { handle };
  if (wants?.world) answer.world = engine.world(handle);
  if (wants?.document) answer.document = engine.document(handle);
  if (wants?.study) answer.study = engine.study(handle);
  return answer;
}

function history({ variant, replicate }) {
  return engine.history(session.handle, variant, replicate);
}

// Plays `count` replicates of each variant side by side and tells the bands now and then.
async function crowd({ id, variants, count, sizes, models, states, outcomes }, tell) {
  newest = id;
  const cells = states * sizes.length * models;
  const bands = variants.map(() => new Bands(cells));
  const every = Math.max(1, Math.floor(states / 130));
  const batch = engine.batch(session.handle, variants[0]);
  let told = 0;
  for (let first = 0; first < count; first += batch) {
    const size = Math.min(batch, count - first);
    variants.forEach((variant, v) => {
      for (const one of engine.crowd(session.handle, variant, first, size, cells, outcomes))
        bands[v].add(one.counts, one.outcomes);
    });
    await breath();
    if (newest !== id) return;
    const done = first + size;
    if (done < count && (done < 20 || done < 4 * told)) continue;
    told = done;
    tell({ id, done, count, bands: bands.map((b) => b.shares(sizes, models, every)),
      outcomes: comparisons(bands, outcomes) });
  }
}

// By outcome: each variant's mean, and the paired difference from the first.
function comparisons(bands, outcomes) {
  return Array.from({ length: outcomes }, (_, o) => {
    const columns = bands.map((b) => b.outcomes.map((values) => values[o]));
    return {
      means: columns.map(meanOf),
      differences: columns.map((column) => meanOf(column.map((value, r) => value - columns[0][r]))),
    };
  });
}

const answers = { read, history, parameters: () => engine.parameters(),
  output: ({ bytes, variant, replicate }) => openOutput(bytes, variant, replicate) };

export function serve() {
  const waiting = [];
  const handle = async ({ data }) => {
    if (data.kind === "start") {
      engine = await Engine.start(data.module, data.files);
      waiting.splice(0).forEach(handle);
      return;
    }
    if (!engine) return void waiting.push({ data });
    const { kind, ticket } = data;
    try {
      const answer = kind === "crowd" ? await crowd(data, (news) => postMessage({ ticket, news }))
        : answers[kind](data);
      postMessage({ ticket, answer });
    } catch (error) {
      postMessage({ ticket, problem: String(error?.message ?? error) });
    }
  };
  self.onmessage = handle;
}
