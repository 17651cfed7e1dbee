import type { ErrorCode, RouteName } from '@photolift/contracts'
import { Counter, Histogram, Registry } from 'prom-client'

/** What became of one photo in a step: the kind of grant, `ready`, or the code of the refusal. */
export type PhotoOutcome = 'form' | 'multipart' | 'stored' | 'ready' | ErrorCode

/** Counts what the service does, in Prometheus' terms. */
export interface Metrics {
  /** One answered request. Routes that clients do not call have no step and are not counted. */
  request(answer: { step: RouteName; status: number; errorCode: ErrorCode | undefined; durationMs: number }): void
  /** One photo of an authorize or confirm call. */
  photo(result: { step: 'authorize' | 'confirm'; outcome: PhotoOutcome; byteLength: number }): void
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
  return {
    request({ step, status, errorCode, durationMs }) {
      durations.observe({ step, status }, durationMs / 1_000)
      if (errorCode !== undefined) errors.inc({ step, code: errorCode })
    },
    photo({ step, outcome, byteLength }) {
      photos.inc({ step, outcome })
      bytes.inc({ step, outcome }, byteLength)
    },
    text: () => registry.metrics(),
  }
}
