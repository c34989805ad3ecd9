// Changing a scenario and playing it: azsim itself runs in the page, once somebody asks for it.
// Before that nothing of it is loaded, and the text is in a plain field.
const azsimPlayground = (() => {
  const section = document.querySelector(".playground");
  const data = JSON.parse(document.getElementById("playground").textContent);
  const { words, phrases, loader } = azsimPlaying;
  const { top } = document.body.dataset;
  const language = document.documentElement.lang;
  const canonical = document.querySelector("link[rel=canonical]")?.href;
  const part = (name) => section.querySelector(`[data-part=${name}]`);
  const button = (name) => section.querySelector(`[data-do=${name}]`);
  const field = part("text");
  const folded = part("folded");
  const result = part("result");
  const meter = part("meter");
  const sliders = azsimSliders(part("sliders"), words, moved);
  // Longer than this, a moved slider waits for the next one.
  const SETTLED = 150;
  // Chats and mail programs are said to cut longer addresses off.
  const LONG = 2000;

  const said = (name, values = {}) =>
    words[name].replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
  const tell = (name, values) => {
    part("status").textContent = name ? said(name, values) : "";
  };

  // The texts, one of which is shown

  const book = { texts: [data.text], at: 0, files: {}, place: data.place ?? "" };
  let sheet = {
    get text() { return field.value; },
    set text(next) {
      field.value = next;
      field.rows = Math.min(Math.max(next.split("\n").length, 6), 30);
    },
    open(next) { this.text = next; },
    mend() {},
    goTo() { field.focus(); },
    check() {},
    focus() { field.focus(); },
  };

  function keep() {
    book.texts[book.at] = sheet.text;
  }

  /** Show these *texts* instead, that with the number *at* in the editor. */
  function open(texts, at = 0) {
    book.texts = [...texts];
    book.at = at;
    sheet.open(book.texts[at]);
    showFindings([]);
    sheet.check();
    markChanged();
  }

  function markChanged() {
    part("stale").hidden = !result.hasChildNodes();
    section.dispatchEvent(new Event("changed"));
  }

  // By hand, anything may have moved: where the numbers are is asked anew.
  function edited() {
    keep();
    sliders.forget();
    leavePage();
    markChanged();
    findSliders();
  }

  // The address says nothing of a text that is somebody's own.
  function leavePage() {
    isOfPage = false;
    if (azsimLink.isOurs(location.hash)) history.replaceState(null, "", location.pathname + location.search);
  }

  // Loading

  const scripts = new Map();

  // The loader of azsim looks there for where its parts are.
  function placeLoader() {
    if (document.getElementById("azsim-play")) return;
    const made = document.createElement("script");
    made.type = "application/json";
    made.id = "azsim-play";
    made.textContent = JSON.stringify({ ...loader, folder: `${top}assets/play/` });
    document.head.append(made);
  }

  /** Load a script of the site once; what can't be loaded is tried again next time. */
  function script(address) {
    if (!scripts.has(address)) {
      scripts.set(address, new Promise((resolve, reject) => {
        const made = document.createElement("script");
        made.src = top + address;
        made.onload = resolve;
        made.onerror = () => {
          scripts.delete(address);
          reject({ part: address.split("/").at(-1) });
        };
        document.head.append(made);
      }));
    }
    return scripts.get(address);
  }

  function sentences() {
    return new Promise((resolve, reject) => {
      globalThis.azsimSentences = resolve;
      script(azsimPlaying.sentences).catch(reject);
    });
  }

  let starting = null;
  let isReady = false;

  function start() {
    starting ??= begin().catch((error) => {
      starting = null;
      throw error;
    });
    return starting;
  }

  async function begin() {
    placeLoader();
    await script(azsimPlaying.play);
    AzsimPlay.onWord = tell;
    tell("fetching");
    await AzsimPlay.start(({ loaded, total }) => {
      if (loaded >= total && !meter.hidden) tell("starting");
      meter.hidden = loaded >= total;
      meter.max = total;
      meter.value = loaded;
    });
    isReady = true;
  }

  /** The answer to a request, which may be about the text that is shown. */
  async function ask(request) {
    await start();
    return AzsimPlay.ask({ language, text: sheet.text, files: book.files, place: book.place, top, ...request });
  }

  function explainError(error) {
    meter.hidden = true;
    // Only what was played last counts.
    if (error.overtaken) return;
    if (error.stopped) tell(`stopped by ${error.stopped}` in words ? `stopped by ${error.stopped}` : "stopped", AzsimPlay.limits);
    else if (error.part) tell("part missing", { part: error.part });
    else if (error.missing) tell(`no ${error.missing}`);
    else tell("went wrong", { reason: error.crashed ?? error.message });
  }

  // The editor takes the place of the plain field as soon as somebody turns to it.

  let upgrading = null;

  function upgrade() {
    upgrading ??= mount().catch((error) => {
      upgrading = null;
      throw error;
    });
    return upgrading;
  }

  async function mount() {
    const [known] = await Promise.all([sentences(), script(azsimPlaying.editor)]);
    // What is being composed would be lost.
    while (field.dataset.composing) await new Promise((resolve) => field.addEventListener("compositionend", resolve, { once: true }));
    const hasFocus = document.activeElement === field;
    const host = part("editor");
    host.hidden = false;
    sheet = AzsimEditor.create({
      host, language, phrases, text: field.value,
      selection: { from: field.selectionStart, to: field.selectionEnd },
      label: field.getAttribute("aria-label"),
      sentences: known,
      ask: (request) => (isReady ? ask(request) : null),
      onChange: edited,
      onFindings: showFindings,
      onPlay: play,
      mendName,
    });
    if (hasFocus) sheet.focus();
    field.hidden = true;
  }

  field.addEventListener("compositionstart", () => { field.dataset.composing = "yes"; });
  field.addEventListener("compositionend", () => { delete field.dataset.composing; });
  field.addEventListener("input", edited);
  field.addEventListener("focus", () => {
    const upgraded = upgrade();
    // Whoever saves data asks for it by Play.
    const started = navigator.connection?.saveData ? null : start().then(() => tell("ready"));
    // Either may be missing, which is the last that is said.
    Promise.allSettled([upgraded, started]).then((ended) => {
      const failed = ended.find(({ status }) => status === "rejected");
      if (failed) explainError(failed.reason);
      if (isReady) sheet.check();
    });
  });

  // Mistakes, each with what would put it right

  // A few words say what they are; a stretch of lines says too much.
  const mendName = ({ text }) => (text.includes("\n") ? words["mend layout"] : said("mend", { words: text.trim() }));

  function showFindings(findings) {
    part("findings").replaceChildren(...findings.map((finding) => {
      const made = document.createElement("li");
      made.className = finding.kind ?? "";
      const place = document.createElement("button");
      place.type = "button";
      place.className = "place";
      place.textContent = said("line", { line: finding.line });
      place.addEventListener("click", () => sheet.goTo(finding.line));
      const advice = document.createElement("span");
      advice.className = "advice";
      advice.textContent = finding.message;
      made.append(place, advice);
      for (const mend of finding.mends ?? []) {
        const fix = document.createElement("button");
        fix.type = "button";
        fix.textContent = mendName(mend);
        fix.addEventListener("click", () => {
          sheet.mend(mend);
          sheet.focus();
        });
        made.append(fix);
      }
      return made;
    }));
  }

  // Playing

  let playing = null;
  let wantsMore = false;
  let running = 0;

  /** Do some *work* that may take long: meanwhile it can be stopped. */
  async function stoppable(work) {
    running += 1;
    button("stop").hidden = false;
    try {
      return await work();
    } finally {
      running -= 1;
      button("stop").hidden = !running;
    }
  }

  /** Play what is there now; while something is played, once more when that is done. */
  function play() {
    if (playing) {
      wantsMore = true;
      return playing;
    }
    playing = stoppable(playOnce).finally(() => {
      playing = null;
      if (wantsMore) {
        wantsMore = false;
        play();
      }
    });
    return playing;
  }

  async function playOnce() {
    keep();
    const texts = [...book.texts];
    const answers = [];
    try {
      await start();
      tell("playing");
      for (const text of texts) answers.push(await ask({ ask: "play", text }));
    } catch (error) {
      wantsMore = false;
      return explainError(error);
    }
    show(answers, texts);
  }

  function stop() {
    wantsMore = false;
    isReady = false;
    starting = null;
    AzsimPlay.stop();
  }

  function show(answers, texts) {
    const before = [...result.querySelectorAll("details.play")].map((each) => each.open);
    result.replaceChildren(...answers.map((answer, number) => told(answer, texts[number])));
    keepOpen(before);
    part("stale").hidden = true;
    azsimWalks(result);
    azsimTake.pictures(result, data.name);
    const shown = answers[book.at] ?? answers[0];
    showFindings(shown.mistakes ?? []);
    tellOutcome(answers);
  }

  // Whoever looks at one row of examples goes on looking at it; what fails is opened in any case.
  function keepOpen(before) {
    const rows = [...result.querySelectorAll("details.play")];
    if (rows.length !== before.length) return;
    rows.forEach((row, number) => {
      row.open = before[number] || Boolean(row.querySelector(".alarm"));
    });
  }

  function tellOutcome(answers) {
    const outcomes = answers.flatMap((each) => each.outcomes ?? []);
    const held = outcomes.filter((each) => each.outcome === "passed").length;
    const count = outcomes.length;
    if (answers.some((each) => each.error)) tell("not played");
    // Want of failures says nothing: something has to have been played.
    else if (answers.every((each) => each.holds)) tell("all hold", { held, count });
    else if (!count) tell("nothing played");
    else tell(held < count ? "some fail" : "also mistakes", { held, failed: count - held, count });
  }

  function told(answer, text) {
    const made = document.createElement("div");
    if (answer.error) {
      made.append(adviceOf(answer.error));
      return made;
    }
    // Made of templates that escape every word of the text.
    made.innerHTML = answer.html;
    for (const each of made.querySelectorAll("[data-capture]")) {
      const { name, base64 } = answer.captures.find(({ name }) => name === each.dataset.capture);
      each.addEventListener("click", () => azsimTake.save(new Blob([bytesOf(base64)]), name));
    }
    made.append(takeAlong(answer, text));
    return made;
  }

  function takeAlong(answer, text) {
    const made = part("along").content.cloneNode(true);
    const status = made.querySelector("[role=status]");
    const copies = {
      link: () => address([text]),
      gherkin: () => text,
      markdown: async () => (canonical || location.protocol.startsWith("http")
        ? `${answer.markdown}\n\n<${await address([text])}>\n` : `${answer.markdown}\n`),
    };
    for (const each of made.querySelectorAll("[data-copy]")) {
      each.addEventListener("click", async () => {
        status.textContent = "";
        const isDone = await azsimTake.copy(await copies[each.dataset.copy]());
        status.textContent = words[isDone ? "copied" : "not copied"];
      });
    }
    const files = {
      feature: () => azsimTake.save(new Blob([text], { type: "text/plain" }), `${data.name}.feature`),
      trace: () => saveTrace(text),
    };
    for (const each of made.querySelectorAll("[data-file]")) {
      each.addEventListener("click", files[each.dataset.file]);
    }
    return made;
  }

  // A trace may be far larger than all else, so it is made when somebody wants it: by playing again, which
  // comes out the same.
  function saveTrace(text) {
    return stoppable(async () => {
      try {
        await start();
        tell("playing");
        const { gzip } = await ask({ ask: "trace", text });
        const lines = new Blob([bytesOf(gzip)]).stream().pipeThrough(new DecompressionStream("gzip"));
        azsimTake.save(await new Response(lines).blob(), `${data.name}.jsonl`);
        tell("");
      } catch (error) {
        explainError(error);
      }
    });
  }

  /** Show what a deployment means; *add* takes its scenarios. */
  function explain(answer, add) {
    const made = document.createElement("div");
    if (answer.error) {
      made.append(adviceOf(answer.error));
    } else {
      made.innerHTML = answer.html;
      const take = document.createElement("button");
      take.type = "button";
      take.textContent = words["add scenarios"];
      take.addEventListener("click", () => add(answer.feature));
      const controls = document.createElement("p");
      controls.className = "controls";
      if (answer.feature) controls.append(take);
      made.append(controls);
    }
    result.replaceChildren(made);
    part("stale").hidden = true;
  }

  function adviceOf(text) {
    const advice = document.createElement("pre");
    advice.className = "advice";
    advice.textContent = text;
    return advice;
  }

  const bytesOf = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

  // Sliders

  let settling = 0;
  // Whether the text is that of the page but for the numbers that were moved.
  let isOfPage = true;

  function moved(write) {
    sheet.text = write(sheet.text);
    keep();
    if (isOfPage) history.replaceState(null, "", azsimLink.values(sliders.numbers));
    markChanged();
    clearTimeout(settling);
    settling = setTimeout(play, SETTLED);
  }

  async function findSliders() {
    if (!isReady) return;
    try {
      const answer = await ask({ ask: "sliders" });
      if (answer.sliders) sliders.show(answer.sliders);
    } catch {
      // Stopped, or overtaken by what was typed since.
    }
  }

  // In the other language, and tidy

  async function rewrite(request, done) {
    keep();
    const before = sheet.text;
    try {
      const answer = await ask(request);
      if (answer.error) return tell("went wrong", { reason: answer.error });
      // What was typed meanwhile isn't lost.
      if (sheet.text !== before) return;
      sheet.text = answer.text;
      keep();
      leavePage();
      markChanged();
      findSliders();
      done(answer);
    } catch (error) {
      explainError(error);
    }
  }

  const isJapanese = (text) => /^\s*#\s*language\s*:\s*ja\b/m.test(text.slice(0, 400));

  function translate() {
    return rewrite({ ask: "translate", to: isJapanese(sheet.text) ? "en" : "ja" }, ({ untranslated }) =>
      tell(untranslated?.length ? "partly translated" : "translated", { count: untranslated?.length }));
  }

  // The address

  /** An address that others can open; in a folder of one's own, one that opens here. */
  async function address(texts) {
    const base = canonical ?? location.href;
    const isOriginal = texts.length === 1 && texts[0] === data.text;
    return new URL(isOriginal ? "#" : await azsimLink.pack(texts), base).href.replace(/#$/, "");
  }

  async function copyLink() {
    keep();
    const link = isOfPage && azsimLink.holdsValues(location.hash)
      ? new URL(location.hash, canonical ?? location.href).href
      : await address(book.texts);
    const name = link.length > LONG ? "long link copied" : "link copied";
    tell(await azsimTake.copy(link) ? name : "not copied", { count: link.length });
  }

  async function readAddress() {
    const { hash } = location;
    if (azsimLink.holdsTexts(hash)) {
      const texts = await azsimLink.unpack(hash);
      if (texts) {
        isOfPage = false;
        sliders.forget();
        open(texts);
      }
      tell(texts ? "from a link" : "broken link");
    } else if (azsimLink.holdsValues(hash)) {
      isOfPage = true;
      sliders.show(data.sliders);
      open([sliders.set(data.text, azsimLink.readValues(hash))]);
      tell("from a link");
    } else {
      return;
    }
    folded.open = true;
    section.scrollIntoView();
  }

  function reset() {
    if (playing) stop();
    leavePage();
    isOfPage = true;
    open([data.text]);
    sliders.show(data.sliders);
    result.replaceChildren();
    part("stale").hidden = true;
    tell("");
  }

  // Buttons and keys

  const deeds = {
    play, stop, reset, translate,
    tidy: () => rewrite({ ask: "mend" }, () => tell("tidied")),
    link: copyLink,
  };
  section.addEventListener("click", (event) => {
    const name = event.target.closest("[data-do]")?.dataset.do;
    if (name) deeds[name]();
  });
  section.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented || event.isComposing) return;
    event.preventDefault();
    play();
  });
  addEventListener("hashchange", readAddress);

  sheet.text = data.text;
  sliders.show(data.sliders);
  section.hidden = false;
  if (typeof WebAssembly === "undefined") {
    for (const each of section.querySelectorAll("[data-do=play]")) each.disabled = true;
    tell("no webassembly");
  }
  readAddress();

  return { section, data, words, book, deeds, ask, open, keep, tell, said, explain, explainError, part, get sheet() { return sheet; } };
})();
