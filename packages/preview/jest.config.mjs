import base from '../../jest.base.mjs'

// Tests that drive a browser wait for it on machines that do much else.
export default { ...base, rootDir: import.meta.dirname, testTimeout: 20_000 }
