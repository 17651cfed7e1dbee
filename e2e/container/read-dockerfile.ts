import { DockerfileParser, type Instruction, type JSONInstruction, type ModifiableInstruction } from 'dockerfile-ast'

/** One build stage, its variables expanded as far as build arguments go. */
export interface Stage {
  image: string
  name: string | undefined
  steps: Step[]
}

export type Step =
  | { kind: 'workdir'; path: string }
  | { kind: 'env'; variables: Record<string, string> }
  | { kind: 'copy'; fromStage: string | undefined; source: string; target: string }
  | { kind: 'run'; command: string }
  | { kind: 'user'; user: string }
  | { kind: 'expose'; port: number }
  | { kind: 'cmd'; args: string[] }

/** @throws Error for an instruction that these tests do not understand: a Dockerfile that uses it needs more than they prove */
export function readDockerfile(text: string): Stage[] {
  const file = DockerfileParser.parse(text)
  const buildArguments = new Map(file.getARGs().flatMap((arg) => toPair(arg.getProperty())))
  const stages: Stage[] = []
  for (const instruction of file.getInstructions()) {
    const keyword = instruction.getKeyword()
    const args = instruction.getArgumentsContent() ?? ''
    if (keyword === 'ARG') continue
    if (keyword === 'FROM') {
      const [image = '', , name] = args.split(/\s+/)
      stages.push({ image: image.replace(/\$\{(\w+)\}/g, (_, key) => buildArguments.get(key) ?? ''), name, steps: [] })
      continue
    }
    stages.at(-1)?.steps.push(toStep(keyword, args, instruction))
  }
  return stages
}

function toStep(keyword: string, args: string, instruction: Instruction): Step {
  switch (keyword) {
    case 'WORKDIR':
      return { kind: 'workdir', path: args }
    case 'ENV':
      return { kind: 'env', variables: Object.fromEntries(args.split(/\s+/).map((pair) => pair.split('=', 2))) }
    case 'COPY': {
      const [source = '', target = '', ...rest] = args.split(/\s+/)
      const [flag, ...others] = (instruction as ModifiableInstruction).getFlags()
      if (rest.length > 0 || others.length > 0 || (flag !== undefined && flag.getName() !== 'from')) break
      return { kind: 'copy', fromStage: flag?.getValue() ?? undefined, source, target }
    }
    case 'RUN':
      return { kind: 'run', command: args }
    case 'USER':
      return { kind: 'user', user: args }
    case 'EXPOSE':
      return { kind: 'expose', port: Number(args) }
    case 'CMD':
      return {
        kind: 'cmd',
        args: (instruction as JSONInstruction).getJSONStrings().map((text) => text.getJSONValue()),
      }
  }
  throw new Error(`These tests do not know how to run: ${keyword} ${args}`)
}

function toPair(property: { getName(): string; getValue(): string | null } | null): [string, string][] {
  return property === null ? [] : [[property.getName(), property.getValue() ?? '']]
}
