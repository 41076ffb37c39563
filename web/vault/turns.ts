/**
 * Tabs of one browser share one vault. A Web Lock gives them turns to write,
 * and a channel tells the others when something was written.
 */

const name = "domicile-vault";

/** Runs work while no other tab writes. */
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  return navigator.locks.request(name, work) as Promise<T>;
}

/** What a tab tells the others: the vault was written, made, or locked. */
export type Word = "written" | "created" | "locked";

export class Grapevine {
  private readonly channel = new BroadcastChannel(name);

  constructor(heard: (word: Word) => void) {
    this.channel.onmessage = (event: MessageEvent<unknown>) => {
      const word = event.data;
      if (word === "written" || word === "created" || word === "locked") heard(word);
    };
  }

  tell(word: Word): void {
    this.channel.postMessage(word);
  }

  close(): void {
    this.channel.close();
  }
}
