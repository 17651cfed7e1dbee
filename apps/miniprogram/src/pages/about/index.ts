import { AppError, PHOTO_MAX_BYTES_DEFAULT } from '@photolift/contracts'
import { type ChoiceView, createToast, NO_TOAST, type Toast, toChoiceViews } from '@photolift/screens'
import type { ChosenSetting, Settings } from '@photolift/screens/settings'
import { deleteAccount } from '@photolift/screens/settings'
import { ABOUT_TEXT, SETTINGS_TEXT } from '@photolift/screens/text'
import { composition } from '../../composition.js'
import { inSystemLanguage } from '../../text/language.js'
import { MINI_PROGRAM_TEXT } from '../../text/mini-program.js'
import { plainWords } from '../../text/plain-words.js'
import type { DatasetEvent } from '../../view/dataset-event.js'

const text = { ...inSystemLanguage(ABOUT_TEXT), ...inSystemLanguage(MINI_PROGRAM_TEXT).about }
const settingsText = inSystemLanguage(SETTINGS_TEXT)

/** The settings that have a row with a choice behind it, in their order. */
const ROWS = ['quality', 'metadata', 'mobileData'] as const satisfies readonly ChosenSetting[]

interface RowView {
  setting: ChosenSetting
  name: string
  chosen: string
}

Page({
  data: {
    words: plainWords(text),
    version: '',
    settingsWords: plainWords(settingsText),
    rows: [] as RowView[],
    arrangeFirst: false,
    /** The open one: `choice`, `kept`, `delete` or `none`. */
    sheet: 'none',
    /** Whose choice is open, or was last. */
    setting: 'quality',
    choicesLabel: '',
    choices: [] as ChoiceView[],
    photosPoint: '',
    /** 我明白删除后找不回来 */
    understood: false,
    deleting: false,
    failure: '',
    toast: NO_TOAST,
  },

  // Both from onLoad to onUnload.
  toast: undefined as Toast | undefined,
  stopSettings: () => {},

  onLoad() {
    void wx.setNavigationBarTitle({ title: text.title })
    this.toast = createToast(composition.clock, () => this.setData({ toast: this.toast?.view() ?? NO_TOAST }))
    this.stopSettings = composition.settings.onChange((settings) => this.show(settings))
    this.setData({ version: text.version(wx.getAccountInfoSync().miniProgram.version) })
    this.show(composition.settings.get())
  },
  onUnload() {
    this.stopSettings()
    this.toast?.stop()
  },

  show(settings: Settings) {
    const rows = ROWS.map((setting) => ({
      setting,
      name: text[setting],
      chosen: (settingsText[setting] as Record<string, { short: string }>)[settings[setting]]?.short ?? '',
    }))
    this.setData({ arrangeFirst: settings.arrangeFirst, rows })
  },
  async change(change: Partial<Settings>) {
    try {
      await composition.settings.set(change)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      this.toast?.show({ text: text.notKept, done: false })
    }
  },

  onArrangeTap() {
    void this.change({ arrangeFirst: !this.data.arrangeFirst })
  },
  onRowTap({ currentTarget }: DatasetEvent<{ setting: ChosenSetting }>) {
    const { setting } = currentTarget.dataset
    const photoMaxBytes = composition.connection.state().limits?.photoMaxBytes ?? PHOTO_MAX_BYTES_DEFAULT
    const choices = toChoiceViews(setting, {
      settings: composition.settings.get(),
      text: settingsText,
      photoMaxBytes,
    })
    this.setData({ sheet: 'choice', setting, choicesLabel: text[setting], choices })
  },
  onChoiceTap({ currentTarget }: DatasetEvent<{ value: string }>) {
    this.setData({ sheet: 'none' })
    void this.change({ [this.data.setting]: currentTarget.dataset.value })
  },
  onKeptTap() {
    this.setData({ sheet: 'kept' })
  },
  onContractTap() {
    // Old clients lack it, and others refuse where the account has declared no contract.
    if (!wx.canIUse('openPrivacyContract')) return this.toast?.show({ text: text.noContract, done: false })
    wx.openPrivacyContract({ fail: () => this.toast?.show({ text: text.noContract, done: false }) })
  },
  onSheetDismiss() {
    if (!this.data.deleting) this.setData({ sheet: 'none' })
  },

  onDeleteTap() {
    const { photos, complete } = composition.gallery.snapshot()
    this.setData({
      sheet: 'delete',
      understood: false,
      failure: '',
      photosPoint: text.deletion.photos(complete ? photos.length : undefined),
    })
  },
  onUnderstoodTap() {
    if (!this.data.deleting) this.setData({ understood: !this.data.understood })
  },
  async onConfirmTap() {
    if (!this.data.understood || this.data.deleting) return
    this.setData({ deleting: true, failure: '' })
    try {
      await deleteAccount(composition)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      this.setData({ deleting: false, failure: text.deletion.failed })
      return
    }
    wx.reLaunch({
      url: '/pages/upload/index',
      success: () => void wx.showToast({ title: text.deletion.done, icon: 'none' }),
    })
  },
})
