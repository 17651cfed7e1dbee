import { everything } from './jest.config.mjs'

/** What touches the database, again on the server that `MYSQL_TEST_URL` names. */
export default {
  ...everything,
  globals: { TEST_DATABASE: 'mysql' },
  testMatch: ['**/test/team.flow.test.ts', '**/test/**/*.mysql.test.ts'],
}
