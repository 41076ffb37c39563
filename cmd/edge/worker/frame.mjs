// The twin of cmd/edge/frame, which says what a frame is. Values are null, whole
// numbers, strings and Uint8Arrays.

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

const NIL = 0, INTEGER = 1, TEXT = 2, BYTES = 3;

/** One value with its tag: [tag, content], the content null, a number or bytes. */
function tagged(value) {
  if (value === null) return [NIL, null];
  if (typeof value === "string") return [TEXT, encoder.encode(value)];
  if (value instanceof Uint8Array) return [BYTES, value];
  if (Number.isSafeInteger(value)) return [INTEGER, value];
  throw new TypeError("no value of a frame");
}

const sizes = { [NIL]: () => 1, [INTEGER]: () => 9, [TEXT]: (b) => 5 + b.length, [BYTES]: (b) => 5 + b.length };

/** Writes values into a frame. */
export function write(values) {
  const parts = values.map(tagged);
  const frame = new Uint8Array(parts.reduce((sum, [tag, content]) => sum + sizes[tag](content), 0));
  const view = new DataView(frame.buffer);
  let at = 0;
  for (const [tag, content] of parts) {
    frame[at++] = tag;
    if (tag === INTEGER) {
      view.setBigInt64(at, BigInt(content));
      at += 8;
    } else if (tag !== NIL) {
      view.setUint32(at, content.length);
      frame.set(content, at + 4);
      at += 4 + content.length;
    }
  }
  return frame;
}

/** Reads all values of a frame; the frame comes from the program and is whole. */
export function read(frame) {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength);
  const values = [];
  for (let at = 0; at < frame.length; ) {
    const tag = frame[at++];
    if (tag === NIL) values.push(null);
    else if (tag === INTEGER) {
      values.push(Number(view.getBigInt64(at)));
      at += 8;
    } else {
      const length = view.getUint32(at);
      const content = frame.subarray(at + 4, at + 4 + length);
      values.push(tag === TEXT ? decoder.decode(content) : content);
      at += 4 + length;
    }
  }
  return values;
}
