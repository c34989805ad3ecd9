// What azsim says of a text while it is written: mistakes at their place with how to put them right,
// and what a step means.
import { closeCompletion } from "@codemirror/autocomplete";
import { linter } from "@codemirror/lint";
import { StateEffect, StateField } from "@codemirror/state";
import { closeHoverTooltips, EditorView, hasHoverTooltips, hoverTooltip, keymap, showTooltip } from "@codemirror/view";
import { languageOf, stepOf } from "./steps.js";

// A pause in typing.
const PAUSE = 250;

/** Where a finding is, within the text as it is now. */
function placeOf(doc, { line, column, end }) {
  const { from, to, text } = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const begin = from + Math.min(column ? column - 1 : text.search(/\S|$/), text.length);
  const stop = end ? Math.min(from + end - 1, to) : from + text.trimEnd().length;
  return { from: begin, to: Math.max(begin, stop) };
}

/** The change that puts a finding right: whole lines for whole lines. */
function changeOf(doc, mend) {
  const first = doc.line(Math.min(Math.max(mend.from_line, 1), doc.lines));
  const last = doc.line(Math.min(Math.max(mend.to_line, mend.from_line), doc.lines));
  return { from: first.from, to: last.to, insert: mend.text };
}

/** Tells that there may be something else to find in the same text. */
export const checkAgain = StateEffect.define();

/** Put a finding right. */
export function apply(view, mend) {
  view.dispatch({ changes: changeOf(view.state.doc, mend), userEvent: "input.mend", scrollIntoView: true });
}

export function advice({ ask, mendName, onFindings }) {
  let last = [];

  const diagnostics = (view, findings) => findings.map((finding) => ({
    ...placeOf(view.state.doc, finding),
    // How a text is laid out is no mistake in what it says.
    severity: finding.kind === "layout" ? "info" : "error",
    message: finding.message,
    actions: (finding.mends ?? []).map((mend) => ({
      name: mendName(mend),
      apply: (at) => apply(at, mend),
    })),
  }));

  const check = async (view) => {
    // An input method shows what nobody has decided on yet.
    if (view.composing) return last;
    const doc = view.state.doc;
    let answer;
    try {
      answer = await ask({ ask: "check" });
    } catch {
      // Overtaken, or stopped: the next pause asks again.
      return last;
    }
    if (!answer || view.state.doc !== doc) return last;
    onFindings(answer.findings);
    last = diagnostics(view, answer.findings);
    return last;
  };

  const look = async (view, position) => {
    const line = view.state.doc.lineAt(position);
    if (!stepOf(line.text, languageOf(view.state.doc.toString()))) return null;
    let answer;
    try {
      answer = await ask({ ask: "look", line: line.number });
    } catch {
      return null;
    }
    if (!answer?.meaning) return null;
    return {
      pos: line.from + line.text.search(/\S/), end: line.to, above: true, said: answer.meaning,
      create: () => ({ dom: meaningOf(answer) }),
    };
  };

  // Whoever has no pointer asks by a key; what is told goes with the next move.
  const tell = (view) => {
    closeCompletion(view);
    look(view, view.state.selection.main.head).then((found) => found && view.dispatch({
      effects: [shown.of(found), EditorView.announce.of(found.said)],
    }));
    return true;
  };
  const hide = (view) => {
    if (!view.state.field(asked) && !hasHoverTooltips(view.state)) return false;
    view.dispatch({ effects: [shown.of(null), closeHoverTooltips] });
    return true;
  };

  return [
    linter(check, {
      delay: PAUSE,
      needsRefresh: (update) => update.transactions.some((each) => each.effects.some((effect) => effect.is(checkAgain))),
    }),
    hoverTooltip(look, { hoverTime: 400, hideOnChange: true }),
    asked,
    keymap.of([{ key: "Ctrl-Shift-Space", run: tell }, { key: "Escape", run: hide }]),
  ];
}

const shown = StateEffect.define();
const asked = StateField.define({
  create: () => null,
  update(value, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(shown)) return effect.value;
    }
    return transaction.docChanged || transaction.selection ? null : value;
  },
  provide: (field) => showTooltip.from(field),
});

function meaningOf({ sentence, meaning, example }) {
  const dom = document.createElement("div");
  dom.className = "meaning";
  for (const [name, text] of [["sentence", sentence], ["", meaning], ["example", example]]) {
    if (!text) continue;
    const part = document.createElement("p");
    part.className = name;
    part.textContent = text;
    dom.append(part);
  }
  return dom;
}
