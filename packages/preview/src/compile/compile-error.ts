/** The package cannot run in the preview. `problems` names every fault that was found, each with its file. */
export class CompileError extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(problems.join('\n'))
    this.name = 'CompileError'
    this.problems = problems
  }
}

/** Collects faults, so that one run names them all. */
export class Problems {
  readonly found: string[] = []

  add(problem: string): void {
    if (!this.found.includes(problem)) this.found.push(problem)
  }

  throwIfAny(): void {
    if (this.found.length > 0) throw new CompileError(this.found)
  }
}
