import type { CompiledApp } from '../../compile/compiled-app.js'
import { element } from '../screen/element.js'
import { runApp } from './run-app.js'

try {
  const { name, app } = (await (await fetch('/__preview/app.json')).json()) as { name: string; app: CompiledApp }
  window.preview = await runApp({ app, name, query: Object.fromEntries(new URLSearchParams(location.search)) })
} catch (error) {
  document.body.replaceChildren(element('pre', { role: 'alert' }, [(error as Error).message]))
  throw error
}
