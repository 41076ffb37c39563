/** Why the browser's storage did not do what was asked. Each has its words in the wallet's catalogue. */
export type VaultProblem =
  /** The vault was written by a newer version of this program: left alone. */
  | "storage_newer"
  /** The disk, or the share of it that this site may use, is full. */
  | "storage_full"
  /** The connection to the storage broke and a second attempt did not help. */
  | "storage_lost"
  /** The browser gives this page no storage, as some private windows do. */
  | "storage_refused"
  /** Records are missing or out of order: the vault cannot be read safely. */
  | "storage_damaged"
  /** There is a vault already; it is never written over. */
  | "storage_exists"
  /** Another tab wrote first. Nothing was stored. */
  | "storage_overtaken";

export class VaultFailure extends Error {
  override name = "VaultFailure";

  constructor(
    readonly problem: VaultProblem,
    cause?: unknown,
  ) {
    super(problem, { cause });
  }
}

/** Puts a browser's exception into our words. Browsers disagree on names, so the rest counts as a lost connection. */
export function vaultFailure(error: unknown): VaultFailure {
  if (error instanceof VaultFailure) return error;
  const name = error instanceof Error || error instanceof DOMException ? error.name : "";
  switch (name) {
    case "VersionError":
      return new VaultFailure("storage_newer", error);
    case "QuotaExceededError":
      return new VaultFailure("storage_full", error);
    case "SecurityError":
    case "NotAllowedError":
      return new VaultFailure("storage_refused", error);
    case "ConstraintError":
      return new VaultFailure("storage_overtaken", error);
    default:
      return new VaultFailure("storage_lost", error);
  }
}

/** Whether a fresh connection may help: the old handle is dead, so retrying on it cannot. */
export function isLostConnection(error: unknown): boolean {
  return vaultFailure(error).problem === "storage_lost";
}
