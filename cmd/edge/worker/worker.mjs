// The entry of the worker: requests, and the cron trigger. cmd/edge/doc.go says
// how the parts work together.
import { readBody, Slow } from "./body.mjs";
import { engine, run } from "./engine.mjs";
import * as refuse from "./refuse.mjs";
import { Talk } from "./talk.mjs";

/** The headers that the relay reads; relay.Headers has the same. */
const HEADERS = ["accept", "authorization", "content-length", "content-type", "if-none-match", "origin"];

export default {
  async fetch(request, env, ctx) {
    let content;
    try {
      content = await readBody(request);
    } catch (failure) {
      return refuse.broken(failure instanceof Slow ? 408 : 400);
    }
    try {
      const program = engine(env);
      if (program.refusal) return refuse.unset(program.refusal);
      const talk = new Talk(program, env);
      const response = await talk.run(first(request, content));
      ctx.waitUntil(talk.rest);
      return response;
    } catch {
      return refuse.restarted();
    }
  },

  async scheduled(_event, env) {
    const binding = {};
    await run({ mode: "sweep", binding, env }).exit;
    if (binding.outcome === "swept") return;
    console.error(`relay: the sweep failed: ${binding.outcome ?? "the program ended"}`);
    throw new Error("the sweep failed"); // so that the platform counts it as failed
  },
};

/** The values of a first turn. */
function first(request, { body, tooLarge }) {
  const { pathname, search } = new URL(request.url);
  const header = HEADERS.flatMap((name) => (request.headers.has(name) ? [name, request.headers.get(name)] : []));
  const address = request.headers.get("cf-connecting-ip") ?? "";
  return [Date.now(), request.method, pathname, search.slice(1), address, Number(tooLarge), body, ...header];
}
