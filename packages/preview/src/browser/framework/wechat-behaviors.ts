import type { CodeSpace } from 'glass-easel-miniprogram-adapter'

const DEFINITIONS: Readonly<Record<string, object>> = {
  'wx://form-field': { properties: { name: String, value: null } },
  'wx://form-field-group': {},
  'wx://form-field-button': {},
  'wx://component-export': {},
}

/** Finds WeChat's built-in behaviors by name. The lookup throws on a name that the preview does not know. */
export function weChatBehaviors(space: CodeSpace): (name: string) => unknown {
  const registered = new Map<string, unknown>()
  return (name) => {
    const definition = DEFINITIONS[name]
    if (!definition) throw new Error(`behavior "${name}" is not in the preview`)
    if (!registered.has(name)) registered.set(name, space.behavior().definition(definition).register())
    return registered.get(name)
  }
}
