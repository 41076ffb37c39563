import { html, nothing, type TemplateResult } from "lit";
import { EngineFailure } from "../engine/engine";
import { fold, notice } from "../screen/parts";
import { en } from "../screen/text/en";
import { enWallet as words } from "../screen/text/en.wallet";
import { VaultFailure } from "../vault/failure";

/** Whatever went wrong, in words: what happened, whether anything was lost, what to do now. */
export function problemNotice(error: unknown, title: string = words.failureTitle): TemplateResult {
  if (error instanceof VaultFailure) return storageNotice(error);
  const { sentence, technical } = said(error);
  return notice("problem", title, html`<p>${sentence}</p>${technical ? fold(en.technical, html`<pre>${technical}</pre>`) : nothing}`);
}

function storageNotice(error: VaultFailure): TemplateResult {
  const cause = error.cause instanceof Error ? `${error.cause.name}: ${error.cause.message}` : "";
  return notice(
    "problem",
    words.storage.title,
    html`<p>${words.storage.problems[error.problem]}</p>
      <p><button type="button" class="button quiet" @click=${() => location.reload()}>${words.storage.reload}</button></p>
      ${fold(en.technical, html`<pre>${[error.problem, cause].filter(Boolean).join("\n")}</pre>`)}`,
  );
}

function said(error: unknown): { sentence: string; technical: string } {
  if (error instanceof EngineFailure) {
    return { sentence: error.sentence, technical: [error.kind, error.step, error.detail].filter(Boolean).join("\n") };
  }
  return { sentence: words.unexpected, technical: String(error) };
}

export function kindOf(error: unknown): string {
  return error instanceof EngineFailure ? error.kind : "";
}
