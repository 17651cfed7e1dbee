import { describe, expect, it } from '@jest/globals'
import { chooseNames } from './choose-names.js'
import { safeName, withMark } from './safe-name.js'

describe("a person's name for a photo", () => {
  it.each([
    ['../../etc/passwd', '_.._etc_passwd'],
    ['/etc/passwd', '_etc_passwd'],
    ['..', 'photo'],
    ['.bashrc', 'bashrc'],
    ['C:\\Windows\\a.jpg', 'C__Windows_a.jpg'],
    ['a\u0000b\nc.jpg', 'a_b_c.jpg'],
    ['con.jpg', '_con.jpg'],
    ['name. ', 'name'],
    ['gpj.\u202eexe', 'gpj._exe'],
    ['旅行 (1).jpg', '旅行 (1).jpg'],
    ['e\u0301.jpg', '\u00e9.jpg'],
    ['', 'photo'],
    ['a.jpg.part', 'a.jpg.part_'],
    ['a.jpg.PART.json', 'a.jpg.PART.json_'],
  ])('%j becomes %j', (name, safe) => {
    expect(safeName(name, 'photo')).toBe(safe)
  })

  it('keeps its type when it is cut', () => {
    const name = safeName(`${'照'.repeat(200)}.jpeg`, 'photo')

    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
    expect(name).toMatch(/^照+\.jpeg$/)
    expect(Buffer.byteLength(withMark(name, 'mark'))).toBeLessThanOrEqual(200)
  })
})

describe('names in one folder', () => {
  it('are given once, whatever their case', () => {
    const names = chooseNames([
      { name: 'IMG_1.jpg', mark: 'p1' },
      { name: 'img_1.JPG', mark: 'p2' },
      { name: 'IMG_1.jpg', mark: 'p3' },
      { name: null, mark: 'p4' },
      { name: 'IMG_1 (p3).jpg', mark: 'p5' },
    ])

    expect(names).toEqual(['IMG_1.jpg', 'img_1 (p2).JPG', 'IMG_1 (p3).jpg', 'p4', 'IMG_1 (p3) (p5).jpg'])
  })

  it('never lead to a part file of another', () => {
    const names = chooseNames([
      { name: 'a.jpg', mark: 'x' },
      { name: 'a.jpg.part', mark: 'y' },
      { name: 'a.jpg.part.json', mark: 'z' },
    ])

    expect(names).toEqual(['a.jpg', 'a.jpg.part_', 'a.jpg.part.json_'])
  })
})
