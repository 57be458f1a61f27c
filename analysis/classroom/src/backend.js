// The page's side of the workers: questions out, answers in. One worker plays single histories,
// others the many, one makes bands of them, so that none waits for another.

class Helper {
  constructor(address, module, files) {
    this.worker = new Worker(address);
    this.tickets = 0;
    this.waiting = new Map();
    this.worker.onmessage = ({ data }) => this.#take(data);
    this.worker.postMessage({ kind: "start", module, files });
  }

  #take({ ticket, answer, news, problem }) {
    const one = this.waiting.get(ticket);
    if (!one) return;
    if (news) return void one.tell?.(news);
    this.waiting.delete(ticket);
    if (problem) one.failed(new Error(problem));
    else one.done(answer);
  }

  ask(kind, question = {}, tell = null, moved = []) {
    const ticket = ++this.tickets;
    return new Promise((done, failed) => {
      this.waiting.set(ticket, { done, failed, tell });
      this.worker.postMessage({ ...question, kind, ticket }, moved);
    });
  }
}

export async function startBackend({ engine, source, files }) {
  const module = await WebAssembly.compile(engine);
  const address = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const helper = () => new Helper(address, module, files);
  // Two even on two processors: while many are played the page has little to do.
  const workers = Math.min(6, Math.max(2, (navigator.hardwareConcurrency ?? 2) - 1));
  return { one: helper(), bands: helper(), many: Array.from({ length: workers }, helper) };
}
