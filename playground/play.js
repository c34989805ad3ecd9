// Plays scenarios in a page: AzsimPlay fetches what that takes, once somebody asks, and lets a worker answer.
//
// The page says where the parts lie in a block of JSON with the id azsim-play: {folder, worker: [file, size],
// parts: [[name, file, size], …]}. Parts are scripts, for a page in a folder may open nothing else.
"use strict";

window.AzsimPlay = (() => {
  // A module with nothing in it.
  const SMALLEST = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
  const { folder, worker: [workerFile, workerSize], parts } = JSON.parse(document.getElementById("azsim-play").textContent);
  const isInFolder = location.protocol === "file:";
  const total = workerSize + parts.reduce((sum, [, , size]) => sum + size, 0);
  // Only the newest of these is of use.
  const REPLACED = new Set(["check", "look"]);

  const limits = { word: 10, seconds: 120, megabytes: 1024, kept: 150 };
  const listeners = new Set();
  const fetched = new Map();
  const texts = new Map();
  const waiting = [];

  let code;
  let session = null;
  let running = null;
  let loaded = 0;

  window.azsimPart = (name, base64) => texts.set(name, base64);
  window.azsimCode = (given) => { code = given; };

  // What this browser lacks, or null.
  function supported() {
    if (!("Worker" in window && "ReadableStream" in window && takesModules())) return "worker";
    if (typeof WebAssembly !== "object") return "webassembly";
    try {
      new WebAssembly.Module(SMALLEST);
    } catch {
      return "policy";
    }
    return null;
  }

  // A browser that knows of modules in workers asks for the type of one.
  function takesModules() {
    let asked = false;
    try {
      new Worker("http://:", { get type() { asked = true; return "module"; } });
    } catch {
      // That is no address.
    }
    return asked;
  }

  function failure(what) {
    return Object.assign(new Error(`no play: ${JSON.stringify(what)}`), what);
  }

  function fetchScript(file, size, name, isThere) {
    if (!fetched.has(file)) {
      fetched.set(file, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        const end = () => {
          script.remove();
          if (isThere()) {
            tell(size);
            resolve();
          } else {
            fetched.delete(file);
            reject(failure({ part: name }));
          }
        };
        script.onload = script.onerror = end;
        script.src = folder + file;
        document.head.append(script);
      }));
    }
    return fetched.get(file);
  }

  function tell(more) {
    loaded += more;
    for (const listener of listeners) listener({ loaded, total });
  }

  async function makeWorker() {
    if (!isInFolder) return new Worker(folder + workerFile, { type: "module" });
    await fetchScript(workerFile, workerSize, "worker", () => code);
    return new Worker(`data:text/javascript;base64,${btoa(`(${code})()`)}`, { type: "module" });
  }

  // Begins whatever it takes, unless it has begun; kept until all is ready.
  function start(onProgress) {
    if (onProgress) {
      listeners.add(onProgress);
      onProgress({ loaded, total });
    }
    session ??= begin();
    return session.ready;
  }

  function begin() {
    const made = { isAlive: false, isReady: false, hasSaid: false };
    made.ended = new Promise((_, reject) => { made.end = reject; });
    made.ended.catch(() => {});
    const work = async () => {
      const missing = supported();
      if (missing) throw failure({ missing });
      // Everything is asked for at once; what has come is handed over while the rest is on its way.
      const names = [...new Set(parts.map(([name]) => name.split(".")[0]))];
      const coming = names.map((name) => [name, wholePart(name)]);
      coming.forEach(([, part]) => part.catch(() => {}));
      made.worker = await makeWorker();
      if (session !== made) return made.worker.terminate();
      return untilReady(made, coming);
    };
    made.tooLong = setTimeout(() => endOf(made, { stopped: "time" }), limits.seconds * 1000);
    made.ready = Promise.race([work(), made.ended]);
    made.ready.then(next, (error) => endOf(made, error));
    return made;
  }

  async function wholePart(name) {
    const pieces = parts.filter(([each]) => each.split(".")[0] === name);
    await Promise.all(pieces.map(([piece, file, size]) => fetchScript(file, size, name, () => texts.has(piece))));
    return pieces.map(([piece]) => texts.get(piece)).join("");
  }

  function untilReady(made, coming) {
    const { worker } = made;
    return new Promise((resolve) => {
      worker.onerror = (event) => {
        event.preventDefault();
        endOf(made, made.isAlive ? { crashed: event.message } : { missing: "worker" });
      };
      worker.onmessage = ({ data }) => {
        if (session === made) hear(made, data, resolve);
      };
      const archives = coming.map(([name]) => name).filter((name) => name !== "wasm" && name !== "library");
      worker.postMessage({ start: archives, bound: limits.megabytes * 2 ** 20 });
      for (const [name, part] of coming) {
        part.then((base64) => worker.postMessage({ part: name, base64 }), (error) => endOf(made, error));
      }
    });
  }

  // What a worker says; see worker.js.
  function hear(made, data, resolve) {
    if (data.alive) {
      made.isAlive = true;
      if (!fetched.has(workerFile)) {
        fetched.set(workerFile, true);
        tell(workerSize);
      }
    } else if (data.ready) {
      clearTimeout(made.tooLong);
      made.isReady = true;
      resolve();
    } else if (data.damaged) {
      forget(data.damaged);
      endOf(made, { part: data.damaged });
    } else if (data.memory) {
      hearOfMemory(made, data.memory / 2 ** 20);
    } else if (data.answer !== undefined) {
      done().resolve(JSON.parse(data.answer));
      if (api.memory <= limits.kept) return next();
      made.isReady = false;
      setTimeout(renew, 0, made);
    } else {
      endOf(made, data);
    }
  }

  function forget(name) {
    for (const [piece, file, size] of parts) {
      if (piece.split(".")[0] !== name) continue;
      fetched.delete(file);
      texts.delete(piece);
      loaded -= size;
    }
  }

  function hearOfMemory(made, megabytes) {
    api.memory = megabytes;
    if (megabytes > limits.megabytes) endOf(made, { stopped: "memory" });
    else if (megabytes > limits.megabytes / 2 && !made.hasSaid) {
      made.hasSaid = true;
      api.onWord("memory", { megabytes: Math.round(megabytes) });
    }
  }

  // The answer to a request, which waits for those before it. See azsim/livingdocs/play.py for the requests.
  function ask(request) {
    return new Promise((resolve, reject) => {
      if (REPLACED.has(request.ask)) overtake(request.ask);
      waiting.push({ request, resolve, reject });
      start().then(next, () => {});
    });
  }

  function overtake(kind) {
    const isOld = ({ request }) => request.ask === kind;
    for (const old of waiting.filter(isOld)) {
      waiting.splice(waiting.indexOf(old), 1);
      old.reject(failure({ overtaken: true }));
    }
    // Its answer still comes, and nobody hears it.
    if (running && isOld(running)) running.reject(failure({ overtaken: true }));
  }

  function next() {
    if (running || !waiting.length || !session?.isReady) return;
    running = waiting.shift();
    const { request } = running;
    const asked = session;
    session.worker.postMessage({ request: JSON.stringify(request) });
    running.timers = [
      setTimeout(() => api.onWord("long", { seconds: limits.word }), limits.word * 1000),
      setTimeout(() => endOf(asked, { stopped: "time" }), limits.seconds * 1000),
    ];
  }

  function done() {
    const ended = running;
    ended.timers.forEach(clearTimeout);
    running = null;
    return ended;
  }

  // WebAssembly never gives memory back, so another worker begins with little. Whoever asked hears the answer first.
  function renew(made) {
    if (session !== made) return;
    made.worker.terminate();
    session = begin();
  }

  // Ends a worker for what went wrong, and with it whatever is asked; the next question begins anew.
  function endOf(made, what) {
    if (session !== made || made === null) return;
    session = null;
    clearTimeout(made.tooLong);
    made.worker?.terminate();
    const error = what instanceof Error ? what : failure(what);
    made.end(error);
    if (running) done().reject(error);
    for (const { reject } of waiting.splice(0)) reject(error);
  }

  const api = {
    supported,
    start,
    ask,
    stop: () => endOf(session, { stopped: true }),
    onWord: () => {},
    limits,
    memory: 0,
  };
  return api;
})();
