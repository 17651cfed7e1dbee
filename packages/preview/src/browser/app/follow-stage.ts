import type { PageStack } from '../framework/page-stack.js'
import type { AppEvents } from '../state/app-events.js'
import { launchOptions } from '../state/launch-options.js'
import type { Stage } from '../state/stage.js'
import type { AppLifetimes } from './app-lifetimes.js'

interface Options {
  readonly stage: Stage
  readonly pages: PageStack
  readonly lifetimes: AppLifetimes
  readonly events: AppEvents
}

/** Tells the app and its visible page when it goes to the background and comes back. */
export function followStage({ stage, pages, lifetimes, events }: Options): void {
  stage.onHide(() => {
    pages.callTop('onHide')
    lifetimes.call('onHide', {})
    events.emit('appHide', {})
  })
  stage.onShow(() => {
    const options = launchOptions(pages.top)
    lifetimes.call('onShow', options)
    events.emit('appShow', options)
    pages.callTop('onShow')
  })
}
