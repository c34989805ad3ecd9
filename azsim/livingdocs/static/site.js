// What a page does beside being read: keeps the language and the colors, filters lists, prints whole.
// Without it, every page reads as well.

// The language

for (const link of document.querySelectorAll("a.switch")) {
  const follow = () => {
    link.hash = location.hash;
    try {
      localStorage.setItem("azsim-language", link.dataset.language);
    } catch {
      // A browser may keep nothing for pages that are opened from a folder.
    }
  };
  link.addEventListener("click", follow);
  link.addEventListener("auxclick", follow);
}

// The colors

const theme = document.getElementById("theme");
const root = document.documentElement;

theme.value = root.dataset.theme ?? "system";
theme.addEventListener("change", () => {
  if (theme.value === "system") delete root.dataset.theme;
  else root.dataset.theme = theme.value;
  try {
    localStorage.setItem("azsim-theme", root.dataset.theme ?? "");
  } catch {
    // As above.
  }
});
theme.parentElement.hidden = false;

// Filters on what is listed

for (const form of document.querySelectorAll(".filters[data-rows]")) {
  const list = document.getElementById(form.dataset.rows);
  const rows = [...list.querySelectorAll("[data-row]")];
  const holding = azsimFind.among(rows.map((row) => row.textContent));
  const groups = [...list.querySelectorAll(".group")].map((group) => ({ group, isOpen: group.open }));
  const [input, ...choosers] = form.elements;
  const count = form.querySelector("[role=status]");

  const fits = (row, chooser) =>
    !chooser.value || row.dataset[chooser.name].split("|").includes(chooser.value);

  const filter = () => {
    const holds = holding(input.value);
    for (const [number, row] of rows.entries()) {
      row.hidden = !(holds[number] && choosers.every((chooser) => fits(row, chooser)));
    }
    const isAsked = [...form.elements].some((each) => each.value);
    for (const { group, isOpen } of groups) {
      group.hidden = !group.querySelector("[data-row]:not([hidden])");
      group.open = isAsked ? !group.hidden : isOpen;
    }
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = form.dataset.told
      .replace("{shown}", shown).replace("{count}", rows.length);
  };

  // A filtered list can be linked: what is chosen stands in the address.
  const write = () => {
    const set = [...form.elements].filter((each) => each.value).map((each) => [each.name, each.value]);
    history.replaceState(null, "", `#${new URLSearchParams(set)}`);
  };

  const read = () => {
    // An anchor without a value is a place in the page.
    if (location.hash && !location.hash.includes("=")) return;
    const set = new URLSearchParams(location.hash.slice(1));
    for (const each of form.elements) each.value = set.get(each.name) ?? "";
    for (const each of choosers) each.selectedIndex = Math.max(0, each.selectedIndex);
    filter();
  };

  form.addEventListener("input", filter);
  form.addEventListener("change", write);
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", read);
  form.hidden = false;
  read();
}

// What an address leads to is opened

function target() {
  try {
    return document.getElementById(decodeURIComponent(location.hash.slice(1)));
  } catch {
    // Something else stands there, such as what is left of a link that was cut off.
    return null;
  }
}

function reveal() {
  const place = target();
  const closed = [];
  for (let each = place?.closest("details"); each; each = each.parentElement.closest("details")) {
    if (!each.open) closed.push(each);
  }
  for (const each of closed) each.open = true;
  if (closed.length) place.scrollIntoView();
}

addEventListener("hashchange", reveal);
reveal();

// Printing

let opened = [];

addEventListener("beforeprint", () => {
  // The rows of examples stand in a table; one of them is told in full.
  opened = [...document.querySelectorAll("details:not([open], .play)")];
  for (const each of opened) each.open = true;
});

addEventListener("afterprint", () => {
  for (const each of opened) each.open = false;
});
