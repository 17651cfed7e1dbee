import { bytesOut, type OverallProgress, overallProgress } from './progress.js'
import { SpeedMeter } from './speed-meter.js'
import type { TaskState } from './task.js'
import type { TaskEntry } from './task-entry.js'

/** The photos in picked order, and the progress of the present batch: everything since the list was last all stored. */
export class TaskList {
  private all: readonly TaskEntry[] = []
  private batch: ReadonlySet<TaskEntry> = new Set()
  private settledBytes = 0
  private shownPercent = 0
  private speed = new SpeedMeter()

  get entries(): readonly TaskEntry[] {
    return this.all
  }

  find(taskId: string): TaskEntry | undefined {
    return this.all.find(({ record }) => record.taskId === taskId)
  }

  having(state: TaskState): TaskEntry[] {
    return this.all.filter((entry) => entry.state === state)
  }

  count(state: TaskState): number {
    return this.having(state).length
  }

  add(added: readonly TaskEntry[]): void {
    if (added.length === 0) return
    if (this.all.every(({ state }) => state === 'ready')) {
      this.batch = new Set()
      this.forgetProgress()
    }
    for (const entry of added) this.insert(entry)
    this.batch = new Set([...this.batch, ...added])
  }

  /** What a former run has left was picked before all others, and may come back in several parts. */
  private insert(entry: TaskEntry): void {
    const next = this.all.findIndex(({ formerPlace }) => formerPlace > entry.formerPlace)
    const place = next < 0 ? this.all.length : next
    this.all = [...this.all.slice(0, place), entry, ...this.all.slice(place)]
  }

  remove(removed: readonly TaskEntry[]): void {
    this.all = this.all.filter((entry) => !removed.includes(entry))
    // What was sent stays sent: progress does not fall because a photo was taken out.
    for (const entry of removed) if (this.batch.has(entry)) this.settledBytes += bytesOut(entry)
  }

  /** What was sent of photos that are not in the list any more does not count any longer. */
  forgetProgress(): void {
    this.settledBytes = 0
    this.shownPercent = 0
    this.speed = new SpeedMeter()
  }

  /** Moves a held photo among the held ones; the others keep their places. */
  moveHeld(taskId: string, toPosition: number): void {
    const held = this.having('held')
    const from = held.findIndex(({ record }) => record.taskId === taskId)
    const moved = held[from]
    if (moved === undefined) return
    held.splice(from, 1)
    held.splice(Math.max(0, toPosition), 0, moved)
    this.all = this.all.map((entry) => (entry.state === 'held' ? (held.shift() ?? entry) : entry))
  }

  measureSpeed(now: number): void {
    this.speed.add(this.progress(now).bytesSent, now)
  }

  progress(now: number): OverallProgress {
    const progress = overallProgress(
      {
        entries: this.all.filter((entry) => this.batch.has(entry)),
        settledBytes: this.settledBytes,
        shownPercent: this.shownPercent,
        speed: this.speed,
      },
      now,
    )
    this.shownPercent = Math.min(99, progress.percent)
    return progress
  }
}
