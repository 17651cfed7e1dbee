import type { CosCredential } from './bucket.js'

/** Makes a signer for each key, and remembers the last: what it has derived from the key serves until another key comes. */
export function perCredential<Signer>(create: (credential: CosCredential) => Signer): (key: CosCredential) => Signer {
  let last: { credential: CosCredential; signer: Signer } | undefined

  return (credential) => {
    if (last?.credential !== credential) last = { credential, signer: create(credential) }
    return last.signer
  }
}
