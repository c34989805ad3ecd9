// Renders each of the articles on standard input as Zenn does.
const { readFileSync } = require("node:fs");
const { pathToFileURL } = require("node:url");

const EMBED = { embedOrigin: "https://embed.zenn.studio" };

async function main() {
  const zenn = await import(pathToFileURL(require.resolve("zenn-markdown-html")).href);
  const articles = JSON.parse(readFileSync(0, "utf8"));
  const pages = await Promise.all(articles.map((article) => zenn.default(article, EMBED)));
  process.stdout.write(JSON.stringify(pages));
}

main();
