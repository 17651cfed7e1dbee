import { describe, expect, it } from '@jest/globals'
import { errorMessage } from './error-message.js'

describe('the sentence for an error', () => {
  it('names the limit of this service', () => {
    expect(errorMessage('PHOTO_TOO_LARGE', 'zh', 10 * 1024 * 1024)).toBe('超过 10\u00a0MB，请改选压缩图')
  })

  it('is English for an English reader', () => {
    expect(errorMessage('PHOTO_TOO_LARGE', 'en')).toBe('Over 20\u00a0MB. Pick compressed.')
  })
})
