// node check.mjs <folder with node_modules> <document>: what the AsyncAPI parser says, as one JSON object.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [installed, file] = process.argv.slice(2);
const { Parser } = createRequire(join(resolve(installed), 'package.json'))('@asyncapi/parser');
const { document, diagnostics } = await new Parser().parse(readFileSync(file, 'utf8'));
const severities = ['error', 'warning', 'information', 'hint'];

console.log(JSON.stringify({
  diagnostics: diagnostics.map((each) => ({
    severity: severities[each.severity],
    rule: String(each.code),
    path: each.path.join('.'),
    message: each.message,
  })),
  accepted: document !== undefined,
  operations: document?.operations().all().map((operation) => ({
    id: operation.id(),
    action: operation.action(),
    channels: operation.channels().all().map((channel) => channel.address()),
    messages: operation.messages().all().map((message) => message.name()),
  })) ?? [],
}));
