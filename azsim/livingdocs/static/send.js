// What somebody takes along from the page of a behaviour: copies, a picture, the page in one file.
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const copies = JSON.parse(document.getElementById("copies").textContent);
  const status = document.querySelector(".send [role=status]");
  const canonical = document.querySelector("link[rel=canonical]")?.href;
  const { top } = document.body.dataset;
  // Points of a saved picture for each of the page, so that it is sharp in a document.
  const SHARP = 2;
  // What the style sheet says of a shape or of words, which a picture by itself has to know.
  const LOOKS = [
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap",
    "stroke-linejoin", "opacity", "display", "font-family", "font-size", "font-weight", "font-style",
    "text-anchor", "dominant-baseline",
  ];

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

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text);
    }
  }

  // Where a page may not write the clipboard, it may copy what is selected.
  function copyBySelection(text) {
    const field = document.createElement("textarea");
    const before = document.activeElement;
    field.value = text;
    document.body.append(field);
    field.select();
    const isDone = document.execCommand("copy");
    field.remove();
    before?.focus();
    return isDone;
  }

  for (const button of document.querySelectorAll(".send [data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      status.textContent = "";
      status.textContent = words[await copy(texts[button.dataset.copy]()) ? "copied" : "not copied"];
    });
  }

  // Saving

  function save(content, name) {
    const address = URL.createObjectURL(content);
    const link = document.createElement("a");
    link.href = address;
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 1000);
  }

  // The picture with its looks in itself; of a wide and a narrow one that which is shown.
  function alone(figure) {
    const shown = [...figure.querySelectorAll(".drawing svg, .picture > svg")]
      .find((each) => each.getClientRects().length) ?? figure.querySelector("svg");
    const copied = shown.cloneNode(true);
    const originals = [shown, ...shown.querySelectorAll("*")];
    [copied, ...copied.querySelectorAll("*")].forEach((element, number) => {
      const looks = getComputedStyle(originals[number]);
      element.setAttribute("style", LOOKS.map((name) => `${name}: ${looks.getPropertyValue(name)}`).join("; "));
    });
    copied.setAttribute("xmlns", "http://www.w3.org/2000/svg");
    return { picture: copied, width: shown.viewBox.baseVal.width, height: shown.viewBox.baseVal.height };
  }

  async function savePicture(figure) {
    const { picture, width, height } = alone(figure);
    picture.setAttribute("width", width);
    picture.setAttribute("height", height);
    const image = new Image();
    image.src = `data:image/svg+xml,${encodeURIComponent(new XMLSerializer().serializeToString(picture))}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.ceil(width * SHARP);
    canvas.height = Math.ceil(height * SHARP);
    const context = canvas.getContext("2d");
    context.fillStyle = getComputedStyle(document.body).backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const kind = figure.className.split(" ").find((name) => name !== "picture");
    canvas.toBlob((content) => save(content, `${copies.name}-${kind}.png`), "image/png");
  }

  // The page without what leads elsewhere or needs a script, and with its style sheet inside.
  async function savePage() {
    const style = await styleText();
    const page = document.documentElement.cloneNode(true);
    const unneeded = "script, .top, .skip, .side, .send, .copies, .turn, .about, .player, footer nav, [hidden], "
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
    save(new Blob([`<!doctype html>\n${page.outerHTML}\n`], { type: "text/html" }), `${copies.name}.html`);
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

  for (const button of document.querySelectorAll("[data-save]")) {
    button.closest(".copies").hidden = false;
    button.addEventListener("click", () => {
      status.textContent = "";
      return button.dataset.save === "page" ? savePage() : savePicture(button.closest("figure"));
    });
  }
})();
