/** Where a built app finds its service: at an address, or through `wx.cloud.callContainer`. */
export type ServiceAddress = { serviceUrl: string } | { container: Container }

/** A service of 云托管, as the console names it. */
export interface Container {
  env: string
  service: string
}

/** @throws Error unless the text is `<env>/<service>`, such as `prod-1a2b3c/photolift` */
export function parseContainer(text: string): Container {
  const [, env, service] = /^([a-z0-9][a-z0-9-]*)\/([a-z0-9][a-z0-9-]*)$/i.exec(text) ?? []
  if (env === undefined || service === undefined)
    throw new Error(`a container must look like <env>/<service>, such as prod-1a2b3c/photolift, not ${text}`)
  return { env, service }
}

/** @throws Error unless the text is an origin, such as `https://api.example.com` */
export function parseServiceUrl(text: string): string {
  const url = URL.parse(text)
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash) {
    throw new Error(`the service's address must look like https://api.example.com, not ${text}`)
  }
  return url.origin
}

export function describeAddress(address: ServiceAddress): string {
  return 'container' in address
    ? `${address.container.service} in ${address.container.env} through wx.cloud.callContainer`
    : address.serviceUrl
}

/** What the console's 服务器域名 must list for this build, a line each. The bucket's name is the service's to know. */
export function domainLines(address: ServiceAddress): string[] {
  const bucket = 'https://<bucket>.cos.<region>.myqcloud.com'
  return [
    `request: ${'container' in address ? 'none, callContainer needs none' : address.serviceUrl}`,
    `uploadFile: ${bucket}`,
    `downloadFile: ${bucket}`,
  ]
}
