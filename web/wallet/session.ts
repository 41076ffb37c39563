import type { Change, WalletState } from "../engine/api.gen";
import { Engine, type Call, type CallName, type Request, type Response } from "../engine/engine";
import { VaultFailure } from "../vault/failure";
import { VaultStore } from "../vault/store";
import { Grapevine, inTurn, type Word } from "../vault/turns";
import { KnownParties } from "./trust";

/**
 * Where the wallet stands: still "opening", there is "none" in this browser,
 * it is "locked", it is "open", or the storage "failed" and says why.
 */
export type Phase = "opening" | "none" | "locked" | "open" | "failed";

/** Why a wallet that was open is locked now, where the person did not do it. */
export type LockReason = "here" | "elsewhere" | "restarted";

/**
 * The wallet of this tab: the engine that holds the keys while it is open, and
 * the stored vault. Every change goes through change(), which gives tabs turns,
 * stores before it applies, and so loses no write.
 */
export class WalletSession {
  phase: Phase = "opening";
  state: WalletState = nothing;
  problem: unknown;
  lockReason: LockReason | undefined;
  /** Share of the engine's program that has arrived. */
  loaded = 0;

  private readonly store = new VaultStore();
  readonly parties = new KnownParties();
  private readonly grapevine = new Grapevine((word) => void this.heard(word));
  private engine = this.newEngine();

  constructor(private readonly changed: () => void) {}

  /** Looks for a vault, and fetches the engine meanwhile. */
  async open(): Promise<void> {
    const ready = this.engine.ready();
    ready.then(() => this.parties.refresh(this.ask)).catch(() => undefined); // the first call reports it
    try {
      this.become((await this.store.load()) ? "locked" : "none");
    } catch (error) {
      this.fail(error);
    }
  }

  call<N extends CallName>(name: N, request: Request<N>): Promise<Response<N>> {
    return this.engine.call(name, request);
  }

  /** The engine's one verb, for whoever needs it alone. */
  readonly ask: Call = (name, request) => this.call(name, request);

  /** Makes a vault. Where another tab was faster, its vault stands and waits to be unlocked. */
  async create(passphrase: string): Promise<void> {
    await inTurn(async () => {
      const { envelope, records } = await this.call("vault.create", { passphrase });
      await this.storeNew(envelope, records);
      this.state = await this.call("vault.apply", { seq: 0, records });
    });
    this.become("open");
    this.grapevine.tell("created");
  }

  private async storeNew(envelope: Uint8Array, records: Uint8Array[]): Promise<void> {
    try {
      await this.store.create({ envelope, records });
    } catch (error) {
      this.renewEngine(); // it holds keys of a vault that does not exist
      if (error instanceof VaultFailure && error.problem === "storage_exists") this.become("locked");
      throw error;
    }
  }

  async unlock(passphrase: string): Promise<void> {
    const vault = await this.store.load();
    if (!vault) return this.become("none");
    this.state = await this.call("vault.unlock", { ...vault, passphrase });
    this.become("open");
  }

  /** Locks, and ends the worker: with it goes all memory that ever held a key. */
  lock(reason: LockReason = "here"): void {
    if (this.phase !== "open") return;
    this.renewEngine();
    this.state = nothing;
    this.become("locked", reason);
    if (reason === "here") this.grapevine.tell("locked");
  }

  /**
   * Runs an engine call that may change the wallet, in this tab's turn: takes
   * in what other tabs wrote, calls, stores, and only then applies. Where
   * storing fails nothing is applied and the failure is thrown.
   */
  async change<T>(call: () => Promise<T>, changeOf: (answer: T) => Change | undefined): Promise<T> {
    const answer = await inTurn(async () => {
      await this.catchUp();
      const made = await call();
      await this.keep(changeOf(made));
      return made;
    });
    this.changed();
    return answer;
  }

  private async keep(change: Change | undefined): Promise<void> {
    if (!change?.records.length) return;
    const { seq, records } = change;
    await this.store.append(change);
    this.state = await this.call("vault.apply", { seq, records });
    this.grapevine.tell("written");
  }

  private async catchUp(): Promise<void> {
    const records = await this.store.since(this.state.seq);
    if (records.length) this.state = await this.call("vault.apply", { seq: this.state.seq, records });
  }

  private async heard(word: Word): Promise<void> {
    if (word === "locked") return this.lock("elsewhere");
    if (word === "created" && this.phase === "none") return this.become("locked");
    if (word !== "written" || this.phase !== "open") return;
    try {
      await inTurn(() => this.catchUp());
      this.changed();
    } catch {
      // The next change catches up again, and reports what stands in the way.
    }
  }

  private newEngine(): Engine {
    return new Engine("wallet", {
      onProgress: (share) => {
        this.loaded = share;
        if (this.phase === "opening") this.changed();
      },
      prepare: this.parties.prepare,
      onRestart: () => {
        if (this.phase === "open") this.become("locked", "restarted");
      },
    });
  }

  private renewEngine(): void {
    this.engine.terminate();
    this.engine = this.newEngine();
  }

  private become(phase: Phase, reason?: LockReason): void {
    this.phase = phase;
    this.lockReason = reason;
    if (phase !== "open") this.state = nothing;
    this.changed();
  }

  private fail(error: unknown): void {
    this.problem = error;
    this.become("failed");
  }
}

const nothing: WalletState = { seq: 0, cards: [], trash: [], pending: [], log: [], damaged: 0 };
