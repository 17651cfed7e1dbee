import { beforeEach, describe, expect, it, jest } from '@jest/globals'
import { fakePhone, fakeWx } from './fake-wx.js'

interface ConsentDefinition {
  data: { visible: boolean; contract: string }
  pageLifetimes: { show(): void }
  methods: Record<'onAgree' | 'onRefuseTap' | 'onContractTap', () => void>
}

type Listener = (resolve: (answer: object) => void) => void

describe('the consent sheet', () => {
  let listener: Listener | undefined
  let consent: ConsentDefinition['methods'] & ConsentDefinition & { setData(changes: object): void }

  async function open(members: Record<string, unknown>): Promise<void> {
    fakeWx({
      ...fakePhone(),
      getPrivacySetting: ({ success }: { success: (result: object) => void }) =>
        success({ needAuthorization: true, privacyContractName: '《小程序隐私保护指引》' }),
      ...members,
    })
    jest.resetModules()
    let definition: ConsentDefinition | undefined
    ;(globalThis as { Component?: unknown }).Component = (options: ConsentDefinition) => {
      definition = options
    }
    await import('../src/components/privacy-consent/index.js')
    if (definition === undefined) throw new Error('the module called no Component()')
    consent = Object.assign(
      { ...definition, ...definition.methods },
      {
        setData: (changes: object) => void Object.assign(consent.data, changes),
      },
    )
    definition.pageLifetimes.show.call(consent)
  }

  beforeEach(() => {
    listener = undefined
  })

  const onNeedPrivacyAuthorization = (given: Listener) => {
    listener = given
  }

  it('shows itself when a picker needs consent, tells WeChat so, and names the contract', async () => {
    await open({ onNeedPrivacyAuthorization })
    const resolve = jest.fn<(answer: object) => void>()

    listener?.(resolve)

    expect(consent.data).toMatchObject({ visible: true, contract: '《小程序隐私保护指引》' })
    expect(resolve.mock.calls).toEqual([[{ event: 'exposureAuthorization' }]])
  })

  it('lets every waiting call go on after consent, and names the button that gave it', async () => {
    await open({ onNeedPrivacyAuthorization })
    const waiting = [jest.fn<(answer: object) => void>(), jest.fn<(answer: object) => void>()]
    for (const resolve of waiting) listener?.(resolve)

    consent.onAgree()

    expect(consent.data.visible).toBe(false)
    for (const resolve of waiting)
      expect(resolve).toHaveBeenLastCalledWith({ event: 'agree', buttonId: 'agree-button' })
  })

  it('answers once: the next need asks anew', async () => {
    await open({ onNeedPrivacyAuthorization })
    const resolve = jest.fn<(answer: object) => void>()
    listener?.(resolve)

    consent.onRefuseTap()
    consent.onAgree()

    expect(resolve.mock.calls).toEqual([[{ event: 'exposureAuthorization' }], [{ event: 'disagree' }]])
  })

  it('leaves old base libraries alone, which ask for no consent', async () => {
    await open({})

    expect(listener).toBeUndefined()
  })
})
