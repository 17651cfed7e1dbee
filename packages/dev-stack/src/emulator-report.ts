/** What `packages/emulator` prints when it is ready. */
export interface EmulatorReport {
  cos: { endpoint: string; bucket: string; region: string; secretId: string; secretKey: string }
  wechat: { endpoint: string; appid: string; secret: string; env: string; official: { appid: string; secret: string } }
  /** `http://api.weixin.qq.com` as a container of 云托管 sees it. */
  openInterface: { endpoint: string }
  /** The cloud environment and its bucket. */
  cloud: { env: string; bucket: string; region: string; endpoint: string; filesEndpoint: string }
  control: { endpoint: string }
}
