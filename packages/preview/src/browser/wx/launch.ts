import type { Phone } from './phone.js'

/** How the app was opened: from the list of recently used ones (scene 1001). */
export function launchApi({ app, space }: Phone) {
  const options = () => ({ path: app.config.pages[0] ?? '', query: {}, scene: 1001, shareTicket: '', referrerInfo: {} })
  return {
    getLaunchOptionsSync: options,
    getEnterOptionsSync: options,
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
