import type { ErrorCode, RouteName } from '@photolift/contracts'
import { Counter, Gauge, Histogram, Registry } from 'prom-client'

export interface IngestGauges {
  pending: number
  nearDeadline: number
  oldestSeconds: number
}

/** What became of one photo in a step: the kind of grant, `ready`, or the code of the refusal. */
export type PhotoOutcome = 'form' | 'multipart' | 'stored' | 'ready' | ErrorCode

/** Counts what the service does, in Prometheus' terms. */
export interface Metrics {
  /** One answered request. Routes that clients do not call have no step and are not counted. */
  request(answer: { step: RouteName; status: number; errorCode: ErrorCode | undefined; durationMs: number }): void
  /** One photo of an authorize or confirm call. */
  photo(result: { step: 'authorize' | 'confirm'; outcome: PhotoOutcome; byteLength: number }): void
  /** One try of an ingest: its end state, or that it goes on. */
  ingest(result: { outcome: 'ready' | 'put-off' | 'lost' | ErrorCode; byteLength: number }): void
  /** Asks for the backlog of ingests, of all instances together, whenever the metrics are read. Undefined is read as not known: NaN. */
  watchIngests(read: () => Promise<IngestGauges | undefined>): void
  /** In the text format of Prometheus. */
  text(): Promise<string>
}

export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  const durations = new Histogram({
    name: 'photolift_step_duration_seconds',
    help: 'Time from a request to its answer.',
    labelNames: ['step', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  })
  const errors = new Counter({
    name: 'photolift_step_errors_total',
    help: 'Requests answered by an error.',
    labelNames: ['step', 'code'],
    registers,
  })
  const photos = new Counter({
    name: 'photolift_photos_total',
    help: 'Photos by what became of them in a step.',
    labelNames: ['step', 'outcome'],
    registers,
  })
  const bytes = new Counter({
    name: 'photolift_photo_bytes_total',
    help: 'Bytes of those photos.',
    labelNames: ['step', 'outcome'],
    registers,
  })
  const ingests = new Counter({
    name: 'photolift_ingests_total',
    help: 'Tries of ingests by what became of them.',
    labelNames: ['outcome'],
    registers,
  })
  const ingestBytes = new Counter({
    name: 'photolift_ingest_bytes_total',
    help: 'Bytes fetched from WeChat.',
    registers,
  })
  let refresh = async () => {}
  return {
    request({ step, status, errorCode, durationMs }) {
      durations.observe({ step, status }, durationMs / 1_000)
      if (errorCode !== undefined) errors.inc({ step, code: errorCode })
    },
    photo({ step, outcome, byteLength }) {
      photos.inc({ step, outcome })
      bytes.inc({ step, outcome }, byteLength)
    },
    ingest({ outcome, byteLength }) {
      ingests.inc({ outcome })
      ingestBytes.inc(byteLength)
    },
    watchIngests(read) {
      const gauge = (name: string, help: string) => new Gauge({ name: `photolift_${name}`, help, registers })
      const pending = gauge('ingests_pending', 'Ingests that wait for their picture.')
      const nearDeadline = gauge('ingests_near_deadline', 'Pending ingests that WeChat forgets within 12 hours.')
      const oldest = gauge('ingest_oldest_pending_seconds', 'Age of the ingest that is pending for longest.')
      refresh = async () => {
        const backlog = (await read()) ?? { pending: NaN, nearDeadline: NaN, oldestSeconds: NaN }
        pending.set(backlog.pending)
        nearDeadline.set(backlog.nearDeadline)
        oldest.set(backlog.oldestSeconds)
      }
    },
    async text() {
      await refresh()
      return registry.metrics()
    },
  }
}
