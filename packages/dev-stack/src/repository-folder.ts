import { resolve } from 'node:path'

/** The folder of the repository. */
export const repositoryFolder = resolve(import.meta.dirname, '../../..')

/** Ignored by git; holds what commands keep between runs. */
export const stateFolder = resolve(repositoryFolder, '.photolift')
