import { html, nothing, type TemplateResult } from "lit";
import { foreign } from "../screen/foreign";
import { errorSummary, textField, type FieldError } from "../screen/forms";
import { notice } from "../screen/parts";
import { en } from "../screen/text/en";
import { enWallet } from "../screen/text/en.wallet";

const words = enWallet.present;

/** The question is somewhere else: where, and whether to ask there. A code is never followed in silence. */
export function askingStage(host: string, link: boolean, onAsk: () => void, onCancel: () => void): TemplateResult {
  return html`<div class="column">
    <h1>${link ? words.leadsToLink : words.leadsTo}<br /><span class="host">${foreign(host, 253)}</span></h1>
    <p>${words.askBody}</p>
    <div class="actions">
      <button type="button" class="button" @click=${onAsk}>${words.ask}</button>
      <button type="button" class="button quiet" @click=${onCancel}>${en.cancel}</button>
    </div>
  </div>`;
}

/** The two digits on the verifier's screen. */
export function codeStage(errors: readonly FieldError[], onDigits: (digits: string) => void, onCancel: () => void): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const field = (event.target as HTMLFormElement).elements.namedItem("digits") as HTMLInputElement;
    onDigits(field.value.replace(/\s/g, ""));
  };
  return html`<div class="column">
    <h1>${words.codeTitle}</h1>
    <p class="lead">${words.codeLead}</p>
    ${errorSummary(errors)}
    <form @submit=${submit} novalidate>
      ${textField({ id: "digits", label: words.codeLabel, hint: words.codeWhy, errors, look: "code", inputmode: "numeric", maxlength: 3 })}
      <div class="actions">
        <button type="submit" class="button">${words.codeGo}</button>
        <button type="button" class="button quiet" @click=${onCancel}>${en.cancel}</button>
      </div>
    </form>
  </div>`;
}

/** What is plainly no pair of digits costs no try. */
export function digitErrors(digits: string): FieldError[] {
  return /^\d{2}$/.test(digits) ? [] : [{ id: "digits", message: words.codeMissing }];
}

/** The network was lost, and what that means for the answer. */
export function lostStage(shown: "no" | "maybe", onRetry: () => void, onLeave: () => void): TemplateResult {
  const maybe = shown === "maybe";
  return html`<div class="column">
    <h1>${maybe ? words.lostMaybeTitle : words.lostTitle}</h1>
    <p role="alert">${maybe ? words.lostMaybe : words.lostNothing}</p>
    <div class="actions">
      <button type="button" class="button" @click=${onRetry}>${maybe ? words.sendAgain : words.retry}</button>
      <button type="button" class="button quiet" @click=${onLeave}>${maybe ? words.leaveIt : en.cancel}</button>
    </div>
  </div>`;
}

/** The verifier's word is in; where it leads, for who is on the same device. An address that this browser cannot read leads nowhere. */
export function arrivedStage(refused: boolean, sameDevice: boolean, told: string, onDone: () => void): TemplateResult {
  const redirect = safeAddress(told);
  const host = redirect ? new URL(redirect).host : "";
  const going = sameDevice && canGoAlone(redirect);
  const said = refused ? words.refusedBody : sameDevice ? words.sentHere : words.sent;
  return html`<div class="column">
    <h1>${refused ? words.refusedTitle : words.sentTitle}</h1>
    <p class="lead" role="status">${going ? words.goingBack(host) : said}</p>
    ${redirect && !sameDevice ? notice("info", words.furtherTitle) : nothing}
    <div class="actions">
      ${redirect ? html`<a class="button ${sameDevice ? "" : "quiet"}" href=${redirect}>${words.goTo(host)}</a>` : nothing}
      <button type="button" class="button ${redirect && sameDevice ? "quiet" : ""}" @click=${onDone}>${words.done}</button>
    </div>
  </div>`;
}

/** An address that a link may have: never one that runs something. */
export function safeAddress(address: string | undefined): string {
  if (!address || !URL.canParse(address)) return "";
  return ["https:", "http:"].includes(new URL(address).protocol) ? address : "";
}

/** Whether the browser may go there without another press. */
export function canGoAlone(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, origin } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && origin === location.origin);
}
