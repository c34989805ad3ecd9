// Finds what somebody types among the entries of the search index, in either language.
// Knows nothing of the page: texts and words in, an order of entries and marked letters out.
const azsimFind = (() => {
  const KINDS = ["service", "feature", "behaviour", "fact", "limit", "sentence"];
  // Services, features and behaviours are pages to a reader alike: the best one comes first.
  const PLACES = { service: 0, feature: 0, behaviour: 0, fact: 1, limit: 2, sentence: 3 };
  // How well a word is met: as a whole, by another that means the same, by a word that begins so,
  // by the inside of another word.
  const WHOLE = 4, MEANT = 3, BEGINS = 2, INSIDE = 1, NOWHERE = 0;
  const WORTH = [0, 0.05, 0.6, 0.8, 1];
  // What a word is worth where it stands: in a title, in what answers, around it, in the rest; and
  // what each further line that holds it adds, up to so many.
  const FIELDS = { title: 8, answer: 5, about: 3, text: 2 };
  const FURTHER = 0.05, MOST_FURTHER = 6;
  // A title that begins with it comes before one that holds it, the page of a service before others.
  const TITLE_BEGINS = 1.15, SERVICE = 2;
  const SHORTEST = { inside: 3, joined: 5, root: 4, slip: 5 };
  // How many needles are remembered with what they met.
  const MOST_KNOWN = 300;
  // Letters of a text that are shown before what was found in it, and in all.
  const BEFORE = 36, SHOWN = 150;

  // Letters

  // A letter with the accents that follow it, also those of half-width katakana.
  const LETTERS = /[^][\p{M}\uFF9E\uFF9F]*/gu;
  const DIGIT = 1, LATIN = 2, KATAKANA = 3, HIRAGANA = 4, KANJI = 5;
  const LETTER = /\p{L}/u;

  // Full-width or half-width, capital or small: the same letters. 1,024 is 1024, can't is cant.
  const folded = (text) => text.normalize("NFKC").toLowerCase();

  function kindOf(code, letter) {
    if (code < 128) {
      return code >= 48 && code <= 57 ? DIGIT : code >= 97 && code <= 122 ? LATIN : 0;
    }
    if (code >= 0x3041 && code <= 0x309F) return HIRAGANA;
    if (code >= 0x30A1 && code <= 0x30FF && code !== 0x30FB) return KATAKANA;
    if (code >= 0x4E00 && code <= 0x9FFF || code === 0x3005) return KANJI;
    return LETTER.test(letter) ? LATIN : 0;
  }

  const isDigit = (text, at) => kindOf(text.charCodeAt(at), "") === DIGIT;

  // The letters of a folded text without what is between words, where its words begin, and
  // where each letter comes from. Okurigana and the digits of a name begin no word of theirs.
  function spelt(text) {
    let plain = "";
    const starts = [], origins = [];
    let before = 0;
    for (let at = 0; at < text.length; at++) {
      const letter = text[at];
      const kind = kindOf(text.charCodeAt(at), letter);
      if (kind) {
        const goesOn = kind === before || (kind === DIGIT && before === LATIN)
          || (kind === HIRAGANA && before === KANJI);
        if (!goesOn) starts.push(plain.length);
        plain += letter;
        origins.push(at);
        before = kind;
      } else if (before === DIGIT && letter === "." && isDigit(text, at + 1)) {
        plain += letter;
        origins.push(at);
      } else if (!(isThousands(text, at) || isApostrophe(text, at))) {
        before = 0;
      }
    }
    return { plain, starts, origins };
  }

  const isThousands = (text, at) =>
    text[at] === "," && at > 0 && isDigit(text, at - 1) && /^,\d{3}(?!\d)/.test(text.slice(at, at + 5));
  const isApostrophe = (text, at) =>
    (text[at] === "'" || text[at] === "’") && LETTER.test(text[at + 1] ?? "");

  // Durations: 240 s, 240 秒, 4 minutes, four minutes and 4 分 are one

  const NUMBERS = { one: 1, two: 2, three: 3, four: 4, five: 5, six: 6, seven: 7, eight: 8, nine: 9, ten: 10 };
  const UNITS = [
    [1, "ms|milliseconds?|ミリ秒"], [1000, "s|secs?|seconds?|秒間?"],
    [60e3, "m|mins?|minutes?|分間?"], [3600e3, "h|hrs?|hours?|時間"], [86400e3, "days?|日間?"],
  ];
  const DURATION = new RegExp(
    `(?<![a-z0-9.])(\\d[\\d,]*(?:\\.\\d+)?|${Object.keys(NUMBERS).join("|")})[ -]?`
    + `(?:${UNITS.map(([, words]) => `(${words})`).join("|")})(?![a-z0-9])`, "g");

  // The durations in a folded text, in milliseconds, with where they begin and end.
  function durationsIn(text) {
    if (!/[\d]|one|two|three|four|five|six|seven|eight|nine|ten/.test(text)) return [];
    return Array.from(text.matchAll(DURATION), (found) => {
      const [all, number, ...units] = found;
      const amount = NUMBERS[number] ?? Number(number.replaceAll(",", ""));
      const unit = UNITS[units.findIndex(Boolean)][0];
      return { length: amount * unit, start: found.index, end: found.index + all.length };
    });
  }

  // Inflections: retry, retries and retried are one

  const ENDING = /(?:ies|ied|ying|ions?|ing|es|ed|s|y|e)$/;
  const ENDINGS = new Set(
    ["", "s", "es", "ses", "e", "d", "ed", "ing", "ion", "ions", "y", "ies", "ied", "ying", "ly"]);

  const LONGEST_ENDING = 5;

  function rootOf(word) {
    if (word.length < SHORTEST.root || !/^[a-z]+$/.test(word)) return word;
    const root = word.replace(ENDING, "");
    if (root.length < 3) return word;
    return root.at(-1) === root.at(-2) && root !== word ? root.slice(0, -1) : root;
  }

  const isEnding = (root, rest) =>
    ENDINGS.has(rest) || (rest[0] === root.at(-1) && ENDINGS.has(rest.slice(1)));

  // What is searched: lines in both languages, one below the other in one long text

  class Lines {
    constructor() {
      this.texts = [];
      this.parts = [];
      this.ends = [];
      this.size = 0;
      this.durations = new Map();
      this.words = new Set();
      this.known = new Map();
    }

    // Take up a line, which is a text or the same in several languages.
    add(texts) {
      const number = this.texts.push(texts) - 1;
      for (const text of new Set(texts)) {
        const letters = folded(text);
        const { plain, starts } = spelt(letters);
        this.parts.push({ number, plain, starts: starts.map((start) => this.size + start) });
        this.size += plain.length + 1;
        this.ends.push(this.size);
        for (const { length } of durationsIn(letters)) {
          if (!this.durations.has(length)) this.durations.set(length, new Set());
          this.durations.get(length).add(number);
        }
        for (const word of letters.match(/[a-z]{4,}|[ァ-ヺー]{4,}/g) ?? []) this.words.add(word);
      }
      return number;
    }

    // Put the lines together; nothing is added afterwards.
    close() {
      this.plain = `${this.parts.map((part) => part.plain).join("\n")}\n`;
      this.isStart = new Uint8Array(this.size + 1);
      for (const { starts } of this.parts) for (const start of starts) this.isStart[start] = 1;
      for (const end of this.ends) this.isStart[end - 1] = 1;
      this.numbers = this.parts.map(({ number }) => number);
      this.parts = null;
      return this;
    }

    // How well each line meets *needle*. What was asked before is likely to be asked again with
    // the next letter.
    met(needle) {
      const key = needle.letters ?? needle.length;
      if (!this.known.has(key)) {
        if (this.known.size === MOST_KNOWN) this.known.clear();
        this.known.set(key, this.meeting(needle));
      }
      return this.known.get(key);
    }

    meeting(needle) {
      const met = new Uint8Array(this.texts.length);
      if ("length" in needle) {
        for (const number of this.durations.get(needle.length) ?? []) met[number] = WHOLE;
        return met;
      }
      this.look(needle.letters, met, this.judge(needle.letters));
      if (needle.root !== needle.letters) {
        this.look(needle.root, met, (at) => (this.isStart[at] && this.isInflected(needle.root, at) ? WHOLE : NOWHERE));
      }
      return met;
    }

    look(letters, met, quality) {
      // Of one or two letters, which begin nearly anything, the first in a line will do.
      const enough = letters.length < SHORTEST.inside ? BEGINS : WHOLE;
      let part = 0;
      for (let at = this.plain.indexOf(letters); at >= 0;) {
        while (this.ends[part] <= at) part++;
        const number = this.numbers[part];
        if (met[number] < enough) {
          const found = quality(at);
          if (found > met[number]) met[number] = found;
        }
        at = this.plain.indexOf(letters, met[number] < enough ? at + 1 : this.ends[part]);
      }
    }

    // How well the place of some letters meets them.
    judge(letters) {
      const kind = kindOf(letters.charCodeAt(0), letters[0]);
      if (kind === DIGIT && !/[^\d.]/.test(letters)) return (at) => this.asNumber(letters, at);
      return kind >= KATAKANA
        ? (at) => this.asJapanese(letters, at, kind) : (at) => this.asWord(letters, at);
    }

    asNumber(letters, at) {
      const end = at + letters.length;
      const goesOn = isDigit(this.plain, end) || (this.plain[end] === "." && isDigit(this.plain, end + 1));
      return !this.isStart[at] ? NOWHERE : goesOn ? BEGINS : WHOLE;
    }

    asJapanese(letters, at, kind) {
      if (kind === KANJI && letters.length === 1) return this.isStart[at] ? BEGINS : INSIDE;
      if (!this.isStart[at]) return kind === KANJI ? BEGINS : INSIDE;
      const end = at + letters.length;
      const goesOn = kindOf(this.plain.charCodeAt(end), "") === KATAKANA && !this.isStart[end];
      return goesOn ? BEGINS : WHOLE;
    }

    asWord(letters, at) {
      let next = at + 1;
      while (!this.isStart[next]) next++;
      const joins = next < at + letters.length;
      if (this.isStart[at]) {
        if (joins && letters.length < SHORTEST.joined) return NOWHERE;
        return this.isInflected(letters, at) ? WHOLE : BEGINS;
      }
      return joins || letters.length < SHORTEST.inside ? NOWHERE : INSIDE;
    }

    // Whether the word at a place is *root* with an ending of the language, or with none.
    isInflected(root, at) {
      const start = at + root.length;
      if (this.isStart[start]) return true;
      let end = start;
      while (!this.isStart[end]) end++;
      return end - start <= LONGEST_ENDING && isEnding(root, this.plain.slice(start, end));
    }

    // The word of the lines, or of *more*, that is one slip away: a letter too many, too few,
    // another, or two in the wrong order.
    nearest(word, more) {
      if (word.length < SHORTEST.slip) return null;
      for (const words of [more, this.words]) {
        for (const other of words) if (isSlip(word, other)) return other;
      }
      return null;
    }

    // The longest parts of a Japanese word that stand in the lines, if all of it does.
    partsOf(word) {
      const found = [];
      for (let start = 0; start < word.length;) {
        let end = word.length;
        while (end > start + 1 && !this.plain.includes(word.slice(start, end))) end--;
        if (end === start + 1) return null;
        found.push(word.slice(start, end));
        start = end;
      }
      return found;
    }
  }

  function isSlip(one, other) {
    const [short, long] = one.length <= other.length ? [one, other] : [other, one];
    if (long.length - short.length > 1) return false;
    let at = 0;
    while (at < short.length && short[at] === long[at]) at++;
    const rest = (from) => short.slice(from) === long.slice(at + 1);
    if (long.length > short.length) return rest(at);
    const turned = short[at] === long[at + 1] && short[at + 1] === long[at]
      && short.slice(at + 2) === long.slice(at + 2);
    return rest(at + 1) || turned;
  }

  // What is typed

  // The words of a folded text one by one, those of Japanese without its particles.
  function wordsOf(text, particles) {
    const found = [];
    const { plain, starts } = spelt(text);
    starts.forEach((start, number) => {
      // A blank, a hyphen or another script ends a word.
      found.push(plain.slice(start, starts[number + 1]));
    });
    return joinedScript(found).flatMap((word) => (isJapanese(word) ? parted(word, particles) : [word]));
  }

  const isJapanese = (word) => kindOf(word.charCodeAt(0), word[0]) >= KATAKANA;

  // Kanji that go on after hiragana, as in 割り当て, belong to the word before.
  function joinedScript(words) {
    const joined = [];
    for (const word of words) {
      const last = joined.at(-1);
      const goesOn = last && kindOf(word.charCodeAt(0), word[0]) === KANJI
        && kindOf(last.charCodeAt(last.length - 1), last.at(-1)) === HIRAGANA
        && kindOf(last.charCodeAt(0), last[0]) === KANJI;
      if (goesOn) joined[joined.length - 1] += word;
      else joined.push(word);
    }
    return joined;
  }

  // A Japanese run without its particles: 接続が戻るのは is 接続 and 戻. What isn't stays said.
  function parted(run, particles) {
    if (kindOf(run.charCodeAt(0), run[0]) === KATAKANA) return [run];
    if (kindOf(run.charCodeAt(0), run[0]) === HIRAGANA) return particles.alone.test(run) ? [] : [run];
    const found = [];
    let word = "";
    for (const [, kanji, kana] of run.matchAll(/([一-鿿々]+)([ぁ-ゟ]*)/g)) {
      word += kanji;
      const [, okurigana, negation, rest] = kana.match(particles.after);
      if (kana && !negation && !rest) {
        word += okurigana;
        continue;
      }
      if (kana) {
        found.push(word);
        if (negation) found.push("ない");
        word = "";
      }
    }
    if (word) found.push(word.replace(/[ぁ-ゟ]+$/, ""));
    return found;
  }

  function particlesIn(text) {
    const any = text.split(" ").filter(Boolean)
      .sort((one, other) => other.length - one.length).join("|") || "(?!)";
    return {
      alone: new RegExp(`^(?:${any})+$`),
      after: new RegExp(`^([ぁ-ゟ]*?)((?:でき|られ|れ)?(?:ない|ません))?((?:${any})*)$`),
    };
  }

  // What the data file says of words: sets of those that mean the same, and those that mean little.
  function dictionary({ same, little, particles }) {
    const dropped = particlesIn(particles);
    const words = (text) => wordsOf(folded(text), dropped);
    return {
      particles: dropped,
      little: new Set(little.split(" ").map((word) => spelt(word).plain)),
      groups: same.map((members) => members.map((member) => {
        const typed = words(member);
        return { words: typed, roots: typed.map(rootOf), letters: typed.join("") };
      })),
      known: new Set(same.flat().flatMap(words).filter((word) => word.length >= SHORTEST.slip)),
    };
  }

  const needle = (letters) => ({ letters, root: rootOf(letters) });

  // A query as terms, each of which has alternatives: sets of needles that one line has to meet.
  // *said* are all of its words, put right where they held a slip.
  function termsOf(query, words, lines) {
    let text = folded(query);
    const terms = [];
    for (const { length, start, end } of durationsIn(text).reverse()) {
      terms.unshift({ options: [[{ length }]] });
      text = `${text.slice(0, start)} ${text.slice(end)}`;
    }
    let left = wordsOf(text, words.particles);
    if (lines) left = left.flatMap((word) => righted(word, words, lines));
    const said = [...left];
    for (const { typed, group } of meant(left, words.groups)) {
      if (!typed.every((word) => left.includes(word))) continue;
      left = left.filter((word) => !typed.includes(word));
      terms.push({ options: [typed, ...group.map((member) => member.words)].map((member) => member.map(needle)) });
    }
    const heavy = left.filter((word) => !words.little.has(word));
    const kept = heavy.length || terms.length ? heavy : left;
    terms.push(...[...new Set(kept)].map((word) => ({ options: [[needle(word)]] })));
    return { terms, said };
  }

  // The sets of which all words of a member were typed, those with the longest members first.
  function meant(typed, groups) {
    const roots = new Map(typed.map((word) => [rootOf(word), word]));
    const rows = rowsOf(typed);
    const found = [];
    for (const group of groups) {
      for (const member of group) {
        const own = member.roots.every((root) => roots.has(root))
          ? member.roots.map((root) => roots.get(root)) : rows.get(member.letters);
        if (own) found.push({ typed: own, group });
      }
    }
    return found.sort((one, other) => other.typed.join("").length - one.typed.join("").length);
  }

  // Words in a row by the letters that they are together: fail-over is failover.
  function rowsOf(typed) {
    const rows = new Map();
    for (let start = 0; start < typed.length; start++) {
      for (let end = start + 1; end <= typed.length; end++) {
        const row = typed.slice(start, end);
        rows.set(row.join(""), row);
      }
    }
    return rows;
  }

  // A word as the lines have it: as it is, without its slip, or in the parts that they know.
  function righted(word, words, lines) {
    const isKnown = words.known.has(word) || words.little.has(word)
      || lines.met(needle(word)).some((quality) => quality >= BEGINS);
    if (isKnown) return [word];
    const near = lines.nearest(word, words.known);
    if (near) return [near];
    return (isJapanese(word) && lines.partsOf(word)) || [word];
  }

  // The index, ready to be searched

  // The lines of an entry, with what a word is worth in each.
  function fieldsOf(entry) {
    const fields = [
      [FIELDS.title, [entry.title]], [FIELDS.answer, entry.answer ?? []],
      [FIELDS.about, entry.about ?? []], [FIELDS.text, entry.text ?? []],
    ];
    return {
      numbers: Int32Array.from(fields.flatMap(([, numbers]) => numbers)),
      worths: Int8Array.from(fields.flatMap(([worth, numbers]) => numbers.map(() => worth))),
    };
  }

  // *pause* is awaited now and then, so that what is typed meanwhile gets its turn.
  async function prepared(index, pause) {
    const lines = new Lines();
    for (const texts of index.lines) {
      lines.add(typeof texts === "string" ? [texts, texts] : texts);
      await pause();
    }
    const words = dictionary(index.words);
    const entries = index.entries.map((entry, number) => ({
      ...entry, number, ...fieldsOf(entry),
      titles: lines.texts[entry.title].map((title) => spelt(folded(title)).plain),
      asked: (entry.asked ?? []).map((each) => wordsOf(folded(each), words.particles)),
      beside: (entry.beside ?? []).map((each) => wordsOf(folded(each), words.particles)),
    }));
    return { lines: lines.close(), words, entries };
  }

  // How well each line meets a term: its best alternative, by the worst of its needles. What was
  // typed comes first among them, and is worth more than what means the same.
  function metBy(term, lines) {
    const best = new Uint8Array(lines.texts.length);
    term.options.forEach((option, place) => {
      const [first, ...others] = option.map((each) => lines.met(each));
      const most = place ? MEANT : WHOLE;
      for (let number = 0; number < best.length; number++) {
        let worst = Math.min(first[number], most);
        for (const other of others) if (other[number] < worst) worst = other[number];
        if (worst > best[number]) best[number] = worst;
      }
    });
    return best;
  }


  const fits = (entry, chosen) => Object.entries(chosen).every(([name, value]) =>
    !value || (name === "kind" ? [entry.kind] : entry.filters[name] ?? []).some((each) =>
      (Array.isArray(each) ? each[0] : each) === value));

  // What isn't modelled among *entries*, and is asked for by whoever says these words: at least half
  // of those that say something.
  function askedFor(entries, said, little) {
    const heavy = said.filter((word) => !little.has(word));
    const roots = new Set(said.map(rootOf));
    const together = said.join("");
    const holds = (words) => words.length && words.every((word) =>
      (isJapanese(word) ? together.includes(word) : roots.has(rootOf(word))));
    const lengthOf = (words) => words.reduce((sum, word) => sum + word.length, 0);
    return entries.filter(({ asked, beside }) => {
      const meant = [...asked.filter(holds), ...beside.filter(holds)];
      return asked.some(holds) && (!beside.length || beside.some(holds))
        && 2 * lengthOf([...new Set(meant.flat())]) >= lengthOf(heavy);
    });
  }

  // The entries that meet a query and fit what is *chosen*, the best first, with how well each line
  // meets each of its terms. Where none meets all, those that meet most, and *isWhole* says so.
  function find({ lines, words, entries }, query, chosen) {
    const { terms, said } = termsOf(query, words, lines);
    const isChosen = Object.values(chosen).some(Boolean);
    if (!terms.length && !isChosen) return { found: [], terms, met: [], isAsked: false, isWhole: true };
    const met = terms.map((term) => metBy(term, lines));
    const among = isChosen ? entries.filter((entry) => fits(entry, chosen)) : entries;
    const columns = met.map((lineMet) => columnOf(among, lineMet));
    let found = among.map((_, number) => number);
    const whole = found.filter((number) => columns.every((column) => column.worth[number]));
    const isWhole = whole.length > 0;
    if (isWhole) found = whole;
    else {
      found = found.filter((number) => {
        const missing = columns.filter((column) => !column.worth[number]).length;
        return missing <= terms.length / 2 && missing < terms.length;
      });
    }
    found = found.map((number) => rated(among[number], number, columns, said));
    // A title that answers needs no word about limits above it.
    const isAnswered = found.some((each) => each.isTitle && PLACES[each.entry.kind] === 0);
    const limits = isAnswered ? [] : askedFor(among, said, words.little);
    const named = among.filter((entry) => entry.id === query.trim());
    const others = found.sort(inOrder).map(({ entry }) => entry);
    return { found: [...new Set([...named, ...limits, ...others])], terms, met, isAsked: true, isWhole };
  }

  // How well each of some entries meets a term, what that is worth, and what the term weighs: less
  // where many meet it.
  function columnOf(entries, met) {
    const worth = new Float32Array(entries.length);
    const quality = new Uint8Array(entries.length);
    let meeting = 0;
    entries.forEach((entry, place) => {
      const { numbers, worths } = entry;
      let best = 0, most = NOWHERE, count = 0;
      for (let each = 0; each < numbers.length; each++) {
        const how = met[numbers[each]];
        if (!how) continue;
        count++;
        if (worths[each] * WORTH[how] > best) best = worths[each] * WORTH[how];
        if (how > most) most = how;
      }
      if (!count) return;
      meeting++;
      worth[place] = best * (1 + FURTHER * Math.min(count - 1, MOST_FURTHER));
      quality[place] = most;
    });
    return { worth, quality, met, weight: Math.log(1 + entries.length / (1 + meeting)) };
  }

  function rated(entry, place, columns, said) {
    let missing = 0, isInside = false, isTitle = columns.length > 0, score = 0;
    for (const { worth, quality, met, weight } of columns) {
      missing += !worth[place];
      isInside ||= quality[place] === INSIDE;
      isTitle &&= met[entry.title] >= MEANT;
      score += worth[place] * weight;
    }
    if (isTitle) {
      // Of two titles the one with less beside what was typed.
      const typed = said.join("").length;
      score *= 1 + typed / (typed + entry.titles[0].length);
      if (entry.titles.some((title) => title.startsWith(said[0]))) score *= TITLE_BEGINS;
      if (entry.kind === "service") score *= SERVICE;
    }
    return { entry, missing, isInside, isTitle, score };
  }

  const inOrder = (one, other) =>
    one.missing - other.missing || one.isInside - other.isInside
    || PLACES[one.entry.kind] - PLACES[other.entry.kind]
    || other.score - one.score || one.entry.number - other.entry.number;

  // What is shown

  // Finds the line of an entry that meets most of what was asked, in the language *side*; else its
  // first. *met* is how well each line meets each term.
  function bestLines({ lines }, met, side) {
    const worth = (number) => met.reduce((sum, each) => sum + each[number], 0);
    return (entry) => {
      const numbers = [...entry.answer ?? [], ...entry.text ?? [], ...entry.about ?? []];
      const best = numbers.reduce(
        (one, other) => (one === undefined || worth(other) > worth(one) ? other : one), undefined);
      return best === undefined ? "" : lines.texts[best][side];
    };
  }

  // Which letters of a text belong to a term. A letter may be folded to none or to several.
  function foundLetters(letters, terms) {
    const found = new Array(letters.length).fill(false);
    let text = "";
    const letterOf = [];
    letters.forEach((letter, number) => {
      const plain = folded(letter);
      text += plain;
      for (let unit = 0; unit < plain.length; unit++) letterOf.push(number);
    });
    const fill = (start, end) => found.fill(true, letterOf[start], letterOf[end] + 1);
    const needles = terms.flatMap(({ options }) => options.flat());
    const wanted = new Set(needles.map(({ length }) => length));
    for (const { length, start, end } of durationsIn(text)) if (wanted.has(length)) fill(start, end - 1);
    const line = new Lines();
    line.add([text]);
    line.close();
    const { plain, origins } = spelt(text);
    for (const { options } of terms) {
      const places = options.flat().flatMap((each) => placesOf(each, line, plain));
      // What stands inside of other words counts where nothing else does.
      const best = places.some((place) => place.quality > INSIDE) ? BEGINS : INSIDE;
      for (const { at, length, quality } of places) {
        if (quality >= best) fill(origins[at], origins[at + length - 1]);
      }
    }
    return found;
  }

  // Where a needle stands in a text, and how well. A mere ending of Japanese isn't shown.
  function placesOf({ letters, root }, line, plain) {
    const places = [];
    if (!letters || (letters.length < 3 && kindOf(letters.charCodeAt(0), "") === HIRAGANA)) return places;
    const judges = new Map([[root, (at) => (line.isStart[at] && line.isInflected(root, at) ? WHOLE : NOWHERE)]]);
    judges.set(letters, line.judge(letters));
    for (const [each, judge] of judges) {
      for (let at = plain.indexOf(each); at >= 0; at = plain.indexOf(each, at + 1)) {
        const quality = judge(at);
        if (quality) places.push({ at, length: each.length, quality });
      }
    }
    return places;
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

  // Which of some texts hold every word of a query: for lists that a page shows already.
  function among(texts) {
    const lines = new Lines();
    for (const text of texts) lines.add([text]);
    lines.close();
    const words = dictionary({ same: [], little: "", particles: "" });
    return (query) => {
      const { terms } = termsOf(query, words, null);
      const met = terms.map((term) => metBy(term, lines));
      return texts.map((_, number) => met.every((each) => each[number] > NOWHERE));
    };
  }

  return { KINDS, prepared, find, bestLines, marked, excerpt, among };
})();
