// What somebody takes along from the page of a behaviour: copies, a picture, the page in one file.
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const copies = JSON.parse(document.getElementById("copies").textContent);
  const status = document.querySelector(".send [role=status]");
  const canonical = document.querySelector("link[rel=canonical]")?.href;
  const { top } = document.body.dataset;

  // An address that others can open, with the place on the page; a folder of one's own isn't one.
  const published = canonical ?? (location.protocol.startsWith("http") ? location.href : "");
  const link = () => new URL(location.hash || "#", published || location.href).href.replace(/#$/, "");

  // Copying

  const texts = {
    command: () => document.querySelector(".send .command code").textContent,
    link,
    gherkin: () => copies.gherkin,
    markdown: () => (published ? `${copies.markdown}\n\n<${link()}>\n` : `${copies.markdown}\n`),
  };

  for (const button of document.querySelectorAll(".send [data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      status.textContent = "";
      status.textContent = words[await azsimTake.copy(texts[button.dataset.copy]()) ? "copied" : "not copied"];
    });
  }

  // Saving

  // The page without what leads elsewhere or needs a script, and with its style sheet inside.
  async function savePage() {
    const style = await styleText();
    const page = document.documentElement.cloneNode(true);
    const unneeded = "script, .top, .skip, .side, .send, .playground, .copies, .turn, .about, .player, footer nav, [hidden], "
      + "link, meta[property='og:image'], meta[name='twitter:card']";
    for (const each of page.querySelectorAll(unneeded)) each.remove();
    // Nobody can step on in it: a walk is there as a whole, however far somebody had stepped.
    for (const each of page.querySelectorAll(".stepping, .told-now, .told-later")) {
      each.classList.remove("stepping", "told-now", "told-later");
    }
    for (const each of page.querySelectorAll("a")) settle(each);
    page.removeAttribute("data-theme");
    page.querySelector("body").classList.add("alone");
    const sheet = document.createElement("style");
    sheet.textContent = style;
    page.querySelector("head").append(sheet);
    azsimTake.save(new Blob([`<!doctype html>\n${page.outerHTML}\n`], { type: "text/html" }), `${copies.name}.html`);
  }

  // A link that leads somewhere from anywhere, or else its words.
  function settle(link) {
    const address = link.getAttribute("href");
    if (!address || address.startsWith("#") || /^https?:/.test(address)) return;
    if (published && !link.hasAttribute("download")) link.href = new URL(address, published).href;
    else link.replaceWith(...link.childNodes);
  }

  function styleText() {
    return new Promise((resolve) => {
      globalThis.azsimStyle = resolve;
      // A page that is opened from a folder may load a script, and can't read its style sheet.
      const script = document.createElement("script");
      script.src = `${top}assets/style-text.js`;
      document.head.append(script);
    });
  }

  azsimTake.pictures(document, copies.name);
  for (const button of document.querySelectorAll("[data-save=page]")) {
    button.closest(".copies").hidden = false;
    button.addEventListener("click", () => {
      status.textContent = "";
      return savePage();
    });
  }
})();
