import { createViewWriter, type ViewWriter } from '@photolift/screens'
import {
  createGalleryScreen,
  createWallWatch,
  type GalleryScreen,
  type GalleryView,
  INITIAL_GALLERY_VIEW,
  type WallWatch,
} from '@photolift/screens/gallery'
import { createRemainingTime, DELETION_TEXT, GALLERY_TEXT, UPLOAD_TEXT } from '@photolift/screens/text'
import { composition } from '../../composition.js'
import { systemLanguage } from '../../text/language.js'
import { plainWords } from '../../text/plain-words.js'
import { vibrate } from '../../vibrate.js'
import type { DatasetEvent } from '../../view/dataset-event.js'
import { measureWall } from './measure-wall.js'
import { openUploadPage } from './open-upload-page.js'

const language = systemLanguage()

Page({
  data: {
    words: { ...plainWords(GALLERY_TEXT[language]), ...plainWords(DELETION_TEXT[language]) },
    ...INITIAL_GALLERY_VIEW,
  },

  // All of these from onLoad to onUnload.
  screen: undefined as GalleryScreen | undefined,
  writer: undefined as ViewWriter<GalleryView> | undefined,
  title: '',
  watch: undefined as WallWatch | undefined,

  onLoad() {
    const { gallery, uploader, clock } = composition
    this.writer = createViewWriter({
      initial: INITIAL_GALLERY_VIEW,
      clock,
      setData: (changes) => {
        const movesWall = Object.keys(changes).some((path) => path.startsWith('days'))
        this.setData(changes, () => {
          if (movesWall) this.watch?.changed()
        })
      },
    })
    this.watch = createWallWatch({
      clock,
      measure: () => measureWall(this),
      windowHeight: () => wx.getWindowInfo().windowHeight,
      onReach: (reach) => this.screen?.reached(reach),
    })
    this.screen = createGalleryScreen({
      list: gallery,
      uploader,
      clock,
      remainingTime: createRemainingTime(UPLOAD_TEXT[language].timeLeft),
      language,
      windowWidth: wx.getWindowInfo().windowWidth,
      onChange: () => this.render(),
    })
    this.render()
    void this.screen.refresh()
  },
  onShow() {
    this.writer?.resume()
    // 今天 may have become 昨天 meanwhile.
    this.render()
    this.screen?.renewLinks()
  },
  onHide() {
    this.writer?.pause()
  },
  onPageScroll() {
    this.watch?.scrolled()
  },
  onResize({ size }: { size: { windowWidth: number } }) {
    this.screen?.resize(size.windowWidth)
  },
  async onPullDownRefresh() {
    await this.screen?.refresh()
    void wx.stopPullDownRefresh()
  },
  onUnload() {
    this.watch?.stop()
    this.writer?.stop()
    this.screen?.close()
  },

  render() {
    const view = this.screen?.view()
    if (view === undefined) return
    this.writer?.write(view)
    if (view.title === this.title) return
    this.title = view.title
    void wx.setNavigationBarTitle({ title: view.title })
  },
  onTileTap({ currentTarget }: DatasetEvent<{ photoId: string; broken: boolean }>) {
    const { photoId, broken } = currentTarget.dataset
    if (this.data.selecting) this.screen?.toggle(photoId)
    else if (broken) this.screen?.retryPicture(photoId)
    else void wx.navigateTo({ url: `/pages/viewer/index?photoId=${encodeURIComponent(photoId)}` })
  },
  onTileLongPress({ currentTarget }: DatasetEvent<{ photoId: string }>) {
    if (this.data.selecting) return
    vibrate('light')
    this.screen?.startSelecting(currentTarget.dataset.photoId)
  },
  onPictureError({ currentTarget }: DatasetEvent<{ photoId: string }>) {
    this.screen?.pictureFailed(currentTarget.dataset.photoId)
  },
  onDayTap({ currentTarget }: DatasetEvent<{ dayKey: string }>) {
    this.screen?.toggleDay(currentTarget.dataset.dayKey)
  },
  onSelectTap() {
    this.screen?.startSelecting()
  },
  onCancelTap() {
    this.screen?.stopSelecting()
  },
  onAllTap() {
    this.screen?.toggleAll()
  },
  onDeleteTap() {
    this.screen?.askToDelete()
  },
  onKeepTap() {
    this.screen?.keep()
  },
  onConfirmTap() {
    void this.screen?.deleteSelected()
  },
  onFootTap() {
    this.screen?.loadMore()
  },
  onRetryTap() {
    void this.screen?.refresh()
  },
  onUploadTap: openUploadPage,
  onStripTap: openUploadPage,
})
