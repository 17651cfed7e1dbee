import { AppError } from '@photolift/contracts'
import type Sharp from 'sharp'

export type SharpModule = typeof Sharp

/**
 * sharp, loaded at the first picture: it costs a start 40 ms and 30 MB that most starts never need.
 * @throws AppError EDIT_UNAVAILABLE where the deployment lacks it, or has it for another platform
 */
export function loadSharp(): Promise<SharpModule> {
  loading ??= import('sharp').then(
    (module) => restrained(module.default),
    (error: unknown) => {
      throw new AppError('EDIT_UNAVAILABLE', 'sharp cannot be loaded: the deployment lacks it or its native part', {
        cause: error,
      })
    },
  )
  return loading
}

let loading: Promise<SharpModule> | undefined

function restrained(sharp: SharpModule): SharpModule {
  // Pictures of people are seen once; what libvips would keep of them is memory for nothing.
  sharp.cache(false)
  // Jobs run side by side already, as many as `JobSlots` let in.
  sharp.concurrency(1)
  // libvips tells formats by content, so a file that begins like a photo could still reach a reader of PDF, SVG or the like.
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: PHOTO_LOADERS })
  return sharp
}

const PHOTO_LOADERS = [
  'VipsForeignLoadJpeg',
  'VipsForeignLoadPng',
  'VipsForeignLoadWebp',
  // GIF
  'VipsForeignLoadNsgif',
]
