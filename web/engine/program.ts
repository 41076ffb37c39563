// Fetching a WASM program as a stream, so that it compiles while it arrives.

/**
 * fetchProgram answers with the program as a streaming response of the right
 * type. `size` is the uncompressed size known at build time: Content-Length
 * would count compressed bytes. Without it (0) no progress is told.
 */
export async function fetchProgram(url: string, size: number, progress: (share: number) => void): Promise<Response> {
  const response = await fetch(url, { credentials: "omit" });
  if (!response.ok || !response.body) throw new Error(`the program was answered with status ${response.status}`);
  const counted = response.body.pipeThrough(counter(size, progress));
  return new Response(counted, { headers: { "Content-Type": "application/wasm" } });
}

function counter(size: number, progress: (share: number) => void): TransformStream<Uint8Array, Uint8Array> {
  let received = 0;
  let told = 0;
  return new TransformStream({
    transform(chunk, controller) {
      received += chunk.length;
      controller.enqueue(chunk);
      if (size <= 0) return;
      const share = Math.min(1, received / size);
      // A message for each percent is plenty; chunks are far smaller.
      if (share - told < 0.01 && share < 1) return;
      told = share;
      progress(share);
    },
  });
}
