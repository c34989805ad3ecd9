// Finds words in the entries of the search index, any part of a word in either language.
// Knows nothing of the page: texts and words in, ranks and marked parts out.
const azsimFind = (() => {
  const JAPANESE = /[\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\p{Script=Han}]/u;
  const IN_A_WORD = /[\p{L}\p{N}]/u;
  // A letter with the accents that follow it, also those of half-width katakana.
  const LETTERS = /[^][\p{M}\uFF9E\uFF9F]*/gu;
  const KINDS = ["behaviour", "fact", "sentence"];
  const AT_START = 0, INSIDE = 1, NOT_IN_TITLE = 2;
  // Letters of a text that are shown before what was found in it, and in all.
  const BEFORE = 36, SHOWN = 150;

  // Full-width or half-width, capital or small: the same letters.
  const folded = (text) => text.normalize("NFKC").toLowerCase();

  // Japanese is written with a space between the parts of a name or without one.
  const bothForms = (text) => {
    const spaced = folded(text);
    return { spaced, spaceless: spaced.replaceAll(" ", "") };
  };
  const formFor = (forms, term) => (term.spaceless ? forms.spaceless : forms.spaced);
  const holds = (forms, term) => formFor(forms, term).includes(term.letters);

  // The words of a query, each of which has to occur.
  const termsOf = (query) =>
    folded(query).split(/\s+/).filter(Boolean)
      .map((letters) => ({ letters, spaceless: JAPANESE.test(letters) }));

  function isAtStart(text, letters) {
    for (let at = text.indexOf(letters); at >= 0; at = text.indexOf(letters, at + 1)) {
      if (at === 0 || !IN_A_WORD.test(text[at - 1])) return true;
    }
    return false;
  }

  function rank(title, term) {
    if (!holds(title, term)) return NOT_IN_TITLE;
    return isAtStart(formFor(title, term), term.letters) ? AT_START : INSIDE;
  }

  // An entry as it is searched and filtered; *side* is 0 on English pages and 1 on Japanese ones.
  function prepared(entry, side) {
    const texts = [entry.text[side], entry.text[1 - side]];
    const names = [...entry.services, ...entry.sources].flatMap((both) => [both[side], both[1 - side]]);
    const lines = [...texts, entry.tags.map((tag) => `@${tag}`).join(" "), ...names].join("\n");
    return {
      ...entry,
      lines: lines.split("\n"),
      forms: { title: bothForms(entry.title.join("\n")), text: bothForms(lines) },
      choices: {
        kind: [entry.kind],
        service: entry.services.map((both) => both[0]),
        status: entry.status ? [entry.status] : [],
        tag: entry.tags,
        source: entry.sources.map((both) => both[0]),
      },
    };
  }

  const fits = (entry, chosen) =>
    Object.entries(chosen).every(([name, value]) => !value || entry.choices[name].includes(value));

  // The entries that hold every term and fit what is *chosen*, the best first.
  function find(entries, terms, chosen) {
    const found = [];
    for (const entry of entries) {
      const { title, text } = entry.forms;
      if (!fits(entry, chosen)) continue;
      if (!terms.every((term) => holds(title, term) || holds(text, term))) continue;
      const ranks = terms.reduce((sum, term) => sum + rank(title, term), 0);
      found.push({ entry, order: ranks * KINDS.length + KINDS.indexOf(entry.kind) });
    }
    return found.sort((one, other) => one.order - other.order).map((each) => each.entry);
  }

  // The line of an entry in which most of the terms stand, else its first.
  function bestLine(entry, terms) {
    const { spaced, spaceless } = entry.forms.text;
    const forms = { spaced: spaced.split("\n"), spaceless: spaceless.split("\n") };
    const counts = entry.lines.map((_, number) =>
      terms.filter((term) => formFor(forms, term)[number].includes(term.letters)).length);
    return entry.lines[counts.indexOf(Math.max(...counts))];
  }

  // Which letters of a text belong to a term. A letter may be folded to none or to several.
  function foundLetters(letters, terms) {
    const found = new Array(letters.length).fill(false);
    for (const spaceless of [false, true]) {
      const wanted = terms.filter((term) => term.spaceless === spaceless);
      if (!wanted.length) continue;
      let text = "";
      const origins = [];
      letters.forEach((letter, number) => {
        const plain = spaceless ? folded(letter).replaceAll(" ", "") : folded(letter);
        text += plain;
        for (let unit = 0; unit < plain.length; unit++) origins.push(number);
      });
      for (const { letters: needle } of wanted) {
        for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
          found.fill(true, origins[at], origins[at + needle.length - 1] + 1);
        }
      }
    }
    return found;
  }

  // A text as parts that were found and parts that weren't: [{ text, isFound }].
  function marked(text, terms) {
    const letters = text.match(LETTERS) ?? [];
    return parts(letters, foundLetters(letters, terms));
  }

  // The part of a long text that is around what was found first.
  function excerpt(text, terms) {
    const letters = text.match(LETTERS) ?? [];
    const found = foundLetters(letters, terms);
    const first = found.indexOf(true);
    const start = letters.length > SHOWN ? Math.max(0, first - BEFORE) : 0;
    const end = Math.min(letters.length, start + SHOWN);
    const shown = parts(letters.slice(start, end), found.slice(start, end));
    if (start > 0) shown.unshift({ text: "… ", isFound: false });
    if (end < letters.length) shown.push({ text: " …", isFound: false });
    return shown;
  }

  function parts(letters, found) {
    const made = [];
    letters.forEach((letter, number) => {
      const last = made.at(-1);
      if (last?.isFound === found[number]) last.text += letter;
      else made.push({ text: letter, isFound: found[number] });
    });
    return made;
  }

  return { KINDS, bothForms, holds, termsOf, prepared, find, bestLine, marked, excerpt };
})();
