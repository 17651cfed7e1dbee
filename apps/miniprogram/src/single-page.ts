/** Opened from Moments: pickers, login and navigation are disabled there, and storage is another one. */
const SINGLE_PAGE_SCENE = 1154

export function isSinglePage(): boolean {
  return wx.getEnterOptionsSync().scene === SINGLE_PAGE_SCENE
}
