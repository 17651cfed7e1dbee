import { randomUUID } from 'node:crypto'
import { createOneTimeCodes, newDeskCode } from '@photolift/database'
import { type Command, InvalidArgumentError } from 'commander'
import type { CommandWorld } from '../command-world.js'
import { withDatabase } from '../photos/open-database.js'

interface DeskCodeOptions {
  name?: string
  minutes: number
  json?: true
}

export function addDeskCodeCommand(program: Command, world: CommandWorld): void {
  program
    .command('desk-code')
    .summary('let somebody without WeChat into the web page, once')
    .description(
      'Prints a code that lets one person log in on the web page, once. The same name is the same account each time; without one the account is new.',
    )
    .option('--name <label>', 'whose account it is: letters, digits, - and _', parseName)
    .option('--minutes <n>', 'how long the code waits, 1 to 1440', parseMinutes, 10)
    .option('--json', 'print one JSON document: deskCode, name, expiresAt')
    .addHelpText(
      'after',
      `
Examples:
  photolift desk-code --name front-desk
  photolift desk-code --minutes 60 --json`,
    )
    .action((options: DeskCodeOptions) => runDeskCode(options, world))
}

async function runDeskCode(
  { name = randomUUID().replaceAll('-', ''), minutes, json }: DeskCodeOptions,
  world: CommandWorld,
): Promise<void> {
  const deskCode = newDeskCode()
  const now = Date.now()
  const expiresAt = now + minutes * 60_000
  await withDatabase(world, (database) =>
    createOneTimeCodes(database).put({ purpose: 'desk-code', code: deskCode, meaning: `desk:${name}`, expiresAt }, now),
  )
  const end = new Date(expiresAt).toISOString()
  if (json === true) world.terminal.print(JSON.stringify({ deskCode, name, expiresAt: end }))
  else {
    world.terminal.print(deskCode)
    world.terminal.note(`Lets ${name} in, once, until ${end}.`)
  }
}

function parseName(text: string): string {
  if (/^[A-Za-z0-9_-]{1,64}$/.test(text)) return text
  throw new InvalidArgumentError('It is 1 to 64 letters, digits, - and _.')
}

function parseMinutes(text: string): number {
  const minutes = Number(text)
  if (/^\d+$/.test(text) && minutes >= 1 && minutes <= 1_440) return minutes
  throw new InvalidArgumentError('It is a whole number from 1 to 1440.')
}
