import { expect, it } from '@jest/globals'
import { parsePageUrl } from './page-url.js'

it.each([
  ['/pages/a/index', 'pages/b/index', 'pages/a/index', {}],
  ['../a/index?id=1&empty=&flag', 'pages/b/index', 'pages/a/index', { id: '1', empty: '', flag: '' }],
  ['other?to=/x?y=1', 'pages/b/index', 'pages/b/other', { to: '/x?y=1' }],
  ['/pages/a/index?name=%E7%85%A7', undefined, 'pages/a/index', { name: '%E7%85%A7' }],
])('reads %s, seen from %s', (url, from, route, query) => {
  expect(parsePageUrl(url, from)).toEqual({ route, query })
})
