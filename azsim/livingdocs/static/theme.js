// Sets the colors that were chosen last, before anything is drawn. Without a choice, and without
// scripts, a page has those of the system.
(() => {
  try {
    const chosen = localStorage.getItem("azsim-theme");
    if (chosen) document.documentElement.dataset.theme = chosen;
  } catch {
    // A browser may keep nothing for pages that are opened from a folder.
  }
})();
