import type { BuiltinTag } from '../../builtin-tags.js'
import type { Builtin } from './builtin.js'
import { button } from './button.js'
import { checkbox } from './checkbox.js'
import { checkboxGroup, radioGroup } from './choice-group.js'
import { form } from './form.js'
import { icon } from './icon.js'
import { image } from './image.js'
import { input } from './input.js'
import { label } from './label.js'
import { navigator } from './navigator.js'
import { pageContainer } from './page-container.js'
import { pageMeta } from './page-meta.js'
import { picker } from './picker.js'
import { progress } from './progress.js'
import { radio } from './radio.js'
import { richText } from './rich-text.js'
import { rootPortal } from './root-portal.js'
import { scrollView } from './scroll-view.js'
import { slider } from './slider.js'
import { swiper } from './swiper.js'
import { swiperItem } from './swiper-item.js'
import { switchButton } from './switch.js'
import { text } from './text.js'
import { textarea } from './textarea.js'
import { view } from './view.js'

/** WeChat's components, by tag. glass-easel brings none along. */
export const BUILTINS: Readonly<Record<BuiltinTag, Builtin>> = {
  view,
  text,
  image,
  button,
  'scroll-view': scrollView,
  swiper,
  'swiper-item': swiperItem,
  icon,
  progress,
  input,
  textarea,
  navigator,
  switch: switchButton,
  form,
  label,
  checkbox,
  'checkbox-group': checkboxGroup,
  radio,
  'radio-group': radioGroup,
  slider,
  picker,
  'rich-text': richText,
  'cover-view': view,
  'cover-image': image,
  'root-portal': rootPortal,
  'page-container': pageContainer,
  'page-meta': pageMeta,
}
