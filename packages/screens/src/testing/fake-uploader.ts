import type { PhotoTask, Uploader, UploaderSnapshot } from '@photolift/upload-engine'

const NOTHING: UploaderSnapshot = {
  tasks: [],
  overall: { photoCount: 0, readyCount: 0, failedCount: 0, byteLength: 0, bytesSent: 0, percent: 0, secondsLeft: null },
  paused: false,
  online: true,
  waitingUntil: null,
  waitingFor: null,
  resumable: null,
  unkeptCount: 0,
  question: null,
}

/** Shows what a test says, and notes what it was told to do. */
export class FakeUploader
  implements
    Pick<
      Uploader,
      | 'subscribe'
      | 'snapshot'
      | 'remove'
      | 'pause'
      | 'resume'
      | 'cancel'
      | 'clearReady'
      | 'discardLeftovers'
      | 'answerMobileData'
    >
{
  readonly calls: string[] = []
  private current = NOTHING
  private readonly listeners = new Set<(snapshot: UploaderSnapshot) => void>()

  show(fields: Partial<UploaderSnapshot>): void {
    this.current = { ...this.current, ...fields }
    for (const listener of this.listeners) listener(this.current)
  }

  snapshot = (): UploaderSnapshot => this.current

  subscribe = (listener: (snapshot: UploaderSnapshot) => void): (() => void) => {
    this.listeners.add(listener)
    listener(this.current)
    return () => this.listeners.delete(listener)
  }

  remove = async (taskId: string): Promise<void> => {
    this.calls.push(`remove ${taskId}`)
  }

  pause = (): void => {
    this.calls.push('pause')
    this.show({ paused: true })
  }

  resume = (): void => {
    this.calls.push('resume')
    this.show({ paused: false })
  }

  answerMobileData: Uploader['answerMobileData'] = (answer): void => {
    this.calls.push(answer)
    this.show({ question: null, waitingFor: null })
  }

  cancel: Uploader['cancel'] = ({ tellService = true } = {}): void => {
    this.calls.push(tellService ? 'cancel' : 'cancel silently')
  }

  discardLeftovers: Uploader['discardLeftovers'] = ({ tellService = true } = {}): void => {
    this.calls.push(tellService ? 'discard leftovers' : 'discard leftovers silently')
  }

  clearReady = (): void => {
    this.calls.push('clearReady')
  }
}

/** A photo that is being uploaded; every field can be given. */
export function fakeTask(fields: Partial<PhotoTask> = {}): PhotoTask {
  return {
    taskId: 'task-1',
    pickId: 'pick-1',
    position: 0,
    state: 'uploading',
    localUrl: 'wxfile://tmp/1.jpg',
    byteLength: 1_000_000,
    bytesSent: 500_000,
    percent: 50,
    stalled: false,
    ...fields,
  }
}
