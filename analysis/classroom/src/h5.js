// Outputs of the program (.h5), read in the page: a history and what it is a history of, in the
// same shape as the engine gives them.
import { File } from "jsfive";

function values(file, name) {
  const found = file.get(name);
  return found ? found.value : null;
}

function slice(all, begin, end, Type) {
  return Type.from(all.slice(begin, end));
}

function checked(file) {
  const { file_type: type, format_version: version } = file.attrs;
  if (type !== "tizhi") throw new Error("no output of tizhi: it has no attribute file_type = tizhi");
  if (!String(version).startsWith("1."))
    throw new Error(`its format_version is ${version}, and this page reads 1.x`);
  if (!file.keys.includes("formation_step"))
    throw new Error("it holds no formations: run it again with --set output.formations=true");
}

function opened(bytes) {
  let file;
  try {
    file = new File(bytes);
  } catch (error) {
    throw new Error("no HDF5 file, or a damaged one");
  }
  checked(file);
  return file;
}

function worldOf(file) {
  const level = Uint8Array.from(values(file, "region_level"));
  const code = values(file, "region");
  const list = (name) => (file.keys.includes(name) ? values(file, name) : []);
  return {
    code, name: list("region_name"), name_zh: list("region_name_zh"), size: code.length, level,
    parent: Int32Array.from(values(file, "region_parent")),
    row: Int32Array.from(values(file, "region_row")),
    column: Int32Array.from(values(file, "region_col")),
  };
}

function studyOf(file) {
  const id = values(file, "model"), name = values(file, "model_name");
  const nameZh = values(file, "model_name_zh"), colour = values(file, "model_colour");
  const variants = values(file, "variant").map((variant) => ({ id: variant, title: variant }));
  return {
    title: file.attrs.title, title_zh: file.attrs.title, scenario: file.attrs.scenario,
    hash: file.attrs.scenario_hash, seed: String(file.attrs.seed), variants, outcomes: [],
    levels: values(file, "level"), dates: Array.from(values(file, "time")),
    models: id.map((_, k) => ({ id: id[k], name: name[k], name_zh: nameZh[k], colour: colour[k] })),
  };
}

function eventsOf(file) {
  if (!file.keys.includes("event")) return [];
  const ids = values(file, "event"), days = values(file, "event_date");
  const kinds = values(file, "event_kind");
  return ids.map((id, e) => ({ id, day: days[e], kind: kinds[e] }));
}

export function openOutput(bytes, variant = 0, replicate = 0) {
  const file = opened(bytes);
  const [, variants, replicates, size] = file.get("initial_state").shape;
  const run = variant * replicates + replicate;
  const offsets = values(file, "formation_offset");
  const begin = Number(offsets[run]), end = Number(offsets[run + 1]);
  const column = (name, Type) => slice(values(file, name), begin, end, Type);
  const ledger = file.keys.includes("formation_ledger") ? values(file, "formation_ledger") : [];
  return {
    study: studyOf(file), world: worldOf(file), events: eventsOf(file), replicates, variants,
    history: {
      initial: slice(values(file, "initial_state"), run * size, (run + 1) * size, Uint8Array),
      step: column("formation_step", Int32Array), region: column("formation_region", Int32Array),
      from: column("formation_from", Uint8Array), to: column("formation_to", Uint8Array),
      cause: column("formation_cause", Uint8Array), ledger: slice(ledger, begin * 4, end * 4, Uint8Array),
    },
  };
}
