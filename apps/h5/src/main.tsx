import { render } from 'preact'
import { App } from './app.js'
import { compose } from './composition.js'
import { keepFocus } from './keep-focus.js'
import { language } from './language.js'
import './styles/index.css'

document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
const composition = compose()
const root = document.getElementById('app')
if (root === null) throw new Error('no #app')
// What index.html shows while the script is on its way.
root.textContent = ''
keepFocus(root)
// What falls anywhere, a file or a link, would take the place of the page. Only words that fall into a field belong there.
for (const type of ['dragover', 'drop'] as const)
  addEventListener(type, (event) => {
    if (!(event.target instanceof HTMLInputElement) || event.dataTransfer?.types.includes('Files'))
      event.preventDefault()
  })
render(<App composition={composition} />, root)
void composition.settings.load()
void composition.connection.connect()
