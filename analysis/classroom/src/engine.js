// The engine in WebAssembly: one instance, the page's table of files, and what comes out as plain
// objects and typed arrays.

const decoder = new TextDecoder();
const encoder = new TextEncoder();

export class Engine {
  static async start(module, files) {
    const engine = new Engine(files);
    engine.exports = (await WebAssembly.instantiate(module, engine.#imports())).exports;
    engine.exports._initialize();
    return engine;
  }

  constructor(files) {
    this.files = new Map(Object.entries(files));
    this.announced = new Uint8Array();
  }

  #imports() {
    const announce = (bytes) => {
      this.announced = bytes;
      return bytes.length;
    };
    const page = {
      file_size: (name, length) => {
        const found = this.files.get(decoder.decode(this.#bytes(name, length)));
        if (found === undefined) return -1;
        return announce(typeof found === "string" ? encoder.encode(found) : found);
      },
      file_text: (to) => this.#bytes(to, this.announced.length).set(this.announced),
      names_size: () => announce(encoder.encode([...this.files.keys()].join("\n"))),
    };
    // The C library's printf can write to files, which nobody does here.
    const none = () => 52;
    return { page, wasi_snapshot_preview1: { fd_seek: none, fd_write: none, fd_close: none,
      fd_read: none, fd_fdstat_get: none, proc_exit: none } };
  }

  #bytes(at, size) {
    return new Uint8Array(this.exports.memory.buffer, at, size);
  }

  #column(Type, at, size) {
    return at === 0 ? null : new Type(this.exports.memory.buffer, at, size).slice();
  }

  #json(text) {
    const { text_data, text_size, text_close } = this.exports;
    const value = JSON.parse(decoder.decode(this.#bytes(text_data(text), text_size(text))));
    text_close(text);
    return value;
  }

  parameters() {
    return this.#json(this.exports.parameters_text());
  }

  // Reads a scenario of the table of files, with settings "key=value".
  open(path, sets = []) {
    const words = encoder.encode([path, ...sets].map((word) => word + "\0").join(""));
    const at = this.exports.give(words.length);
    this.#bytes(at, words.length).set(words);
    const session = this.exports.study_open(at, words.length);
    this.exports.take_back(at);
    return session;
  }

  close(session) {
    this.exports.study_close(session);
  }

  diagnostics(session) {
    return this.#json(this.exports.diagnostics_text(session));
  }

  isSound(session) {
    return this.exports.is_sound(session) !== 0;
  }

  study(session) {
    return this.#json(this.exports.study_text(session));
  }

  document(session) {
    return this.#json(this.exports.document_text(session));
  }

  world(session) {
    const e = this.exports, size = e.size(session);
    return {
      ...this.#json(e.regions_text(session)),
      size,
      parent: this.#column(Int32Array, e.parent(session), size),
      level: this.#column(Uint8Array, e.level(session), size),
      row: this.#column(Int32Array, e.row(session), size),
      column: this.#column(Int32Array, e.column(session), size),
    };
  }

  batch(session, variant) {
    return this.exports.batch(session, variant);
  }

  // One replicate: its beginning and its formations, column by column.
  history(session, variant, replicate) {
    const e = this.exports;
    const records = e.play(session, variant, replicate, 1, 0);
    const size = e.formed(records, 0);
    const column = (Type, which, each = 1) =>
      this.#column(Type, e.formations(records, 0, which), size * each) ?? new Type();
    const history = {
      initial: this.#column(Uint8Array, e.initial(records, 0), e.size(session)),
      step: column(Int32Array, 0),
      region: column(Int32Array, 1),
      from: column(Uint8Array, 2),
      to: column(Uint8Array, 3),
      cause: column(Uint8Array, 4),
      ledger: column(Uint8Array, 5, 4),
    };
    e.play_close(records);
    return history;
  }

  // The story of a region in one replicate: paragraphs, in the words of `tizhi explain`.
  story(session, variant, replicate, region, lang) {
    return this.#json(this.exports.story_text(session, variant, replicate, region,
      lang === "zh" ? 1 : 0));
  }

  // Several replicates: of each the counts (states × levels × models) and the outcomes.
  crowd(session, variant, first, count, cells, outcomes) {
    const e = this.exports;
    const records = e.play(session, variant, first, count, 1);
    const all = [];
    for (let r = 0; r < count; ++r)
      all.push({
        counts: this.#column(Int32Array, e.counts(records, r), cells),
        outcomes: outcomes === 0 ? new Float64Array()
          : this.#column(Float64Array, e.outcomes(records, r), outcomes),
      });
    e.play_close(records);
    return all;
  }
}
