import base from '../../jest.base.mjs'

/** Everything; the other configuration takes from it. */
export const everything = {
  ...base,
  rootDir: import.meta.dirname,
  globals: { TEST_DATABASE: 'sqlite' },
  // Some tests start the built command, several times, on cores that they share with everything else that is tested.
  testTimeout: 60_000,
}

export default {
  ...everything,
  // These need a server; jest.mysql.config.mjs runs them.
  testPathIgnorePatterns: ['\\.mysql\\.test\\.ts$'],
}
