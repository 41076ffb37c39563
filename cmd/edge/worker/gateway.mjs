// The gateway's fetch. The program has checked that the operator listed the
// address; here are the limits of the exchange itself. The platform connects to
// public addresses only.

const MAX_FETCHED = 256 << 10;
const MAX_MILLISECONDS = 10_000;
const PASSED_ON = ["content-type", "dpop-nonce", "retry-after", "www-authenticate"];

class Failed extends Error {
  constructor(word) {
    super(word);
    this.word = word; // relay's words for it are in cmd/edge/turn
  }
}

/** Gives status, body and headers. */
export async function fetchFor(method, url, body, headers) {
  const signal = AbortSignal.timeout(MAX_MILLISECONDS);
  try {
    const response = await fetch(url, {
      method, headers, signal, redirect: "manual", cache: "no-store", body: method === "GET" ? undefined : body,
    });
    if (response.status >= 300 && response.status < 400) {
      response.body?.cancel().catch(() => {});
      throw new Failed("redirect");
    }
    const content = await collect(response);
    const header = PASSED_ON.flatMap((name) => (response.headers.has(name) ? [name, response.headers.get(name)] : []));
    return [response.status, content, ...header];
  } catch (failure) {
    if (signal.aborted) throw new Failed("timeout");
    throw failure;
  }
}

async function collect(response) {
  const whole = new Uint8Array(MAX_FETCHED);
  let size = 0;
  for await (const part of response.body ?? []) {
    if (size + part.length > MAX_FETCHED) throw new Failed("too large");
    whole.set(part, size);
    size += part.length;
  }
  return whole.subarray(0, size);
}
