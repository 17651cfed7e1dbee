import { expect, it } from '@jest/globals'
import { AppError, type ErrorCode } from '@photolift/contracts'
import type { PickedPhoto } from '@photolift/upload-engine'
import { fallBackToFiles } from './fall-back-to-files.js'

const FROM_FILES = [{ name: 'from files' }] as PickedPhoto[]

function setUp({ code, isTapFresh }: { code: ErrorCode; isTapFresh: boolean }) {
  const opened: string[] = []
  const pick = fallBackToFiles(
    {
      async wechat() {
        opened.push('wechat')
        throw new AppError(code, 'chooseImage:fail')
      },
      async files() {
        opened.push('files')
        return FROM_FILES
      },
    },
    () => isTapFresh,
  )
  return { opened, pick: () => pick({ max: 20 }) }
}

it.each<ErrorCode>(['PICK_UNAVAILABLE', 'JS_SDK_REFUSED'])('takes files where WeChat says %s', async (code) => {
  const { opened, pick } = setUp({ code, isTapFresh: true })

  expect(await pick()).toBe(FROM_FILES)
  await pick()

  expect(opened).toEqual(['wechat', 'files', 'files'])
})

it('says so where the tap is too long ago for a dialog, and opens it at the next', async () => {
  const { opened, pick } = setUp({ code: 'PICK_UNAVAILABLE', isTapFresh: false })

  await expect(pick()).rejects.toMatchObject({ code: 'PICK_UNAVAILABLE' })
  expect(await pick()).toBe(FROM_FILES)

  expect(opened).toEqual(['wechat', 'files'])
})

it('stays with WeChat where the person has only not allowed it', async () => {
  const { opened, pick } = setUp({ code: 'PICK_REFUSED', isTapFresh: true })

  await expect(pick()).rejects.toMatchObject({ code: 'PICK_REFUSED' })
  await expect(pick()).rejects.toMatchObject({ code: 'PICK_REFUSED' })

  expect(opened).toEqual(['wechat', 'wechat'])
})
