import { everything, forAll } from './jest.config.mjs'

/** What touches the database, again on the server that `MYSQL_TEST_URL` names. */
const oneInstance = {
  ...everything,
  displayName: 'mysql',
  globals: { ...everything.globals, TEST_DATABASE: 'mysql' },
  testMatch: ['**/test/**/*.flow.test.ts', '**/test/**/*.mysql.test.ts', '**/src/queries/*.test.ts'],
  testPathIgnorePatterns: [],
}

/**
 * The flows once more, behind a proxy that gives each request to the next of three instances; without those that are about one process
 * (its own metrics, bytes that no proxy would pass on), and those in which no request leans on another: the form of answers, pictures made
 * of one photo, the page's files.
 */
const threeInstances = {
  ...oneInstance,
  displayName: 'three instances',
  globals: { ...oneInstance.globals, TEST_INSTANCES: 3 },
  testMatch: ['**/test/**/*.flow.test.ts'],
  testPathIgnorePatterns: [
    '/(operations|unreadable-bytes|envelope|upright-views|thumbnails|web-page)\\.flow\\.test\\.ts$',
  ],
}

// Flows wait for the server more than they compute: on two cores two files at a time nearly halve the whole.
export default { ...forAll, maxWorkers: 2, projects: [oneInstance, threeInstances] }
