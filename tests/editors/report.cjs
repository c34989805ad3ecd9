// Checks the messages in the file that is named, makes the official report of them, and
// says what a reader sees there:
//   invalid: what the schema doesn't allow       text: the words of the page, line by line
const fs = require('fs')
const path = require('path')
const { finished } = require('stream/promises')
const Ajv = require('ajv/dist/2020').default
const { JSDOM, VirtualConsole } = require('jsdom')
const { CucumberHtmlStream } = require('@cucumber/html-formatter')

const SCHEMA = path.resolve(require.resolve('@cucumber/messages'), '../../messages.schema.json')
// In milliseconds: the page is drawn in several steps.
const LONGEST = 20000
const STILL = 1000
const TEXT_NODE = 3

async function main() {
  const lines = fs.readFileSync(process.argv[2], 'utf8').trimEnd().split('\n')
  const envelopes = lines.map((line) => JSON.parse(line))
  const isValid = new Ajv({ strict: false }).compile(JSON.parse(fs.readFileSync(SCHEMA, 'utf8')))
  const invalid = envelopes
    .filter((envelope) => !isValid(envelope))
    .map((envelope) => JSON.stringify(envelope).slice(0, 300))

  const stream = new CucumberHtmlStream()
  const parts = []
  stream.on('data', (part) => parts.push(part))
  for (const envelope of envelopes) stream.write(envelope)
  stream.end()
  await finished(stream)

  const errors = []
  const virtualConsole = new VirtualConsole()
  virtualConsole.on('jsdomError', (error) => errors.push(String(error.stack || error)))
  const window = new JSDOM(parts.join(''), {
    runScripts: 'dangerously',
    pretendToBeVisual: true,
    url: 'http://localhost/',
    virtualConsole,
    beforeParse: standIns,
  }).window
  const text = await settled(() => words(window.document.body).join('\n'))
  window.close()
  process.stdout.write(JSON.stringify({ invalid, errors, text }))
}

async function settled(read) {
  const start = Date.now()
  let [text, since] = [read(), Date.now()]
  while (Date.now() - since < STILL && Date.now() - start < LONGEST) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    const now = read()
    if (now !== text) [text, since] = [now, Date.now()]
  }
  return text
}

// What a browser has and jsdom hasn't.
function standIns(window) {
  const nothing = () => undefined
  class Observer {
    observe() {}
    unobserve() {}
    disconnect() {}
  }
  window.matchMedia = () => ({
    matches: false,
    addListener: nothing,
    removeListener: nothing,
    addEventListener: nothing,
    removeEventListener: nothing,
  })
  window.IntersectionObserver = Observer
  window.ResizeObserver = Observer
  window.URL.createObjectURL = () => 'blob:nothing'
}

function words(node) {
  if (node.nodeType === TEXT_NODE) return node.data.trim() ? [node.data.trim()] : []
  if (['STYLE', 'SCRIPT'].includes(node.tagName)) return []
  return [...node.childNodes].flatMap(words)
}

main()
