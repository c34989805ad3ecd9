// Starts Pyodide in Node and lets it compile a folder: its own Python knows its bytecode.
//
//     node compile.mjs FROM TO

import { readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const [from, to] = process.argv.slice(2);
// Sets stand in the bytecode in the order of their hashes.
const python = await loadPyodide({ env: { PYTHONHASHSEED: "0" } });
const { FS } = python;
for (const [place, root] of [["/from", from], ["/to", to]]) {
  FS.mkdir(place);
  FS.mount(FS.filesystems.NODEFS, { root }, place);
}
python.runPython(readFileSync(new URL("compiling.py", import.meta.url), "utf8"));
