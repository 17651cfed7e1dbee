import { describe, expect, it } from '@jest/globals'
import { clientAddress } from './client-address.js'

const byHeader = { from: 'header', header: 'x-client' } as const

describe("a client's address", () => {
  it.each<[string, string]>([
    ['1.2.3.4', '1.2.3.4'],
    ['::ffff:1.2.3.4', '1.2.3.4'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
  ])('%s counts as %s', (socketAddress, expected) => {
    expect(clientAddress({ from: 'socket' }, { socketAddress, headers: {} })).toBe(expected)
  })

  it.each<[string, string | string[] | undefined, string]>([
    ['one address', '5.6.7.8', '5.6.7.8'],
    ['a list, whose end our proxy wrote', '6.6.6.6, 5.6.7.8', '5.6.7.8'],
    ['several headers', ['6.6.6.6', '5.6.7.8'], '5.6.7.8'],
    ['nothing', undefined, '1.2.3.4'],
    ['no address', 'localhost', '1.2.3.4'],
  ])('comes from the configured header: %s', (_, header, expected) => {
    expect(clientAddress(byHeader, { socketAddress: '1.2.3.4', headers: { 'x-client': header } })).toBe(expected)
  })

  it('is nobody where the limit is off', () => {
    expect(clientAddress({ from: 'off' }, { socketAddress: '1.2.3.4', headers: {} })).toBeUndefined()
  })
})
