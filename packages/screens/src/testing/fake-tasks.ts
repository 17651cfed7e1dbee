import type { PhotoTask, TaskState, UploaderSnapshot } from '@photolift/upload-engine'
import { fakePhoto } from './fake-photo.js'

/** A task in a state, with what belongs to it. */
export function fakeTask(state: TaskState, about: Partial<PhotoTask> = {}): PhotoTask {
  const percent = about.percent ?? { ready: 100, confirming: 99 }[state as string] ?? 0
  return {
    taskId: `task-${state}`,
    pickId: 'pick-1',
    position: 0,
    state,
    localUrl: `wxfile://${about.taskId ?? state}.jpg`,
    byteLength: 1_000_000,
    bytesSent: percent * 10_000,
    percent,
    stalled: false,
    ...(state === 'failed' ? { errorCode: 'NETWORK_LOST' } : {}),
    ...(state === 'refused' ? { errorCode: 'PHOTO_TOO_LARGE' } : {}),
    ...(state === 'ready' ? { photo: fakePhoto({ photoId: `photo-of-${about.taskId ?? state}` }) } : {}),
    ...about,
  }
}

/** As many tasks as states are named, with ids of their own. */
export function fakeTasks(...states: TaskState[]): PhotoTask[] {
  return states.map((state, index) => fakeTask(state, { taskId: `task-${index + 1}`, position: index }))
}

/** A snapshot whose sums agree with its tasks. */
export function fakeSnapshot(tasks: PhotoTask[], about: Partial<UploaderSnapshot> = {}): UploaderSnapshot {
  const byteLength = tasks.reduce((sum, task) => sum + task.byteLength, 0)
  const bytesSent = tasks.reduce((sum, task) => sum + task.bytesSent, 0)
  return {
    tasks,
    overall: {
      photoCount: tasks.length,
      readyCount: tasks.filter(({ state }) => state === 'ready').length,
      failedCount: tasks.filter(({ state }) => state === 'failed' || state === 'refused').length,
      byteLength,
      bytesSent,
      percent: byteLength === 0 ? 0 : Math.floor((bytesSent / byteLength) * 100),
      secondsLeft: null,
    },
    paused: false,
    online: true,
    waitingUntil: null,
    waitingFor: null,
    resumable: null,
    unkeptCount: 0,
    question: null,
    ...about,
  }
}
