// Parses each of the diagrams on standard input; answers what is wrong with it, or null.
const { readFileSync } = require("node:fs");
const { pathToFileURL } = require("node:url");
const { JSDOM } = require("jsdom");

async function main() {
  // Mermaid cleans labels with a sanitizer that wants a document.
  globalThis.window = new JSDOM("").window;
  globalThis.document = window.document;
  const { default: mermaid } = await import(pathToFileURL(require.resolve("mermaid")).href);
  const mistakes = [];
  for (const diagram of JSON.parse(readFileSync(0, "utf8"))) {
    mistakes.push(await mermaid.parse(diagram).then(() => null, (error) => error.message));
  }
  process.stdout.write(JSON.stringify(mistakes));
}

main();
