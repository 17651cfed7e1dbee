import type { WindowConfig } from '../../compile/compiled-app.js'
import type { Phone } from './phone.js'

/** wx.setNavigationBarTitle, setNavigationBarColor, setBackgroundColor and setBackgroundTextStyle. */
export function navigationBarApi(phone: Phone) {
  const { api } = phone
  const change = (fields: WindowConfig) => {
    const { top } = phone.pages
    top.window = { ...top.window, ...fields }
    phone.pages.refresh()
    return {}
  }
  return {
    setNavigationBarTitle: api.define('setNavigationBarTitle', ({ title }: { title: string }) =>
      change({ navigationBarTitleText: title }),
    ),
    setNavigationBarColor: api.define(
      'setNavigationBarColor',
      ({ frontColor, backgroundColor }: { frontColor: string; backgroundColor: string }) =>
        change({
          navigationBarTextStyle: frontColor === '#ffffff' ? 'white' : 'black',
          navigationBarBackgroundColor: backgroundColor,
        }),
    ),
    setBackgroundColor: api.define('setBackgroundColor', ({ backgroundColor }: { backgroundColor?: string }) =>
      change(backgroundColor === undefined ? {} : { backgroundColor }),
    ),
    setBackgroundTextStyle: api.define('setBackgroundTextStyle', ({ textStyle }: { textStyle: string }) =>
      change({ backgroundTextStyle: textStyle }),
    ),
  }
}
