import type { Connection } from '@photolift/screens'
import type { Uploader } from '@photolift/upload-engine'

/** Lets photos that found nobody logged in go on once somebody is. */
export function goOnAfterLogin({
  connection,
  uploader,
}: {
  connection: Pick<Connection, 'subscribe'>
  uploader: Pick<Uploader, 'snapshot' | 'retry'>
}): void {
  connection.subscribe(({ phase }) => {
    if (phase !== 'connected') return
    for (const { taskId, errorCode } of uploader.snapshot().tasks)
      if (errorCode === 'LOGIN_CODE_INVALID') uploader.retry(taskId)
  })
}
