// An answer that comes back in this page's address, from a wallet on the same
// device. The question's nonce lives only in the engine of the tab that asked,
// so the answer goes there; it is never stored, and leaves the address first.

const channelName = "domicile-answer";
/** How long to wait for the tab that asked, in ms. */
const patience = 1500;

type Message = { type: "answer"; id: string; state: string; text: string } | { type: "taken"; id: string };

/** An answer as it arrived: the whole text, and the question it says it belongs to. */
export interface Arrival {
  text: string;
  state: string;
}

/** takeFromAddress removes what came in the address, from the history too, and returns it if it is an answer. */
export function takeFromAddress(): Arrival | undefined {
  const { hash, origin, pathname } = location;
  if (hash.length < 2) return undefined;
  history.replaceState(history.state, "", pathname);
  const state = new URLSearchParams(hash.slice(1)).get("state");
  return state === null ? undefined : { text: `${origin}${pathname}${hash}`, state };
}

/** handOver gives an answer to the tab that asked; false where no tab takes it. */
export function handOver(arrival: Arrival): Promise<boolean> {
  const channel = new BroadcastChannel(channelName);
  const id = crypto.randomUUID();
  return new Promise((resolve) => {
    const end = (taken: boolean) => {
      clearTimeout(timer);
      channel.close();
      resolve(taken);
    };
    const timer = setTimeout(() => end(false), patience);
    channel.onmessage = (event: MessageEvent<Message>) => {
      if (event.data.type === "taken" && event.data.id === id) end(true);
    };
    channel.postMessage({ type: "answer", id, ...arrival } satisfies Message);
  });
}

/** listenForAnswers takes the answers to our own questions; call the result to stop. */
export function listenForAnswers(ours: (state: string) => boolean, take: (text: string) => void): () => void {
  const channel = new BroadcastChannel(channelName);
  channel.onmessage = (event: MessageEvent<Message>) => {
    const message = event.data;
    if (message.type !== "answer" || !ours(message.state)) return;
    channel.postMessage({ type: "taken", id: message.id } satisfies Message);
    take(message.text);
  };
  return () => channel.close();
}
