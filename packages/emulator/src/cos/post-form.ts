import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { CosError } from './cos-error.js'

/** Names in lower case, as COS compares them; of a name that came twice the first value counts. */
export type FormFields = ReadonlyMap<string, string>

export interface FormFile {
  filename: string
  bytes: Readable
}

/**
 * Reads the form of a POST Object as it comes in.
 *
 * `onFile` gets the fields that stand before the file, for what comes after it is not seen. It must read `bytes` to their
 * end or throw. Its result is this function's result once the whole form has turned out to be well-formed with exactly
 * one file.
 *
 * @throws CosError MissingContentLength, RequestIsNotMultiPartContent, MalformedPOSTRequest,
 *   IncorrectNumberOfFilesInPostRequest, MaxPostPreDataLengthExceededError, and whatever `onFile` throws;
 *   `undo` is then called with what `onFile` had already given
 */
export async function readPostForm<T>(
  request: IncomingMessage,
  { onFile, undo }: { onFile(fields: FormFields, file: FormFile): Promise<T>; undo(result: T): void },
): Promise<T> {
  const busboy = await createBusboy(request)
  const fields = new Map<string, string>()
  let file: Readable | undefined
  let result: Promise<T> | undefined

  const wholeForm = new Promise<void>((resolve, reject) => {
    busboy.on('field', (name, value, _nameTruncated, valueTruncated) => {
      const fieldName = name.toLowerCase()
      if (valueTruncated) reject(new CosError('MaxPostPreDataLengthExceededError', `Field ${fieldName} is too long.`))
      if (!file && !fields.has(fieldName)) fields.set(fieldName, value)
    })
    busboy.on('file', (name, bytes, filename) => {
      // A file that is cut off reports it here as well as on the form.
      bytes.on('error', reject)
      if (file || name !== 'file') {
        bytes.resume()
        reject(wrongNumberOfFiles())
        return
      }
      file = bytes
      result = onFile(fields, { filename, bytes })
      result.catch(reject)
    })
    busboy.on('finish', resolve)
    busboy.on('error', () => reject(malformedForm()))
    request.once('error', reject)
  })
  request.pipe(busboy)

  try {
    await wholeForm
    if (!result) throw wrongNumberOfFiles()
    return await result
  } catch (error) {
    request.unpipe(busboy)
    file?.destroy(error instanceof Error ? error : undefined)
    await result?.then(undo, () => undefined)
    throw error
  }
}

async function createBusboy(request: IncomingMessage) {
  if (request.headers['content-length'] === undefined) {
    throw new CosError('MissingContentLength', 'You must provide the Content-Length HTTP header.')
  }
  const contentType = request.headers['content-type'] ?? ''
  if (!/^multipart\/form-data/i.test(contentType)) {
    throw new CosError('RequestIsNotMultiPartContent', 'Bucket POST must be of the enclosure-type multipart/form-data.')
  }
  // Loaded here because the emulator must start fast.
  const { Busboy } = await import('@fastify/busboy')
  try {
    return new Busboy({
      headers: { ...request.headers, 'content-type': contentType },
      // The part's own type is ignored: COS tells a file by its name.
      isPartAFile: (name, _contentType, filename) => name === 'file' || filename !== undefined,
    })
  } catch {
    // Busboy throws on exactly one thing here: a Content-Type without a boundary.
    throw malformedForm()
  }
}

function malformedForm(): CosError {
  const message = 'The body of your POST request is not well-formed multipart/form-data.'
  return new CosError('MalformedPOSTRequest', message)
}

function wrongNumberOfFiles(): CosError {
  return new CosError('IncorrectNumberOfFilesInPostRequest', 'POST requires exactly one file upload per request.')
}
