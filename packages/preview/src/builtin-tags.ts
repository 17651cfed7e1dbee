/** The tags that WeChat brings along and the preview implements. In the page's DOM they carry the prefix `wx-`. */
export const BUILTIN_TAGS = [
  'view',
  'text',
  'image',
  'button',
  'scroll-view',
  'swiper',
  'swiper-item',
  'icon',
  'progress',
  'input',
  'textarea',
  'navigator',
  'switch',
  'form',
  'label',
  'checkbox',
  'checkbox-group',
  'radio',
  'radio-group',
  'slider',
  'picker',
  'rich-text',
  'cover-view',
  'cover-image',
  'root-portal',
  'page-container',
  'page-meta',
] as const

export type BuiltinTag = (typeof BUILTIN_TAGS)[number]

/** Whether a WXML or WXSS tag is one of WeChat's that the preview implements. */
export function isBuiltinTag(tag: string): tag is BuiltinTag {
  return (BUILTIN_TAGS as readonly string[]).includes(tag)
}
