import { createViewWriter, type ViewWriter } from '@photolift/screens'
import { DELETION_TEXT, VIEWER_TEXT } from '@photolift/screens/text'
import {
  createSavingViewer,
  INITIAL_SAVING_VIEWER_VIEW,
  type SavingViewer,
  type SavingViewerView,
} from '@photolift/screens/viewer'
import { composition } from '../../composition.js'
import { systemLanguage } from '../../text/language.js'
import { MINI_PROGRAM_TEXT } from '../../text/mini-program.js'
import { plainWords } from '../../text/plain-words.js'
import type { DatasetEvent } from '../../view/dataset-event.js'
import { allowAlbum, saveToPhone } from './save-to-phone.js'

const language = systemLanguage()

/** Opened as `/pages/viewer/index?photoId=…`; swipes through the gallery's list where the photo is in it. */
Page({
  data: {
    words: {
      ...plainWords(DELETION_TEXT[language]),
      ...plainWords(VIEWER_TEXT[language]),
      ...MINI_PROGRAM_TEXT[language].viewer,
    },
    ...INITIAL_SAVING_VIEWER_VIEW,
  },

  // All of these from onLoad to onUnload.
  screen: undefined as SavingViewer | undefined,
  writer: undefined as ViewWriter<SavingViewerView> | undefined,
  title: '',
  isShown: true,

  onLoad({ photoId = '' }) {
    const { gallery, clock } = composition
    this.writer = createViewWriter({
      initial: INITIAL_SAVING_VIEWER_VIEW,
      clock,
      setData: (changes) => this.setData(changes),
    })
    this.screen = createSavingViewer({
      list: gallery,
      clock,
      language,
      photoId: decodeURIComponent(photoId),
      onChange: () => this.render(),
      onEmpty: () => void wx.navigateBack(),
      onZoom: (urls, current) => void wx.previewImage({ urls, current }),
      save: saveToPhone,
      allowAlbum,
    })
    void this.screen.open()
  },
  onShow() {
    this.isShown = true
    this.writer?.resume()
    this.render()
    this.screen?.renewLinks()
  },
  onHide() {
    this.isShown = false
    this.writer?.pause()
  },
  onUnload() {
    this.writer?.stop()
    this.screen?.close()
  },

  render() {
    const view = this.screen?.view()
    if (view === undefined) return
    this.writer?.write(view)
    // The bar is that of the page on top.
    if (!this.isShown || view.title === this.title) return
    this.title = view.title
    void wx.setNavigationBarTitle({ title: view.title })
  },

  onSlideChange({ detail }: WechatMiniprogram.SwiperChange) {
    this.screen?.slideTo(detail.current)
  },
  onSlideRest() {
    this.screen?.rest()
  },
  onSlideTap() {
    this.screen?.tap()
  },
  onPictureError({ currentTarget }: DatasetEvent<{ photoId: string }>) {
    this.screen?.pictureFailed(currentTarget.dataset.photoId)
  },
  onPictureRetryTap({ currentTarget }: DatasetEvent<{ photoId: string }>) {
    this.screen?.retryPicture(currentTarget.dataset.photoId)
  },
  onRetryTap() {
    void this.screen?.open()
  },
  onSaveTap() {
    void this.screen?.saveCurrent()
  },
  onAlbumAllowTap() {
    void this.screen?.allowAlbum()
  },
  onAlbumLeaveTap() {
    this.screen?.leaveAlbum()
  },
  onEditTap() {
    const photoId = this.screen?.currentId()
    if (photoId === undefined) return
    void wx.navigateTo({
      url: `/pages/edit/index?photoId=${encodeURIComponent(photoId)}`,
      events: { edited: (editedId: string) => this.screen?.showEdited(editedId) },
    })
  },
  onInfoTap() {
    this.screen?.showInfo()
  },
  onInfoDismiss() {
    this.screen?.hideInfo()
  },
  onDeleteTap() {
    this.screen?.askToDelete()
  },
  onKeepTap() {
    this.screen?.keep()
  },
  onConfirmTap() {
    void this.screen?.deleteCurrent()
  },
})
