import { basename } from 'node:path'
import type { SingleBar } from 'cli-progress'
import type { CommandWorld } from '../command-world.js'
import { formatBytes } from './amounts.js'
import { createBars } from './bars.js'
import { fitToWidth } from './fit-to-width.js'
import { printable } from './printable.js'

/** How downloads go, by the file that they become. */
export interface DownloadDisplay {
  start(target: string): void
  advance(target: string, bytesHere: number, byteLength: number): void
  retry(target: string, reason: string): void
  finish(target: string, outcome: 'downloaded' | 'skipped' | 'failed', error?: string): void
  end(): void
}

/** Bars where somebody looks on; lines into a pipe, which is the result unless that is JSON. */
export function createDownloadDisplay({ terminal }: Pick<CommandWorld, 'terminal'>, json: boolean): DownloadDisplay {
  if (!terminal.canDraw) return createLines(json || terminal.isScreen ? terminal.note : terminal.print)

  const { screen } = terminal
  const bars = createBars(screen)
  const running = new Map<string, SingleBar>()
  const nameOf = (target: string) => fitToWidth(printable(basename(target)), Math.max(10, (screen.columns ?? 80) - 48))
  return {
    start: (target) => void running.set(target, bars.create(1, 0, { sent: '', name: nameOf(target) })),
    advance(target, bytesHere, byteLength) {
      const bar = running.get(target)
      bar?.setTotal(Math.max(1, byteLength))
      bar?.update(bytesHere, { sent: formatBytes(bytesHere) })
    },
    retry: (target, reason) => bars.log(`again    ${printable(basename(target))}  ${printable(reason)}\n`),
    finish(target, outcome, error = '') {
      const bar = running.get(target)
      if (bar !== undefined) bars.remove(bar)
      running.delete(target)
      if (outcome === 'failed') bars.log(`FAILED   ${printable(basename(target))}  ${printable(error)}\n`)
    },
    end: () => bars.stop(),
  }
}

function createLines(write: (line: string) => void): DownloadDisplay {
  return {
    start() {},
    advance() {},
    retry: (target, reason) => write(`again    ${printable(basename(target))}  ${printable(reason)}`),
    finish(target, outcome, error = '') {
      const name = printable(basename(target))
      if (outcome === 'downloaded') write(`here     ${name}`)
      else if (outcome === 'skipped') write(`skipped  ${name}`)
      else write(`FAILED   ${name}  ${printable(error)}`)
    },
    end() {},
  }
}
