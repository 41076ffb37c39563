// A question for a wallet on this device: an exchange of its own, whose answer
// counts only with the response_code that came back to this browser. Otherwise a
// stranger could have somebody else's wallet answer it.

import type { Challenge, VerifyResponse } from "../engine/api.gen";
import type { Exchange } from "../relay/exchange";
import { RelayFailure } from "../relay/failure";
import type { Asked, Asker, Checker } from "./checker";
import { exchangeOf } from "./online";

export class Here {
  challenge: Challenge | undefined;
  private exchange: Exchange | undefined;
  private round = 0;

  constructor(
    private readonly checker: Checker,
    private readonly make: (challenge: Challenge) => Exchange = exchangeOf,
  ) {}

  get waiting(): boolean {
    return this.exchange !== undefined;
  }

  /** start makes the question; its link is challenge.text. */
  async start(asked: Asked, { check_code: _, ...asker }: Asker): Promise<void> {
    this.stop();
    const round = this.round;
    const challenge = await this.checker.challenge(asked, asker, "same-device");
    const exchange = this.make(challenge);
    await exchange.create();
    if (round !== this.round) return exchange.withdraw();
    this.challenge = challenge;
    this.exchange = exchange;
    void this.follow(exchange, challenge);
  }

  stop(): void {
    this.round++;
    this.exchange?.withdraw();
    this.exchange = undefined;
    this.challenge = undefined;
  }

  /** take fetches the answer that a response_code belongs to; undefined where the code is not ours. */
  async take(responseCode: string): Promise<VerifyResponse | undefined> {
    const { exchange, challenge } = this;
    if (!exchange || !challenge) return undefined;
    try {
      const body = await exchange.claim(responseCode);
      const response = await this.checker.receive(challenge.id, body, responseCode);
      void exchange.ack();
      this.exchange = undefined;
      this.challenge = undefined;
      return response;
    } catch (error) {
      if (error instanceof RelayFailure && ["code", "unanswered", "gone", "ended"].includes(error.kind)) return undefined;
      throw error;
    }
  }

  /** follow signs for the wallet that opens it. */
  private async follow(exchange: Exchange, { id }: Challenge): Promise<void> {
    let signed = false;
    await exchange
      .watch(({ wallet_nonce }) => {
        if (!wallet_nonce || signed) return;
        signed = true;
        void this.checker.live(id, wallet_nonce).then(({ object }) => exchange.sign(wallet_nonce, object)).catch(() => undefined);
      })
      .catch(() => undefined);
  }
}
