import base from '../jest.base.mjs'

/** These tests compute, and are among the last to run: nothing else has use for the second of two cores then. */
export default { ...base, rootDir: import.meta.dirname, maxWorkers: 2 }
