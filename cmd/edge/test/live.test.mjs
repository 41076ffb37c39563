// Live updates: long polls and server-sent events.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Exchange, jwe, start } from "./home.mjs";

let home;
before(async () => (home = await start(".cache/edge/worker")));
after(() => home.stop());

const pause = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Reads server-sent events as they come, with the time of each. */
async function* events(reply) {
  let text = "";
  for await (const part of reply.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    for (let end; (end = text.indexOf("\n\n")) >= 0; text = text.slice(end + 2)) yield { text: text.slice(0, end), at: Date.now() };
  }
}

test("a long poll ends with its time, and not before", async () => {
  const x = new Exchange(home.base);
  await x.make();
  const began = Date.now();
  assert.equal((await (await x.state("?seen=1&wait=2")).json()).state, "waiting");
  const took = Date.now() - began;
  assert.ok(took >= 1900 && took < 4000, `${took} ms`);
});

test("a long poll hears of a change before it would look by itself", async () => {
  const x = new Exchange(home.base);
  await x.make({ request: "e30.e30.AAAA" });
  const poll = x.state("?seen=1&wait=25");
  await pause(300);
  const opened = Date.now();
  await (await fetch(`${x.address}/request`)).text();
  assert.equal((await (await poll).json()).state, "opened");
  console.log(`# heard after ${Date.now() - opened} ms`);
  assert.ok(Date.now() - opened < 900);
});

test("a change that another isolate wrote is found within a second or so", async () => {
  const x = new Exchange(home.base);
  await x.make();
  const poll = x.state("?seen=1&wait=25");
  await pause(300);
  const written = Date.now();
  await home.db.prepare("UPDATE exchange SET opened = 1, version = version + 1").run();
  assert.equal((await (await poll).json()).state, "opened");
  assert.ok(Date.now() - written < 2000);
});

test("server-sent events come as things happen, and end with the answer", async () => {
  const x = new Exchange(home.base);
  await x.make({ request: "e30.e30.AAAA" });
  const reply = await x.state("", { accept: "text/event-stream" });
  assert.equal(reply.headers.get("content-type"), "text/event-stream");
  const stream = events(reply);
  const state = async () => {
    const { value } = await stream.next();
    return { state: JSON.parse(/^event: state\ndata: (.*)$/.exec(value.text)[1]).state, at: value.at };
  };
  assert.equal((await state()).state, "waiting");
  await (await fetch(`${x.address}/request`)).text();
  assert.equal((await state()).state, "opened");
  await pause(1500);
  const sent = Date.now();
  await (await x.answer(jwe())).text();
  const answered = await state();
  assert.equal(answered.state, "answered");
  assert.ok(answered.at - sent < 700, `${answered.at - sent} ms`);
  assert.ok((await stream.next()).done, "the stream ends");
});

test("readers of events who leave hold nothing", async () => {
  const x = new Exchange(home.base);
  await x.make();
  for (let i = 0; i < 20; i++) {
    const leave = new AbortController();
    const reply = await x.state("", { accept: "text/event-stream" }, { signal: leave.signal });
    await reply.body.getReader().read();
    leave.abort();
  }
  assert.equal((await x.answer(jwe())).status, 200);
  assert.doesNotMatch(home.logged.join(""), /hung|different request|program ended/);
});

test("a reader who is silent is sent a beat", async () => {
  const x = new Exchange(home.base);
  await x.make();
  const stream = events(await x.state("", { accept: "text/event-stream" }));
  const first = (await stream.next()).value;
  const beat = (await stream.next()).value;
  assert.equal(beat.text, ":");
  assert.ok(beat.at - first.at > 8000 && beat.at - first.at < 13_000, `${beat.at - first.at} ms`);
  await stream.return();
});
