import { describe, expect, it } from '@jest/globals'
import { ROUTES } from './routes.js'

describe('the routes', () => {
  it('are told apart by method and path', () => {
    const addresses = Object.values(ROUTES).map(({ method, path }) => `${method} ${path}`)

    expect(new Set(addresses).size).toBe(addresses.length)
  })

  it('need no PATCH, which wx.request does not have', () => {
    expect(new Set(Object.values(ROUTES).map(({ method }) => method))).toEqual(new Set(['GET', 'POST', 'DELETE']))
  })
})
