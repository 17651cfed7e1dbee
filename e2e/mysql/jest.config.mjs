import base from '../../jest.base.mjs'

/** What needs a MySQL server: `MYSQL_TEST_URL` names it. */
export default { ...base, rootDir: import.meta.dirname, testTimeout: 120_000 }
