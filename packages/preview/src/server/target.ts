/** The preview reaches this machine only, unless it was told of other hosts; it must not become a proxy into a network. */
export function isAllowedTarget({ protocol, hostname }: URL, allowedHosts: readonly string[]): boolean {
  if (protocol !== 'http:' && protocol !== 'https:') return false
  return isLoopback(hostname) || allowedHosts.includes(hostname)
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}
