import type { CodeSpace, glassEasel } from 'glass-easel-miniprogram-adapter'
import type { Trait } from './builtin.js'
import { BUILTINS } from './builtins.js'

declare global {
  /** The templates of the built-in components, compiled when this package was built. */
  var builtinTemplates: Record<string, unknown>
}

/** Makes the built-in components known to every page and component of the app. */
export function registerBuiltins(space: CodeSpace): void {
  const behaviors = new Map<Trait, unknown>()
  const toBehavior = (trait: Trait) => {
    const definition: object = trait
    if (!behaviors.has(trait)) behaviors.set(trait, space.behavior().definition(definition).register())
    return behaviors.get(trait)
  }

  for (const [tag, { template: _, traits, ...definition }] of Object.entries(BUILTINS)) {
    const id = builtinId(tag)
    space.addComponentStaticConfig(id, { component: true, styleIsolation: 'shared' } as never)
    const content = globalThis.builtinTemplates[id]
    space.addCompiledTemplate(id, {
      groupList: globalThis.builtinTemplates,
      content,
      fallbackListenerOnNativeNode: true,
    } as never)
    const component = space.component(id).definition({ ...definition, behaviors: traits.map(toBehavior) } as object)
    const { _$: registered } = component.register() as unknown as { _$: glassEasel.GeneralComponentDefinition }
    space.getComponentSpace().setGlobalUsingComponent(tag, registered)
  }
}

/** The id under which glass-easel knows a built-in component. */
export function builtinId(tag: string): string {
  return `wx://${tag}`
}
