/** The first base library in which chooseMedia gives 20 photos; 9 before. */
const TWENTY_SINCE = [2, 25, 0]
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
  return preferredPicker() === 'chooseMedia' && isAtLeast(baseLibraryVersion(), TWENTY_SINCE) ? MANY : FEW
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

function isAtLeast(version: string, wanted: readonly number[]): boolean {
  const parts = version.split('.').map(Number)
  const different = wanted.findIndex((part, index) => parts[index] !== part)
  return different === -1 || (parts[different] ?? 0) > (wanted[different] ?? 0)
}
