import { createViewWriter, type ViewWriter } from '@photolift/screens'
import type { Settings } from '@photolift/screens/settings'
import { SETTINGS_TEXT, UPLOAD_TEXT } from '@photolift/screens/text'
import type { TaskFilter, TileGrid, UploadAction, UploadScreen, UploadView } from '@photolift/screens/upload'
import { createUploadScreen, placeAt } from '@photolift/screens/upload'
import { composition } from '../../composition.js'
import { pickPhotos } from '../../journey/pick.js'
import { photosPerPick } from '../../journey/picker.js'
import { isSinglePage } from '../../single-page.js'
import { inSystemLanguage } from '../../text/language.js'
import { MINI_PROGRAM_TEXT } from '../../text/mini-program.js'
import { plainWords } from '../../text/plain-words.js'
import { vibrate } from '../../vibrate.js'
import type { DatasetEvent } from '../../view/dataset-event.js'
import { measureTileGrid } from './measure-tile-grid.js'

const text = { ...inSystemLanguage(UPLOAD_TEXT), ...inSystemLanguage(MINI_PROGRAM_TEXT).upload }
const settingsText = inSystemLanguage(SETTINGS_TEXT)

/** The view is there from the first write on, which is in onLoad. */
type UploadData = Partial<UploadView> & {
  text: typeof text
  settingsText: typeof settingsText
  /** The photo that is being dragged; empty else. */
  draggedTaskId: string
}
type TaskEvent = WechatMiniprogram.CustomEvent<{ taskId: string }>

const data: UploadData = { text: plainWords(text), settingsText: plainWords(settingsText), draggedTaskId: '' }

Page({
  data,

  // Set before anything reads them: onLoad comes first.
  screen: undefined as unknown as UploadScreen,
  writer: undefined as unknown as ViewWriter<Partial<UploadView>>,
  grid: null as TileGrid | null,

  onLoad() {
    void wx.setNavigationBarTitle({ title: text.title })
    this.writer = createViewWriter<Partial<UploadView>>({
      setData: (changes) => this.setData(changes),
      clock: composition.clock,
      initial: {},
    })
    this.screen = createUploadScreen({
      stores: composition,
      text,
      settingsText,
      singlePage: isSinglePage(),
      photosPerPick: photosPerPick(),
      pick: pickPhotos,
      show: (view, options) => this.writer.write(view, options),
      vibrate,
      openGallery: () => void wx.navigateTo({ url: '/pages/gallery/index' }),
      openViewer: (photoId) => void wx.navigateTo({ url: `/pages/viewer/index?photoId=${photoId}` }),
      preview: (current, urls) => void wx.previewImage({ current, urls }),
    })
    this.screen.open()
  },

  onShow() {
    this.writer.resume()
    this.screen.shown()
  },

  onHide() {
    this.writer.pause()
  },

  onUnload() {
    this.screen.close()
    this.writer.stop()
  },

  onActionTap({ currentTarget }: DatasetEvent<{ action: UploadAction }>) {
    this.screen.act(currentTarget.dataset.action)
  },

  onAddTap() {
    void this.screen.choose('album')
  },

  onChatTap() {
    void this.screen.choose('chat')
  },

  onTileOpen({ detail }: TaskEvent) {
    this.screen.tapTile(detail.taskId)
  },

  onTileRemove({ detail }: TaskEvent) {
    void this.screen.remove(detail.taskId)
  },

  onFilterTap({ currentTarget }: DatasetEvent<{ filter: TaskFilter }>) {
    this.screen.chooseFilter(currentTarget.dataset.filter)
  },

  onGalleryTap() {
    void wx.navigateTo({ url: '/pages/gallery/index' })
  },

  onSettingsTap() {
    void wx.navigateTo({ url: '/pages/about/index' })
  },

  onHintTap() {
    this.screen.openSheet('settings')
  },

  onSheetDismiss() {
    this.screen.closeSheet()
  },

  onPhotoSwitchTap() {
    this.screen.switchPhoto()
  },

  onPhotoRemoveTap() {
    void this.screen.removePhoto()
  },

  onDontAskTap() {
    this.screen.toggleDontAsk()
  },

  onUseMobileDataTap() {
    void this.screen.answerMobileData('continue')
  },

  onWaitForWifiTap() {
    void this.screen.answerMobileData('wait-for-wifi')
  },

  onStopTap() {
    this.screen.stopUploading()
  },

  onFailureTap({ currentTarget }: DatasetEvent<{ taskId: string; action: 'retry' | 'remove' }>) {
    const { taskId, action } = currentTarget.dataset
    if (action === 'retry') this.screen.retry(taskId)
    else void this.screen.remove(taskId)
  },

  onRemoveAllTap() {
    this.screen.removeFailed()
  },

  onRetryAllTap() {
    this.screen.retryFailed()
  },

  onChoiceTap({ currentTarget }: DatasetEvent<{ value: Settings['quality'] }>) {
    void this.screen.changeSettings({ quality: currentTarget.dataset.value })
  },

  onStripTap() {
    void this.screen.toggleStripLocation()
  },

  onArrangeTap() {
    void this.screen.toggleArrangeFirst()
  },

  onReconnectTap() {
    void this.screen.reconnect()
  },

  onErrorNumberTap() {
    void wx.setClipboardData({ data: this.data.unreachable?.errorNumber ?? '' })
  },

  async onTileHold({ currentTarget }: DatasetEvent<{ taskId: string }>) {
    const { taskId } = currentTarget.dataset
    if (this.data.phase !== 'arranging') return this.screen.holdTile(taskId)
    vibrate('light')
    // Before the tile is lifted, which makes it larger.
    this.grid = await measureTileGrid(this)
    this.setData({ draggedTaskId: taskId })
  },

  onTilesTouchMove({ touches: [touch] }: WechatMiniprogram.TouchEvent) {
    const { draggedTaskId } = this.data
    if (draggedTaskId === '' || this.grid === null || touch === undefined) return
    this.screen.moveToTile(draggedTaskId, placeAt(this.grid, touch.clientX, touch.clientY))
  },

  onTilesTouchEnd() {
    if (this.data.draggedTaskId !== '') this.setData({ draggedTaskId: '' })
    this.grid = null
  },
})
