import base from './jest.config.mjs'

/** Everything again on the server that `MYSQL_TEST_URL` names. */
export default {
  ...base,
  globals: { TEST_DATABASE: 'mysql' },
  testPathIgnorePatterns: [],
}
