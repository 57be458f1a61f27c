// Plays scenarios in the committed page's engine and writes what formed, a file a column.
//   node replay.mjs PAGE.html ENGINE.js OUTPUT_FOLDER        reads jobs.json in that folder
// Jobs: [{ name, path, sets, files: { path: base64 }, alone, replicates, stories }]; `alone`: without
// the files of the page; `stories`: regions, told in the first replicate of the scenario itself.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { unpacked } from "./pack.mjs";

const [page, engineScript, output] = process.argv.slice(2);
const { Engine } = await import(pathToFileURL(engineScript));
const pack = unpacked(page);
const engine = await Engine.start(await WebAssembly.compile(pack.engine), pack.files);

for (const { name, path, sets, files, alone, replicates, stories } of JSON.parse(readFileSync(join(output, "jobs.json"), "utf8"))) {
  engine.files = new Map(alone ? [] : Object.entries(pack.files));
  for (const [file, text] of Object.entries(files)) engine.files.set(file, Buffer.from(text, "base64"));
  const session = engine.open(path, sets);
  const { text } = engine.diagnostics(session);
  const result = { sound: engine.isSound(session), diagnostics: text };
  if (result.sound) {
    const study = engine.study(session);
    Object.assign(result, { hash: study.hash, variants: study.variants.map(({ id }) => id) });
    result.stories = (stories ?? []).map((region) =>
      ({ en: engine.story(session, 0, 0, region, "en"), zh: engine.story(session, 0, 0, region, "zh") }));
    for (const v of study.variants.keys())
      for (let r = 0; r < replicates; ++r)
        write(`${name}/${v}-${r}`, engine.history(session, v, r));
  }
  engine.close(session);
  mkdirSync(join(output, name), { recursive: true });
  writeFileSync(join(output, name, "result.json"), JSON.stringify(result));
}

function write(folder, columns) {
  mkdirSync(join(output, folder), { recursive: true });
  for (const [column, values] of Object.entries(columns))
    writeFileSync(join(output, folder, column), values);
}
