import base from '../../jest.base.mjs'

export default {
  ...base,
  rootDir: import.meta.dirname,
  globals: { TEST_DATABASE: 'sqlite' },
  testPathIgnorePatterns: ['\\.mysql\\.test\\.ts$'],
}
