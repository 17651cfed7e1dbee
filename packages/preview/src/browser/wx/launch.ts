import type { Phone } from './phone.js'

/** How the app was opened, which version it is, and that there is no newer one. */
export function launchApi({ launch, space }: Phone) {
  return {
    getLaunchOptionsSync: () => launch,
    getEnterOptionsSync: () => launch,
    getAccountInfoSync: () => ({ miniProgram: { appId: space, envVersion: 'develop', version: '' } }),
    getUpdateManager: () => ({
      // A preview always runs what was built: there is no update, so the other two never fire.
      onCheckForUpdate: (listener: (result: { hasUpdate: boolean }) => void) => void listener({ hasUpdate: false }),
      onUpdateReady: () => undefined,
      onUpdateFailed: () => undefined,
      applyUpdate: () => {
        throw new Error('wx.getUpdateManager().applyUpdate: no update is ready')
      },
    }),
  }
}
