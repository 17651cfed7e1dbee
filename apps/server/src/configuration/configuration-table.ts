import type { z } from 'zod'

/** The README's table of variables, in Markdown. */
export function configurationTable(schema: z.ZodObject): string {
  const rows = Object.entries(schema.shape).map(([name, field]) => {
    const meta = (field as z.ZodType).meta() ?? {}
    const secret = meta['secret'] === true ? ' Secret.' : ''
    return `| \`${name}\` | ${defaultOf(field as z.ZodType)} | ${meta.description}${secret} |`
  })
  return ['| variable | default | meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

function defaultOf(field: z.ZodType): string {
  const absent = field.safeParse(undefined)
  if (!absent.success) return '**required**'
  return absent.data === undefined ? '' : `\`${absent.data as string | number}\``
}
