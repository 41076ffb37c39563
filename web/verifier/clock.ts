// A running clock on the verdict: a photograph of a green screen stands still.

import { locale } from "../screen/text/locale";
import { Ticking } from "./ticking";

const format = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit" });

class DomicileClock extends Ticking {
  protected override render(): string {
    return format.format(new Date());
  }
}

customElements.define("domicile-clock", DomicileClock);
