type PropertyType = typeof String | typeof Number | typeof Boolean | null
type Property = PropertyType | { readonly type: PropertyType; readonly value: unknown }
type ValueOf<P> = P extends typeof String
  ? string
  : P extends typeof Number
    ? number
    : P extends typeof Boolean
      ? boolean
      : P extends { readonly type: infer T extends PropertyType }
        ? ValueOf<T>
        : unknown
type Values<P> = { [K in keyof P]: ValueOf<P[K]> }

/** What the methods of a built-in component see as `this`. */
export interface BuiltinInstance<D = Record<string, unknown>> {
  readonly data: D
  /** glass-easel's own node, with the host element as `$$`. */
  readonly _$: {
    readonly $$: HTMLElement
    readonly classList: { toggle(name: string, force: boolean): void } | null
    addListener(type: string, listener: () => void): void
  }
  setData(change: Partial<D>): void
  triggerEvent(name: string, detail?: unknown, options?: { bubbles?: boolean; composed?: boolean }): void
}

interface Parts<P, D, M> {
  readonly properties?: P
  readonly data?: D
  readonly methods?: M
  /** Called with the new value when a property or data field changes; several fields are separated by commas. */
  readonly observers?: Readonly<Record<string, (...values: never[]) => void>>
  readonly lifetimes?: Partial<Record<'attached' | 'detached', () => void>>
}

/** Properties and conduct that several built-in components have in common; a behavior in glass-easel's words. */
export type Trait = Parts<object, object, object>

/** A component that WeChat brings along. */
export interface Builtin extends Trait {
  /** WXML. A tag `native-x` is the HTML element `x`. */
  readonly template: string
  readonly traits: readonly Trait[]
  readonly multipleSlots?: boolean
}

/** Defines a trait, with `this` typed by its own properties, data and methods. */
export function defineTrait<P extends Record<string, Property>, D extends object = object, M extends object = object>(
  trait: Parts<P, D, M> & ThisType<BuiltinInstance<Values<P> & D> & M>,
): Trait {
  return trait
}

/** Defines a built-in component, with `this` typed by its own properties, data and methods. */
export function defineBuiltin<
  P extends Record<string, Property> = Record<string, never>,
  D extends object = object,
  M extends object = object,
>(
  builtin: Parts<P, D, M> & { readonly template: string; readonly traits?: readonly Trait[] } & ThisType<
      BuiltinInstance<Values<P> & D> & M
    >,
): Builtin {
  return { ...builtin, traits: builtin.traits ?? [] }
}
