import base from '../../jest.base.mjs'

export default {
  ...base,
  rootDir: import.meta.dirname,
  globals: { TEST_DATABASE: 'sqlite' },
  // Flows share few cores with everything else that is tested at the same time.
  testTimeout: 30_000,
  // These need a server; jest.mysql.config.mjs runs them.
  testPathIgnorePatterns: ['\\.mysql\\.test\\.ts$'],
}
