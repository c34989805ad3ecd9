// Steps through a packet walk, forwards and back, with the tables of the SNAT beside it.
// Without it, the walk is there as a whole.

/** Let each walk within *root* be stepped through. */
function azsimWalks(root) {
  for (const figure of root.querySelectorAll("figure.walk")) {
    const player = figure.querySelector(".player");
    if (!player) continue;
    const hops = [...figure.querySelectorAll(".hops > li")];
    const rows = hops.map((hop, row) => [hop, ...figure.querySelectorAll(`g[data-row="${row}"]`)]);
    const data = player.querySelector("script");
    const replay = data && JSON.parse(data.textContent);
    const told = player.querySelector(".told");
    const now = player.querySelector(".now");
    const count = player.querySelector(".count");
    const playing = player.querySelector("[data-go=play]");
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    let at = -1;
    let timer = 0;

    // In sight, what and from where to where; whoever listens hears the rest as well.
    const tell = (row) => {
      const told = [...hops[row].querySelectorAll("p:not(.when, .detail)")];
      const details = [...hops[row].querySelectorAll(".detail")];
      if (!hops[row].classList.contains("pause")) {
        let time = row;
        while (time > 0 && !hops[time].querySelector(".when")) time--;
        told.unshift(hops[time].querySelector(".when"));
      }
      const joined = (parts) => parts.filter(Boolean).map((each) => each.textContent).join(" · ");
      const rest = document.createElement("span");
      rest.className = "hidden";
      rest.textContent = details.length ? ` · ${joined(details)}` : "";
      now.replaceChildren(joined(told), rest);
    };

    const cell = (text) => {
      const made = document.createElement("td");
      made.textContent = text;
      return made;
    };

    const showTables = (row) => {
      const table = replay.tables[replay.at[row]];
      player.querySelector("tbody").replaceChildren(...table.rows.map((cells) => {
        const made = document.createElement("tr");
        made.append(...cells.map(cell));
        return made;
      }));
      player.querySelector(".more").textContent = table.more;
      const used = player.querySelector(".used");
      used.replaceChildren(...table.ports.map(([said, inUse, allocated]) => {
        const label = document.createElement("label");
        const meter = document.createElement("meter");
        meter.max = Math.max(allocated, 1);
        meter.value = inUse;
        label.append(said, meter);
        return label;
      }));
      if (!table.ports.length) used.textContent = used.dataset.none;
    };

    // The row that is told is kept between the bar at the top and the player at the bottom.
    const keepInSight = (row) => {
      const shown = rows[row].find((each) => each.getClientRects().length);
      if (!shown) return;
      const box = shown.getBoundingClientRect();
      const below = Math.min(player.getBoundingClientRect().top, innerHeight);
      if (box.top < 72 || box.bottom > below) {
        scrollBy({ top: box.top - below / 3, behavior: calm.matches ? "auto" : "smooth" });
      }
    };

    const go = (row) => {
      at = Math.min(Math.max(row, 0), rows.length - 1);
      figure.classList.add("stepping");
      told.hidden = false;
      rows.forEach((each, number) => {
        for (const one of each) {
          one.classList.toggle("told-now", number === at);
          one.classList.toggle("told-later", number > at);
        }
      });
      tell(at);
      count.textContent = player.dataset.rowOf
        .replace("{row}", at + 1).replace("{rows}", rows.length);
      if (replay) showTables(at);
      keepInSight(at);
      if (at === rows.length - 1) stop();
    };

    const stop = () => {
      clearInterval(timer);
      timer = 0;
      playing.textContent = player.dataset.play;
    };

    const play = () => {
      if (timer) return stop();
      go(at === rows.length - 1 ? 0 : at + 1);
      if (at === rows.length - 1) return;
      timer = setInterval(() => go(at + 1), 1200);
      playing.textContent = player.dataset.pause;
    };

    const moves = {
      first: () => go(0),
      back: () => go(at - 1),
      next: () => go(at + 1),
      last: () => go(rows.length - 1),
    };
    const keys = {
      ArrowRight: "next", ArrowDown: "next", ArrowLeft: "back", ArrowUp: "back",
      Home: "first", End: "last",
    };

    const move = (name) => {
      if (name === "play") return play();
      stop();
      moves[name]();
    };

    player.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) move(button.dataset.go);
    });
    player.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || !keys[event.key]) return;
      // A table that is scrolled keeps its keys.
      if (event.target.matches(".scroll")) return;
      event.preventDefault();
      move(keys[event.key]);
    });
    count.textContent = player.dataset.rowOf.replace("{row}", 0).replace("{rows}", rows.length);
    player.hidden = false;
  }
}

azsimWalks(document);
