/** @jest-environment jsdom */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { beforeEach, describe, expect, it, jest } from '@jest/globals'
import { fakeTask } from '@photolift/screens/testing/upload'
import { UPLOAD_TEXT } from '@photolift/screens/text'
import { type TileView, toTileView } from '@photolift/screens/upload'

const dist = path.resolve(import.meta.dirname, '../dist')

/** What we use of miniprogram-simulate, which has no types. */
interface Simulate {
  load(file: string, tag: string, options: { rootPath: string }): string
  render(id: string, properties: object): SimulatedComponent
}

interface SimulatedComponent {
  attach(parent: Element): void
  detach(): void
  querySelector(selector: string): { dispatchEvent(type: string): void; dom: HTMLElement } | undefined
  addEventListener(type: string, listener: (event: { detail: unknown }) => void): void
}

describe('the photo tile, as it was built', () => {
  let simulate: Simulate

  beforeEach(() => {
    if (!existsSync(path.join(dist, 'app.json'))) throw new Error('dist/ is missing: run the build first')
    // It keeps component definitions in the module registry, out of which jest would take the first test's.
    jest.resetModules()
    simulate = jest.requireActual<Simulate>('miniprogram-simulate')
  })

  function render(tile: TileView) {
    const id = simulate.load(path.join(dist, 'components/photo-tile/index'), 'photo-tile', { rootPath: dist })
    const component = simulate.render(id, { tile })
    const parent = document.createElement('div')
    component.attach(parent)
    return { component, parent }
  }

  const context = { text: UPLOAD_TEXT.zh, hold: null, photoMaxBytes: 1 }

  it('draws the veil over what has not arrived and the bar under what has', () => {
    const { component } = render(toTileView(fakeTask('uploading', { percent: 37 }), 0, context))

    expect(component.querySelector('.tile__veil')?.dom.style.transform).toBe('translateY(-37%)')
    expect(component.querySelector('.pill__fill')?.dom.style.transform).toBe('translateX(-63%)')
    expect(component.querySelector('.tile__tick')).toBeUndefined()
  })

  it('has a tick and no × once it is stored', () => {
    const { component } = render(toTileView(fakeTask('ready'), 0, context))

    expect(component.querySelector('.tile__tick')).toBeDefined()
    expect(component.querySelector('.tile__veil')).toBeUndefined()
    expect(component.querySelector('.tile__remove')).toBeUndefined()
  })

  it('tells the page which photo was tapped, and which is to be taken out', async () => {
    const { component } = render(toTileView(fakeTask('failed', { taskId: 'task-7' }), 0, context))
    const next = (type: string) =>
      new Promise((resolve) => component.addEventListener(type, ({ detail }) => resolve(detail)))
    const opened = next('open')
    const removed = next('remove')

    component.querySelector('.tile__face')?.dispatchEvent('tap')
    component.querySelector('.tile__remove')?.dispatchEvent('tap')

    expect(await opened).toEqual({ taskId: 'task-7' })
    expect(await removed).toEqual({ taskId: 'task-7' })
  })
})
