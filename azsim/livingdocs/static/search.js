// The search at the top of every page. Its index is loaded once somebody turns to it.
(() => {
  const MOST_SHOWN = 25;
  // How long the index is prepared before what is typed gets its turn, in milliseconds.
  const TURN = 8;
  const WARM_UP = "a port";

  const box = document.getElementById("search");
  const input = box.querySelector("input");
  const panel = document.getElementById("search-panel");
  const choosers = [...panel.querySelectorAll("select")];
  const count = panel.querySelector("[role=status]");
  const results = panel.querySelector(".results");
  const words = JSON.parse(document.getElementById("words").textContent);
  const { lang: language } = document.documentElement;
  const side = language === "ja" ? 1 : 0;
  const { top } = document.body.dataset;
  const numbers = new Intl.NumberFormat(language);

  let index = null;
  let loading = null;
  let cameFrom = null;

  // The index

  function load() {
    loading ??= fetched().then((content) => azsimFind.prepared(content, pausing())).then((ready) => {
      index = ready;
      // The first search takes longest; nobody should wait for it at a keystroke.
      azsimFind.find(index, WARM_UP, {});
      fillChoosers();
      show();
    });
    return loading;
  }

  function fetched() {
    return new Promise((resolve) => {
      globalThis.azsimIndex = resolve;
      // A page that is opened from a folder may load a script, and no other file.
      const script = document.createElement("script");
      script.src = `${top}assets/search-index.js`;
      document.head.append(script);
    });
  }

  // Lets others have their turn whenever one is over.
  function pausing() {
    let end = performance.now() + TURN;
    return () => {
      if (performance.now() < end) return undefined;
      return new Promise((resolve) => setTimeout(() => {
        end = performance.now() + TURN;
        resolve();
      }));
    };
  }

  // The filters

  const named = (value) => (Array.isArray(value) ? value[side] : words[value] ?? `@${value}`);

  function fillChoosers() {
    const inOrder = (one, other) => one[1].localeCompare(other[1], language);
    for (const chooser of choosers) {
      const values = chooser.name === "kind" ? azsimFind.KINDS
        : index.entries.flatMap((entry) => entry.filters[chooser.name] ?? []);
      const labels = new Map(values.map((value) => [[value].flat()[0], named(value)]));
      chooser.append(...[...labels].sort(inOrder).map(([value, label]) => new Option(label, value)));
      chooser.parentElement.hidden = !labels.size;
    }
  }

  const chosen = () => Object.fromEntries(choosers.map(({ name, value }) => [name, value]));

  // The results

  function show() {
    if (!index) return;
    const { found, terms, met, isAsked, isWhole } = azsimFind.find(index, input.value, chosen());
    const shown = found.slice(0, MOST_SHOWN);
    count.textContent = isAsked ? told(found.length, shown.length, isWhole) : "";
    const bestLine = azsimFind.bestLines(index, met, side);
    results.replaceChildren(...shown.map((entry) => result(entry, terms, bestLine)));
    panel.scrollTop = 0;
  }

  function told(found, shown, isWhole) {
    if (!found) return words["no results"];
    const text = words[!isWhole ? "closest results" : found > shown ? "first results" : "results"];
    return text.replace("{count}", numbers.format(found)).replace("{shown}", numbers.format(shown));
  }

  function result(entry, terms, bestLine) {
    const link = element("a", "", azsimFind.marked(index.lines.texts[entry.title][side], terms));
    link.href = `${top}${language}/${entry.address}`;
    const about = element("p", "about-result", []);
    about.append(element("span", "kind", plain(words[entry.kind])));
    const services = entry.kind === "service" ? [] : entry.filters.service ?? [];
    about.append(...services.map((both) => element("span", "", plain(both[side]))));
    if (entry.status) {
      const look = entry.kind === "fact" ? "status" : "badge";
      about.append(element("span", `${look} ${entry.status}`, plain(words[entry.status])));
    }
    const item = document.createElement("li");
    item.className = entry.kind;
    item.append(link, about);
    // What isn't modelled is answered in full here already.
    if (entry.kind === "limit") {
      item.append(...entry.text.map((line) =>
        element("p", "excerpt", plain(index.lines.texts[line][side]))));
    } else {
      item.append(element("p", "excerpt", azsimFind.excerpt(bestLine(entry), terms)));
    }
    return item;
  }

  const plain = (text) => [{ text, isFound: false }];

  function element(name, look, parts) {
    const made = document.createElement(name);
    if (look) made.className = look;
    made.append(...parts.map(({ text, isFound }) => (isFound ? mark(text) : text)));
    return made;
  }

  function mark(text) {
    const made = document.createElement("mark");
    made.textContent = text;
    return made;
  }

  // Coming and going

  function open() {
    panel.hidden = false;
    load();
  }

  function close() {
    panel.hidden = true;
  }

  function leave() {
    close();
    if (cameFrom?.isConnected) cameFrom.focus();
    else document.activeElement.blur();
  }

  function move(step) {
    const stops = [input, ...results.querySelectorAll("a")];
    const at = stops.indexOf(document.activeElement);
    if (at >= 0) stops[at + step]?.focus();
  }

  const isTyping = (target) => target.isContentEditable || target.matches("input, select, textarea");

  const keys = {
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Escape: leave,
    Enter: () => load().then(() => results.querySelector("a")?.click()),
  };

  function pressed(event) {
    const isOurs = {
      ArrowDown: !event.target.matches("select"),
      ArrowUp: !event.target.matches("select"),
      Escape: true,
      Enter: event.target === input,
    };
    // An input method takes the same keys to choose among characters.
    if (!isOurs[event.key] || event.isComposing) return;
    event.preventDefault();
    keys[event.key]();
  }

  box.addEventListener("keydown", pressed);
  box.addEventListener("focusin", ({ relatedTarget }) => {
    if (panel.hidden) cameFrom = relatedTarget;
    open();
  });
  box.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget && !box.contains(relatedTarget)) close();
  });
  box.addEventListener("input", (event) => {
    if (!event.isComposing) load().then(show);
  });
  box.addEventListener("compositionend", () => load().then(show));
  document.addEventListener("pointerdown", ({ target }) => {
    if (!box.contains(target)) close();
  });
  document.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key !== "/" || !isPlain || isTyping(event.target)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  box.hidden = false;
})();
