import { type Command, InvalidArgumentError } from 'commander'
import type { CommandWorld } from '../command-world.js'
import { readEnvironment } from '../configuration/environment.js'
import { type ConsoleDomains, consoleDomains } from '../doctor/domains.js'
import { examine, type NamedFinding } from '../doctor/examine.js'
import { EXIT } from '../exit-code.js'
import { count } from '../output/amounts.js'

interface DoctorOptions {
  service?: string
  json?: true
}

export function addDoctorCommand(program: Command, world: CommandWorld): void {
  program
    .command('doctor')
    .summary('look for what is wrong with the set-up')
    .description(
      'Looks at variables, clock, bucket, rights, CORS and lifecycle rules, login, tokens and database, and says how to mend what is wrong. It writes a few bytes into the bucket and deletes them again.',
    )
    .option('--service <origin>', 'also look at the running service there', parseOrigin)
    .option('--json', 'print one JSON document: findings, domains')
    .addHelpText(
      'after',
      `
Examples:
  photolift doctor
  photolift doctor --service https://api.example.com --json

Exit code: 1 where something is an error, else 0.`,
    )
    .action((options: DoctorOptions) => runDoctor(options, world))
}

async function runDoctor({ service, json }: DoctorOptions, world: CommandWorld): Promise<void> {
  const { terminal, variables, folder } = world
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''))
  const setUp = { variables: given, ...readEnvironment(given), folder, serviceUrl: service, now: Date.now }
  const findings = await examine(setUp)
  const domains = consoleDomains(setUp)
  if (json === true) terminal.print(JSON.stringify({ findings, domains }))
  else {
    for (const finding of findings) printFinding(finding, world)
    printDomains(domains, world)
    const errors = findings.filter(({ level }) => level === 'error').length
    const warnings = findings.filter(({ level }) => level === 'warning').length
    terminal.print(`${count(errors, 'error')}, ${count(warnings, 'warning')}.`)
  }
  if (findings.some(({ level }) => level === 'error')) world.setExitCode(EXIT.someFailed)
}

function printFinding(finding: NamedFinding, { terminal }: CommandWorld): void {
  const mark = { ok: 'ok     ', warning: 'WARNING', error: 'ERROR  ' }[finding.level]
  terminal.print(`${mark}  ${finding.check}: ${finding.finding}`)
  if (finding.level !== 'ok') terminal.print(`         ${finding.fix}`)
}

function printDomains(
  { request, uploadFile, downloadFile, serviceAccount }: ConsoleDomains,
  { terminal }: CommandWorld,
): void {
  if (serviceAccount !== undefined) {
    terminal.print('\nFor the console of the service account (公众平台, 设置与开发, 功能设置 and 基本配置):')
    terminal.print(`  JS接口安全域名  ${serviceAccount.jsSdk.join(' ')}`)
    terminal.print(`  网页授权域名    ${serviceAccount.webAuthorization}`)
    terminal.print(
      '                  Each of them has to give out its verification file (MP_verify_….txt) at its root.',
    )
    terminal.print('  IP白名单        the address that the service calls WeChat from')
  }
  if (request.length + uploadFile.length + downloadFile.length === 0) return
  terminal.print('\nFor the console of the mini-program (开发管理, 开发设置, 服务器域名):')
  terminal.print(`  request       ${request.join(' ') || '(none: callContainer needs no domain)'}`)
  const bucketUnknown = '(known once COS_BUCKET and COS_REGION are set)'
  terminal.print(`  uploadFile    ${uploadFile.join(' ') || bucketUnknown}`)
  terminal.print(`  downloadFile  ${downloadFile.join(' ') || bucketUnknown}\n`)
}

function parseOrigin(text: string): string {
  const url = URL.parse(text)
  if (url !== null && /^https?:$/.test(url.protocol) && url.origin === text.replace(/\/$/, '')) return url.origin
  throw new InvalidArgumentError('It is an origin such as https://api.example.com.')
}
