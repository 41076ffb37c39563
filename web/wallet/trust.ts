import type { Call } from "../engine/engine";
import { listName } from "../trust/sources";
import { loadTrust, nothingKnown, refreshTrust, type Knowledge } from "../trust/trust";

/**
 * The issuers that this device knows, the same for its wallet and its checking
 * page. The wallet only says by it which card is practice; with no list at all
 * it works, and calls every issuer unlisted.
 */
export class KnownIssuers {
  private held: Knowledge = nothingKnown;

  /** For the engine's preparation: what is stored. A browser that has nothing yet asks the site first. */
  readonly prepare = async (call: Call): Promise<void> => {
    this.held = await loadTrust(call);
    if (!this.held.sources.some((source) => source.name === listName)) await this.refresh(call);
  };

  /** What the site says now, where there is a network. */
  async refresh(call: Call): Promise<void> {
    this.held = await refreshTrust(call, this.held).catch(() => this.held);
  }
}
