import { expect, it } from '@jest/globals'
import type { PhotoTask, UploaderSnapshot } from '@photolift/upload-engine'
import { releasePreviews } from './release-previews.js'

it('lets go of a picture when its photo leaves the list, and of nothing else', () => {
  const revoked: string[] = []
  let tell = (_urls: string[]): void => {}
  releasePreviews(
    {
      subscribe(listener) {
        tell = (urls) =>
          listener({ tasks: urls.map((localUrl) => ({ localUrl }) as PhotoTask) } as unknown as UploaderSnapshot)
        return () => {}
      },
    },
    (url) => revoked.push(url),
  )

  tell(['blob:a', 'blob:b', 'weixin://resourceid/1'])
  tell(['blob:b'])

  expect(revoked).toEqual(['blob:a'])
})
