// Colours of a feature file, line by line, and the looks of the editor, which are those of the page.
import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { headingEnd, languageOf, stepOf } from "./steps.js";

const VALUE = /^(?:"[^"]*"?|<[^<>|]+>|[0-9][0-9.,:/]*(?![0-9A-Za-z]))/;
// What isn't a value, up to where the next one may begin.
const WORD = /^(?:[A-Za-z_][\w-]*|[^\s"<0-9|A-Za-z_]+|.)/u;

const gherkin = StreamLanguage.define({
  name: "gherkin",
  startState: () => ({ language: "en", fence: "", isTitle: false }),
  copyState: (state) => ({ ...state }),
  token(stream, state) {
    if (stream.sol()) {
      state.isTitle = false;
      const fence = /^\s*("""|```)/.exec(stream.string)?.[1];
      if (fence && (!state.fence || state.fence === fence)) {
        state.fence = state.fence ? "" : fence;
        stream.skipToEnd();
        return "string";
      }
      if (state.fence) {
        stream.skipToEnd();
        return "string";
      }
      if (/^\s*#/.test(stream.string)) {
        if (languageOf(stream.string) === "ja") state.language = "ja";
        stream.skipToEnd();
        return "comment";
      }
      if (/^\s*@/.test(stream.string)) {
        stream.skipToEnd();
        return "meta";
      }
      const heading = headingEnd(stream.string, state.language);
      if (heading) {
        stream.pos = heading;
        state.isTitle = true;
        return "keyword";
      }
      const step = stepOf(stream.string, state.language);
      if (step) {
        stream.pos = step.from;
        return "keyword";
      }
    }
    if (stream.eatSpace()) return null;
    if (state.isTitle) {
      stream.skipToEnd();
      return "heading";
    }
    if (stream.eat("|")) return "punctuation";
    const value = VALUE.exec(stream.string.slice(stream.pos));
    if (value) {
      stream.pos += value[0].length;
      return "atom";
    }
    stream.match(WORD);
    return null;
  },
  languageData: { commentTokens: { line: "#" } },
});

const highlight = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--accent)", fontWeight: "600" },
  { tag: tags.heading, fontWeight: "600" },
  { tag: tags.atom, fontWeight: "600" },
  { tag: tags.string, color: "var(--good)" },
  { tag: [tags.comment, tags.meta, tags.punctuation], color: "var(--muted)" },
]);

const looks = EditorView.theme({
  "&": { color: "var(--ink)", backgroundColor: "var(--paper)", fontSize: "0.9rem" },
  "@media (pointer: coarse)": { "&": { fontSize: "16px" } },
  "&.cm-focused": { outline: "3px solid var(--accent)", outlineOffset: "2px" },
  ".cm-scroller": {
    fontFamily: 'ui-monospace, "Cascadia Mono", Consolas, "Noto Sans Mono CJK JP", monospace',
    // The page scrolls, and not the editor within it.
    lineHeight: "1.6",
  },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.5rem 0" },
  ".cm-gutters": { color: "var(--muted)", backgroundColor: "var(--band)", border: "0", borderRight: "1px solid var(--rule)" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "transparent" },
  "&.cm-focused .cm-activeLine, &.cm-focused .cm-activeLineGutter": { backgroundColor: "var(--band)" },
  ".cm-tooltip": {
    color: "var(--ink)", backgroundColor: "var(--paper)", border: "1px solid var(--muted)", borderRadius: "6px",
    maxWidth: "min(44rem, calc(100vw - 1.8rem))", boxShadow: "0 6px 18px rgb(0 0 0 / 0.25)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "none", maxWidth: "min(44rem, calc(100vw - 1.8rem))", minWidth: "0" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.2rem 0.6rem", lineHeight: "1.5", whiteSpace: "normal", overflowWrap: "anywhere" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { color: "var(--ink)", backgroundColor: "var(--accent-soft)" },
  ".cm-completionLabel b": { color: "var(--accent)" },
  ".cm-completionDetail": { display: "block", margin: "0", color: "var(--muted)", fontStyle: "normal", fontSize: "0.85em" },
  ".cm-completionInfo, .meaning": { padding: "0.4rem 0.7rem", maxWidth: "26rem", whiteSpace: "normal", fontFamily: "system-ui, sans-serif" },
  "@media (max-width: 40rem)": { ".cm-completionInfo": { display: "none" } },
  ".meaning .sentence": { fontWeight: "600" },
  ".meaning p": { margin: "0.2rem 0" },
  ".meaning .example": { color: "var(--muted)" },
  ".cm-snippetField": { backgroundColor: "var(--accent-soft)" },
  ".cm-diagnostic": { whiteSpace: "pre-wrap", fontFamily: "system-ui, sans-serif", padding: "0.4rem 0.7rem", borderLeft: "4px solid var(--bad)" },
  ".cm-diagnosticAction": { font: "inherit", fontSize: "0.9em", color: "var(--accent)", backgroundColor: "var(--paper)", border: "1px solid var(--muted)", borderRadius: "6px", padding: "0.2rem 0.7rem", margin: "0.3rem 0 0", display: "block", textAlign: "left" },
  ".cm-diagnostic-info": { borderLeftColor: "var(--muted)" },
  ".cm-lintRange-info": { backgroundImage: "none", textDecoration: "underline dotted var(--muted)", textUnderlineOffset: "0.2em" },
  ".cm-lintRange-error": { backgroundImage: "none", textDecoration: "underline wavy var(--bad)", textUnderlineOffset: "0.2em" },
});

export const colours = [gherkin, syntaxHighlighting(highlight), looks];
