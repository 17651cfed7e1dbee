import base from '../../jest.base.mjs'

/** Everything, on the kind of database and storage that most people have. */
export const everything = {
  ...base,
  rootDir: import.meta.dirname,
  displayName: 'cos',
  globals: { TEST_DATABASE: 'sqlite', TEST_STORAGE: 'cos', TEST_INSTANCES: 1 },
  // These need a server; jest.mysql.config.mjs runs them.
  testPathIgnorePatterns: ['\\.mysql\\.test\\.ts$'],
}

/** What touches the storage, again in the bucket of a cloud environment. */
const inTheCloud = {
  ...everything,
  displayName: 'cloudrun',
  globals: { ...everything.globals, TEST_STORAGE: 'cloudrun' },
  testMatch: [
    '**/test/{journey,attacks,grants,confirm-interleavings,parts,parts-interleavings,edits,links,thumbnails}.flow.test.ts',
  ],
}

/** What jest reads outside of projects. Flows share few cores with everything else that is tested at the same time. */
export const forAll = { testTimeout: 30_000 }

export default { ...forAll, projects: [everything, inTheCloud] }
