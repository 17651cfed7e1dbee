import { createViewWriter, type ViewWriter } from '@photolift/screens'
import { composition } from '../../composition.js'
import { EDIT_TEXT } from '../../text/edit.js'
import { systemLanguage } from '../../text/language.js'
import { plainWords } from '../../text/plain-words.js'
import { vibrate } from '../../vibrate.js'
import type { DatasetEvent } from '../../view/dataset-event.js'
import type { CropGrip, CropRatio } from './crop.js'
import { createEditScreen, type EditScreen } from './edit-screen.js'
import type { EditFilter } from './edit-state.js'
import { EDIT_TABS, type EditTab, type EditView, INITIAL_EDIT_VIEW } from './edit-view.js'
import { measureStage } from './measure-stage.js'

const language = systemLanguage()
const words = plainWords(EDIT_TEXT[language])

/** Of styles/icons.wxss. */
const TAB_ICONS: Record<EditTab, string> = { crop: 'crop', filter: 'filter', mark: 'stamp' }

/** What makes the tools below the picture taller or lower. */
const MOVES_STAGE = /^(tab|phase|failure|mark|mark\.src)$/

/** As often as a finger that drags needs it. */
const WRITE_INTERVAL_MS = 33

type Touched<Dataset extends Record<string, unknown> = Record<string, never>> = WechatMiniprogram.TouchEvent<
  object,
  object,
  Dataset
>
type PictureLoad = WechatMiniprogram.CustomEvent<{ width: number; height: number }>
type SliderMove = WechatMiniprogram.CustomEvent<{ value: number }>

/** Opened as `/pages/edit/index?photoId=…`; tells its opener `edited` with the new photo's id. */
Page({
  data: {
    words,
    tabs: EDIT_TABS.map((tab) => ({ tab, label: words.tabs[tab], icon: TAB_ICONS[tab] })),
    ...INITIAL_EDIT_VIEW,
  },

  // All of these from onLoad to onUnload.
  screen: undefined as EditScreen | undefined,
  writer: undefined as ViewWriter<EditView> | undefined,
  isGuarded: false,

  onLoad({ photoId = '' }) {
    void wx.setNavigationBarTitle({ title: words.title })
    const { gallery, api, clock } = composition
    this.writer = createViewWriter({
      initial: INITIAL_EDIT_VIEW,
      clock,
      intervalMs: WRITE_INTERVAL_MS,
      setData: (changes) => this.setData(changes, () => void this.measureIfMoved(changes)),
    })
    this.screen = createEditScreen({
      list: gallery,
      api,
      language,
      photoId: decodeURIComponent(photoId),
      onChange: () => this.render(),
      onSaved: (photo) => {
        this.getOpenerEventChannel().emit?.('edited', photo.photoId)
        // As long as the guards stand, going back only meets them.
        this.guardArrow(false)
        this.setData({ guarded: false }, () => void wx.navigateBack())
      },
      onLeave: () => void wx.navigateBack(),
    })
    void this.screen.open()
  },
  onShow() {
    this.writer?.resume()
  },
  onHide() {
    this.writer?.pause()
  },
  onResize() {
    void this.measure()
  },
  onUnload() {
    this.writer?.stop()
    this.screen?.close()
  },

  render() {
    const view = this.screen?.view()
    if (view === undefined) return
    this.guardArrow(view.guarded)
    this.writer?.write(view)
  },
  /** The bar's arrow can be stopped by WeChat's own question alone; a swipe only by the layer in the template. */
  guardArrow(guarded: boolean) {
    // Base library 2.12.0; older ones let the person go.
    if (guarded === this.isGuarded || !wx.canIUse('enableAlertBeforeUnload')) return
    this.isGuarded = guarded
    if (guarded) wx.enableAlertBeforeUnload({ message: words.leaveAlert, fail() {} })
    else wx.disableAlertBeforeUnload({ fail() {} })
  },
  async measureIfMoved(changes: Record<string, unknown>) {
    if (Object.keys(changes).some((path) => MOVES_STAGE.test(path))) await this.measure()
  },
  async measure() {
    const stage = await measureStage(this)
    if (stage !== null) this.screen?.laidOut(stage)
  },

  onRetryTap() {
    void this.screen?.open()
  },
  onTabTap({ currentTarget }: DatasetEvent<{ tab: EditTab }>) {
    this.screen?.chooseTab(currentTarget.dataset.tab)
  },
  onPictureLoad({ detail }: PictureLoad) {
    this.screen?.pictureLoaded(detail)
  },
  onPictureError() {
    this.screen?.pictureFailed()
  },
  onMarkLoad({ detail }: PictureLoad) {
    this.screen?.markLoaded(detail)
  },

  onGrip({ touches: [touch], currentTarget }: Touched<{ grip: CropGrip | 'ruler' }>) {
    if (touch !== undefined) this.screen?.grip(currentTarget.dataset.grip, touch.clientX, touch.clientY)
  },
  onDrag({ touches: [touch] }: Touched) {
    if (touch !== undefined) this.screen?.drag(touch.clientX, touch.clientY)
  },
  onLetGo() {
    this.screen?.letGo()
  },
  onPictureTap({ detail }: WechatMiniprogram.CustomEvent<{ x: number; y: number }>) {
    this.screen?.tapPicture(detail.x, detail.y)
  },
  onRatioTap({ currentTarget }: DatasetEvent<{ ratio: CropRatio }>) {
    this.screen?.chooseRatio(currentTarget.dataset.ratio)
  },
  onTurnTap() {
    this.screen?.turnLeft()
  },
  onMirrorTap() {
    this.screen?.mirror()
  },
  onLevelTap() {
    this.screen?.level()
  },
  onFilterTap({ currentTarget }: DatasetEvent<{ filter: EditFilter }>) {
    this.screen?.chooseFilter(currentTarget.dataset.filter)
  },

  onMarkTap() {
    this.screen?.openMarks()
  },
  onMarksDismiss() {
    this.screen?.closeMarks()
  },
  onMoreMarksTap() {
    this.screen?.loadMoreMarks()
  },
  onMarkChoose({ currentTarget }: DatasetEvent<{ photoId: string }>) {
    this.screen?.chooseMark(currentTarget.dataset.photoId)
  },
  onMarkRemoveTap() {
    this.screen?.removeMark()
  },
  onPlaceTap() {
    this.screen?.nextPlace()
  },
  onScaleMove({ detail }: SliderMove) {
    this.screen?.changeMark({ scalePercent: detail.value }, false)
  },
  onScaleChange({ detail }: SliderMove) {
    this.screen?.changeMark({ scalePercent: detail.value }, true)
  },
  onOpacityMove({ detail }: SliderMove) {
    this.screen?.changeMark({ opacityPercent: detail.value }, false)
  },
  onOpacityChange({ detail }: SliderMove) {
    this.screen?.changeMark({ opacityPercent: detail.value }, true)
  },

  onResetTap() {
    if (this.data.saving) return
    vibrate('light')
    this.screen?.reset()
  },
  onSaveTap() {
    void this.screen?.save()
  },
  /** Of the layer that stands in the way of going back: the platform has closed it instead of the page. */
  onGuardLeave() {
    if (this.data.guarded) this.screen?.askToLeave()
  },
  onStayTap() {
    this.screen?.stay()
  },
  onLeaveTap() {
    this.screen?.leave()
  },
})
