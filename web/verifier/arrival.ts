// An answer that comes back in this page's address, from a wallet on the same
// device: the answer itself, or the code for one that waits at the relay. The
// question lives only in the tab that asked, so it goes there; it is never
// stored, and leaves the address first.

const channelName = "domicile-answer";
/** How long to wait for the tab that asked, in ms. */
const patience = 1500;
/** A tab that is trying a code has to ask the relay. */
const longPatience = 20_000;

type Message =
  | { type: "answer"; id: string; arrival: Arrival }
  /** A tab is trying whether it is the one. */
  | { type: "trying"; id: string }
  | { type: "taken"; id: string }
  /** The tab that tried is not the one. */
  | { type: "other"; id: string };

/** What arrived: an answer by its question's state, or a response_code. */
export type Arrival = { text: string; state: string } | { code: string };

/** takeFromAddress removes what came in the address, from the history too, and returns it if it is an answer. */
export function takeFromAddress(): Arrival | undefined {
  const { hash, origin, pathname } = location;
  if (hash.length < 2) return undefined;
  history.replaceState(history.state, "", pathname);
  const parameters = new URLSearchParams(hash.slice(1));
  const code = parameters.get("response_code");
  if (code !== null) return isCode(code) ? { code } : undefined;
  const state = parameters.get("state");
  return state === null ? undefined : { text: `${origin}${pathname}${hash}`, state };
}

/** A code of our relay; of anything else nobody is asked. */
function isCode(text: string): boolean {
  return /^[A-Za-z0-9_-]{22}$/.test(text);
}

/** handOver gives an answer to the tab that asked; false where no tab takes it. */
export function handOver(arrival: Arrival): Promise<boolean> {
  const channel = new BroadcastChannel(channelName);
  const id = crypto.randomUUID();
  let trying = 0;
  return new Promise((resolve) => {
    const end = (taken: boolean) => {
      clearTimeout(timer);
      channel.close();
      resolve(taken);
    };
    let timer = setTimeout(() => end(false), patience);
    channel.onmessage = ({ data }: MessageEvent<Message>) => {
      if (data.id !== id) return;
      if (data.type === "taken") end(true);
      if (data.type === "trying" && trying++ === 0) {
        clearTimeout(timer);
        timer = setTimeout(() => end(false), longPatience);
      }
      if (data.type === "other" && --trying <= 0) end(false);
    };
    channel.postMessage({ type: "answer", id, arrival } satisfies Message);
  });
}

export interface Listener {
  /** Is this state that of one of our questions? */
  ours(state: string): boolean;
  take(text: string): void;
  /** Does a question of ours wait for a code? */
  waits(): boolean;
  /** Fetches the answer of a code; false where it is not ours. */
  takeCode(code: string): Promise<boolean>;
}

/** listenForAnswers takes the answers to our own questions; call the result to stop. */
export function listenForAnswers(listener: Listener): () => void {
  const channel = new BroadcastChannel(channelName);
  const say = (message: Message) => channel.postMessage(message);
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    if (data.type !== "answer") return;
    const { id, arrival } = data;
    if ("code" in arrival) return void tryCode(id, arrival.code);
    if (!listener.ours(arrival.state)) return;
    say({ type: "taken", id });
    listener.take(arrival.text);
  };
  const tryCode = async (id: string, code: string) => {
    if (!listener.waits()) return;
    say({ type: "trying", id });
    const taken = await listener.takeCode(code).catch(() => false);
    say({ type: taken ? "taken" : "other", id });
  };
  return () => channel.close();
}
