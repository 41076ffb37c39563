import type { HTTPRequest, HTTPResponse } from "../engine/api.gen";

/** No honest message of an issuer is larger. */
export const largest = 256 * 1024;

/** A slow phone on a slow train still gets its card. */
const patience = 20_000;

/** What an answer is where nobody answered. */
const silence: HTTPResponse = { status: 0, headers: {}, body: "" };

/**
 * Sends one request of the engine: no cookies, no referrer, no cache, no
 * redirect, and no more than the limit is read. Whatever goes wrong on the way
 * is status 0, which the engine can resume from.
 */
export async function send(request: HTTPRequest, signal?: AbortSignal): Promise<HTTPResponse> {
  if (!mayGo(request.url)) return silence;
  const timeout = AbortSignal.timeout(patience);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body ? { body: request.body } : {}),
      mode: "cors",
      credentials: "omit",
      redirect: "error",
      cache: "no-store",
      referrerPolicy: "no-referrer",
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
    });
    return { status: response.status, headers: headersOf(response), body: await bodyOf(response) };
  } catch {
    return silence;
  }
}

/** HTTPS only, except on this very machine, where there is no wire to listen on. */
function mayGo(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || (protocol === "http:" && ["127.0.0.1", "localhost", "[::1]"].includes(hostname));
}

function headersOf(response: Response): Record<string, string> {
  return Object.fromEntries([...response.headers].map(([name, value]) => [name.toLowerCase(), value]));
}

/** Reads up to the limit. Of what is larger the engine gets one byte too much, and refuses it by name. */
async function bodyOf(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text = "";
  let read = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    const room = largest + 1 - read;
    read += value.byteLength;
    text += decoder.decode(value.subarray(0, room), { stream: true });
    if (read <= largest) continue;
    await reader.cancel();
    return text;
  }
}
