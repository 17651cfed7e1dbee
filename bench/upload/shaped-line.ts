import { PHOTO_BYTES, PHOTO_COUNT } from './photo-files.ts'

/** A mobile network's line. */
export const LINE = { bitsPerSecond: 20e6, rttMs: 60 }

/** What the photos' bytes alone take on it. Every makespan is a ratio to this. */
export const LINE_RATE_MS = (PHOTO_COUNT * PHOTO_BYTES * 8 * 1_000) / LINE.bitsPerSecond
