import { createApiClient } from '@photolift/api-client'
import {
  createWechatHttpStack,
  createWechatKeptPhotos,
  createWechatLifecycle,
  createWechatNetwork,
  createWechatStore,
  getWechatLoginCode,
  WechatPhotoSource,
} from '@photolift/platform/wechat'
import { createUploader, type PhotoTask, type TaskState } from '@photolift/upload-engine'
import { createSimulatedWx, SERVICE_URL } from '../phone/simulated-wx.ts'
import type { Plant } from '../plants/plant.ts'
import type { World } from '../simulation/world.ts'
import type { ShownPhoto, UploadApp } from './upload-app.ts'

/**
 * Our engine, client and adapters as the mini-program puts them together, on the simulated phone. A start after a kill comes
 * here, too: what such a start offers the person to go on with is taken up here, without a new pick.
 */
export function launchPhotolift(world: World, plant?: Plant): UploadApp {
  const { phone } = world
  const wx = createSimulatedWx(world)
  const { clock } = phone.run
  const network = createWechatNetwork(wx)
  const realHttp = createWechatHttpStack(wx)
  const planted = plant?.plant()
  const http = planted?.http?.(realHttp) ?? realHttp
  const service = createApiClient({
    baseUrl: SERVICE_URL,
    http,
    clock,
    network,
    loginCode: () => getWechatLoginCode(wx),
  })
  const lifecycle = createWechatLifecycle(wx)
  const deps = {
    service,
    http,
    clock,
    network,
    lifecycle,
    store: createWechatStore(wx),
    keptPhotos: createWechatKeptPhotos(wx),
    random: world.random,
  }
  const uploader = createUploader(planted?.deps?.(deps) ?? deps, { mobileDataAskBytes: ASK_BYTES })
  const pickedPaths = pickedPathsOf.get(world) ?? new Map<string, string>()
  pickedPathsOf.set(world, pickedPaths)

  return {
    add(paths) {
      uploader.add(
        paths.map((path) => ({
          source: new WechatPhotoSource(wx, path, phone.files.get(path)?.byteLength ?? 0),
          localUrl: path,
        })),
      )
    },
    pause: () => uploader.pause(),
    resume: () => uploader.resume(),
    answerMobileData: uploader.answerMobileData,
    retryFailed: uploader.retryFailed,
    show: (screen) =>
      void uploader.subscribe(({ tasks, overall, waitingFor, waitingUntil, resumable }) => {
        if (resumable !== null) uploader.resumeLeftovers()
        screen({
          photos: tasks.map((task) => toShownPhoto(task, pickedPaths)),
          percent: overall.percent,
          ...(waitingFor === null ? {} : { waiting: `${waitingFor} until ${waitingUntil}` }),
        })
      }),
  }
}

/** The photos of a run are small: nearly all of them are worth a question. */
const ASK_BYTES = 100_000

/** A person knows a photo again after a kill, whatever file it is shown from now: by task, where each was picked. */
const pickedPathsOf = new WeakMap<World, Map<string, string>>()

const GIVEN_UP: readonly TaskState[] = ['failed', 'refused']

function toShownPhoto(task: PhotoTask, pickedPaths: Map<string, string>): ShownPhoto {
  const { taskId, localUrl, state, stalled, errorCode, photo } = task
  const isGivenUp = GIVEN_UP.includes(state)
  const path = pickedPaths.get(taskId) ?? localUrl
  pickedPaths.set(taskId, path)
  return {
    path,
    progress: state === 'ready' ? 'done' : isGivenUp ? 'given-up' : 'under-way',
    state: `${state}${stalled ? ' stalled' : ''}${errorCode === undefined ? '' : ` ${errorCode}`}`,
    ...(photo === undefined ? {} : { photoId: photo.photoId }),
  }
}
