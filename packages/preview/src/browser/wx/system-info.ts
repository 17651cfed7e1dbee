import type { Phone } from './phone.js'

/** The base library whose ways the preview follows. */
const SDK_VERSION = '3.10.3'

const SYSTEMS: Readonly<Record<string, string>> = {
  devtools: 'iOS 18.5',
  ios: 'iOS 18.5',
  android: 'Android 15',
  ohos: 'OpenHarmony 5.0',
  windows: 'Windows 11',
  mac: 'macOS 15.5',
  wecom: 'iOS 18.5',
}

/** wx.getWindowInfo, getDeviceInfo, getAppBaseInfo and what is made of them. */
export function systemInfoApi({ api, app, conditions, screen }: Phone) {
  const getWindowInfo = () => screen.windowInfo()
  const isWecom = () => conditions.now.platform === 'wecom'
  const getDeviceInfo = () => ({
    brand: 'preview',
    model: 'preview',
    system: SYSTEMS[conditions.now.platform] ?? '',
    platform: isWecom() ? 'ios' : conditions.now.platform,
    benchmarkLevel: 30,
    abi: 'arm64',
  })
  const getAppBaseInfo = () => ({
    SDKVersion: SDK_VERSION,
    enableDebug: false,
    host: { appId: '', env: 'WeChat' },
    language: conditions.now.language,
    version: '8.0.60',
    // An app without `darkmode` is always light.
    ...(app.config.darkmode ? { theme: conditions.now.theme } : {}),
    fontSizeScaleFactor: 1,
    fontSizeSetting: 16,
  })
  const getSystemSetting = () => ({
    bluetoothEnabled: false,
    locationEnabled: false,
    wifiEnabled: conditions.now.network === 'wifi',
    deviceOrientation: screen.viewport.width > screen.viewport.height ? 'landscape' : 'portrait',
  })
  const getAppAuthorizeSetting = () => ({ albumAuthorized: 'authorized', cameraAuthorized: 'authorized' })
  const getSystemInfo = () => ({
    ...getWindowInfo(),
    ...getDeviceInfo(),
    ...getAppBaseInfo(),
    ...getSystemSetting(),
    // Only WeCom's client has this field.
    ...(isWecom() ? { environment: 'wxwork' } : {}),
  })
  return {
    getWindowInfo,
    getDeviceInfo,
    getAppBaseInfo,
    getSystemSetting,
    getAppAuthorizeSetting,
    getSystemInfoSync: getSystemInfo,
    getSystemInfo: api.define('getSystemInfo', getSystemInfo),
    getSystemInfoAsync: api.define('getSystemInfoAsync', getSystemInfo),
    getMenuButtonBoundingClientRect: () => screen.capsuleRect(),
  }
}
