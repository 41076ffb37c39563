import { html, svg, type SVGTemplateResult, type TemplateResult } from "lit";

/** Line icons on a 24 px grid, drawn for this product. Decorative: the words beside them say it all. */
function icon(paths: SVGTemplateResult, extra = ""): TemplateResult {
  return html`<svg class="icon ${extra}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">${paths}</svg>`;
}

export const icons = {
  card: icon(svg`<rect x="2.5" y="5" width="19" height="14" rx="2.5"/><circle cx="8" cy="11" r="2"/><path d="M5.5 15.8c.5-1.3 1.4-1.8 2.5-1.8s2 .5 2.5 1.8M13.5 10h5M13.5 14h5"/>`),
  check: icon(svg`<path d="M4 8V5.5A1.5 1.5 0 0 1 5.5 4H8M16 4h2.5A1.5 1.5 0 0 1 20 5.5V8M20 16v2.5a1.5 1.5 0 0 1-1.5 1.5H16M8 20H5.5A1.5 1.5 0 0 1 4 18.5V16M7.5 12h9"/>`),
  kiosk: icon(svg`<rect x="6" y="2.5" width="12" height="14" rx="1.5"/><path d="M12 16.5v5M8 21.5h8M9 6h6M9 9h6"/>`),
  office: icon(svg`<path d="M3 21h18M4.5 21V10.5M19.5 21V10.5M3 10.5 12 4l9 6.5zM9 21v-6.5M15 21v-6.5M12 21v-6.5"/>`),
  left: icon(svg`<path d="m14.5 6-6 6 6 6"/>`, "turns"),
  right: icon(svg`<path d="m9.5 6 6 6-6 6"/>`, "turns"),
  down: icon(svg`<path d="m6 9.5 6 6 6-6"/>`),
  lock: icon(svg`<rect x="5" y="10.5" width="14" height="10" rx="2"/><path d="M8 10.5V7.5a4 4 0 0 1 8 0v3M12 14.5v2"/>`),
  alert: icon(svg`<circle cx="12" cy="12" r="9"/><path d="M12 7.5v5.5M12 16.4v.1"/>`),
  info: icon(svg`<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.6v.1"/>`),
  trash: icon(svg`<path d="M4 6.5h16M9.5 6.5V4h5v2.5M6 6.5 7 20.5h10l1-14M10 10.5v6M14 10.5v6"/>`),
  turn: icon(svg`<path d="M4 9a8.5 8.5 0 0 1 15-1.5M20 4v4h-4M20 15a8.5 8.5 0 0 1-15 1.5M4 20v-4h4"/>`),
  show: icon(svg`<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="3"/>`),
  hide: icon(svg`<path d="M4 4l16 16M6.5 7.5C4 9.2 2.5 12 2.5 12S6 18.5 12 18.5c1.6 0 3-.4 4.2-1M10 5.7c.6-.1 1.3-.2 2-.2 6 0 9.5 6.5 9.5 6.5s-.7 1.3-2 2.8"/>`),
  cross: icon(svg`<path d="m7 7 10 10M17 7 7 17"/>`),
  plus: icon(svg`<path d="M12 5v14M5 12h14"/>`),
  copy: icon(svg`<rect x="8" y="8" width="12" height="12" rx="2"/><path d="M16 8V5.5A1.5 1.5 0 0 0 14.5 4h-9A1.5 1.5 0 0 0 4 5.5v9A1.5 1.5 0 0 0 5.5 16H8"/>`),
};

/** The mark of the product: a house whose door is a keyhole. */
export const mark = html`<svg viewBox="0 0 32 32" aria-hidden="true" focusable="false">
  <path fill="currentColor" d="M16 2.5 2.5 13.2V27a2.5 2.5 0 0 0 2.5 2.5h22a2.5 2.5 0 0 0 2.5-2.5V13.2zM16 12.5a4 4 0 0 1 2.2 7.35L19.4 25h-6.8l1.2-5.15A4 4 0 0 1 16 12.5z"/>
</svg>`;
