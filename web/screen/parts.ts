import { html, nothing, type TemplateResult } from "lit";
import { icons } from "./icons";
import { en } from "./text/en";
import { percent } from "./text/locale";

type Content = TemplateResult | string | typeof nothing;

/** Something to know ("info") or something that went wrong ("problem"). A problem is read out at once. */
export function notice(kind: "info" | "problem", title: string, body: Content = nothing): TemplateResult {
  return html`<div class="notice ${kind}" role=${kind === "problem" ? "alert" : "note"}>
    ${kind === "problem" ? icons.alert : icons.info}
    <div>
      <p class="notice-title">${title}</p>
      ${typeof body === "string" ? html`<p>${body}</p>` : body}
    </div>
  </div>`;
}

/** A fold: the technical level is one press away. */
export function fold(summary: string, content: Content, open = false): TemplateResult {
  return html`<details class="fold" ?open=${open}>
    <summary>${icons.down}${summary}</summary>
    <div>${content}</div>
  </details>`;
}

/** How far something is: part in [0,1], or undefined where nobody knows. */
export function progress(label: string, part?: number): TemplateResult {
  const known = part !== undefined;
  return html`<div class="progress">
    <div class="progress-words"><span>${label}</span><span>${known ? percent(part) : nothing}</span></div>
    <div
      class="progress-bar ${known ? "" : "unknown"}"
      role="progressbar"
      aria-label=${label}
      aria-valuemin="0"
      aria-valuemax="100"
      aria-valuenow=${known ? Math.round(part * 100) : nothing}
    >
      <span .style=${known ? `--part:${Math.round(part * 100)}%` : ""}></span>
    </div>
  </div>`;
}

/** A place where nothing is yet, and what to do about it. */
export function empty(title: string, body: string, actions: Content = nothing): TemplateResult {
  return html`<div class="empty">
    <h2 class="h2-small">${title}</h2>
    <p>${body}</p>
    ${actions === nothing ? nothing : html`<div class="actions">${actions}</div>`}
  </div>`;
}

/** The way back to the view before. */
export function back(onBack: () => void, words: string = en.back): TemplateResult {
  return html`<button type="button" class="back" @click=${onBack}>${icons.left}${words}</button>`;
}

/** A large link to a place. */
export function door(href: string, icon: TemplateResult, name: string, what: string): TemplateResult {
  return html`<a class="door" href=${href}>
    ${icon}<span class="door-name">${name}</span><span class="door-what">${what}</span>
  </a>`;
}
