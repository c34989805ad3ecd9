// Texts in an address, after its #: what stands there never reaches a server, and is only ever text.
const azsimLink = (() => {
  // More than anybody writes; rubbish may say that it unpacks to far more.
  const MOST = 400_000;
  const PLAY = "#play=";
  const VALUES = "#values=";

  async function through(stream, bytes, most) {
    const chunks = [];
    let length = 0;
    const read = async () => {
      const reader = stream.readable.getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        length += value.length;
        if (length > most) {
          await reader.cancel();
          throw new RangeError("too long");
        }
        chunks.push(value);
      }
    };
    const writer = stream.writable.getWriter();
    // What goes wrong in writing is told in reading.
    writer.write(bytes).catch(() => {});
    writer.close().catch(() => {});
    await read();
    return new Uint8Array(await new Blob(chunks).arrayBuffer());
  }

  /** The end of an address that holds *texts*. */
  async function pack(texts) {
    const bytes = new TextEncoder().encode(JSON.stringify(texts));
    const packed = await through(new CompressionStream("deflate-raw"), bytes, Infinity);
    const letters = Array.from(packed, (byte) => String.fromCharCode(byte)).join("");
    return PLAY + btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  }

  /** The texts that the end of an address holds; null where it holds none that can be read. */
  async function unpack(hash) {
    try {
      const letters = atob(hash.slice(PLAY.length).replaceAll("-", "+").replaceAll("_", "/"));
      const packed = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
      const bytes = await through(new DecompressionStream("deflate-raw"), packed, MOST);
      const texts = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
      const areTexts = Array.isArray(texts) && texts.length && texts.every((each) => typeof each === "string");
      return areTexts ? texts : null;
    } catch {
      return null;
    }
  }

  /** The end of an address that holds numbers, or nothing where a number stays as it is. */
  const values = (numbers) => VALUES + numbers.map((each) => each ?? "").join(",").replace(/,+$/, "");

  /** The numbers in the end of an address; null in place of what is none. */
  function readValues(hash) {
    return hash.slice(VALUES.length).split(",", 100)
      .map((each) => (/^-?[0-9]{1,12}(\.[0-9]{1,6})?$/.test(each) ? Number(each) : null));
  }

  return {
    pack, unpack, values, readValues,
    holdsTexts: (hash) => hash.startsWith(PLAY),
    holdsValues: (hash) => hash.startsWith(VALUES),
    isOurs: (hash) => hash.startsWith(PLAY) || hash.startsWith(VALUES),
  };
})();
