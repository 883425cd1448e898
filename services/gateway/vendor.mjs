// Copies what the pages need out of node_modules into the folder named by the first argument, and leaves a stamp of what it
// was made from. Run by assets.py on a machine and by deploy/Dockerfile in an image, so that both hold the same files.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const target = process.argv[2] ?? join(here, "static/vendor");
const draft = `${target}.new`;
const modules = join(here, "node_modules");
const { icons } = JSON.parse(readFileSync(join(here, "package.json"), "utf8")).thidua;

function copy(from, to) {
  mkdirSync(dirname(join(draft, to)), { recursive: true });
  copyFileSync(join(modules, from), join(draft, to));
}

rmSync(draft, { recursive: true, force: true });
mkdirSync(draft, { recursive: true });
copy("@tabler/core/dist/css/tabler.min.css", "tabler.min.css");
copy("@tabler/core/dist/js/tabler.min.js", "tabler.min.js");
copy("htmx.org/dist/htmx.min.js", "htmx.min.js");
for (const icon of icons) copy(`@tabler/icons/icons/outline/${icon}.svg`, `icons/${icon}.svg`);

let fonts = "";
for (const weight of [400, 500, 600, 700]) {
  const css = readFileSync(join(modules, `@fontsource/be-vietnam-pro/${weight}.css`), "utf8");
  for (const [, file] of css.matchAll(/url\(\.\/files\/([^)]+\.woff2)\)/g)) {
    copy(`@fontsource/be-vietnam-pro/files/${file}`, `files/${file}`);
  }
  fonts += css.replaceAll(/, url\([^)]+\.woff\) format\('woff'\)/g, "");
}
writeFileSync(join(draft, "fonts.css"), fonts);

const stamp = createHash("sha256");
for (const file of ["package.json", "package-lock.json", "vendor.mjs"]) stamp.update(readFileSync(join(here, file)));
writeFileSync(join(draft, "stamp.txt"), `${stamp.digest("hex")}\n`);
rmSync(target, { recursive: true, force: true });
renameSync(draft, target);
