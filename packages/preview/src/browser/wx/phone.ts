import type { CompiledApp } from '../../compile/compiled-app.js'
import type { LocalFiles } from '../files/local-files.js'
import type { PageStack } from '../framework/page-stack.js'
import type { Network } from '../network/network.js'
import type { Screen } from '../screen/screen.js'
import type { AppEvents } from '../state/app-events.js'
import type { ConditionStore } from '../state/condition-store.js'
import type { ErrorLog } from '../state/error-log.js'
import type { LaunchOptions } from '../state/launch-options.js'
import type { Stage } from '../state/stage.js'
import type { ApiBuilder } from './api.js'
import type { PrivacyGate } from './privacy-gate.js'

/** Everything that the functions of `wx` act on. */
export interface Phone {
  readonly app: CompiledApp
  readonly api: ApiBuilder
  readonly conditions: ConditionStore
  readonly errors: ErrorLog
  readonly events: AppEvents
  readonly files: LocalFiles
  readonly network: Network
  readonly privacy: PrivacyGate
  readonly screen: Screen
  readonly stage: Stage
  /** Calls of `wx.request`, `wx.uploadFile` and `wx.cloud.callContainer` so far. */
  readonly requests: { count: number }
  /** Separates what several apps and persons keep in one browser. */
  readonly space: string
  readonly launch: LaunchOptions
  readonly pages: PageStack
}
