// Taking things along: what pages copy, and what they save as files.
const azsimTake = (() => {
  // Points of a saved picture for each of the page, so that it is sharp in a document.
  const SHARP = 2;
  // What the style sheet says of a shape or of words, which a picture by itself has to know.
  const LOOKS = [
    "fill", "fill-opacity", "stroke", "stroke-width", "stroke-dasharray", "stroke-linecap",
    "stroke-linejoin", "opacity", "display", "font-family", "font-size", "font-weight", "font-style",
    "text-anchor", "dominant-baseline",
  ];

  /** Put *text* into the clipboard; whether that is allowed here. */
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

  /** Save a blob as a file called *name*. */
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

  async function savePicture(figure, name) {
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
    const kind = figure.className.split(" ").find((each) => each !== "picture");
    canvas.toBlob((content) => save(content, `${name}-${kind}.png`), "image/png");
  }

  /** Let each picture within *root* be saved, as a file that begins with *name*. */
  function pictures(root, name) {
    for (const button of root.querySelectorAll("[data-save=picture]")) {
      button.closest(".copies").hidden = false;
      button.addEventListener("click", () => savePicture(button.closest("figure"), name));
    }
  }

  return { copy, save, pictures };
})();
