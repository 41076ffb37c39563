// One running copy of the Go program, and its replacement when it ends.
//
// The program is only ever called: it never waits for a promise, and its timers
// are not kept, because a timer that is set during one request would be lost
// with it. What the runtime would do in a timer it does in the next call.
import "./quiet.mjs";
import "./wasm_exec.js";
import program from "./relay.wasm";

/** Ended is thrown by a call when the program has ended, in this call or before. */
export class Ended extends Error {}

/** The running copy of this isolate, if there is one. */
let current;

/** How often a program ended here; the tests read it. */
let endings = 0;

/** Gives the running engine, and starts one where there is none. */
export function engine(settings) {
  if (!current || current.ended) current = new Engine(settings);
  return current;
}

/** Starts the program. It has set what it gives in the context's binding when this returns, because it starts without waiting. */
export function run(context) {
  const go = new globalThis.Go();
  const gojs = go.importObject.gojs;
  gojs["runtime.scheduleTimeoutEvent"] = (sp) => go.mem.setInt32((sp >>> 0) + 16, 1, true);
  gojs["runtime.clearTimeoutEvent"] = () => {};
  globalThis.context = context; // read once, as the program starts
  const instance = new WebAssembly.Instance(program, go.importObject);
  const exit = go.run(instance);
  delete globalThis.context;
  return { go, exit, exports: instance.exports };
}

class Engine {
  ended = false;
  #binding = {};
  #go;
  #exports;

  constructor(settings) {
    this.#guard(() => {
      const { go, exports } = run({ mode: "serve", binding: this.#binding, settings });
      this.#go = go;
      this.#exports = exports;
      return this.statements ?? this.refusal;
    });
  }

  /** Why the program does not serve: its settings. */
  get refusal() {
    return this.#binding.refusal;
  }

  /** The texts of the statements by name. */
  get statements() {
    return this.#binding.statements;
  }

  /** Both take a frame and give the next one; cmd/edge/turn says what is in them. */
  begin(frame) {
    return this.#guard(() => this.#call(frame, "begin"));
  }

  resume(frame) {
    return this.#guard(() => this.#call(frame, "proceed"));
  }

  // cmd/edge/calls.go says how. The buffer is another one after a call in which
  // the memory grew. A program that waits returns without a reply.
  #call(frame, name) {
    const { mem, room, reply, [name]: call } = this.#exports;
    const to = room(frame.length);
    new Uint8Array(mem.buffer, to, frame.length).set(frame);
    const length = call();
    if (!(length > 0)) return undefined;
    const from = reply();
    return new Uint8Array(mem.buffer.slice(from, from + length));
  }

  // A program that exited returns nothing; one that trapped throws.
  #guard(call) {
    if (this.ended) throw new Ended();
    let result;
    try {
      result = call();
    } catch {
      result = undefined;
    }
    if (result !== undefined && (!this.#go.exited || this.refusal)) return result;
    this.ended = true;
    endings++;
    console.error(`relay: the program ended (${endings}); the next request starts it anew`);
    throw new Ended();
  }
}
