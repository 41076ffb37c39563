// How long somebody still has, second by second.

import { property } from "lit/decorators.js";
import { clock } from "../screen/text/locale";
import { Ticking } from "./ticking";

class DomicileCountdown extends Ticking {
  /** RFC 3339. */
  @property() until = "";
  @property({ attribute: false }) words: (left: string) => string = (left) => left;

  protected override render(): string {
    const left = (Date.parse(this.until) - Date.now()) / 1000;
    return Number.isNaN(left) ? "" : this.words(clock(left));
  }
}

customElements.define("domicile-countdown", DomicileCountdown);
