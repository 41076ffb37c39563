// As whom you ask, and how safely.

import { html, nothing, type TemplateResult } from "lit";
import type { Identity } from "../engine/api.gen";
import { field, textField, type FieldError } from "../screen/forms";
import { foreignName } from "../screen/foreign";
import { back, notice } from "../screen/parts";
import { date } from "../screen/text/locale";
import { verifier } from "../screen/text/en.verifier";
import { longestName, type Who } from "./who";

const text = verifier.who;

/** The files of a certificate or a statement, as they were chosen. */
export interface Files {
  proof: File | undefined;
  key: File | undefined;
}

export interface WhoView {
  who: Who;
  /** Whether this site has a relay at all. */
  relay: boolean;
  files: Files;
  errors: readonly FieldError[];
  detail: string;
  change(who: Who): void;
  choose(files: Files): void;
  take(): void;
  leave(): void;
}

export function whoView(view: WhoView): TemplateResult {
  const { who, change, relay } = view;
  const byFiles = who.identity === "certificate" || who.identity === "attestation";
  return html`${back(view.leave)}
    <div class="column">
      <h1>${text.title}</h1>
      <p class="lead">${text.lead}</p>
      ${textField({ id: "who-name", label: text.name, hint: text.nameHint, value: who.name, maxlength: longestName, autocomplete: "organization", onInput: (name) => change({ ...who, name }) })}
      <fieldset>
        <legend>${text.identity}</legend>
        ${(["key", "address", "certificate", "attestation"] as const).map((identity) => identityChoice(view, identity))}
      </fieldset>
      ${byFiles ? filesPart(view) : nothing}
      <fieldset>
        <legend>${text.safety}</legend>
        ${relay ? option(who.online, (online) => change({ ...who, online }), text.online) : html`<p>${text.noRelay}</p>`}
        ${option(who.checkCode && who.identity !== "address", (checkCode) => change({ ...who, checkCode }), text.checkCode, who.identity === "address")}
        ${option(who.highAssurance, (highAssurance) => change({ ...who, highAssurance }), text.highAssurance, !who.brought?.high_assurance)}
      </fieldset>
      <div class="actions"><button class="button" type="button" @click=${view.leave}>${text.done}</button></div>
    </div>`;
}

function identityChoice({ who, change }: WhoView, identity: Identity): TemplateResult {
  const choose = () => change({ ...who, identity, brought: undefined, highAssurance: false });
  return html`<label class="choice">
    <input type="radio" name="identity" value=${identity} .checked=${who.identity === identity} @change=${choose} />
    <span><span class="name">${text.identities[identity].name}</span><span class="hint">${text.identities[identity].what}</span></span>
  </label>`;
}

function option(on: boolean, put: (on: boolean) => void, { name, what }: { name: string; what: string }, disabled = false): TemplateResult {
  return html`<label class="choice">
    <input type="checkbox" .checked=${on} ?disabled=${disabled} @change=${(event: Event) => put((event.target as HTMLInputElement).checked)} />
    <span><span class="name">${name}</span><span class="hint">${what}</span></span>
  </label>`;
}

function filesPart(view: WhoView): TemplateResult {
  const { who, files, errors, detail, choose, take } = view;
  const isCertificate = who.identity === "certificate";
  if (who.brought) {
    const { name, hosts, until } = who.brought;
    return notice(
      "info",
      text.taken,
      html`<p>${foreignName(name)}${hosts.length ? html` (${hosts.join(", ")})` : nothing}${until ? html`<br />${text.until(date(until))}` : nothing}</p>
        <p>${text.forgotten}</p>`,
    );
  }
  return html`<section class="panel who-files">
    ${fileField("who-proof", isCertificate ? text.certificate : text.attestation, isCertificate ? text.certificateHint : text.attestationHint, errors, (proof) => choose({ ...files, proof }))}
    ${fileField("who-key", text.key, text.keyHint, errors, (key) => choose({ ...files, key }))}
    ${detail ? html`<p class="small"><code>${detail}</code></p>` : nothing}
    <div class="actions"><button class="button quiet" type="button" @click=${take}>${text.take}</button></div>
  </section>`;
}

function fileField(id: string, label: string, hint: string, errors: readonly FieldError[], put: (file: File | undefined) => void): TemplateResult {
  return field({
    id,
    label,
    hint,
    errors,
    control: ({ by, invalid }) => html`<input class="input" id=${id} type="file" accept=".pem,.crt,.cer,.key,.json,.jwk,.jwt,.txt" aria-describedby=${by} aria-invalid=${invalid}
      @change=${(event: Event) => put((event.target as HTMLInputElement).files?.[0])} />`,
  });
}
