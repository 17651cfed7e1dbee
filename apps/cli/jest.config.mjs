import base from '../../jest.base.mjs'

export default {
  ...base,
  rootDir: import.meta.dirname,
  // Most tests start the command itself, on cores that they share with everything else that is tested.
  testTimeout: 60_000,
}
