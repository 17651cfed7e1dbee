import { describe, expect, it } from '@jest/globals'
import { fakePhone, fakeWx } from '../../test/fake-wx.js'
import { photosPerPick, preferredPicker } from './picker.js'

const PICKERS = { chooseMedia: () => {}, chooseImage: () => {} }

describe('the picker', () => {
  it('is chooseMedia with 20 photos on a phone of today', () => {
    fakeWx({ ...fakePhone(), ...PICKERS })

    expect(preferredPicker()).toBe('chooseMedia')
    expect(photosPerPick()).toBe(20)
  })

  it.each([
    ['2.24.9', 9],
    ['2.25.0', 20],
    ['2.25', 20],
    ['3.0.0', 20],
    ['1.99.99', 9],
  ])('takes as many as base library %s allows: %d', (SDKVersion, count) => {
    fakeWx({ ...fakePhone({ SDKVersion }), ...PICKERS })

    expect(photosPerPick()).toBe(count)
  })

  it.each(['windows', 'mac', 'ohos_pc'])('is chooseImage with 9 photos on %s', (platform) => {
    fakeWx({ ...fakePhone({ platform }), ...PICKERS })

    expect(preferredPicker()).toBe('chooseImage')
    expect(photosPerPick()).toBe(9)
  })

  it('is chooseImage in WeCom', () => {
    fakeWx({ ...fakePhone({ environment: 'wxwork' }), ...PICKERS })

    expect(preferredPicker()).toBe('chooseImage')
  })

  it('is chooseImage where chooseMedia is missing', () => {
    fakeWx({ ...fakePhone(), chooseImage: () => {} })

    expect(preferredPicker()).toBe('chooseImage')
  })

  it('is none where there is neither', () => {
    fakeWx(fakePhone())

    expect(preferredPicker()).toBe('none')
  })
})
