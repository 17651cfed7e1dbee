import { type Command, InvalidArgumentError } from 'commander'
import type { CommandWorld } from '../command-world.js'
import { EXIT } from '../exit-code.js'
import { printable } from '../output/printable.js'
import { makeLinks } from '../storage/make-links.js'
import { openForCommand } from '../storage/open-for-command.js'
import { resolveIds } from '../storage/resolve-ids.js'
import { toErrorText } from '../upload/upload-report.js'

interface LinkOptions {
  ttl: number
  json?: true
}

export function addLinkCommand(program: Command, world: CommandWorld): void {
  program
    .command('link')
    .summary('make links that end')
    .description('Prints a link to read each file; whoever has it can read the file until it ends.')
    .argument('<id...>', 'cloud://…, cos://…, or the id of a photo')
    .option('--ttl <seconds>', 'life of the links: 600, 30m, 12h; at most a day', parseTtl, 3_600)
    .option('--json', 'print one JSON document: links, failed')
    .addHelpText(
      'after',
      `
Examples:
  photolift link cos://photos-1250000000/trips/2026/a.jpg --ttl 30m
  photolift link cloud://prod-0a1b2c3d.7072-prod-0a1b2c3d-1250000000/照片.jpg --json`,
    )
    .action((ids: string[], options: LinkOptions) => runLink(ids, options, world))
}

async function runLink(ids: string[], { ttl, json }: LinkOptions, world: CommandWorld): Promise<void> {
  const { terminal } = world
  const storage = await openForCommand(world, ids)
  const resolved = await resolveIds(ids, storage, world)
  const known = resolved.filter((one) => 'key' in one)
  const askedUntil = Date.now() + ttl * 1_000
  const made = await makeLinks(
    storage,
    known.map(({ key }) => key),
    ttl,
  )
  const madeFor = new Map(known.map((one, index) => [one, made[index]]))
  const links: { id: string; url: string; expiresAt: string }[] = []
  const failed: { id: string; error: string }[] = []
  for (const one of resolved) {
    const link = 'key' in one ? madeFor.get(one) : undefined
    if ('error' in one) failed.push({ id: one.id, error: toErrorText(one.error) })
    else if (link === undefined || 'error' in link) {
      failed.push({
        id: one.id,
        error: link === undefined ? 'INTERNAL: no link' : `${link.error.code}: ${link.error.message}`,
      })
    } else links.push({ id: one.id, url: link.url, expiresAt: link.expiresAt.toISOString() })
  }
  if (json === true) terminal.print(JSON.stringify({ links, failed }))
  else {
    for (const { id, url } of links) terminal.print(ids.length === 1 ? url : `${id}\t${url}`)
    for (const { id, error } of failed) terminal.note(`FAILED   ${printable(id)}  ${printable(error)}`)
    noteEarlyEnd(links, askedUntil, world)
  }
  if (failed.length > 0) world.setExitCode(EXIT.someFailed)
}

/** A link ends with the key that signed it, which inside 云托管 is soon. */
function noteEarlyEnd(links: readonly { expiresAt: string }[], askedUntil: number, { terminal }: CommandWorld): void {
  const [earliest] = links.map(({ expiresAt }) => expiresAt).toSorted()
  if (earliest === undefined || Date.parse(earliest) > askedUntil - 1_000) return
  terminal.note(`The links end before the time that was asked for, at ${earliest}: the storage's key lives no longer.`)
}

function parseTtl(text: string): number {
  const [, amount, unit = 's'] = /^(\d{1,6})([smhd])?$/.exec(text) ?? []
  const seconds = Number(amount) * ({ s: 1, m: 60, h: 3_600, d: 86_400 }[unit] ?? 1)
  if (seconds >= 1 && seconds <= MAX_TTL_SECONDS) return seconds
  throw new InvalidArgumentError('It is a number of seconds such as 600, or like 30m, 12h, 1d; at most a day.')
}

const MAX_TTL_SECONDS = 86_400
