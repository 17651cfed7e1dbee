import { AppError } from '@photolift/contracts'
import { Command, CommanderError } from 'commander'
import type { CommandWorld } from './command-world.js'
import { addDeleteCommand } from './commands/delete.js'
import { addDeskCodeCommand } from './commands/desk-code.js'
import { addDoctorCommand } from './commands/doctor.js'
import { addDownloadCommand } from './commands/download.js'
import { addLinkCommand } from './commands/link.js'
import { addListCommand } from './commands/list.js'
import { addUploadCommand } from './commands/upload.js'
import { ConfigurationError } from './configuration/environment.js'
import { EXIT } from './exit-code.js'
import { printable } from './output/printable.js'
import { toErrorText } from './upload/upload-report.js'

/** Runs one command. Whatever goes wrong becomes a line on standard error and an exit code; nothing is thrown. */
export async function runCommandLine(args: readonly string[], world: CommandWorld): Promise<void> {
  try {
    await createProgram(world).parseAsync([...args], { from: 'user' })
  } catch (error) {
    if (error instanceof CommanderError) return world.setExitCode(error.exitCode === 0 ? EXIT.done : EXIT.refused)
    if (error instanceof ConfigurationError) {
      world.terminal.note(error.message)
      return world.setExitCode(EXIT.refused)
    }
    // @inquirer's answer to Ctrl-C.
    if (world.signal.aborted || (error instanceof Error && error.name === 'ExitPromptError')) {
      return world.setExitCode(EXIT.stopped)
    }
    world.terminal.note(printable(toErrorText(error)))
    world.setExitCode(error instanceof AppError && error.code === 'REQUEST_INVALID' ? EXIT.refused : EXIT.someFailed)
  }
}

function createProgram(world: CommandWorld): Command {
  const program = new Command('photolift')
    .description('Files into the WeChat cloud, and photos out of it.')
    .helpCommand(true)
    .showHelpAfterError('(photolift help <command> shows how)')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => world.terminal.print(text.trimEnd()),
      // A secret given as an option is refused; it shall not be repeated into a log, too.
      writeErr: (text) => world.terminal.note(text.trimEnd().replace(/(--[\w-]+)=[^'\s]*/g, '$1')),
    })
    .addHelpText(
      'after',
      `
The storage and its secrets come from the same variables as the service's: STORAGE (cos, cloudrun, tcb), COS_BUCKET, COS_REGION,
COS_SECRET_ID, COS_SECRET_KEY, CLOUDRUN_ENV, WECHAT_APPID, WECHAT_SECRET, DATABASE_URL. A secret that is missing is asked for.

Exit code: 0 done, 1 some of it failed, 2 refused before anything was begun, 130 stopped by Ctrl-C.`,
    )
  addUploadCommand(program, world)
  addDownloadCommand(program, world)
  addLinkCommand(program, world)
  addDeleteCommand(program, world)
  addListCommand(program, world)
  addDeskCodeCommand(program, world)
  addDoctorCommand(program, world)
  return program
}
