import { html, nothing, render, type TemplateResult } from "lit";
import { mark } from "./icons";
import { en } from "./text/en";

/** What stands around every page. */
export interface Frame {
  /** The page's name beside the product's, absent on the home page. */
  page?: string;
  /** A lasting banner under the header, such as testBanner(). */
  banner?: TemplateResult | typeof nothing;
  /** Buttons at the end of the header. */
  tools?: TemplateResult | typeof nothing;
  main: TemplateResult;
}

/** The frame of a page: skip link, header with the way home, banner, main part, footer. */
export function frame({ page, banner = nothing, tools = nothing, main }: Frame): TemplateResult {
  return html`
    <div class="frame">
      <a class="skip button" href="#main" @click=${skipToMain}>${en.skip}</a>
      <header class="frame-header">
        <div>
          <a class="frame-home" href="/">${mark}${en.product}</a>
          ${page ? html`<span class="frame-page">${page}</span>` : nothing}
          <div class="frame-tools">${tools}</div>
        </div>
        ${banner}
      </header>
      <main class="frame-main" id="main" tabindex="-1">${main}</main>
      <footer class="frame-footer"><div><p>${en.footer}</p></div></footer>
    </div>
  `;
}

/** By hand, because the address's fragment carries offers and answers on some pages. */
function skipToMain(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}

/** The lasting banner of everything that is only practice. */
export function testBanner(words: string = en.test.banner, more: TemplateResult | typeof nothing = nothing): TemplateResult {
  return html`<div class="banner-test" role="note">
    <span class="word">${en.test.word}</span><span>${words}</span>${more}
  </div>`;
}

/**
 * After a change of view: the title of the window and the focus go to the new
 * view's heading, so that a screen reader reads it and the keyboard starts
 * there. The heading may belong to an element inside the view, which renders
 * after it; a turn of the event loop is after both.
 */
export async function arrive(view: { updateComplete?: Promise<unknown> } & ParentNode, page: string): Promise<void> {
  await view.updateComplete;
  await new Promise((resolve) => setTimeout(resolve));
  const heading = view.querySelector<HTMLElement>("h1");
  if (!heading) return;
  document.title = `${heading.textContent?.trim()} – ${page} – ${en.product}`;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  window.scrollTo(0, 0);
}

let region: HTMLElement | undefined;

/** Says something to screen readers without moving the focus. */
export function announce(words: string): void {
  if (!region) {
    region = document.createElement("div");
    region.className = "visually-hidden";
    region.setAttribute("aria-live", "polite");
    document.body.append(region);
  }
  const line = document.createElement("p");
  line.textContent = words;
  region.replaceChildren(line);
}

/** Puts a page on the screen. */
export function show(view: TemplateResult): void {
  render(view, document.body);
}
