// What the committed page holds: its engine, its scripts and its scenarios, unpacked as the page
// itself does it.
//   node pack.mjs PAGE.html       prints all but the engine, and what depends on who compiled it
import { readFileSync } from "node:fs";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { inflateRawSync } from "node:zlib";

export function unpacked(path) {
  const page = readFileSync(path, "utf8");
  const text = page.match(/<script type="text\/plain" id="pack">([^]*?)<\/script>/)[1];
  const [engine, script, packed] = JSON.parse(page.match(/packed\] = (\[[\d,]+\])/)[1]);
  const fragile = [0, 10, 13, 60], bytes = [];
  let held = 0, count = 0;
  const put = (seven) => {
    held = (held << 7) | seven;
    count += 7;
    if (count < 8) return;
    count -= 8;
    bytes.push((held >> count) & 255);
    held &= (1 << count) - 1;
  };
  for (const character of text) {
    const code = character.charCodeAt(0);
    if (code >= 128) put(fragile[(code - 256) >> 7]);
    put(code & 127);
  }
  const all = inflateRawSync(Buffer.from(bytes.slice(0, packed)));
  return { engine: all.subarray(0, engine), script: all.subarray(engine, engine + script).toString(),
    ...JSON.parse(all.subarray(engine + script).toString()) };
}

if (import.meta.url === pathToFileURL(argv[1]).href) {
  const { engine, about, ...rest } = unpacked(argv[2]);
  const frame = readFileSync(argv[2], "utf8").replace(/(id="pack">)[^<]*/, "$1")
    .replace(/packed\] = \[[\d,]+\]/, "").replace(/; clang [\d.]+"/, '"');
  console.log(JSON.stringify({ frame, ...rest, about: { ...about, toolchain: "" } }));
}
