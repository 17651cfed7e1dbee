/** From chooseMedia, since base library 2.25. */
const MANY = 20
const FEW = 9

export type Picker = 'chooseMedia' | 'chooseImage' | 'none'

/** chooseMedia, or chooseImage where that is missing and on PC, Mac and WeCom, whose chooseMedia cannot be relied on. */
export function preferredPicker(): Picker {
  if (wx.canIUse('chooseMedia') && !isDesktop() && !isWecom()) return 'chooseMedia'
  if (wx.canIUse('chooseImage')) return 'chooseImage'
  return wx.canIUse('chooseMedia') ? 'chooseMedia' : 'none'
}

/** How many photos one pick may have. No ceiling of chooseImage is documented: 9, its default, works everywhere. */
export function photosPerPick(): number {
  return preferredPicker() === 'chooseMedia' && givesTwenty(baseLibraryVersion()) ? MANY : FEW
}

function isDesktop(): boolean {
  const { platform } = wx.canIUse('getDeviceInfo') ? wx.getDeviceInfo() : wx.getSystemInfoSync()
  return platform === 'windows' || platform === 'mac' || platform === 'ohos_pc'
}

function isWecom(): boolean {
  // Only WeCom's client says an environment, which the typings do not know.
  const { environment } = wx.getSystemInfoSync() as { environment?: string }
  return environment === 'wxwork'
}

function baseLibraryVersion(): string {
  return wx.canIUse('getAppBaseInfo') ? wx.getAppBaseInfo().SDKVersion : wx.getSystemInfoSync().SDKVersion
}

function givesTwenty(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major > 2 || (major === 2 && minor >= 25)
}
