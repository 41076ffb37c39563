// Made by web/offline/plugin.ts when the site is built.
declare module "virtual:domicile-engine" {
  /** Size in bytes, uncompressed, and the first 16 hexadecimal digits of SHA-256; 0 and "" where a program was not built. */
  export const programs: {
    verifier: { size: number; hash: string };
    wallet: { size: number; hash: string };
    /** Hash of wasm_exec.js. */
    runtime: string;
  };
}
