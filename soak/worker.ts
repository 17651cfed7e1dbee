import { parentPort, workerData } from 'node:worker_threads'
import { apps } from './app/all-apps.ts'
import { chosenCells } from './matrix/chosen-cells.ts'
import { makeRuns } from './matrix/runs.ts'
import { plants } from './plants/all-plants.ts'

/** A share of the runs, in what a thread can be handed. */
export interface WorkerPlan {
  seed: number
  from: number
  to: number
  step: number
  only: string
  plant: string | undefined
  app: string
}

const { plant, app, ...plan } = workerData as WorkerPlan
const tally = await makeRuns({
  ...plan,
  ...chosenCells({ ...plan, plant }),
  plant: plant === undefined ? undefined : plants.get(plant),
  app: apps.get(app),
})
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread of Node has no origin
parentPort?.postMessage(tally)
