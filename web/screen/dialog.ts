import { html, render, type TemplateResult } from "lit";
import { en } from "./text/en";

export interface Question {
  title: string;
  body: TemplateResult | string;
  /** The verb on the button that goes on. */
  yes: string;
  no?: string;
}

/**
 * Asks in a native dialog, which keeps the focus, closes with Escape and gives
 * the focus back. Resolves to true where the person pressed the verb.
 */
export function ask({ title, body, yes, no = en.cancel }: Question): Promise<boolean> {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-labelledby", "dialog-title");
  const leave = (answer: string) => () => dialog.close(answer);
  render(
    html`<h2 class="h2-small" id="dialog-title">${title}</h2>
      ${typeof body === "string" ? html`<p>${body}</p>` : body}
      <div class="actions">
        <button type="button" class="button" @click=${leave("yes")}>${yes}</button>
        <button type="button" class="button quiet" @click=${leave("no")}>${no}</button>
      </div>`,
    dialog,
  );
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "yes");
    });
  });
}
