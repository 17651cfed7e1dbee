import { everything, forAll } from './jest.config.mjs'

const onMysql = {
  ...everything,
  globals: { ...everything.globals, TEST_DATABASE: 'mysql' },
  testPathIgnorePatterns: [],
}

/** Flows in which no request leans on another: the form of answers, pictures made of one photo, one process and its metrics, the page's files. */
const alone = 'operations,unreadable-bytes,envelope,upright-views,thumbnails,web-page'

/**
 * Flows behind a proxy that gives each request to the next of three instances: whatever one instance keeps in its memory, the others must
 * find in the database.
 */
const threeInstances = {
  ...onMysql,
  displayName: 'three instances',
  globals: { ...onMysql.globals, TEST_INSTANCES: 3 },
  testMatch: ['**/test/**/*.flow.test.ts'],
  testPathIgnorePatterns: [`/(${alone.replaceAll(',', '|')})\\.flow\\.test\\.ts$`],
}

/** The other flows, queries by themselves, and what crowds: all of it over the connections of one process is another crowd than over three. */
const oneInstance = {
  ...onMysql,
  displayName: 'mysql',
  testMatch: [
    `**/test/{${alone},journey,limits,*-interleavings}.flow.test.ts`,
    '**/test/**/*.mysql.test.ts',
    '**/src/queries/*.test.ts',
  ],
}

// Flows wait for the server more than they compute: on two cores three files at a time keep both busy.
export default { ...forAll, maxWorkers: 3, projects: [oneInstance, threeInstances] }
