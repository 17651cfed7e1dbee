import type { SaveOutcome } from '@photolift/screens/viewer'

/**
 * Loads a picture and puts it into the phone's album, which takes local files only.
 *
 * @see https://developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.saveImageToPhotosAlbum.html
 */
export async function saveToPhone(url: string): Promise<SaveOutcome> {
  try {
    await wx.saveImageToPhotosAlbum({ filePath: await download(url) })
    return 'saved'
  } catch (failure) {
    const { errMsg = '' } = failure as { errMsg?: string }
    return OUTCOMES.find(({ words }) => words.test(errMsg))?.outcome ?? 'failed'
  }
}

/** Opens WeChat's settings of this app, from a tap. @returns whether it may write into the album now */
export async function allowAlbum(): Promise<boolean> {
  try {
    const { authSetting } = await wx.openSetting()
    return authSetting['scope.writePhotosAlbum'] === true
  } catch {
    // Settings that do not open have changed nothing.
    return false
  }
}

/** Exact words are «unconfirmed», and differ between clients. The consent of the privacy guide comes first: it can be given later. */
const OUTCOMES: readonly { outcome: SaveOutcome; words: RegExp }[] = [
  { outcome: 'cancelled', words: /cancel|privacy permission/i },
  { outcome: 'refused', words: /auth|permission denied/i },
]

function download(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    wx.downloadFile({
      url,
      // `success` comes with every status.
      success: ({ statusCode, tempFilePath }) =>
        statusCode === 200 ? resolve(tempFilePath) : reject(new Error(`the link is answered with ${statusCode}`)),
      fail: reject,
    })
  })
}
