import { ApiFailure } from './api.js'

/**
 * A failure of `wx.cloud`: `{ errMsg: '<api>:fail errCode: <code>; <words>', errCode, errno }`.
 * The numbers are documented ("callContainer: common problems"). Which field carries them and the words are
 * «unconfirmed», so an app should find the number in `errMsg` too.
 */
export function cloudFailure(code: number, words: string): ApiFailure {
  return new ApiFailure(`errCode: ${code}; ${words}`, code, code)
}
