import { expect, it } from '@jest/globals'
import { isPageOf } from './allowed-page.js'

const ORIGINS = ['https://h5.example.com', 'http://127.0.0.1:5173']

it.each([
  'https://h5.example.com',
  'https://h5.example.com/',
  'https://h5.example.com/a/b?x=https://evil.example#/y',
  'https://h5.example.com?x',
  'https://h5.example.com#x',
  'https://h5.example.com/%E5%9B%BE',
  'http://127.0.0.1:5173/@evil.example',
])('%s is a page of ours', (url) => {
  expect(isPageOf(ORIGINS, url)).toBe(true)
})

it.each([
  'https://evil.example/',
  'https://h5.example.com.evil.example/',
  'https://h5.example.com@evil.example/',
  'https://h5.example.com:443@evil.example/',
  'https://h5.example.com:8443/',
  'https://h5.example.com:443/',
  'https://user@h5.example.com/',
  'https://h5.example.com\\@evil.example/',
  'https:\\\\h5.example.com/',
  'https:h5.example.com/',
  'https:///h5.example.com/',
  '//h5.example.com/',
  '/',
  '',
  'http://h5.example.com/',
  'https://H5.EXAMPLE.COM/',
  'https://h5%2eexample.com/',
  'https://h5。example.com/',
  'https://h5.example.com/\r\nset-cookie:a=b',
  ' https://h5.example.com/',
  'https://h5.example.com/\t',
  'http://127.0.0.1:51731/',
  'http://127.1:5173/',
  'javascript:alert(1)//https://h5.example.com/',
  'data:text/html,https://h5.example.com/',
])('%j is none', (url) => {
  expect(isPageOf(ORIGINS, url)).toBe(false)
})
