import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { compress } from "./web/build/compress.ts";
import { preloadFonts } from "./web/build/fonts.ts";
import { offline } from "./web/offline/plugin.ts";

const web = resolve(import.meta.dirname, "web");

/** One HTML file per page; each is its own small program. */
const pages = ["index", "wallet/index", "verifier/index", "kiosk/index", "office/index", "404"]
  .map((page) => resolve(web, `${page}.html`))
  .filter((file) => existsSync(file));

export default defineConfig({
  root: web,
  publicDir: resolve(web, "public"),
  resolve: {
    alias: { "@fonts": resolve(import.meta.dirname, "node_modules/@fontsource/atkinson-hyperlegible-next/files") },
  },
  worker: { format: "es" },
  build: {
    outDir: resolve(web, "dist"),
    emptyOutDir: true,
    target: "es2022",
    // The content security policy has no data: source for fonts and no inline
    // script, so nothing is inlined and the preload polyfill, an inline
    // script, is left out: every supported browser preloads modules itself.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: pages },
  },
  // In this order: the offline list is of what the build wrote, the twins are of that list too.
  plugins: [preloadFonts(), offline(), compress()],
  server: { host: "127.0.0.1" },
  preview: { host: "127.0.0.1" },
  test: {
    include: ["**/*.test.ts"],
    environment: "jsdom",
  },
});
