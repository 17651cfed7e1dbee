import type { Language } from './language.js'

/** Words of deleting photos, in the gallery and in the viewer. */
export interface DeletionText {
  question(count: number): string
  consequence: string
  keep: string
  confirm(count: number): string
  done(count: number): string
  running: string
  failed(count: number): string
}

export const DELETION_TEXT: Record<Language, DeletionText> = {
  zh: {
    question: (count) => (count === 1 ? '删除这张照片？' : `删除这 ${count} 张照片？`),
    consequence: '云端会一并删除，删了就找不回来。手机相册里的原照片不受影响。',
    keep: '先留着',
    confirm: (count) => `删除 ${count} 张`,
    done: (count) => `已删除 ${count} 张`,
    running: '正在删除',
    failed: (count) => `${count} 张没删掉，请稍后再试`,
  },
  en: {
    question: (count) => (count === 1 ? 'Delete this photo?' : `Delete these ${count} photos?`),
    consequence: "They can't be recovered. Originals on your phone stay.",
    keep: 'Keep',
    confirm: (count) => `Delete ${count}`,
    done: (count) => `${count} deleted`,
    running: 'Deleting',
    failed: (count) => `${count} not deleted, try again later`,
  },
}
