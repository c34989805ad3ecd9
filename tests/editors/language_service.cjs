// What the Cucumber extension makes of steps and features. Reads a request from standard
// input and answers on standard output, both as JSON:
//   glue, features: paths of files       parameterTypes: as in the settings
//   completions: [{source, line, character, index}]
const fs = require('fs')
const path = require('path')
const service = require('@cucumber/language-service')
const { WasmParserAdapter } = require('@cucumber/language-service/wasm')

const STEP = /^\s*(?:Given|When|Then|And|But|\*|前提|もし|ならば|かつ|しかし)\s+(\S.*)$/

async function main() {
  const request = JSON.parse(fs.readFileSync(0, 'utf8'))
  const dist = path.resolve(require.resolve('@cucumber/language-service'), '../../..')
  const adapter = new WasmParserAdapter(dist)
  await adapter.init()
  const glue = request.glue.map((uri) => ({
    languageName: 'python',
    uri,
    content: fs.readFileSync(uri, 'utf8'),
  }))
  const built = new service.ExpressionBuilder(adapter).build(glue, request.parameterTypes)
  const expressions = built.expressionLinks.map((link) => link.expression)

  const undefinedSteps = []
  const links = []
  const texts = []
  for (const feature of request.features) {
    const source = fs.readFileSync(feature, 'utf8')
    for (const { range, message } of service.getGherkinDiagnostics(source, expressions)) {
      undefinedSteps.push(`${feature}:${range.start.line + 1}: ${message}`)
    }
    source.split(/\r?\n/).forEach((text, line) => {
      const step = STEP.exec(text)
      if (step === null) return
      texts.push(step[1])
      const position = { line, character: text.length }
      const found = service.getStepDefinitionLocationLinks(source, position, built.expressionLinks)
      links.push({
        feature,
        line: line + 1,
        targets: found.map((link) => [link.targetUri, link.targetRange.start.line + 1]),
      })
    })
  }

  const suggestions = service.buildSuggestions(built.registry, texts, expressions)
  const completions = request.completions.map(({ source, line, character, index }) =>
    service
      .getGherkinCompletionItems(source, { line, character }, service[index](suggestions))
      .map((item) => item.label)
  )
  const errors = built.errors.map((error) => error.message)
  process.stdout.write(JSON.stringify({ errors, undefinedSteps, links, completions }))
}

main()
