import type { Preparation } from '@photolift/upload-engine'
import type { Settings } from './settings.js'

/** As the settings say: 2560 pixels fill every phone and most screens; 80 is WeChat's own quality. */
const COMPRESS = { longSide: 2_560, quality: 80 }

/** What is done to each photo before it is sent. */
export function preparationFor({ quality, metadata }: Settings): Preparation {
  return { compress: quality === 'compressed' ? COMPRESS : null, metadata }
}
