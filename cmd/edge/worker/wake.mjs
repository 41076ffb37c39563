// Lets a change be heard by the requests of this isolate that wait for it.
//
// One that waits looks by itself, on timers of its own, whether the exchange
// changed. To resolve its promise from the request that makes the change would
// be quicker, and the platform allows it; but with two hundred exchanges at once
// it then took half of those that waited for hung, and cancelled them.
//
// Another isolate's changes are not heard of; so no wait is longer than a second,
// after which the program looks into the database.

const LONGEST = 1000;
const STEP = 200;

/** More exchanges than this are not remembered; those who wait then look after a second. */
const REMEMBERED = 2000;

let changes = 0;
const lastChange = new Map(); // exchange: the number of its last change

/** The number of the last change of all. */
export const mark = () => changes;

/** Remembers that an exchange changed. */
export function wake(exchange) {
  lastChange.delete(exchange);
  lastChange.set(exchange, ++changes);
  if (lastChange.size > REMEMBERED) lastChange.delete(lastChange.keys().next().value);
}

/** Waits until the exchange changes after `seen`, or a second at most. */
export async function sleep(exchange, milliseconds, seen) {
  let left = Math.min(milliseconds, LONGEST);
  while (left > 0 && (lastChange.get(exchange) ?? 0) <= seen) {
    const step = Math.min(left, STEP);
    await new Promise((resolve) => setTimeout(resolve, step));
    left -= step;
  }
}
