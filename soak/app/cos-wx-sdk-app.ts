import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { compileFunction } from 'node:vm'
import type {
  ConfirmationsResponse,
  LoginResponse,
  UploadGrantRequest,
  UploadGrantsResponse,
} from '@photolift/contracts'
import type { Clock } from '@photolift/platform'
import type { WechatApi } from '@photolift/platform/wechat'
import { createSimulatedWx, SERVICE_URL } from '../phone/simulated-wx.ts'
import type { World } from '../simulation/world.ts'
import type { Screen, ShownPhoto, UploadApp } from './upload-app.ts'

/**
 * cos-wx-sdk-v5, as published, in an app around it as its guide shows one: `uploadFiles` with the SDK's own parallelism, timeouts and
 * tries; a temporary credential from the service for all photos, asked for when the SDK asks; one confirm for each photo once
 * the SDK says that it is uploaded. The app's own calls are tried once, as in that guide. After a kill the screen is empty: the SDK keeps no task.
 */
export function launchCosWxSdk(world: World): UploadApp {
  const { phone } = world
  const wx = createSimulatedWx(world)
  const service = createServiceCalls(wx)
  const photos: SdkPhoto[] = []
  const photoIds = new Map<string, string>()
  let push = (_screen: Screen): void => {}

  const COS = loadSdk(toSdkWx(wx), phone.run.clock)
  const cos = new COS({
    getAuthorization(_options, answer) {
      // What is missing in an answer the SDK takes for a failure of the task.
      askCredential().then(answer, () => answer({}))
    },
  })
  cos.on('list-update', show)

  async function askCredential(): Promise<SdkCredential> {
    const body = { photos: photos.map(({ request }) => request) }
    const { serverTime, grants } = await service.post<UploadGrantsResponse>('/v1/upload-grants', body)
    const forms = grants.filter((grant) => grant.kind === 'form')
    for (const { taskId, photoId } of forms) photoIds.set(taskId, photoId)
    return {
      TmpSecretId: 'simulated',
      TmpSecretKey: 'simulated',
      SecurityToken: JSON.stringify(Object.fromEntries(forms.map(({ taskId, fields }) => [taskId, fields]))),
      StartTime: toSeconds(serverTime),
      ExpiredTime: Math.min(...forms.map(({ expiresAt }) => toSeconds(expiresAt))),
    }
  }

  function upload(some: readonly SdkPhoto[]): void {
    cos.uploadFiles({
      SliceSize: WHOLE_BYTES,
      files: some.map((photo) => ({
        Bucket: 'photos-1250000000',
        Region: 'ap-guangzhou',
        Key: photo.request.taskId,
        FilePath: photo.path,
        onTaskReady: (sdkTaskId) => {
          photo.sdkTaskId = sdkTaskId
        },
        onFileFinish: (error) => {
          if (!error) void confirm(photo)
        },
      })),
    })
  }

  async function confirm(photo: SdkPhoto): Promise<void> {
    const photoId = photoIds.get(photo.request.taskId) ?? ''
    photo.afterUpload = 'confirming'
    show()
    try {
      const { results } = await service.post<ConfirmationsResponse>('/v1/confirmations', { photoIds: [photoId] })
      const [result] = results
      if (result !== undefined && 'photo' in result) photo.afterUpload = 'done'
      else photo.afterUpload = result?.error.code === 'PHOTO_NOT_UPLOADED' ? 'not there' : 'not confirmed'
    } catch {
      // Whatever it was, the person may try again.
      photo.afterUpload = 'not confirmed'
    }
    show()
  }

  function retry(photo: SdkPhoto): void {
    if (photo.afterUpload === 'not confirmed') void confirm(photo)
    else if (photo.afterUpload === 'not there') {
      photo.afterUpload = undefined
      upload([photo])
    } else if (photo.sdkTaskId !== undefined) cos.restartTask(photo.sdkTaskId)
  }

  function show(): void {
    const sdkStates = new Map(cos.getTaskList().map(({ id, state }) => [id, state]))
    const shown = photos.map((photo) => toShownPhoto(photo, { sdkStates, photoIds }))
    const doneCount = shown.filter(({ progress }) => progress === 'done').length
    push({ photos: shown, percent: Math.floor((100 * doneCount) / Math.max(1, shown.length)) })
  }

  const idsIn = (...states: string[]): string[] =>
    cos
      .getTaskList()
      .filter(({ state }) => states.includes(state))
      .map(({ id }) => id)

  return {
    add(paths) {
      const added = paths.map((path, index): SdkPhoto => {
        const file = phone.files.get(path)
        const position = photos.length + index
        const request: UploadGrantRequest = {
          taskId: `task-${position}`,
          pickId: 'pick-1',
          position,
          byteLength: file?.byteLength ?? 0,
          contentType: 'image/jpeg',
          contentMd5: file?.md5 ?? '',
        }
        return { path, request, sdkTaskId: undefined, afterUpload: undefined }
      })
      photos.push(...added)
      upload(added)
      show()
    },
    pause() {
      // Those that wait first: the SDK begins the next one in the place of each that it pauses.
      for (const id of [...idsIn('waiting'), ...idsIn('checking', 'uploading')]) cos.pauseTask(id)
    },
    resume() {
      for (const id of idsIn('paused')) cos.restartTask(id)
    },
    retryFailed() {
      const failedIds = idsIn('error')
      for (const photo of photos) {
        if (GIVEN_UP.includes(photo.afterUpload) || failedIds.includes(photo.sdkTaskId ?? '')) retry(photo)
      }
    },
    show(screen) {
      push = screen
      show()
    },
  }
}

/** No photo of a run is larger: each goes whole. */
const WHOLE_BYTES = 20 * 1024 * 1024

/** What `wx` takes where nobody says otherwise, and the SDK does not. */
const WX_TIMEOUT_MS = 60_000

interface SdkPhoto {
  readonly path: string
  readonly request: UploadGrantRequest
  sdkTaskId: string | undefined
  afterUpload: 'confirming' | 'done' | 'not confirmed' | 'not there' | undefined
}

const GIVEN_UP: readonly SdkPhoto['afterUpload'][] = ['not confirmed', 'not there']

function toShownPhoto(
  { path, request, sdkTaskId, afterUpload }: SdkPhoto,
  { sdkStates, photoIds }: { sdkStates: ReadonlyMap<string, string>; photoIds: ReadonlyMap<string, string> },
): ShownPhoto {
  const state = afterUpload ?? sdkStates.get(sdkTaskId ?? '') ?? 'waiting'
  if (afterUpload === 'done') return { path, state, progress: 'done', photoId: photoIds.get(request.taskId) ?? '' }
  const isGivenUp = GIVEN_UP.includes(afterUpload) || state === 'error'
  return { path, state, progress: isGivenUp ? 'given-up' : 'under-way' }
}

/** The app's own calls: one try each, and a new login where the old one holds no more. */
function createServiceCalls(wx: WechatApi) {
  let authToken: Promise<string> | undefined

  function send<Body>(path: string, { body, authorization }: { body: object; authorization?: string }): Promise<Body> {
    return new Promise((resolve, reject) => {
      wx.request({
        method: 'POST',
        url: `${SERVICE_URL}${path}`,
        header: authorization === undefined ? {} : { authorization },
        data: JSON.stringify(body),
        dataType: 'text',
        responseType: 'text',
        timeout: WX_TIMEOUT_MS,
        success: ({ statusCode, data }) => {
          if (statusCode !== 200) return reject(new ServiceRefusal(statusCode))
          try {
            resolve(JSON.parse(data as string) as Body)
          } catch (error) {
            reject(error)
          }
        },
        fail: ({ errMsg }) => reject(new Error(errMsg)),
      })
    })
  }

  async function logIn(): Promise<string> {
    const code = await new Promise<string>((resolve, reject) => {
      wx.login({ success: (result) => resolve(result.code), fail: ({ errMsg }) => reject(new Error(errMsg)) })
    })
    return (await send<LoginResponse>('/v1/login', { body: { code } })).authToken
  }

  async function tokenOf(): Promise<string> {
    authToken ??= logIn()
    try {
      return await authToken
    } catch (error) {
      authToken = undefined
      throw error
    }
  }

  return {
    async post<Body>(path: string, body: object): Promise<Body> {
      try {
        return await send<Body>(path, { body, authorization: `Bearer ${await tokenOf()}` })
      } catch (error) {
        if (!(error instanceof ServiceRefusal) || error.status !== 401) throw error
        authToken = undefined
        return send<Body>(path, { body, authorization: `Bearer ${await tokenOf()}` })
      }
    },
  }
}

class ServiceRefusal extends Error {
  readonly status: number

  constructor(status: number) {
    super(`HTTP ${status}`)
    this.status = status
  }
}

function toSeconds(instant: string): number {
  return Math.floor(Date.parse(instant) / 1_000)
}

/** What the SDK uses of `wx` for whole files. The bucket reads forms of the service: the credential carries them, by the SDK's `Key`. */
function toSdkWx(wx: WechatApi) {
  const files = wx.getFileSystemManager()
  return {
    canIUse: () => false,
    getFileSystemManager: () => ({
      stat({ path, success, fail }: Parameters<typeof files.stat>[0]) {
        files.stat({
          path,
          success: ({ stats }) => success?.({ stats: Object.assign(stats, { isDirectory: () => false }) }),
          ...(fail !== undefined && { fail }),
        })
      },
    }),
    uploadFile(options: Parameters<WechatApi['uploadFile']>[0]) {
      const forms = JSON.parse(options.formData['x-cos-security-token'] ?? '{}') as Record<string, FormData>
      const formData = forms[options.formData['key'] ?? ''] ?? {}
      return wx.uploadFile({
        ...options,
        formData,
        timeout: options.timeout ?? WX_TIMEOUT_MS,
        success: (result) => asTheAppWould(() => options.success?.(result)),
        fail: (failure) => asTheAppWould(() => options.fail?.(failure)),
      })
    },
  }
}

/** An app lives on when a callback throws, and whatever waits for that callback waits on: this SDK throws at a body that is neither XML nor JSON. */
function asTheAppWould(callback: () => void): void {
  try {
    callback()
  } catch {
    // A mini-program's `onError` hears of it, and nothing else does.
  }
}

type FormData = Record<string, string>

interface SdkCredential {
  TmpSecretId: string
  TmpSecretKey: string
  SecurityToken: string
  /** Unix seconds. */
  StartTime: number
  ExpiredTime: number
}

interface SdkFile {
  Bucket: string
  Region: string
  Key: string
  FilePath: string
  onTaskReady(sdkTaskId: string): void
  onFileFinish(error: unknown): void
}

interface Sdk {
  uploadFiles(params: { SliceSize: number; files: SdkFile[] }): void
  getTaskList(): { id: string; state: string }[]
  pauseTask(id: string): void
  restartTask(id: string): void
  on(event: 'list-update', listener: () => void): void
}

type SdkClass = new (options: {
  getAuthorization(options: object, answer: (credential: Partial<SdkCredential>) => void): void
}) => Sdk

const require = createRequire(import.meta.url)
const SDK_FILE = require.resolve('cos-wx-sdk-v5/dist/cos-wx-sdk-v5.min.js')

/** Compiled once; what it takes for globals is handed to every instance of it. */
const sdkModule = compileFunction(readFileSync(SDK_FILE, 'utf8'), [
  'wx',
  'window',
  'setTimeout',
  'clearTimeout',
  'Date',
  'console',
  'module',
  'exports',
])

/** A fresh SDK, in the time of an app. */
function loadSdk(wx: object, clock: Clock): SdkClass {
  const cancels = new Map<number, () => void>()
  let timerCount = 0

  function setTimer(callback: () => void, delayMs = 0): number {
    timerCount += 1
    cancels.set(timerCount, clock.schedule(delayMs, callback))
    return timerCount
  }

  class AppDate extends Date {
    static override now(): number {
      return clock.now()
    }

    constructor(value: number | string = clock.now()) {
      super(value)
    }
  }

  const silence = { error() {}, warn() {}, log() {} }
  const sdk = { exports: {} }
  sdkModule(wx, {}, setTimer, (id: number) => cancels.get(id)?.(), AppDate, silence, sdk, sdk.exports)
  return sdk.exports as SdkClass
}
