// The editor of a feature file. Its looks are in a shadow root, which a strict style-src leaves alone.
import { acceptCompletion, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { nextDiagnostic, previousDiagnostic } from "@codemirror/lint";
import { Annotation, EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { advice, apply, checkAgain } from "./advice.js";
import { colours } from "./colours.js";
import { completion } from "./completion.js";

// A change that the page made, not its reader.
const isOfPage = Annotation.define();

/**
 * Put an editor into *host*, with *text* and a *selection* in it.
 *
 * `ask` answers a request about the text that is there, or null where nobody can answer yet; `phrases`
 * are those of CodeMirror by their English, and `mendName` says what a mend is called.
 */
export function create({
  host, text, selection, label, language, phrases, sentences, mendName, ask, onChange, onFindings, onPlay,
}) {
  const root = host.attachShadow({ mode: "open" });
  const play = () => {
    onPlay();
    return true;
  };
  const stateOf = (doc, chosen) => EditorState.create({
    doc,
    selection: chosen,
    extensions: [
      EditorState.phrases.of(phrases),
      EditorState.tabSize.of(2),
      EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false", autocapitalize: "off", autocorrect: "off" }),
      EditorView.lineWrapping,
      lineNumbers(),
      history(),
      highlightSpecialChars(),
      highlightActiveLine(),
      colours,
      completion(sentences, language),
      advice({ ask, mendName, onFindings }),
      keymap.of([
        { key: "Mod-Enter", run: play },
        { key: "Ctrl-Enter", run: play },
        // Without a list, Tab leads out of the editor.
        { key: "Tab", run: acceptCompletion },
        { key: "F8", run: nextDiagnostic },
        { key: "Shift-F8", run: previousDiagnostic },
        ...completionKeymap, ...historyKeymap, ...defaultKeymap,
      ]),
      EditorView.updateListener.of((update) => {
        if (update.docChanged && !update.transactions.some((each) => each.annotation(isOfPage))) onChange();
      }),
    ],
  });
  const within = (at) => Math.min(at, text.length);
  const view = new EditorView({
    root, parent: root, state: stateOf(text, { anchor: within(selection.from), head: within(selection.to) }),
  });

  // Only what differs is changed, so that the cursor stays where it is.
  const setText = (next) => {
    const now = view.state.doc.toString();
    if (now === next) return;
    let from = 0;
    while (from < Math.min(now.length, next.length) && now[from] === next[from]) from++;
    let same = 0;
    while (same < Math.min(now.length, next.length) - from && now.at(-1 - same) === next.at(-1 - same)) same++;
    view.dispatch({
      changes: { from, to: now.length - same, insert: next.slice(from, next.length - same) },
      annotations: isOfPage.of(true),
    });
  };

  return {
    get text() { return view.state.doc.toString(); },
    set text(next) { setText(next); },
    /** Another text, without a way back to this one. */
    open: (next) => view.setState(stateOf(next)),
    mend: (mend) => apply(view, mend),
    goTo: (line) => {
      const place = view.state.doc.line(Math.min(line, view.state.doc.lines));
      view.dispatch({ selection: { anchor: place.to }, scrollIntoView: true });
      view.focus();
    },
    /** Look for mistakes now that somebody can answer. */
    check: () => view.dispatch({ effects: checkAgain.of(null) }),
    focus: () => view.focus(),
  };
}
