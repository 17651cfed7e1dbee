import ipaddr from 'ipaddr.js'
import type { Configuration } from '../configuration/configuration.js'

export interface AddressEvidence {
  /** Address of the socket's other end. */
  socketAddress: string
  /** Header names are lower case. */
  headers: Record<string, string | string[] | undefined>
}

/**
 * The client that a request counts for. An IPv6 client owns a /64 network and counts as that.
 *
 * @returns undefined where the limit per address is off
 */
export function clientAddress(
  clientAddressFrom: Configuration['clientAddress'],
  { socketAddress, headers }: AddressEvidence,
): string | undefined {
  if (clientAddressFrom.from === 'off') return undefined
  if (clientAddressFrom.from === 'socket') return toNetwork(socketAddress)
  // A list grows to the right: its last entry is the one that our own proxy wrote. A request that came around the proxy has none.
  const last = [headers[clientAddressFrom.header] ?? ''].flat().join(',').split(',').at(-1)?.trim() ?? ''
  return toNetwork(ipaddr.isValid(last) ? last : socketAddress)
}

function toNetwork(text: string): string {
  // IPv4 addresses that are written as IPv6 (::ffff:…) come out as IPv4.
  const address = ipaddr.process(text)
  if (!(address instanceof ipaddr.IPv6)) return address.toString()
  return `${address.parts
    .slice(0, 4)
    .map((part) => part.toString(16))
    .join(':')}::/64`
}
