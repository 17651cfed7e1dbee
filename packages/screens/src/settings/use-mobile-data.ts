import type { Uploader } from '@photolift/upload-engine'
import type { SettingsStore } from './settings.js'

interface Stores {
  uploader: Pick<Uploader, 'subscribe' | 'answerMobileData' | 'snapshot'>
  settings: Pick<SettingsStore, 'get' | 'onChange'>
}

/** Lets photos go on over mobile data without a question, for a person who has chosen that. */
export function useMobileData({ uploader, settings }: Stores): void {
  const consider = () => {
    const { question, waitingFor } = uploader.snapshot()
    const isOpen = question !== null || waitingFor === 'wifi'
    if (isOpen && settings.get().mobileData === 'use') uploader.answerMobileData('continue')
  }
  uploader.subscribe(consider)
  settings.onChange(consider)
}
