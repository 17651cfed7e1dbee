import { type AssociatedBackend, type CodeSpace, glassEasel, MiniProgramEnv } from 'glass-easel-miniprogram-adapter'
import type { CompiledApp } from '../../compile/compiled-app.js'
import { registerBuiltins } from '../builtins/register-builtins.js'
import type { PhoneBackend } from './phone-backend.js'
import { ReadyLifetime } from './ready-lifetime.js'
import { runScript } from './run-script.js'
import { weChatBehaviors } from './wechat-behaviors.js'

/** A component or page definition as the app writes it. */
type Definition = Record<string, unknown> & { behaviors?: unknown[] }

/** The methods and lifetimes that the app gave to `App()`. */
export type AppInstance = Record<string, unknown>

/** The compiled app inside glass-easel: its components, styles and templates, and the functions that define them. */
export class MiniProgram {
  readonly space: CodeSpace
  readonly backend: AssociatedBackend
  readonly ready = new ReadyLifetime()
  readonly #app: CompiledApp
  readonly #behaviorOf: (name: string) => unknown
  #appInstance: AppInstance = {}
  #defining: { id: string; isDone: boolean } | null = null

  constructor(app: CompiledApp, phone: PhoneBackend) {
    this.#app = app
    glassEasel.globalOptions.writeIdToDOM = true
    const environment = new MiniProgramEnv()
    this.space = environment.createCodeSpace('', true)
    this.backend = environment.associateBackend(phone)
    this.#behaviorOf = weChatBehaviors(this.space)

    phone.onEvent((target, type, detail, options) => {
      const event = new glassEasel.Event(type, detail, options)
      event.dispatch(target)
      return event.getEventBubbleStatus()
    })
    const { ready } = this
    const readyBehavior = this.space.behavior().lifetime('attached', function attached() {
      ready.add((this as unknown as { _$: Parameters<ReadyLifetime['add']>[0] })._$)
    })
    registerBuiltins(this.space)
    this.space.setOverallBehavior((readyBehavior.register() as unknown as { _$: glassEasel.GeneralBehavior })._$)
    this.#addCompiled()
  }

  /** The functions of the app's global scope that define and find its parts. */
  get globals() {
    return {
      App: (instance: AppInstance) => {
        this.#appInstance = instance
      },
      getApp: () => this.#appInstance,
      Page: (definition: Definition) => this.#define('Page', definition),
      Component: (definition: Definition) => this.#define('Component', definition),
      Behavior: (definition: Definition) =>
        this.space
          .behavior()
          .definition(this.#withBehaviors(definition) as object)
          .register(),
    }
  }

  get app(): AppInstance {
    return this.#appInstance
  }

  /** Runs the modules of all components, used ones first, so that each is registered before a page needs it. */
  defineComponents(load: (file: string) => unknown): void {
    for (const id of Object.keys(this.#app.components)) {
      this.#defining = { id, isDone: false }
      load(`${id}.js`)
      if (!this.#defining.isDone) throw new Error(`${id}.js calls neither Page() nor Component()`)
    }
    this.#defining = null
  }

  #define(kind: 'Page' | 'Component', definition: Definition): unknown {
    const current = this.#defining
    if (!current) throw new Error(`${kind}() was called outside the module of a page or component`)
    current.isDone = true
    const complete = this.#withBehaviors(definition) as never
    return this.space.componentEnv(current.id, ({ Page, Component }) =>
      kind === 'Page' ? Page(complete) : Component(complete),
    )
  }

  /** Replaces names such as `wx://form-field` by behaviors. */
  #withBehaviors(definition: Definition): Definition {
    if (!definition.behaviors) return definition
    const behaviors = definition.behaviors.flat().map((one) => (typeof one === 'string' ? this.#behaviorOf(one) : one))
    return { ...definition, behaviors }
  }

  #addCompiled(): void {
    const { components, styles, templates } = this.#app
    const groupList = evaluateTemplates(templates)

    for (const [id, css] of Object.entries(styles)) this.backend.registerStyleSheetContent(id, css)
    this.space.addStyleSheet('app', 'app')
    for (const [id, { config, styleScope }] of Object.entries(components)) {
      this.space.addComponentStaticConfig(id, config as never)
      this.space.addCompiledTemplate(id, {
        groupList,
        content: groupList[id],
        fallbackListenerOnNativeNode: true,
      } as never)
      this.space.addStyleSheet(id, id, styleScope ?? undefined)
    }
  }
}

/** WXS, which the templates hold, has two functions of its own. */
function evaluateTemplates(templates: string): Record<string, never> {
  const evaluate = runScript<(...globals: unknown[]) => Record<string, never>>(
    `(function(getRegExp,getDate){return (${templates})})`,
  )
  return evaluate(
    (pattern: string, flags?: string) => new RegExp(pattern, flags),
    (...parts: []) => new Date(...parts),
  )
}
