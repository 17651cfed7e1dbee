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
import { h5Makespan } from './marks/h5-makespan.ts'
import { h5Memory } from './marks/h5-memory.ts'
import { h5Paint } from './marks/h5-paint.ts'
import { ingestMemory } from './marks/ingest-memory.ts'
import { linksBatch } from './marks/links-batch.ts'
import { simulatedUpload } from './marks/simulated-upload.ts'
import { sizes } from './marks/sizes.ts'
import { upload } from './marks/upload.ts'
import { uploadOverSlowStart } from './marks/upload-over-slow-start.ts'
import { uploadPage } from './marks/upload-page.ts'

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
  ingestMemory,
  galleryFlat,
  h5Paint,
  simulatedUpload,
  uploadOverSlowStart,
  upload,
  uploadPage,
  h5Makespan,
  compressed,
  h5Memory,
  cliFolder,
]
