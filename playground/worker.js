// Python in a worker, which answers what the page asks of it: see play.js, whose messages these are.
//
// The build puts Pyodide and the unpacker into this script. A page on a server starts it as a module. One in a
// folder may not; it runs it as a classic script, which hands the function over, and starts its text.
(globalThis.azsimCode ?? ((code) => code()))(function () {
  "use strict";

  // Pyodide wants addresses; nothing is fetched from them.
  const ADDRESS = "http://pyodide.invalid/";

  const loadPyodide = (() => {
    /* LOADER */
  })();

  const createPyodideModule = ((address) => {
    /* MODULE */
  })(`${ADDRESS}pyodide.asm.mjs`);

  (function () {
    /* UNPACKER */
  }).call(globalThis);

  const { XzReadableStream } = globalThis["xz-decompress"];

  // By the name of each part, what is to come and how to say that it has.
  const parts = new Map();

  let answerJson;

  function part(name) {
    if (!parts.has(name)) {
      const made = {};
      made.bytes = new Promise((resolve) => { made.resolve = resolve; });
      parts.set(name, made);
    }
    return parts.get(name);
  }

  async function unpacked(name) {
    const bytes = await part(name).bytes;
    try {
      return new Uint8Array(await new Response(new XzReadableStream(new Response(bytes).body)).arrayBuffer());
    } catch {
      postMessage({ damaged: name });
      return new Promise(() => {});
    }
  }

  function bytesOf(base64) {
    const text = atob(base64);
    const bytes = new Uint8Array(text.length);
    for (let at = 0; at < bytes.length; at++) bytes[at] = text.charCodeAt(at);
    return bytes;
  }

  // Lays the files of a tar below the root; they share its memory.
  function lay(files, tar) {
    const decoder = new TextDecoder();
    for (let at = 0; tar[at]; ) {
      const field = (from, length) => decoder.decode(tar.subarray(at + from, at + from + length)).replace(/\0.*/s, "");
      const path = `${field(345, 155)}/${field(0, 100)}`.replace(/^\/*/, "/");
      const size = parseInt(field(124, 12), 8);
      files.mkdirTree(path.slice(0, path.lastIndexOf("/")) || "/");
      files.writeFile(path, tar.subarray(at + 512, at + 512 + size), { canOwn: true });
      at += 512 + Math.ceil(size / 512) * 512;
    }
  }

  // Memory grows through here; beyond the bound Python gets none, and the page ends it.
  function watchMemory(bound) {
    const grow = WebAssembly.Memory.prototype.grow;
    WebAssembly.Memory.prototype.grow = function (pages) {
      const memory = this.buffer.byteLength + pages * 65536;
      postMessage({ memory });
      if (memory > bound) throw new RangeError("a play in a page has no more memory");
      return grow.call(this, pages);
    };
  }

  // What Pyodide asks for is here already; for anything else there is no network.
  function answerFetches() {
    const here = { "pyodide.asm.wasm": ["wasm", "application/wasm"], "python_stdlib.zip": ["library", "application/zip"] };
    globalThis.fetch = async (request) => {
      const address = String(request.url ?? request);
      const [name, type] = here[address.slice(ADDRESS.length)] ?? [];
      if (!address.startsWith(ADDRESS) || !name) throw new TypeError(`A play fetches nothing: ${address}`);
      return new Response(await unpacked(name), { headers: { "Content-Type": type } });
    };
  }

  // Whether WebAssembly may be run here. Pyodide waits for ever where it may not.
  function isAllowed() {
    try {
      return Boolean(new WebAssembly.Module(Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0)));
    } catch {
      return false;
    }
  }

  async function start(archives, bound) {
    if (!isAllowed()) return postMessage({ missing: "policy" });
    watchMemory(bound);
    answerFetches();
    const laid = Promise.all(archives.map(unpacked));
    const python = await loadPyodide({
      indexURL: ADDRESS,
      createPyodideModule,
      lockFileContents: /* LOCK */,
      env: { HOME: "/project", PYTHONPATH: "/packages", PYTEST_ADDOPTS: "-p no:pytest-bdd" },
      stdout: () => {},
      stderr: () => {},
      fsInit: async (files) => {
        for (const tar of await laid) lay(files, tar);
        files.mkdirTree("/project");
      },
    });
    answerJson = python.pyimport("azsim.livingdocs.play").answer_json;
    return postMessage({ ready: true });
  }

  function answer(request) {
    try {
      postMessage({ answer: answerJson(request) });
    } catch (error) {
      postMessage({ crashed: lastLine(error) });
    }
  }

  function lastLine(error) {
    return String(error?.message ?? error).trim().split("\n").at(-1);
  }

  addEventListener("message", ({ data }) => {
    if (data.part) {
      part(data.part).resolve(bytesOf(data.base64));
    } else if (data.start) {
      start(data.start, data.bound).catch((error) => postMessage({ crashed: lastLine(error) }));
    } else {
      answer(data.request);
    }
  });
  postMessage({ alive: true });
});
