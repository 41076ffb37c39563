// A holder without a screen: the wallet's engine, driven as its page drives it,
// with its records in memory only.

import { Engine } from "../engine/engine";
import type { Change, HTTPRequest, HTTPResponse, IssuanceStep } from "../engine/api.gen";

export class Holder {
  private readonly engine = new Engine("wallet", { timeout: 60_000 });

  async create(trustList: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.engine.call("trust.load", { sources: [{ name: "list", data: trustList }] });
    const passphrase = "measurements need no secrets";
    const { envelope, records } = await this.engine.call("vault.create", { passphrase });
    await this.engine.call("vault.unlock", { envelope, passphrase, records });
  }

  /** receive fetches the card of an offer from the running issuer. */
  async receive(offer: string, tx_code: string): Promise<void> {
    let step = await this.engine.call("offer.open", { text: offer });
    while (!step.done) step = await this.next(step, tx_code);
    if (step.change) await this.apply(step.change);
  }

  /** answer agrees to a question with the first card that fits, and returns the frames of the answer's code. */
  async answer(question: string): Promise<{ text: string; frames: string[] }> {
    const { session, preview } = await this.engine.call("present.open", { text: question, haip: false });
    const choices = preview!.asks.map((ask) => ({ ask: ask.id, cards: [ask.suggested!] }));
    const { change } = await this.engine.call("present.answer", { session, choices });
    await this.apply(change!);
    const { text = "" } = await this.engine.call("present.continue", { session });
    const { codes } = await this.engine.call("qr.encode", { text });
    return { text, frames: codes.map((code) => code.text) };
  }

  end(): void {
    this.engine.terminate();
  }

  private async next({ session, http, preview, change }: IssuanceStep, tx_code: string): Promise<IssuanceStep> {
    if (preview) return this.engine.call("offer.accept", { session, tx_code });
    if (change) await this.apply(change);
    return this.engine.call("offer.continue", { session, ...(http ? { response: await send(http) } : {}) });
  }

  private async apply({ seq, records }: Change): Promise<void> {
    await this.engine.call("vault.apply", { seq, records });
  }
}

async function send({ method, url, headers, body }: HTTPRequest): Promise<HTTPResponse> {
  const response = await fetch(url, { method, headers, ...(body ? { body } : {}), redirect: "error" });
  return { status: response.status, headers: Object.fromEntries(response.headers), body: await response.text() };
}
