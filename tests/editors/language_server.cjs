// The Cucumber language server on standard input and output.
const path = require('path')
const { startStandaloneServer } = require('@cucumber/language-server/wasm')
const { NodeFiles } = require('@cucumber/language-server/node')

const dist = path.resolve(require.resolve('@cucumber/language-service'), '../../..')
startStandaloneServer(dist, (rootUri) => new NodeFiles(rootUri))
