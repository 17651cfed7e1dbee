/** Where imports may go: docs/decisions and ARCHITECTURE.md say why. `test` code is freer than what ships. */
const TEST = '\\.(test|contract)\\.ts$|^(apps|packages)/[^/]+/test/|/testing/'
const ours = (...packages) => `^packages/(${packages.join('|')})/`
/** One rule for a part of the house: of our own packages it imports these and nothing else. */
const importsOnly = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from, pathNot: TEST },
  to: { path: '^(apps|packages)/', pathNot: [from, ...(allowed.length > 0 ? [ours(...allowed)] : [])] },
})

export default {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'A circle has no first thing to read.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-resolves',
      comment: 'An import that resolves to nothing is a rule that checks nothing.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'no-app-imports-an-app',
      comment: 'Apps are doors into the house; what two of them need is a package.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    importsOnly(
      'contracts-stand-alone',
      '^packages/contracts/',
      [],
      'Everything imports contracts, so contracts import nothing.',
    ),
    importsOnly(
      'platform-knows-error-codes-only',
      '^packages/platform/',
      ['contracts'],
      'A port says how it fails, and nothing else of ours.',
    ),
    importsOnly(
      'api-client-speaks-through-ports',
      '^packages/api-client/',
      ['contracts', 'platform'],
      'It runs on every platform.',
    ),
    importsOnly(
      'engine-speaks-through-ports',
      '^packages/upload-engine/',
      ['contracts', 'platform'],
      'It runs on every platform and names the service that it needs as a port.',
    ),
    {
      name: 'engine-and-client-see-no-adapter',
      comment: 'An adapter in the engine would tie it to one platform.',
      severity: 'error',
      from: { path: '^packages/(upload-engine|api-client|screens)/', pathNot: TEST },
      to: { path: '^packages/platform/dist/(wechat|browser|node|testing)/' },
    },
    importsOnly('wechat-api-stands-low', '^packages/wechat-api/', ['contracts'], 'Server and cos build on it.'),
    importsOnly(
      'cos-stands-low',
      '^packages/cos/',
      ['contracts', 'wechat-api'],
      'Other teams take it without our apps.',
    ),
    importsOnly(
      'database-stands-low',
      '^packages/database/',
      ['contracts'],
      'Service and command line share the tables, nothing else.',
    ),
    importsOnly(
      'cli-imports',
      '^apps/cli/',
      ['contracts', 'cos', 'database', 'platform', 'wechat-api'],
      'It reaches storage and rows with the keys of the team, never through a route of clients.',
    ),
    importsOnly(
      'server-imports',
      '^apps/server/',
      ['contracts', 'cos', 'database', 'wechat-api'],
      'The service shares nothing with clients but contracts.',
    ),
    importsOnly(
      'miniprogram-imports',
      '^apps/miniprogram/',
      ['contracts', 'platform', 'api-client', 'upload-engine', 'screens'],
      'Nothing that signs or knows a secret can reach the bundle.',
    ),
    importsOnly(
      'h5-imports',
      '^apps/h5/',
      ['contracts', 'platform', 'api-client', 'upload-engine', 'screens'],
      'Nothing that signs or knows a secret can reach the page.',
    ),
    importsOnly(
      'screens-know-no-platform',
      '^packages/screens/',
      ['contracts', 'platform', 'api-client', 'upload-engine'],
      'Two apps show them, each on its own platform.',
    ),
    importsOnly(
      'emulator-stands-alone',
      '^packages/emulator/',
      [],
      'A verifier that shares code with the signer proves nothing.',
    ),
    importsOnly(
      'preview-stands-alone',
      '^packages/preview/',
      [],
      'It runs any mini-program and knows nothing of ours.',
    ),
    importsOnly('dev-stack-stands-alone', '^packages/dev-stack/', [], 'It starts the others as processes.'),
    importsOnly(
      'soak-drives-what-runs-on-phones',
      '^soak/',
      ['contracts', 'platform', 'api-client', 'upload-engine'],
      'Everything around them is simulated.',
    ),
    {
      name: 'nothing-shipped-imports-tools',
      comment: 'Emulator, preview and dev-stack are for development; shipped code has no mock switch.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: [TEST, '^packages/(emulator|preview|dev-stack)/'] },
      to: { path: '^packages/(emulator|preview|dev-stack)/' },
    },
    {
      name: 'only-cos-signs',
      comment: 'Secret keys are used in one place; the emulator runs the SDK in its tests, as a client.',
      severity: 'error',
      from: { pathNot: ['^packages/cos/', '^packages/emulator/test/', '^node_modules'] },
      to: { path: 'cos-nodejs-sdk-v5' },
    },
    {
      name: 'clients-load-no-validators',
      comment: 'zod is larger than the whole engine; the service validates.',
      severity: 'error',
      from: { path: '^(apps/(miniprogram|h5)|packages/(platform|api-client|upload-engine|screens))/', pathNot: TEST },
      to: { path: ['^packages/contracts/dist/schemas/', 'node_modules/zod/'] },
    },
    {
      name: 'tests-are-not-imported',
      comment: 'What ships does not depend on its tests.',
      severity: 'error',
      from: { path: '^(apps|packages)/[^/]+/src/', pathNot: TEST },
      to: { path: '\\.test\\.ts$|^(apps|packages)/[^/]+/test/' },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: ['^packages/preview/test/fidelity/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
}
