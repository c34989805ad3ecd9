// What a line of a feature file is: its keyword, its kind and its sentence, in either language.

// As gherkin-official has them; a test compares the two.
export const KEYWORDS = {
  en: {
    headings: ["Feature", "Business Need", "Ability", "Rule", "Background", "Scenario Outline", "Scenario Template", "Scenario", "Example", "Examples", "Scenarios"],
    given: ["Given "],
    when: ["When "],
    then: ["Then "],
    more: ["And ", "But ", "* "],
  },
  ja: {
    headings: ["フィーチャ", "機能", "ルール", "背景", "シナリオアウトライン", "シナリオテンプレート", "シナリオテンプレ", "テンプレ", "シナリオ", "例", "サンプル"],
    given: ["前提"],
    when: ["もし"],
    then: ["ならば"],
    more: ["且つ", "かつ", "然し", "しかし", "但し", "ただし", "* "],
  },
};

const KINDS = ["given", "when", "then", "more"];
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const longestFirst = (words) => [...words].sort((one, other) => other.length - one.length);

const patterns = Object.fromEntries(Object.entries(KEYWORDS).map(([language, words]) => {
  const steps = longestFirst(KINDS.flatMap((kind) => words[kind])).map(escaped).join("|");
  const headings = longestFirst(words.headings).map(escaped).join("|");
  return [language, { step: new RegExp(`^(\\s*)(${steps})[ 　]*`), heading: new RegExp(`^\\s*(?:${headings}):`) }];
}));

/** The language that a text says it is in: that of its first line. */
export function languageOf(text) {
  return /^\s*#\s*language\s*:\s*ja\b/m.test(text.slice(0, 400)) ? "ja" : "en";
}

/** Where the heading of a line ends, such as that of `Scenario:`; 0 where it has none. */
export function headingEnd(line, language) {
  return patterns[language].heading.exec(line)?.[0].length ?? 0;
}

/** The keyword of a step, and where its sentence begins; null where the line is no step. */
export function stepOf(line, language) {
  const found = patterns[language].step.exec(line);
  if (!found) return null;
  const kind = KINDS.find((each) => KEYWORDS[language][each].includes(found[2]));
  return { kind, from: found[0].length };
}

/** Given, when or then; what a step inherits that only goes on is that of the one before. */
export function kindAt(doc, number, language) {
  for (let each = number; each > 0; each--) {
    const { text } = doc.line(each);
    if (each < number && headingEnd(text, language)) return null;
    const step = stepOf(text, language);
    if (step && step.kind !== "more") return step.kind;
  }
  return null;
}
