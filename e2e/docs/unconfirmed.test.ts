import { globSync } from 'node:fs'
import { expect, it } from '@jest/globals'
import { repositoryFolder } from '@photolift/dev-stack'
import { documentAt, readText } from './documents.js'

const MARK = '«unconfirmed»'
const SHIPPED = [
  'apps/*/src/**/*.ts',
  'packages/{api-client,contracts,cos,platform,upload-engine,wechat-api}/src/**/*.ts',
]

it('every file that ships with an unconfirmed point is on the list, and the list names no other', () => {
  const list = documentAt('docs/cos-and-wechat.md').text.split('## Unconfirmed')[1] ?? ''

  const listed = [...list.matchAll(/`((?:apps|packages)\/[^`]+\.ts)`/g)].map(([, file = '']) => file)
  const marked = globSync(SHIPPED, { cwd: repositoryFolder }).filter((file) => readText(file).includes(MARK))

  expect([...new Set(listed)].toSorted()).toEqual(marked.toSorted())
})
