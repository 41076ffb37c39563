// Reads a request's body: to its end, so that the connection can be used again;
// into memory, only as far as a body may be long; and not for longer than a
// slow client may hold a request.

export const MAX_BODY = 64 << 10;

/** Past this a client is not let finish: its connection is given up. */
const MAX_DRAINED = 4 << 20;

const MAX_MILLISECONDS = 10_000;

/** Slow is thrown when a client does not send its body in time. */
export class Slow extends Error {}

/** Gives {body, tooLarge}; a body that is too large is read, and left out. */
export async function readBody(request, milliseconds = MAX_MILLISECONDS) {
  if (!request.body) return { body: new Uint8Array(0), tooLarge: false };
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(() => reject(new Slow()), milliseconds)));
  try {
    return await Promise.race([Number(request.headers.get("content-length") ?? Infinity) <= MAX_BODY ? whole(request) : collect(request), late]);
  } finally {
    clearTimeout(timer);
  }
}

// HTTP holds a body to the length that was told, and the platform reads it faster at once.
async function whole(request) {
  return { body: new Uint8Array(await request.arrayBuffer()), tooLarge: false };
}

async function collect(request) {
  const reader = request.body.getReader();
  const parts = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size <= MAX_BODY) parts.push(value);
    if (size > MAX_DRAINED) {
      reader.cancel().catch(() => {});
      break;
    }
  }
  return size > MAX_BODY ? { body: new Uint8Array(0), tooLarge: true } : { body: join(parts, size), tooLarge: false };
}

function join(parts, size) {
  if (parts.length === 1) return parts[0];
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
