import type { Benchmark } from './benchmark.ts'
import { authorizeBatch } from './marks/authorize-batch.ts'
import { authorizeThroughput } from './marks/authorize-throughput.ts'
import { cliFolder } from './marks/cli-folder.ts'
import { coldStart } from './marks/cold-start.ts'
import { coldStartMysql } from './marks/cold-start-mysql.ts'
import { compressed } from './marks/compressed.ts'
import { confirmBatch } from './marks/confirm-batch.ts'
import { edit } from './marks/edit.ts'
import { galleryFlat } from './marks/gallery-flat.ts'
import { h5Paint } from './marks/h5-paint.ts'
import { linksBatch } from './marks/links-batch.ts'
import { simulatedUpload } from './marks/simulated-upload.ts'
import { sizes } from './marks/sizes.ts'
import { upload } from './marks/upload.ts'

/** In the order in which `pnpm bench` runs them. */
export const benchmarks: readonly Benchmark[] = [
  sizes,
  coldStart,
  coldStartMysql,
  authorizeThroughput,
  authorizeBatch,
  confirmBatch,
  linksBatch,
  edit,
  galleryFlat,
  h5Paint,
  simulatedUpload,
  upload,
  compressed,
  cliFolder,
]
