// What the committed page holds: its engine, its scripts and its scenarios, unpacked as the page
// itself does it.
import { readFileSync } from "node:fs";
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
