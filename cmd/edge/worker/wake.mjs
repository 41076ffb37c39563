// Lets a change wake the requests of this isolate that wait for it. A request in
// another isolate is not heard of; so no wait is longer than a second, after
// which the program looks into the database.

const LONGEST = 1000;

/** More exchanges than this are not remembered; those who wait then look after a second. */
const REMEMBERED = 2000;

let changes = 0;
const lastChange = new Map(); // exchange: the number of its last change
const waiting = new Map(); // exchange: functions

/** The number of the last change of all. */
export const mark = () => changes;

/** Tells those who wait that an exchange changed. */
export function wake(exchange) {
  lastChange.delete(exchange);
  lastChange.set(exchange, ++changes);
  if (lastChange.size > REMEMBERED) lastChange.delete(lastChange.keys().next().value);
  for (const ready of waiting.get(exchange) ?? []) ready();
  waiting.delete(exchange);
}

/** Waits, but not where the exchange changed after `seen`. */
export async function sleep(exchange, milliseconds, seen) {
  if ((lastChange.get(exchange) ?? 0) > seen) return;
  const set = waiting.get(exchange) ?? new Set();
  waiting.set(exchange, set);
  if (waiting.size > REMEMBERED) waiting.delete(waiting.keys().next().value);
  let timer, ready;
  await new Promise((resolve) => {
    ready = resolve;
    set.add(ready);
    timer = setTimeout(resolve, Math.min(milliseconds, LONGEST));
  });
  clearTimeout(timer);
  set.delete(ready);
  if (!set.size && waiting.get(exchange) === set) waiting.delete(exchange);
}
