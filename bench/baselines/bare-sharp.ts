// Loaded before the service, so that sharp alone runs in the same process, under the settings that the service gives to sharp: does an
// edit on the bytes of PHOTO_FILE whenever `/<name>/<width>` is asked for at BARE_SHARP_PORT, and says how long sharp took; `/cpu` tells the
// milliseconds of CPU that the process has used since it began.
import { readFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import { type EditName, edits } from '../edit/edits.ts'

/** What it answers with. */
export interface DoneAlone {
  durationMs: number
  /** Of the whole process. */
  cpuMs: number
  byteLength: number
}

const photo = readFileSync(process.env['PHOTO_FILE'] ?? '')

createServer(({ url = '' }, response) => {
  // A failure ends the process, and the benchmark with it.
  void answer(url, response)
})
  .listen(Number(process.env['BARE_SHARP_PORT']), '127.0.0.1')
  .unref()

async function answer(url: string, response: ServerResponse): Promise<void> {
  const [, name, width] = url.split('/')
  response.end(JSON.stringify(name === 'cpu' ? cpuMs() : await doAlone(name as EditName, Number(width))))
}

async function doAlone(name: EditName, width: number): Promise<DoneAlone> {
  const startedAt = performance.now()
  const cpuMsBefore = cpuMs()
  const { length } = await edits[name].alone(photo, width)
  return { durationMs: performance.now() - startedAt, cpuMs: cpuMs() - cpuMsBefore, byteLength: length }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1_000
}
