import path from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { createSourceLayout } from '../source-layout.ts'
import { compileStyle } from './compile-style.ts'

const layout = createSourceLayout(path.resolve(import.meta.dirname, '../../..'))

function compile(text: string): Promise<string> {
  return compileStyle(text, { id: 'pages/upload/index.wxss', layout })
}

describe('styles', () => {
  it('repeats rpx in px for windows that are no upright phone, right after the rule', async () => {
    const css = await compile('.a { width: 20rpx; color: red; margin: -8rpx 0 }\n.b { width: auto }')

    expect(css).toBe(
      '.a{width:20rpx;color:red;margin:-8rpx 0}' +
        '@media (min-width: 480px), (max-width: 359px){.a{width:10px;margin:-4px 0}}' +
        '.b{width:auto}',
    )
  })

  it('keeps the condition of a rule that stands in another @media, and the order of its rules', async () => {
    const css = await compile('@media (prefers-color-scheme: dark) { .a { top: 2rpx } .a.b { top: 4rpx } }')

    const both =
      '@media (prefers-color-scheme: dark) and (min-width: 480px), (prefers-color-scheme: dark) and (max-width: 359px)'
    expect(css).toContain(`${both}{.a{top:1px}}${both}{.a.b{top:2px}}`)
  })

  it('refuses rpx in a rule that is for some widths already', async () => {
    await expect(compile('@media (max-width: 359px) { .a { width: 20rpx } }')).rejects.toThrow('in px, not in rpx')
  })

  it('loses comments and the space around things, and nothing of its values', async () => {
    const css = await compile(
      '/* why */\n.a::after {\n  content: "a {  b; c: d }";\n  font: 400  12px/1 x; /* no */\n}\n',
    )

    expect(css).toBe('.a::after{content:"a {  b; c: d }";font:400  12px/1 x}')
  })

  it('ships our pictures inside', async () => {
    const css = await compile('.a { --icon: svg(icons/plus.svg) }')

    expect(css).toContain('--icon:url("data:image/svg+xml,')
    expect(css).not.toMatch(/ (?:width|height)='/)
    expect(css).toContain("stroke-width='2.2'")
    expect(css).not.toContain('#')
  })

  it.each(['url(https://cdn.example/a.woff)', 'url("//cdn.example/a.png")', 'url(http://cdn.example/a.png)'])(
    'refuses %s: nothing comes from elsewhere',
    async (url) => {
      await expect(compile(`.a { background: ${url} }`)).rejects.toThrow('ships in the package')
    },
  )

  it('names the picture that is not there', async () => {
    await expect(compile('.a { --icon: svg(icons/missing.svg) }')).rejects.toThrow('missing.svg')
  })
})
