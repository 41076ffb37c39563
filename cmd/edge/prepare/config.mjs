// Completes cmd/edge/wrangler.jsonc with what is the operator's own, and writes
// the result where the built worker is:
//
//   node cmd/edge/prepare/config.mjs .cache/edge/wrangler.json
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

const source = "cmd/edge/wrangler.jsonc";
const target = process.argv[2];
const { DOMICILE_NAME, DOMICILE_D1, DOMICILE_DOMAIN, RELAY_PAGES, RELAY_TARGETS } = process.env;

function check(value, form, sentence) {
  if (value && !form.test(value)) {
    console.error(`deploy: ${sentence}`);
    process.exit(1);
  }
}
check(DOMICILE_NAME, /^[a-z0-9][a-z0-9-]{0,62}$/, "DOMICILE_NAME is no name of a worker: small letters, digits and hyphens.");
check(DOMICILE_D1, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, "DOMICILE_D1 is no database id, such as `wrangler d1 create` prints.");
check(DOMICILE_DOMAIN, /^([a-z0-9-]+\.)+[a-z]{2,}$/, "DOMICILE_DOMAIN is no name of a host.");

const config = JSON.parse(readFileSync(source, "utf8").replace(/^\s*\/\/.*$/gm, ""));
const here = (file) => path.relative(path.dirname(target), path.join(path.dirname(source), file));
config.main = here(config.main);
config.assets.directory = here(config.assets.directory);
const [database] = config.d1_databases;
database.migrations_dir = here(database.migrations_dir);
if (DOMICILE_NAME) config.name = DOMICILE_NAME;
if (DOMICILE_D1) database.database_id = DOMICILE_D1;
if (DOMICILE_DOMAIN) config.routes = [{ pattern: DOMICILE_DOMAIN, custom_domain: true }];
else config.workers_dev = true;
config.vars.RELAY_PAGES = RELAY_PAGES ?? (DOMICILE_DOMAIN ? `https://${DOMICILE_DOMAIN}` : "");
config.vars.RELAY_TARGETS = RELAY_TARGETS ?? "";
writeFileSync(target, JSON.stringify(config, null, 2) + "\n");
