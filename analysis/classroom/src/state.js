// What the page shows, as far as it must be found again: kept in the address.

export const fresh = () => ({
  lang: (navigator.language ?? "en").startsWith("zh") ? "zh" : "en",
  lesson: "", // a path of the pack, or of a scenario that was loaded
  own: "", // the files that were loaded: JSON, texts by their paths
  off: [], // events and causes taken away in "what if"
  set: {}, // parameters changed in "what if"
  seed: "", // "": the lesson's
  replicate: 0,
  at: -1, // state; -1: the last
  region: "",
  many: false, // bands of many replicates instead of one history
  count: 100,
  projector: false,
});

const bytesToText = (bytes) => btoa(String.fromCharCode(...bytes))
  .replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const textToBytes = (text) => Uint8Array.from(
  atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));

async function through(stream, bytes) {
  return new Uint8Array(await new Response(
    new Blob([bytes]).stream().pipeThrough(stream)).arrayBuffer());
}

async function packed(text) {
  const bytes = await through(new CompressionStream("deflate-raw"), new TextEncoder().encode(text));
  let all = "";
  for (let i = 0; i < bytes.length; i += 0x6000)
    all += bytesToText(bytes.subarray(i, i + 0x6000)); // a multiple of three
  return all;
}

async function unpacked(text) {
  return new TextDecoder().decode(
    await through(new DecompressionStream("deflate-raw"), textToBytes(text)));
}

export async function toAddress(state) {
  const plain = fresh(), words = new URLSearchParams();
  words.set("lang", state.lang);
  if (state.lesson) words.set("lesson", state.lesson);
  if (state.own) words.set("own", await packed(state.own));
  if (state.off.length > 0) words.set("off", state.off.join(","));
  if (Object.keys(state.set).length > 0) words.set("set", JSON.stringify(state.set));
  for (const key of ["seed", "replicate", "at", "region", "count"])
    if (state[key] !== plain[key]) words.set(key, state[key]);
  for (const key of ["many", "projector"]) if (state[key]) words.set(key, "1");
  return "#" + words;
}

const whole = (text, fallback) => (/^-?\d+$/.test(text ?? "") ? Number(text) : fallback);

export async function fromAddress(hash) {
  const state = fresh(), words = new URLSearchParams(hash.replace(/^#/, ""));
  if (["en", "zh"].includes(words.get("lang"))) state.lang = words.get("lang");
  state.lesson = words.get("lesson") ?? "";
  state.off = (words.get("off") ?? "").split(",").filter(Boolean);
  try {
    if (words.get("own")) state.own = await unpacked(words.get("own"));
    const set = JSON.parse(words.get("set") ?? "{}");
    for (const [key, value] of Object.entries(set))
      if (["number", "string", "boolean"].includes(typeof value)) state.set[key] = value;
  } catch {
    // A damaged address shows what is left of it.
  }
  state.seed = /^\d{1,18}$/.test(words.get("seed") ?? "") ? words.get("seed") : "";
  state.replicate = Math.max(0, whole(words.get("replicate"), 0));
  state.at = whole(words.get("at"), -1);
  state.count = [20, 100, 500].includes(whole(words.get("count"))) ? whole(words.get("count")) : 100;
  state.region = words.get("region") ?? "";
  state.many = words.get("many") === "1";
  state.projector = words.get("projector") === "1";
  return state;
}
