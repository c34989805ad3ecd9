// What can be written where the cursor is: keywords, sentences by words of either language, and values.
import { autocompletion, snippet } from "@codemirror/autocomplete";
import { KEYWORDS, kindAt, languageOf, stepOf } from "./steps.js";

// So many fit without a scroll bar, which would be out of reach for the keyboard, and leave the text in
// sight where the page is narrow.
const SHOWN = 9;
const SHOWN_IN_NARROW = 4;
const NEAR = 0.5;

const plain = (text) => text.normalize("NFKC").toLowerCase();
const value = /\{([\w ]+)\}/g;

/** The words of what was typed that can be in a sentence: no names, numbers or addresses. */
function wordsIn(typed) {
  return plain(typed).replace(/"[^"]*"?/g, " ").split(/[\s\d.,:/、。|]+/).filter(Boolean);
}

function pairsOf(word) {
  return [...word].slice(1).map((letter, at) => [...word][at] + letter);
}

/** How well a text holds a word: 1 where it does, less where it holds most of its pairs of letters. */
function held(text, word) {
  if (text.includes(word)) return 1;
  const pairs = pairsOf(word);
  if (pairs.length < 2) return 0;
  const share = pairs.filter((pair) => text.includes(pair)).length / pairs.length;
  return share > NEAR ? share / 2 : 0;
}

/** The sentences that hold most words in either language or in their meaning, the best first. */
export function search(sentences, words, language, kind) {
  const other = language === "en" ? "ja" : "en";
  const ranked = [];
  for (const sentence of sentences) {
    if (kind && sentence.kind !== kind) continue;
    const own = plain(sentence[language].replace(value, " ")).trim();
    const places = [
      [own, 4],
      [plain(sentence[other].replace(value, " ")), 2],
      [plain(`${sentence.meaning.en} ${sentence.meaning.ja}`), 1],
    ];
    const scores = words.map((word) => Math.max(...places.map(([place, weight]) => held(place, word) * weight)));
    // Some of what is typed are values, which can be any words.
    if (scores.filter(Boolean).length * 2 < words.length) continue;
    const score = scores.reduce((sum, each) => sum + (each || -1), 0);
    ranked.push([score + (words.length && own.startsWith(words[0]) ? 1 : 0), sentence]);
  }
  return ranked.sort(([one], [two]) => two - one).map(([, sentence]) => sentence);
}

function exampleOf(sentence, name, language) {
  return sentence.values[name]?.[language]?.[0] ?? name;
}

/** A sentence whose values are fields that Tab leads through. */
function template(sentence, language) {
  let field = 0;
  const slot = (text) => `\${${++field}:${text.replace(/[{}\\]/g, "")}}`;
  const line = sentence[language].replace(value, (_, name) => slot(exampleOf(sentence, name, language)));
  if (!sentence.table) return line;
  const headings = sentence.table[language];
  const row = (cells) => `\n\t| ${cells.join(" | ")} |`;
  return `${line}${row(headings)}${row(headings.map(() => slot(" ")))}`;
}

function shown(sentence, language) {
  return sentence[language].replace(value, (_, name) => `‹${exampleOf(sentence, name, language)}›`);
}

function sentenceOption(sentence, language, page) {
  return {
    label: shown(sentence, language),
    detail: language === page ? "" : shown(sentence, page),
    apply: snippet(template(sentence, language)),
    info: () => {
      const info = document.createElement("div");
      info.textContent = sentence.meaning[page];
      return info;
    },
  };
}

/** The sentence that a line says, and which of its values the cursor is in. */
function valueAt(sentences, words, at, language, kind) {
  for (const sentence of sentences) {
    if (kind && sentence.kind !== kind) continue;
    const names = [];
    const parts = sentence[language].split(value).map((part, number) => {
      if (number % 2) {
        names.push(part);
        return "(.+?)";
      }
      // The plural is shown, and the singular may be written.
      return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/s\b/g, "s?");
    });
    const found = new RegExp(`^${parts.join("")}$`, "d").exec(words);
    const number = found?.indices.findIndex(([from, to], each) => each && from <= at && at <= to) ?? -1;
    if (number > 0) {
      const [from, to] = found.indices[number];
      return { from, to, choices: sentence.values[names[number - 1]]?.[language] ?? [] };
    }
  }
  return null;
}

function keywordOptions(language) {
  const { given, when, then, more, headings } = KEYWORDS[language];
  const space = language === "en" ? "" : " ";
  const steps = [given, when, then].map(([word]) => word).concat(language === "en" ? ["And ", "But "] : ["かつ", "但し"]);
  return [
    ...steps.map((word) => ({ label: word.trim(), apply: `${word}${space}` })),
    ...headings.map((word) => ({ label: `${word}:`, apply: `${word}: ` })),
  ];
}

export function completion(sentences, page) {
  const complete = (context) => {
    const shownAtOnce = matchMedia("(max-width: 40rem)").matches ? SHOWN_IN_NARROW : SHOWN;
    const line = context.state.doc.lineAt(context.pos);
    const language = languageOf(context.state.doc.toString());
    const step = stepOf(line.text, language);
    const at = context.pos - line.from;
    if (!step || at < step.from) {
      const word = /^\s*(\p{L}*)$/u.exec(line.text.slice(0, at));
      if (!word || (!word[1] && !context.explicit)) return null;
      const from = context.pos - word[1].length;
      const options = keywordOptions(language).filter(({ label }) => plain(label).startsWith(plain(word[1])));
      return options.length ? { from, options: options.slice(0, shownAtOnce), filter: false } : null;
    }
    const kind = kindAt(context.state.doc, line.number, language);
    const words = line.text.slice(step.from).trimEnd();
    const start = line.from + step.from;
    const said = valueAt(sentences, words, at - step.from, language, kind);
    if (said) {
      const typed = plain(words.slice(said.from, at - step.from));
      const choices = said.choices.filter((each) => context.explicit || plain(each).startsWith(typed));
      if (!choices.length || (!context.explicit && choices.some((each) => plain(each) === typed))) return null;
      return {
        from: start + said.from, to: start + said.to, filter: false,
        options: choices.slice(0, shownAtOnce).map((label) => ({ label })),
      };
    }
    const typed = wordsIn(words.slice(0, at - step.from));
    if (!typed.length && !context.explicit) return null;
    const found = search(sentences, typed, language, kind).slice(0, shownAtOnce);
    if (!found.length) return null;
    return {
      from: start, to: line.to, filter: false,
      options: found.map((each) => sentenceOption(each, language, page)),
    };
  };
  return autocompletion({ override: [complete], icons: false, maxRenderedOptions: SHOWN, aboveCursor: false });
}

