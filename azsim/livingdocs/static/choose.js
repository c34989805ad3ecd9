// Leads to the language that was chosen last, or else to that of the browser.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("azsim-language");
  } catch {
    // A browser may keep nothing for pages that are opened from a folder.
  }
  const language = chosen || (navigator.language.startsWith("ja") ? "ja" : "en");
  location.replace(`${language}/index.html${location.hash}`);
})();
