import base from '../jest.base.mjs'

/** The tests of documents are a task of their own: a word that changes in one of them starts no browser. Those on MySQL are another. */
export default {
  ...base,
  rootDir: import.meta.dirname,
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/docs/', '<rootDir>/mysql/'],
  // These tests wait for links and clocks more than they compute: on two cores two files at a time halve the whole.
  maxWorkers: 2,
}
