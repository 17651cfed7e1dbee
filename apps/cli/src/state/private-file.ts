import { randomBytes } from 'node:crypto'
import { access, constants, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError } from '@photolift/contracts'

/**
 * Writes a file that only this person can read, at no moment anybody else, and that is either the old one or the whole new one, also
 * after a crash.
 */
export async function writePrivateFile(file: string, text: string): Promise<void> {
  await makePrivateFolder(dirname(file))
  const draft = `${file}.${randomBytes(6).toString('hex')}`
  try {
    const handle = await open(draft, 'wx', 0o600)
    try {
      await handle.writeFile(text)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(draft, file)
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

/** @throws AppError FILE_UNREADABLE where it cannot be made or written */
export async function makePrivateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await access(folder, constants.W_OK)
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException
    const message = `the folder for what is kept between runs cannot be written (${code}): set XDG_STATE_HOME to one that can`
    throw new AppError('FILE_UNREADABLE', message, { cause: error })
  }
}
