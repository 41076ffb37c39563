import { html, nothing, render } from "lit";
import { icons } from "./icons";
import { en } from "./text/en";

/** Long enough to read it, find the button and press it. */
const staysFor = 12_000;

let shelf: HTMLElement | undefined;

/**
 * Says that something is done, with a way to take it back. It stays while the
 * pointer or the focus is on it, and is read out politely.
 */
export function toast(words: string, undo?: () => void): void {
  shelf ??= makeShelf();
  const slot = document.createElement("div");
  slot.className = "toast";
  const leave = () => slot.remove();
  render(
    html`<span>${words}</span>
      <span class="row">
        ${undo ? html`<button type="button" class="button text" @click=${() => (leave(), undo())}>${en.undo}</button>` : nothing}
        <button type="button" class="button text" aria-label=${en.close} @click=${leave}>${icons.cross}</button>
      </span>`,
    slot,
  );
  shelf.replaceChildren(slot);
  leaveLater(slot, leave);
}

function makeShelf(): HTMLElement {
  const made = document.createElement("div");
  made.className = "toasts";
  made.setAttribute("role", "status");
  document.body.append(made);
  return made;
}

function leaveLater(slot: HTMLElement, leave: () => void): void {
  let timer = setTimeout(leave, staysFor);
  const stay = () => clearTimeout(timer);
  const goOn = () => {
    clearTimeout(timer);
    timer = setTimeout(leave, staysFor);
  };
  slot.addEventListener("pointerenter", stay);
  slot.addEventListener("focusin", stay);
  slot.addEventListener("pointerleave", goOn);
  slot.addEventListener("focusout", goOn);
}
