type Data = Record<string, unknown>

/**
 * What `setData` has to be told so that `shown` becomes `next`: a value for each path that changed, such as
 * `{ 'tiles[3].percent': 41 }`. A list that became shorter, and an object that lost a key, are given whole: a path can add
 * and replace, not remove.
 */
export function changedPaths<View extends object>(shown: View, next: View): Data {
  const changes: Data = {}
  for (const key of Object.keys(next) as (keyof View & string)[]) collect(key, shown[key], next[key], changes)
  return changes
}

function collect(path: string, shown: unknown, next: unknown, changes: Data): void {
  if (shown === next) return
  if (Array.isArray(shown) && Array.isArray(next) && next.length >= shown.length) {
    next.forEach((item, index) => {
      collect(`${path}[${index}]`, shown[index], item, changes)
    })
    return
  }
  if (isObject(shown) && isObject(next) && Object.keys(shown).every((key) => key in next)) {
    for (const key of Object.keys(next)) collect(`${path}.${key}`, shown[key], next[key], changes)
    return
  }
  changes[path] = next
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
