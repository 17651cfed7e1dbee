import { Writable } from 'node:stream'
import { describe, expect, it } from '@jest/globals'
import stringWidth from 'string-width'
import { formatBytes } from './amounts.js'
import { fitToWidth } from './fit-to-width.js'
import { printable } from './printable.js'
import { createUploadBars } from './upload-bars.js'

describe('a name from outside', () => {
  it.each([
    ['照片 👩‍👩‍👧.jpg', '照片 👩‍👩‍👧.jpg'],
    ['\u001b[2Ja', '\ufffd[2Ja'],
    ['a\r\nb\u0007', 'a\ufffd\ufffdb\ufffd'],
    ['gpj.\u202eexe', 'gpj.\ufffdexe'],
    ['\u009b31m', '\ufffd31m'],
  ])('%j is printed as %j', (name, printed) => {
    expect(printable(name)).toBe(printed)
  })

  it.each(['一个很长的文件夹/照片的名字.jpg', 'short.jpg', '👩‍👩‍👧'.repeat(20), ''])('%j fits', (name) => {
    const fitted = fitToWidth(name, 16)

    expect(stringWidth(fitted)).toBeLessThanOrEqual(16)
    expect(name.endsWith(fitted.replace('…', ''))).toBe(true)
  })
})

it.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1.0 KB'],
  [1_500_000, '1.5 MB'],
  [20_000_000, '20 MB'],
  [999_600, '1.0 MB'],
  [12_000_000_000_000, '12000 GB'],
])('%d bytes are %s', (byteLength, text) => {
  expect(formatBytes(byteLength)).toBe(text)
})

describe('bars on a screen', () => {
  /** A screen that remembers. */
  function screen() {
    const written: string[] = []
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        written.push(chunk.toString())
        done()
      },
    })
    const tty = Object.assign(stream, {
      isTTY: true,
      columns: 90,
      cursorTo: () => true,
      moveCursor: () => true,
      clearLine: () => true,
    })
    return { tty, text: () => written.join('') }
  }

  it('show each file under way and the whole, in files and bytes, and go when all is done', () => {
    const { tty, text } = screen()
    const bars = createUploadBars(tty)

    bars.begin(
      new Map([
        ['旅行/照片.jpg', 1_000_000],
        ['b.bin', 3_000_000],
        ['c.bin', 0],
      ]),
    )
    bars.start('旅行/照片.jpg')
    bars.advance('旅行/照片.jpg', 500_000)
    bars.finish('c.bin', { kind: 'skipped' })
    bars.start('b.bin')
    bars.advance('b.bin', 9_000_000)
    bars.finish('b.bin', { kind: 'failed', error: 'STORAGE_UNAVAILABLE: \u001b[31mno' })
    bars.finish('旅行/照片.jpg', { kind: 'uploaded', fileId: 'cos://b/a' })
    bars.end()

    expect(text()).toContain('旅行/照片.jpg')
    expect(text()).toContain('500 KB')
    expect(text()).toContain('3.5 MB of 4.0 MB')
    expect(text()).toContain('1 of 3 files')
    expect(text()).not.toContain('9.0 MB')
    expect(text()).not.toContain('\u001b[31m')
  })
})
