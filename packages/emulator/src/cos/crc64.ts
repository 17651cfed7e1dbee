/**
 * CRC-64 as COS gives it in `x-cos-hash-crc64ecma`: polynomial of ECMA-182, reflected, all ones in and out ("CRC-64/XZ").
 *
 * JavaScript has no fast 64-bit integers, so every table is two of 32 bits. Eight tables let eight bytes go in at a time
 * ("slicing-by-8"); the byte-wise loop does the rest.
 */
export class Crc64 {
  #low = 0xffffffff
  #high = 0xffffffff

  update(bytes: Uint8Array): void {
    let low = this.#low
    let high = this.#high
    const length = bytes.length
    const aligned = length - (length % 8)
    let offset = 0
    while (offset < aligned) {
      const a = low ^ word(bytes, offset)
      const b = high ^ word(bytes, offset + 4)
      const i7 = 1792 + (a & 0xff)
      const i6 = 1536 + ((a >>> 8) & 0xff)
      const i5 = 1280 + ((a >>> 16) & 0xff)
      const i4 = 1024 + (a >>> 24)
      const i3 = 768 + (b & 0xff)
      const i2 = 512 + ((b >>> 8) & 0xff)
      const i1 = 256 + ((b >>> 16) & 0xff)
      const i0 = b >>> 24
      low =
        at(LOW, i7) ^ at(LOW, i6) ^ at(LOW, i5) ^ at(LOW, i4) ^ at(LOW, i3) ^ at(LOW, i2) ^ at(LOW, i1) ^ at(LOW, i0)
      high =
        at(HIGH, i7) ^
        at(HIGH, i6) ^
        at(HIGH, i5) ^
        at(HIGH, i4) ^
        at(HIGH, i3) ^
        at(HIGH, i2) ^
        at(HIGH, i1) ^
        at(HIGH, i0)
      offset += 8
    }
    for (; offset < length; offset++) {
      const index = (low ^ at(bytes, offset)) & 0xff
      low = ((low >>> 8) | (high << 24)) ^ at(LOW, index)
      high = (high >>> 8) ^ at(HIGH, index)
    }
    this.#low = low
    this.#high = high
  }

  /** Unsigned decimal. */
  digest(): string {
    const low = BigInt(~this.#low >>> 0)
    const high = BigInt(~this.#high >>> 0)
    return ((high << 32n) | low).toString()
  }
}

/** `noUncheckedIndexedAccess` cannot know that every index here is in range. */
function at(table: Uint32Array | Uint8Array, index: number): number {
  return table[index] as number
}

function word(bytes: Uint8Array, offset: number): number {
  return (
    at(bytes, offset) | (at(bytes, offset + 1) << 8) | (at(bytes, offset + 2) << 16) | (at(bytes, offset + 3) << 24)
  )
}

const LOW = new Uint32Array(8 * 256)
const HIGH = new Uint32Array(8 * 256)
fillTables()

/** Table `t` holds the effect of a byte that is followed by `t` zero bytes. */
function fillTables(): void {
  const polynomialLow = 0xd7870f42
  const polynomialHigh = 0xc96c5795
  for (let byte = 0; byte < 256; byte++) {
    let low = byte
    let high = 0
    for (let bit = 0; bit < 8; bit++) {
      const carry = low & 1
      low = (low >>> 1) | (high << 31)
      high >>>= 1
      if (carry) {
        low ^= polynomialLow
        high ^= polynomialHigh
      }
    }
    LOW[byte] = low
    HIGH[byte] = high
  }
  for (let entry = 256; entry < 8 * 256; entry++) {
    const low = at(LOW, entry - 256)
    const high = at(HIGH, entry - 256)
    LOW[entry] = ((low >>> 8) | (high << 24)) ^ at(LOW, low & 0xff)
    HIGH[entry] = (high >>> 8) ^ at(HIGH, low & 0xff)
  }
}
