// One request, from its first turn to its response. All that takes time happens
// here, in the context of the request that wants it; cmd/edge/turn says what a
// turn is. Nothing here outlives a request but numbers and functions: the
// platform forbids one request to use another's connections and timers.
import { Ended } from "./engine.mjs";
import { read, write } from "./frame.mjs";
import { fetchFor } from "./gateway.mjs";
import * as refuse from "./refuse.mjs";
import { mark, sleep, wake } from "./wake.mjs";

/** How long a client that reads a stream may stand still, in milliseconds. */
const MAX_STALL = 15_000;

export class Talk {
  #engine;
  #env;
  #seen = 0;
  #writer;
  #answer;

  constructor(engine, env) {
    this.#engine = engine;
    this.#env = env;
  }

  /** Gives the response; a streamed one goes on after that, as `rest`. */
  run(first) {
    return new Promise((resolve) => {
      this.#answer = resolve;
      this.rest = this.#turns(first);
    });
  }

  async #turns(first) {
    try {
      let turn = parse(this.#engine.begin(write(first)));
      while (turn.kind !== "done") {
        const outcome = await this.#do(turn);
        turn = parse(this.#engine.resume(write([Date.now(), turn.id, ...outcome])));
      }
      await this.#finish(turn.values);
    } catch (failure) {
      if (!(failure instanceof Ended)) console.error("relay: a request failed outside of the program");
      this.#answer(refuse.restarted());
      this.#writer?.abort().catch(() => {});
    }
  }

  async #do({ kind, values }) {
    try {
      return ["ok", ...await this[kind](...values)];
    } catch (failure) {
      return failure instanceof Gone ? ["gone"] : ["fault", failure.word ?? ""];
    }
  }

  async query(name, ...args) {
    this.#seen = mark();
    const statement = this.#env.DB.prepare(this.#engine.statements[name]);
    return table(await (args.length ? statement.bind(...args) : statement).raw());
  }

  async pause(exchange, milliseconds) {
    await sleep(exchange, milliseconds, this.#seen);
    return [];
  }

  async emit(chunk, status, ...header) {
    if (!this.#writer) {
      const { readable, writable } = new IdentityTransformStream();
      this.#writer = writable.getWriter();
      this.#writer.closed.catch(() => {});
      this.#answer(new Response(readable, { status, headers: pairs(header) }));
    }
    if (chunk.length) await inTime(this.#writer.write(chunk), MAX_STALL);
    return [];
  }

  fetch(method, url, body, ...header) {
    return fetchFor(method, url, body, pairs(header));
  }

  async #finish([status, body, route, trap, ...header]) {
    if (status >= 500) console.error(`relay: ${route} ${status} ${trap}`);
    if (this.#writer) return this.#writer.close();
    const empty = status === 204 || status === 304;
    this.#answer(new Response(empty ? null : body, { status, headers: pairs(header) }));
  }
}

/** Gone is thrown when the client went away. */
class Gone extends Error {}

function parse(frame) {
  const [id, kind, count, ...rest] = read(frame);
  for (const exchange of rest.splice(0, count)) wake(exchange);
  return { id, kind, values: rest };
}

function pairs(list) {
  const all = [];
  for (let i = 0; i < list.length; i += 2) all.push([list[i], list[i + 1]]);
  return all;
}

/** A result of D1 as rows, columns and values. */
function table(rows) {
  return [rows.length, rows.length ? rows[0].length : 0, ...rows.flat()];
}

async function inTime(promise, milliseconds) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Gone()), milliseconds)));
  try {
    return await Promise.race([promise.catch(() => { throw new Gone(); }), late]);
  } finally {
    clearTimeout(timer);
  }
}
