import type { Plant } from '../plants/plant.ts'
import type { World } from '../simulation/world.ts'
import { launchCosWxSdk } from './cos-wx-sdk-app.ts'
import { launchPhotolift } from './photolift-app.ts'
import type { UploadApp } from './upload-app.ts'

/** An app that the same runs can be made with. */
export interface AppUnderTest {
  readonly launch: (world: World, plant?: Plant) => UploadApp
  /** Whether large photos come in parts where a scenario says so; otherwise they go whole. */
  readonly sendsParts: boolean
}

export const DEFAULT_APP = 'photolift'

/** By the name that the command takes. */
export const apps: ReadonlyMap<string, AppUnderTest> = new Map([
  [DEFAULT_APP, { launch: launchPhotolift, sendsParts: true }],
  ['cos-wx-sdk', { launch: launchCosWxSdk, sendsParts: false }],
])
