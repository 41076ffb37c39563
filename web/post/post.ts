import type { HTTPRequest, HTTPResponse } from "../engine/api.gen";
import { isOpenFor, sendByGateway } from "./gateway";

/** No honest message of an issuer is larger. */
export const largest = 256 * 1024;

/** A slow phone on a slow train still gets its card, and a verifier's relay may wait 25 s for its page. */
const patience = 40_000;

/** What an answer is where nobody answered. */
const silence: HTTPResponse = { status: 0, headers: {}, body: "" };

/** How a request may go. */
export interface Way {
  signal?: AbortSignal;
  /** Not by the site's gateway, which could read it. */
  direct?: boolean;
}

/**
 * Sends one request of the engine: no cookies, no referrer, no cache, no
 * redirect, and no more than the limit is read. Whatever goes wrong on the way
 * is status 0, which the engine can resume from.
 *
 * A server that sends no CORS headers cannot be read from a page. Where the
 * site's operator opened a gateway for it, the request goes that way.
 */
export async function send(request: HTTPRequest, { signal, direct = false }: Way = {}): Promise<HTTPResponse> {
  if (!mayGo(request.url)) return silence;
  const timeout = AbortSignal.timeout(patience);
  const until = signal ? AbortSignal.any([signal, timeout]) : timeout;
  try {
    const byGateway = !direct && (await isOpenFor(request.url));
    if (!byGateway) return await sendDirectly(request, until);
    return await sendEitherWay(request, until);
  } catch {
    return silence;
  }
}

/** Servers whose answers this page could read. */
const readable = new Set<string>();

/**
 * First directly, and by the gateway where that fails. A request that changes
 * something goes directly only to a server that was read before: an answer that
 * a page may not read was sent all the same, and must not be sent twice.
 */
async function sendEitherWay(request: HTTPRequest, signal: AbortSignal): Promise<HTTPResponse> {
  const { origin } = new URL(request.url);
  if (readable.has(origin)) return sendDirectly(request, signal);
  if (request.method !== "GET") return sendByGateway(request, signal);
  try {
    const response = await sendDirectly(request, signal);
    readable.add(origin);
    return response;
  } catch (error) {
    if (signal.aborted) throw error;
    return sendByGateway(request, signal);
  }
}

async function sendDirectly(request: HTTPRequest, signal: AbortSignal): Promise<HTTPResponse> {
  const response = await fetch(request.url, {
    method: request.method,
    headers: request.headers,
    ...(request.body ? { body: request.body } : {}),
    mode: "cors",
    credentials: "omit",
    redirect: "error",
    cache: "no-store",
    referrerPolicy: "no-referrer",
    signal,
  });
  return { status: response.status, headers: headersOf(response), body: await bodyOf(response) };
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
