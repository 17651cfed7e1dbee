import type { CompiledApp } from '../../compile/compiled-app.js'
import { runApp } from './run-app.js'

const { name, app } = (await (await fetch('/__preview/app.json')).json()) as { name: string; app: CompiledApp }
window.preview = await runApp({ app, name, query: Object.fromEntries(new URLSearchParams(location.search)) })
