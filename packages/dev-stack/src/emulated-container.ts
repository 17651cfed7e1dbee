import type { EmulatorReport } from './emulator-report.js'

/** The service in the emulated 云托管, as a mini-program names it: `--container <env>/<service>` of its build. */
export const emulatedContainer = { env: 'photolift-0a1b2c3d', service: 'photolift' } as const

/**
 * What the preview must be told so that `wx.cloud` reaches the service and the files of the cloud.
 * @throws Error when the emulator has another environment than `emulatedContainer` says
 */
export function cloudArguments({ cloud, control, wechat }: EmulatorReport, serviceUrl: string): string[] {
  const { env, service } = emulatedContainer
  if (cloud.env !== env) throw new Error(`the emulator's environment is ${cloud.env}, and not ${env}`)
  return [`--container=${env}/${service}=${serviceUrl}`, `--cloud-files=${control.endpoint}`, `--appid=${wechat.appid}`]
}
