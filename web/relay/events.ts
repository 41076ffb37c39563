// Server-sent events, read from a fetch: an EventSource cannot send the bearer
// token. Only what the relay sends is understood: "event" and "data" lines.

export interface ServerEvent {
  name: string;
  data: string;
}

/** No event of the relay comes near this many characters. */
const maxEvent = 1 << 16;

/** events yields what a stream brings; a comment, which is a heartbeat, is yielded with no name and no data. */
export async function* events(stream: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      rest = (rest + decoder.decode(value, { stream: true })).replaceAll("\r\n", "\n");
      if (rest.length > maxEvent) throw new TypeError("an event without end");
      for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
        yield parse(rest.slice(0, end));
        rest = rest.slice(end + 2);
      }
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}

function parse(block: string): ServerEvent {
  const event: ServerEvent = { name: "", data: "" };
  for (const line of block.split("\n")) {
    const [field, value] = cut(line);
    if (field === "event") event.name = value;
    if (field === "data") event.data += (event.data ? "\n" : "") + value;
  }
  return event;
}

function cut(line: string): [string, string] {
  const colon = line.indexOf(":");
  if (colon < 0) return [line, ""];
  return [line.slice(0, colon), line.slice(colon + 1).replace(/^ /, "")];
}
