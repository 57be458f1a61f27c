// The page, and in the same text its workers.
import { App } from "./app.js";
import { startBackend } from "./backend.js";
import { fromAddress } from "./state.js";
import { serve } from "./worker.js";

async function open() {
  const pack = globalThis.tizhiPack;
  const [backend, state] = await Promise.all([startBackend(pack), fromAddress(location.hash)]);
  const app = new App(pack, backend, state);
  globalThis.tizhiPage = app; // for the tests, and for the curious
  await app.open();
}

if (typeof document === "undefined") serve();
else open();
