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

function story({ variants, replicate, region, lang }) {
  return variants.map((variant) => engine.story(session.handle, variant, replicate, region, lang));
}

// Plays replicates of each variant side by side, and hands them on as they are played. Several
// workers take every so-manieth batch each.
async function crowd({ id, variants, count, cells, outcomes, worker, workers }, tell) {
  newest = id;
  const batch = engine.batch(session.handle, variants[0]);
  for (let first = worker * batch; first < count; first += workers * batch) {
    const size = Math.min(batch, count - first);
    const played = variants.map((variant) =>
      engine.crowd(session.handle, variant, first, size, cells, outcomes));
    tell({ id, first, played }, played.flat().map(({ counts }) => counts.buffer));
    await breath();
    if (newest !== id) return;
  }
}

let gathered = null; // of the crowd that is being played: its bands

// Takes in what was played, wherever, and gives the bands when enough is new.
function gather({ id, first, played, variants, count, cells, sizes, models, states, outcomes }) {
  if (gathered?.id !== id)
    gathered = { id, done: 0, told: 0, bands: Array.from({ length: variants }, () => new Bands(cells)) };
  const { bands } = gathered;
  played.forEach((runs, v) => runs.forEach((run, r) => bands[v].add(first + r, run)));
  gathered.done += played[0].length;
  const { done } = gathered;
  if (done < count && (done < 20 || done < 4 * gathered.told)) return { id, done };
  gathered.told = done;
  const every = Math.max(1, Math.floor(states / 130));
  return { id, done, count, bands: bands.map((b) => b.shares(sizes, models, every)),
    outcomes: comparisons(bands, outcomes) };
}

// By outcome: each variant's mean, and the paired difference from the first.
function comparisons(bands, outcomes) {
  return Array.from({ length: outcomes }, (_, o) => {
    const columns = bands.map((b) => b.outcomes.filter(Boolean).map((values) => values[o]));
    return {
      means: columns.map(meanOf),
      differences: columns.map((column) => meanOf(column.map((value, r) => value - columns[0][r]))),
    };
  });
}

const answers = { read, history, story, gather, parameters: () => engine.parameters(),
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
      const answer = kind === "crowd" ? await crowd(data, (news, moved) => postMessage({ ticket, news }, moved))
        : answers[kind](data);
      postMessage({ ticket, answer });
    } catch (error) {
      postMessage({ ticket, problem: String(error?.message ?? error) });
    }
  };
  self.onmessage = handle;
}
