// Several features of one's own, begun with a starter or a file, and files that lie beside them.
(() => {
  const { section, data, words, book, deeds, ask, open, keep, tell, said, explainError, explain, part } = azsimPlayground;
  const draft = `azsim-draft:${location.pathname}`;
  // More than any deployment that people write.
  const LARGEST = 5;
  const HEADING = /^\s*(?:Feature|Business Need|Ability|機能|フィーチャ):\s*(\S.*)$/m;

  const nameOf = (text, number) => HEADING.exec(text)?.[1].trim() ?? said("untitled", { number: number + 1 });

  // The features

  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  }

  function item(name, isShown, choose, remove) {
    const made = document.createElement("li");
    if (choose) {
      const chosen = button(name, choose);
      if (isShown) chosen.setAttribute("aria-current", "true");
      made.append(chosen);
    } else {
      made.append(name);
    }
    if (remove) {
      const gone = button("×", remove);
      gone.setAttribute("aria-label", said("remove", { name }));
      made.append(gone);
    }
    return made;
  }

  function showTabs() {
    const isAlone = book.texts.length === 1;
    part("tabs").hidden = isAlone;
    part("tabs").replaceChildren(...book.texts.map((text, number) => item(
      nameOf(text, number), number === book.at,
      () => { keep(); open(book.texts, number); },
      () => { keep(); remove(number); },
    )));
  }

  function remove(number) {
    const texts = book.texts.filter((_, each) => each !== number);
    open(texts, Math.min(book.at, texts.length - 1));
  }

  function add(text) {
    keep();
    // What nobody has touched yet makes room.
    const isUntouched = book.texts.length === 1 && [data.text.trim(), ""].includes(book.texts[0].trim());
    if (isUntouched) open([text]);
    else open([...book.texts, text], book.texts.length);
  }

  deeds.add = () => {
    keep();
    open([...book.texts, ""], book.texts.length);
    azsimPlayground.sheet.focus();
  };

  part("starter").addEventListener("change", ({ target }) => {
    if (target.value) add(data.starters[target.value][1]);
    target.value = "";
  });

  // Files

  function showFiles() {
    const names = Object.keys(book.files);
    part("beside").hidden = !names.length;
    part("beside").replaceChildren(...names.map((name) => item(name, false, null, () => {
      delete book.files[name];
      showFiles();
    })));
  }

  async function bring(files) {
    const deployments = [];
    for (const file of files) {
      if (file.size > LARGEST * 1e6) {
        tell("file too large", { name: file.name, size: LARGEST });
        continue;
      }
      let text;
      try {
        text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
      } catch {
        tell("file no text", { name: file.name });
        continue;
      }
      if (file.name.endsWith(".feature")) add(text);
      else {
        book.files[file.name] = text;
        deployments.push(file.name);
      }
    }
    showFiles();
    if (deployments.length) await tellOf(deployments.join(", "));
  }

  async function tellOf(names) {
    try {
      tell("explaining", { names });
      const answer = await ask({ ask: "explain" });
      explain(answer, add);
      tell(answer.error ? "" : "explained", { names });
    } catch (error) {
      explainError(error);
    }
  }

  part("files").addEventListener("change", async ({ target }) => {
    await bring([...target.files]);
    target.value = "";
  });
  section.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    section.classList.add("over");
  });
  section.addEventListener("dragleave", (event) => {
    if (!section.contains(event.relatedTarget)) section.classList.remove("over");
  });
  section.addEventListener("drop", (event) => {
    section.classList.remove("over");
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    bring([...event.dataTransfer.files]);
  });

  // What was written is there again next time.

  function save() {
    try {
      if (book.texts.length === 1 && book.texts[0] === data.text) localStorage.removeItem(draft);
      else localStorage.setItem(draft, JSON.stringify(book.texts));
    } catch {
      // A browser may keep nothing for pages that are opened from a folder.
    }
  }

  function restore() {
    try {
      const texts = JSON.parse(localStorage.getItem(draft));
      if (!Array.isArray(texts) || !texts.length || !texts.every((each) => typeof each === "string")) return;
      open(texts);
      tell("from before");
    } catch {
      // As above.
    }
  }

  section.addEventListener("changed", () => {
    showTabs();
    save();
  });
  if (!azsimLink.holdsTexts(location.hash)) restore();
  showTabs();
  showFiles();
})();
