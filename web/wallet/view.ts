import { LitElement } from "lit";
import { property } from "lit/decorators.js";
import type { Wallet } from "./app";

/** What the wallet's views share: the wallet around them, and no shadow root. */
export abstract class WalletView extends LitElement {
  @property({ attribute: false }) wallet!: Wallet;

  protected override createRenderRoot() {
    return this;
  }
}
