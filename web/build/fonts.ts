import type { Plugin } from "vite";

/** The two files every page needs at once; accented letters beyond Latin-1 load when met. */
const first = /atkinson-hyperlegible-next-latin-(400|700)-normal.*\.woff2$/;

/** Preloads the typeface, so that text does not jump when it arrives. */
export function preloadFonts(): Plugin {
  return {
    name: "domicile:preload-fonts",
    apply: "build",
    transformIndexHtml: {
      order: "post",
      handler(_html, { bundle }) {
        const fonts = Object.keys(bundle ?? {}).filter((name) => first.test(name)).sort();
        return fonts.map((name) => ({
          tag: "link",
          attrs: { rel: "preload", as: "font", type: "font/woff2", href: `/${name}`, crossorigin: true },
          injectTo: "head" as const,
        }));
      },
    },
  };
}
