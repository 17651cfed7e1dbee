import type { CompiledApp } from '../../compile/compiled-app.js'
import { parseConditions } from '../../conditions.js'
import type { PreviewHandle } from '../../preview-handle.js'
import { localFiles } from '../files/local-files.js'
import { UserSpace } from '../files/user-space.js'
import { Gestures } from '../framework/gestures.js'
import { MiniProgram } from '../framework/mini-program.js'
import { ModuleLoader } from '../framework/module-loader.js'
import { PageStack } from '../framework/page-stack.js'
import { parsePageUrl } from '../framework/page-url.js'
import { PhoneBackend } from '../framework/phone-backend.js'
import { StyleSheets } from '../framework/style-sheets.js'
import { Network } from '../network/network.js'
import { Screen } from '../screen/screen.js'
import { textsFor } from '../screen/texts.js'
import { AppEvents } from '../state/app-events.js'
import { ConditionStore } from '../state/condition-store.js'
import { ErrorLog } from '../state/error-log.js'
import { launchOptions } from '../state/launch-options.js'
import { Stage } from '../state/stage.js'
import { ApiBuilder } from '../wx/api.js'
import { goBack } from '../wx/before-unload.js'
import { createWx } from '../wx/create-wx.js'
import type { Phone } from '../wx/phone.js'
import { PrivacyGate } from '../wx/privacy-gate.js'
import { AppLifetimes } from './app-lifetimes.js'
import { createHandle } from './create-handle.js'
import { followStage } from './follow-stage.js'
import { followTheme } from './follow-theme.js'
import { listenForErrors } from './listen-for-errors.js'

interface Options {
  readonly app: CompiledApp
  /** Names what this app keeps in the browser. */
  readonly name: string
  readonly query: Readonly<Record<string, string>>
}

/** Puts the phone together, runs the app in it and gives the handle for panel and tests. */
export async function runApp({ app, name, query }: Options): Promise<PreviewHandle> {
  const errors = new ErrorLog()
  const conditions = new ConditionStore(parseConditions(query))
  const space = `${name}:${conditions.now.person}`
  await localFiles.open(await UserSpace.open(`preview:${space}`), () => conditions.now.storage === 'full')

  const events = new AppEvents()
  const stage = new Stage(conditions)
  const styleSheets = new StyleSheets()
  const screen: Screen = new Screen({
    hasBars: query['bars'] === '1',
    backLabel: textsFor(conditions.now.language).back,
    onBack: () => void goBack(phone, 1),
    onPullDown: () => pages.callTop('onPullDownRefresh'),
    puller: () => (pages.depth > 0 && pages.top.window.enablePullDownRefresh ? pages.top : null),
  })
  screen.setStyle(app.config.isStyleV2 ? 'v2' : 'v1')
  errors.showWith((message) => screen.showError(message))

  const backend = new PhoneBackend({
    viewport: screen.viewport,
    styleSheets,
    componentTags: new Set(Object.values(app.components).flatMap(({ config }) => Object.keys(config.usingComponents))),
    theme: () => conditions.now.theme,
    onUnknownTag: (tag) => errors.report(new Error(`<${tag}> is neither a component of the app nor in the preview`)),
  })
  const miniProgram = new MiniProgram(app, backend)
  const pages: PageStack = new PageStack({ app, miniProgram, viewport: screen.viewport, styleSheets, errors })
  new Gestures({
    viewport: screen.viewport,
    dispatch: (event) => backend.dispatch(event),
    hasListener: (target, type) => backend.hasListener(target, type),
    scrollTop: () => pages.top.scroller.scrollTop,
  }).listenOn(screen.viewport.element)

  const entry = query['page'] ?? `/${app.config.pages[0]}`
  const launch = launchOptions(parsePageUrl(entry))
  const phone: Phone = {
    app,
    api: new ApiBuilder((act) => stage.whenRunning(act)),
    conditions,
    errors,
    events,
    files: localFiles,
    network: new Network(conditions, stage),
    privacy: new PrivacyGate({ conditions, screen, space }),
    screen,
    stage,
    requests: { count: 0 },
    space,
    launch,
    pages,
  }
  const lifetimes = new AppLifetimes(miniProgram, errors)
  listenForErrors({ errors, events, lifetimes })
  followTheme({ app, conditions, screen, styleSheets, pages, lifetimes, events })
  followStage({ stage, pages, lifetimes, events })
  screen.viewport.onResize(() => {
    const size = { windowWidth: screen.viewport.width, windowHeight: screen.viewport.height }
    events.emit('windowResize', { size })
  })
  try {
    start()
  } catch (error) {
    errors.report(error)
  }
  return createHandle(phone)

  function start(): void {
    const wx = createWx(phone)
    const globals = { ...miniProgram.globals, getCurrentPages: () => pages.instances, wx }
    // Tests and the console may look in from outside.
    Object.assign(globalThis, { wx, getCurrentPages: globals.getCurrentPages, getApp: globals.getApp })
    const modules = new ModuleLoader(app.modules, globals)
    if (modules.has('app.js')) modules.load('app.js')
    miniProgram.defineComponents((file) => modules.load(file))
    lifetimes.call('onLaunch', launch)
    lifetimes.call('onShow', launch)
    pages.push(entry)
  }
}
