import { html, nothing, type TemplateResult } from "lit";
import type { LogEntry } from "../engine/api.gen";
import { back, empty } from "../screen/parts";
import { quoted } from "../screen/text/foreign";
import { enWallet } from "../screen/text/en.wallet";
import { dateTime } from "../screen/text/locale";

const words = enWallet.activity;

/** What happened in this wallet, newest first, without any value. */
export function activityView(log: readonly LogEntry[], onBack: () => void): TemplateResult {
  return html`<div class="column">
    ${back(onBack)}
    <h1>${words.title}</h1>
    <p>${words.lead}</p>
    ${log.length
      ? html`<ol class="list">
          ${log.map(entry)}
        </ol>`
      : empty(words.empty, words.emptyBody)}
  </div>`;
}

function entry({ at, event, card, party, claims, reason, host, sure, transactions }: LogEntry): TemplateResult {
  const sentence = words.events[event]?.(card ? quoted(card) : words.card, party ? quoted(party) : words.party) ?? event;
  const labels = (claims ?? []).map((label) => quoted(label));
  const titles = (transactions ?? []).map((title) => quoted(title));
  const where = [host ? words.host(host) : "", words.sure[sure ?? ""] ?? ""].filter(Boolean).join("; ");
  return html`<li>
    <strong>${sentence}</strong><br />
    ${labels.length ? html`${event === "refused" ? words.asked(labels) : words.shown(labels)}<br />` : nothing}
    ${titles.length ? html`${event === "refused" ? words.askedToAgree(titles) : words.agreed(titles)}<br />` : nothing}
    ${where ? html`<span class="soft small">${where}</span><br />` : nothing}
    ${reason ? html`${words.reason(reason)}<br />` : nothing}
    <time class="soft small" datetime=${at}>${dateTime(at)}</time>
  </li>`;
}
