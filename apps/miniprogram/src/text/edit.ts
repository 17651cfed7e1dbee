import type { WatermarkPlace } from '@photolift/contracts'
import type { Language } from '@photolift/screens/text'
import type { CropRatio } from '../pages/edit/crop.js'
import type { EditFilter } from '../pages/edit/edit-state.js'

/** Words of the page that edits a photo. */
export interface EditText {
  title: string
  loading: string
  failed: string
  notFound: string
  retry: string
  tabs: { crop: string; filter: string; mark: string }
  ratio: Record<CropRatio, string>
  frame: string
  turnLeft: string
  mirror: string
  straighten: string
  /** Of the angle, which a tap sets back. */
  level: string
  degrees(degrees: number): string
  filter: Record<EditFilter, string>
  chooseMark: string
  chooseMarkNote: string
  changeMarkNote: string
  changeMark: string
  /** A mark without a name of its own. */
  unnamed: string
  scale: string
  opacity: string
  place: Record<WatermarkPlace, string>
  /** Read aloud for the nine fields, which a tap steps through. */
  markAt(place: string): string
  marksTitle: string
  mark(place: number): string
  noMarks: string
  moreMarks: string
  noMark: string
  close: string
  reset: string
  save: string
  saving: string
  /** Where no answer came: the catalogue's sentences speak of uploads. */
  notSaved: string
  leaveQuestion: string
  /** In WeChat's own dialog, whose buttons are 取消 and 确定. */
  leaveAlert: string
  leaveNote: string
  leave: string
  stay: string
}

export const EDIT_TEXT: Record<Language, EditText> = {
  zh: {
    title: '编辑照片',
    loading: '正在载入照片',
    failed: '照片没载入，等一会儿再试，或换个网络看看。',
    notFound: '照片不在了，可能已被删除',
    retry: '重试',
    tabs: { crop: '裁剪', filter: '滤镜', mark: '水印' },
    ratio: { free: '自由', '1:1': '1:1', '3:4': '3:4', '4:3': '4:3', '9:16': '9:16', '16:9': '16:9' },
    frame: '裁剪框，拖动四角调整',
    turnLeft: '向左转 90 度',
    mirror: '左右翻转',
    straighten: '拉直',
    level: '角度归零',
    degrees: (degrees) => `${degrees} 度`,
    filter: { plain: '原图', grey: '黑白', sharp: '锐化', soft: '柔和' },
    chooseMark: '选一张照片做水印',
    chooseMarkNote: '从存好的照片里选',
    changeMarkNote: '轻点照片换位置',
    changeMark: '换一张水印',
    unnamed: '水印照片',
    scale: '大小',
    opacity: '不透明',
    place: {
      'north-west': '左上角',
      north: '上方中间',
      'north-east': '右上角',
      west: '左边中间',
      center: '正中',
      east: '右边中间',
      'south-west': '左下角',
      south: '下方中间',
      'south-east': '右下角',
    },
    markAt: (place) => `水印在${place}，轻点换到下一个位置`,
    marksTitle: '选一张做水印',
    mark: (place) => `第 ${place} 张照片`,
    noMarks: '还没有别的照片，先存一张再来。',
    moreMarks: '更多照片',
    noMark: '不要水印',
    close: '关闭',
    reset: '还原',
    save: '存为新照片',
    saving: '正在保存',
    notSaved: '没能存下来，等一会儿再试，或换个网络看看。',
    leaveQuestion: '放弃这次修改？',
    leaveAlert: '修改还没有存下来，要放弃吗？',
    leaveNote: '还没有存为新照片。原来的照片不受影响。',
    leave: '放弃',
    stay: '继续编辑',
  },
  en: {
    title: 'Edit photo',
    loading: 'Loading photo',
    failed: 'Photo not loaded. Wait a little or change network.',
    notFound: 'This photo is gone; perhaps it was deleted',
    retry: 'Try again',
    tabs: { crop: 'Crop', filter: 'Filters', mark: 'Watermark' },
    ratio: { free: 'Free', '1:1': '1:1', '3:4': '3:4', '4:3': '4:3', '9:16': '9:16', '16:9': '16:9' },
    frame: 'Crop frame, drag its corners',
    turnLeft: 'Turn left',
    mirror: 'Mirror',
    straighten: 'Straighten',
    level: 'Back to level',
    degrees: (degrees) => (Math.abs(degrees) === 1 ? `${degrees} degree` : `${degrees} degrees`),
    filter: { plain: 'Original', grey: 'Mono', sharp: 'Sharp', soft: 'Soft' },
    chooseMark: 'Choose a photo as watermark',
    chooseMarkNote: 'One of those you saved',
    changeMarkNote: 'Tap the photo to move it',
    changeMark: 'Change watermark',
    unnamed: 'Watermark',
    scale: 'Size',
    opacity: 'Opacity',
    place: {
      'north-west': 'top left',
      north: 'top',
      'north-east': 'top right',
      west: 'left',
      center: 'middle',
      east: 'right',
      'south-west': 'bottom left',
      south: 'bottom',
      'south-east': 'bottom right',
    },
    markAt: (place) => `Watermark at ${place}, tap for the next place`,
    marksTitle: 'Choose a watermark',
    mark: (place) => `Photo ${place}`,
    noMarks: 'No other photos yet. Save one first.',
    moreMarks: 'More photos',
    noMark: 'No watermark',
    close: 'Close',
    reset: 'Reset',
    save: 'Save as new photo',
    saving: 'Saving',
    notSaved: 'Not saved. Wait a little or change network.',
    leaveQuestion: 'Discard your changes?',
    leaveAlert: 'Your changes are not saved. Discard them?',
    leaveNote: 'Nothing was saved yet. The original stays as it is.',
    leave: 'Discard',
    stay: 'Keep editing',
  },
}
