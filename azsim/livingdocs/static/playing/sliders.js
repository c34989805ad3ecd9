// Numbers of a text that can be moved. Each knows where it stands in the text.
function azsimSliders(place, words, onMove) {
  let list = [];

  const written = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 6 });

  /** The *text* with *value* where the slider *number* stands; the others on its line move along. */
  function write(text, number, value) {
    const slider = list[number];
    const lines = text.split("\n");
    const line = lines[slider.line - 1];
    const said = written(value);
    lines[slider.line - 1] = line.slice(0, slider.column - 1) + said + line.slice(slider.end - 1);
    const shift = said.length - (slider.end - slider.column);
    for (const each of list) {
      if (each.line === slider.line && each.column > slider.column) {
        each.column += shift;
        each.end += shift;
      }
    }
    slider.end += shift;
    slider.now = value;
    return lines.join("\n");
  }

  const within = (slider, value) => Math.min(Math.max(value, slider.least), slider.most);

  function row(slider, number) {
    const made = document.createElement("div");
    made.className = "slider";
    const label = document.createElement("label");
    label.textContent = slider.label;
    const range = document.createElement("input");
    const exact = document.createElement("input");
    for (const [input, type] of [[range, "range"], [exact, "number"]]) {
      input.type = type;
      input.min = slider.least;
      input.max = slider.most;
      input.step = slider.step;
      input.value = slider.now;
    }
    range.id = `slider-${number}`;
    label.htmlFor = range.id;
    exact.setAttribute("aria-label", words.exactly.replace("{label}", slider.label));
    const tell = () => range.setAttribute("aria-valuetext", `${written(slider.now)} ${slider.unit ?? ""}`.trim());
    const move = (value) => {
      if (Number.isNaN(value)) return;
      const next = within(slider, value);
      if (next === slider.now) return;
      onMove((text) => write(text, number, next));
      tell();
    };
    range.addEventListener("input", () => {
      exact.value = range.value;
      move(range.valueAsNumber);
    });
    exact.addEventListener("change", () => {
      move(exact.valueAsNumber);
      exact.value = range.value = slider.now;
    });
    tell();
    const unit = document.createElement("span");
    unit.className = "muted";
    unit.textContent = slider.unit ?? "";
    made.append(label, range, exact, unit);
    return made;
  }

  return {
    /** Show a slider for each of *found*, as they stand in the text that is shown. */
    show(found) {
      list = found.map((each) => ({ ...each, now: each.value }));
      place.replaceChildren(...list.map(row));
      place.hidden = !list.length;
    },
    /** The text was changed by hand: nobody knows where its numbers are. */
    forget() {
      place.hidden = true;
      list = [];
    },
    /** What was moved, in order; null where a number stands as it was. */
    get numbers() { return list.map((each) => (each.now === each.value ? null : each.now)); },
    /** The *text* with these *numbers*, as far as they are within what can be. */
    set(text, numbers) {
      numbers.slice(0, list.length).forEach((value, number) => {
        if (value !== null) text = write(text, number, within(list[number], value));
      });
      place.replaceChildren(...list.map(row));
      return text;
    },
  };
}
