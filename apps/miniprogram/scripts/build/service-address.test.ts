import { describe, expect, it } from '@jest/globals'
import { describeAddress, domainLines, parseContainer, parseServiceUrl } from './service-address.ts'

describe('a container', () => {
  it('is an environment and a service', () => {
    expect(parseContainer('prod-1a2b3c/photolift')).toEqual({ env: 'prod-1a2b3c', service: 'photolift' })
  })

  it.each(['', 'prod-1a2b3c', 'prod/', '/photolift', 'prod/photolift/v1', 'prod photolift', 'https://prod/photolift'])(
    'is not %j',
    (text) => {
      expect(() => parseContainer(text)).toThrow('must look like <env>/<service>')
    },
  )

  it('needs no request domain', () => {
    const address = { container: parseContainer('prod-1a2b3c/photolift') }

    expect(domainLines(address)).toEqual([
      'request: none, callContainer needs none',
      'uploadFile: https://<bucket>.cos.<region>.myqcloud.com',
      'downloadFile: https://<bucket>.cos.<region>.myqcloud.com',
    ])
    expect(describeAddress(address)).toBe('photolift in prod-1a2b3c through wx.cloud.callContainer')
  })
})

it("an address is a service's origin, and a request domain", () => {
  const address = { serviceUrl: parseServiceUrl('https://api.example.com/') }

  expect(domainLines(address)[0]).toBe('request: https://api.example.com')
  expect(describeAddress(address)).toBe('https://api.example.com')
})
