import type { TrustLoaded, TrustSource, Voucher } from "../engine/api.gen";
import { EngineFailure, type Call } from "../engine/engine";
import { listName } from "../trust/sources";
import { loadTrust, nothingKnown, refreshTrust, type Knowledge } from "../trust/trust";
import { removeVouchers, storeVouchers, voucherSources } from "./vouchers";

/**
 * Whom this device believes. The issuers are the same for its wallet and its
 * checking page; the wallet only says by them which card is practice, and with no
 * list at all it works, and calls every issuer unlisted. Who vouches for
 * verifiers is the wallet's alone.
 */
export class KnownParties {
  vouchers: Voucher[] = [];
  private held: Knowledge = nothingKnown;

  /** For the engine's preparation: what is stored. A browser that has nothing yet asks the site first. */
  readonly prepare = async (call: Call): Promise<void> => {
    this.held = await loadTrust(this.withVouchers(call));
    if (!this.held.sources.some((source) => source.name === listName)) await this.refresh(call);
  };

  /** What the site says now, where there is a network. */
  async refresh(call: Call): Promise<void> {
    this.held = await refreshTrust(this.withVouchers(call), this.held).catch(() => this.held);
  }

  /** Believes a file about verifiers once the engine has taken it; otherwise it rejects with the engine's reason. */
  async believe(call: Call, source: TrustSource): Promise<void> {
    const { refused } = await this.load(call, [source]);
    const refusal = refused.find((one) => one.name === source.name);
    if (!refusal) return storeVouchers(source);
    await this.load(call);
    throw new EngineFailure(refusal.failure);
  }

  async disbelieve(call: Call, name: string): Promise<void> {
    await removeVouchers(name);
    await this.load(call);
  }

  private async load(call: Call, more: TrustSource[] = []): Promise<TrustLoaded> {
    const sources = this.held.sources.map(({ name, data }) => ({ name, data }));
    return this.withVouchers(call, more)("trust.load", { sources });
  }

  /** The same call, which hands the engine those who vouch for verifiers beside what it is told to. */
  private withVouchers(call: Call, more: TrustSource[] = []): Call {
    const load = async (sources: TrustSource[]): Promise<TrustLoaded> => {
      const replaced = new Set(more.map((one) => one.name));
      const kept = (await voucherSources()).filter((one) => !replaced.has(one.name));
      const loaded = await call("trust.load", { sources: [...sources, ...kept, ...more] });
      this.vouchers = loaded.vouchers ?? [];
      return loaded;
    };
    return ((name, request) =>
      name === "trust.load" ? load((request as { sources: TrustSource[] }).sources) : call(name, request)) as Call;
  }
}
